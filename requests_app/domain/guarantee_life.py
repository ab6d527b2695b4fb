"""The life of a performance guarantee after it was given: reminders, renewal, return, execution (art. 655-C)."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from typing import NamedTuple

from requests_app.domain.lifecycle_words import Action

_CENT = Decimal("0.01")
_LAST_MONTH_OF_YEAR = 12


class GuaranteeEventKind(StrEnum):
    """What can happen to a guarantee; each is a row of its history."""

    OPENED = "opened"
    TERMS_SET = "terms_set"
    REMINDED = "reminded"
    RENEWAL_FILED = "renewal_filed"
    RENEWED = "renewed"
    RENEWAL_DECLINED = "renewal_declined"
    RENEWAL_MISSED = "renewal_missed"
    RETURNED = "returned"
    EXECUTION_NOTICE = "execution_notice"
    EXECUTED_PART = "executed_part"
    EXECUTED_WHOLE = "executed_whole"
    EXECUTION_STOPPED = "execution_stopped"
    REMAINDER_RETURNED = "remainder_returned"


_K = GuaranteeEventKind
EVENT_LABELS = {
    _K.OPENED: "Garantia registrada",
    _K.TERMS_SET: "Dados da garantia completados",
    _K.REMINDED: "Aviso de vencimento enviado",
    _K.RENEWAL_FILED: "Renovação enviada",
    _K.RENEWED: "Renovação aceita",
    _K.RENEWAL_DECLINED: "Renovação não aceita",
    _K.RENEWAL_MISSED: "Não renovada no prazo: a execução por inteiro ficou possível",
    _K.RETURNED: "Garantia devolvida",
    _K.EXECUTION_NOTICE: "Aviso prévio da execução",
    _K.EXECUTED_PART: "Parte executada",
    _K.EXECUTED_WHOLE: "Executada por inteiro",
    _K.EXECUTION_STOPPED: "Execução interrompida: a vistoria foi aprovada",
    _K.REMAINDER_RETURNED: "Restante devolvido",
}


class GuaranteeStanding(StrEnum):
    """Where a guarantee is after its last event that moves it."""

    HELD = "held"
    NOTIFIED = "notified"
    EXECUTING = "executing"
    STOPPED = "stopped"
    EXECUTED = "executed"
    RETURNED = "returned"

    @property
    def label(self) -> str:
        return _STANDING_LABELS[self]

    @property
    def is_over(self) -> bool:
        """Whether nothing of the guarantee is left with the utility."""
        return self in (GuaranteeStanding.EXECUTED, GuaranteeStanding.RETURNED)


_S = GuaranteeStanding
_STANDING_LABELS = {
    _S.HELD: "Com a distribuidora",
    _S.NOTIFIED: "Execução avisada",
    _S.EXECUTING: "Em execução",
    _S.STOPPED: "Execução interrompida",
    _S.EXECUTED: "Executada por inteiro",
    _S.RETURNED: "Devolvida",
}
_LEADS_TO = {
    # The first time with the request; again when one is given in the place of one that is gone.
    _K.OPENED: _S.HELD,
    _K.EXECUTION_NOTICE: _S.NOTIFIED,
    _K.EXECUTED_PART: _S.EXECUTING,
    _K.EXECUTED_WHOLE: _S.EXECUTED,
    _K.EXECUTION_STOPPED: _S.STOPPED,
    _K.RETURNED: _S.RETURNED,
    _K.REMAINDER_RETURNED: _S.RETURNED,
}


def standing_after(
    kinds: Iterable[GuaranteeEventKind], start: GuaranteeStanding = GuaranteeStanding.HELD
) -> GuaranteeStanding:
    """Where a guarantee is once all of this happened, in this order, from `start` on."""
    found = start
    for kind in kinds:
        found = _LEADS_TO.get(kind, found)
    return found


class Ending(StrEnum):
    """What an event of the request means for its guarantee."""

    NOTHING = "nothing"
    RETURN = "return"
    EXECUTE_WHOLE = "execute_whole"


_ENDS_BEFORE_CONNECTION = frozenset({Action.CANCEL, Action.WITHDRAW, Action.CLOSE_UNANSWERED})


def ending_of(action: Action, on: date, *, opinion_on: date | None, withdrawal_days: int) -> Ending:
    """What an action on a day makes the utility owe (art. 655-C, §§ 12 to 16).

    `opinion_on` is the day of the favourable opinion in force, None before any. Giving up by the last of the
    `withdrawal_days` after it returns the guarantee, later makes its whole execution owed. Connecting returns
    it, a denial too: the utility itself said no.
    """
    if action in (Action.CONNECT, Action.DENY):
        return Ending.RETURN
    if action not in _ENDS_BEFORE_CONNECTION:
        return Ending.NOTHING
    if opinion_on is None or on <= opinion_on + timedelta(days=withdrawal_days):
        return Ending.RETURN
    return Ending.EXECUTE_WHOLE


def falls_short(valid_until_on: date | None, connected_on: date, kept_days: int) -> bool:
    """Whether bonds or surety end before the `kept_days` after the connection are over (art. 655-C, § 4º)."""
    return valid_until_on is not None and valid_until_on < connected_on + timedelta(days=kept_days)


class Look(NamedTuple):
    """What the sweeper finds on a day: the reminder due (days before), whether renewal was missed, the next look."""

    remind_at: int | None
    is_missed: bool
    next_on: date | None


def look_at(
    valid_until_on: date, today: date, *, told: int | None, reminder_days: Sequence[int], renewal_days: int
) -> Look:
    """What to tell on `today` of a guarantee that ends on `valid_until_on`.

    `told` is the smallest threshold that was already told, None before the first. Days that nobody looked
    are caught up with one reminder, the nearest. Missed means: past the last day to renew.
    """
    renew_by = valid_until_on - timedelta(days=renewal_days)
    if today > renew_by:
        return Look(remind_at=None, is_missed=True, next_on=None)
    left = (valid_until_on - today).days
    reached = [days for days in reminder_days if days >= left and (told is None or days < told)]
    remind_at = min(reached, default=None)
    floor = min([n for n in (told, remind_at) if n is not None], default=None)
    ahead = [days for days in reminder_days if days < left and (floor is None or days < floor)]
    next_on = valid_until_on - timedelta(days=max(ahead)) if ahead else renew_by + timedelta(days=1)
    return Look(remind_at=remind_at, is_missed=False, next_on=next_on)


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or its last day where the month is shorter."""
    years, place = divmod(day.month - 1 + months, _LAST_MONTH_OF_YEAR)
    year, month = day.year + years, place + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def complete_months(since: date, on: date) -> int:
    """How many whole months passed after `since` by the end of `on`; 0 before the first."""
    months = 0
    while add_months(since, months + 1) <= on:
        months += 1
    return months


class Execution(NamedTuple):
    """What may be executed of a guarantee on a day: R$ now, in all so far, and after how many months of delay."""

    months: int
    owed_brl: Decimal
    total_brl: Decimal
    is_rest: bool


def execution_on(
    on: date,
    *,
    amount_brl: Decimal,
    executed_brl: Decimal,
    contract_start_on: date,
    suspended_days: int = 0,
    percent: Decimal,
    last_month: int,
) -> Execution:
    """`percent` of the guarantee a complete month of delay, what is left once `last_month` is complete.

    The delay of the utility (`suspended_days`) moves the start of the count. Never more than the guarantee,
    never less than nothing; each total is rounded once, to the cent (REN 1.000, arts. 655-C and 657).
    """
    months = complete_months(contract_start_on + timedelta(days=suspended_days), on)
    is_rest = months >= last_month
    share = Decimal(100) if is_rest else min(Decimal(100), percent * months)
    total = (amount_brl * share / 100).quantize(_CENT, rounding=ROUND_HALF_EVEN)
    return Execution(
        months=months,
        owed_brl=max(Decimal(0), total - executed_brl),
        total_brl=max(total, executed_brl),
        is_rest=is_rest,
    )


def days_of_delay(ranges: Iterable[tuple[date, date]], since: date, until: date) -> int:
    """How many calendar days of these delays (first and last day late) lie after `since` and up to `until`, each once."""
    counted: set[date] = set()
    for first, last in ranges:
        day = max(first, since + timedelta(days=1))
        while day <= min(last, until):
            counted.add(day)
            day += timedelta(days=1)
    return len(counted)
