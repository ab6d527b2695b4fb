"""The execution of a guarantee, step by step and never by itself: notice, parts by month of delay, the whole."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from eligibility.domain.findings import refuse
from eligibility.domain.rulebook import rule
from portal.accounts.roles import Actor, Role
from requests_app.domain.guarantee_life import (
    Ending,
    Execution,
    GuaranteeEventKind,
    GuaranteeStanding,
    add_months,
    days_of_delay,
    execution_on,
)
from requests_app.domain.lifecycle import LIVE_STATES, Action, State
from requests_app.models import AccessRequest, Compensation, Event, Guarantee, GuaranteeEvent
from requests_app.services.guarantees.opening import add_event
from requests_app.services.guarantees.steps import check_day, move, return_clock
from requests_app.services.guarantees.terms import locked_guarantee
from requests_app.services.standing.guarantees import ending_after
from requests_app.services.telling.guarantees import tell_executed, tell_notice
from requests_app.services.transitions import lock

_K = GuaranteeEventKind
_RENEWALS = (_K.RENEWAL_MISSED.value, _K.RENEWED.value, _K.OPENED.value)
_GIVING_UP = (Action.CANCEL.value, Action.WITHDRAW.value, Action.CLOSE_UNANSWERED.value)


@transaction.atomic
def give_notice(
    *, access_request_id: int, contract_start_on: date, noticed_on: date, actor: Actor, now: datetime
) -> Guarantee:
    """A supervisor records the prior notice: the contract began and there is no approved inspection. Raises Refused."""
    access_request, guarantee = _open(access_request_id, actor, now)
    today = timezone.localdate(now)
    if State(access_request.state) not in LIVE_STATES:
        raise refuse("action_not_in_state", "Só se avisa a execução enquanto a ligação é esperada.")
    if GuaranteeStanding(guarantee.standing) is not GuaranteeStanding.HELD:
        raise refuse("notice_given", "O aviso prévio já foi registrado.")
    _need_amount(guarantee)
    issued_on = access_request.opinion.issued_on if access_request.opinion else guarantee.opened_on
    check_day(
        contract_start_on, earliest=issued_on, today=today, field="contract_start_on", what="Data do contrato"
    )
    check_day(
        noticed_on, earliest=contract_start_on, today=today, field="noticed_on", what="Aviso enviado em"
    )
    guarantee.contract_start_on = contract_start_on
    add_event(
        guarantee,
        _K.EXECUTION_NOTICE,
        actor=actor,
        now=now,
        on=noticed_on,
        reference_on=contract_start_on,
        rule_code="guarantee.execution_percent",
    )
    move(guarantee, _K.EXECUTION_NOTICE)
    tell_notice(access_request, guarantee)
    return guarantee


@transaction.atomic
def execute_part(*, access_request_id: int, executed_on: date, actor: Actor, now: datetime) -> Guarantee:
    """A supervisor records what the months of delay add up to on that day. Raises Refused while nothing is owed."""
    access_request, guarantee = _open(access_request_id, actor, now)
    if State(access_request.state) not in LIVE_STATES:
        raise refuse("execution_stopped", "A execução parou: o que resta da garantia segue outro caminho.")
    noticed_on = _noticed_on(guarantee)
    if noticed_on is None:
        raise refuse("notice_missing", "O aviso prévio vem antes da execução.")
    check_day(
        executed_on,
        earliest=noticed_on + timedelta(days=1),
        today=timezone.localdate(now),
        field="executed_on",
        what="Executada em",
    )
    found = execution_due(guarantee, executed_on, suspended_days=utility_delay(guarantee, executed_on))
    if not found.owed_brl:
        raise refuse(
            "nothing_to_execute",
            "Nesse dia não há mês completo de atraso a executar.",
            rule("guarantee.execution_percent", executed_on).citation,
            field="executed_on",
        )
    kind = _K.EXECUTED_WHOLE if found.is_rest else _K.EXECUTED_PART
    _execute(access_request, guarantee, kind, found.owed_brl, executed_on, actor, now,
             rule_code="guarantee.execution_percent", number=found.months)  # fmt: skip
    return guarantee


@transaction.atomic
def execute_whole(*, access_request_id: int, executed_on: date, actor: Actor, now: datetime) -> Guarantee:
    """A supervisor records the whole execution where its ground stands: given up late, or not renewed in time."""
    access_request, guarantee = _open(access_request_id, actor, now)
    ground = whole_ground(
        access_request,
        guarantee,
        events=list(guarantee.events.all()),
        is_return_open=return_clock(access_request, timezone.localdate(now)) is not None,
    )
    if ground is None:
        raise refuse("no_ground", "Não há motivo registrado para executar a garantia por inteiro.")
    rule_code, since = ground
    check_day(
        executed_on, earliest=since, today=timezone.localdate(now), field="executed_on", what="Executada em"
    )
    amount = _need_amount(guarantee) - guarantee.executed_brl
    _execute(
        access_request, guarantee, _K.EXECUTED_WHOLE, amount, executed_on, actor, now, rule_code=rule_code
    )
    return guarantee


def whole_ground(
    access_request: AccessRequest,
    guarantee: Guarantee,
    *,
    events: Sequence[GuaranteeEvent],
    is_return_open: bool,
) -> tuple[str, date] | None:
    """Rule and day by which the whole guarantee may be executed; None without such a ground, or once its return is owed.

    `events` are those of the guarantee, in any order. One statement at most, for a request that ended.
    """
    if is_return_open or GuaranteeStanding(guarantee.standing).is_over:
        return None
    state = State(access_request.state)
    if state in LIVE_STATES:
        last = max((e for e in events if e.kind in _RENEWALS), key=lambda e: e.pk, default=None)
        is_missed = last is not None and last.kind == _K.RENEWAL_MISSED.value
        return ("guarantee.renewal_missed", last.on) if last is not None and is_missed else None
    if state not in (State.CANCELLED, State.WITHDRAWN, State.CLOSED):
        return None
    rows = Event.objects.filter(access_request=access_request, action__in=_GIVING_UP)
    event = rows.order_by("-id").first()
    if event is None or ending_after(access_request, event) is not Ending.EXECUTE_WHOLE:
        return None
    return "guarantee.withdrawal_days", event.on


def execution_due(guarantee: Guarantee, on: date, *, suspended_days: int) -> Execution:
    """What the delay after the contract's date makes due on a day; `suspended_days` are the utility's own late days."""
    assert guarantee.contract_start_on is not None
    return execution_on(
        on,
        amount_brl=_need_amount(guarantee),
        executed_brl=guarantee.executed_brl,
        contract_start_on=guarantee.contract_start_on,
        suspended_days=suspended_days,
        percent=rule("guarantee.execution_percent", on).as_decimal(),
        last_month=rule("guarantee.execution_last_month", on).as_int(),
    )


def schedule(guarantee: Guarantee, today: date, *, suspended_days: int) -> list[tuple[date, Execution]]:
    """Each day on which a month of delay completes, up to the last one, with what is due in all by then."""
    assert guarantee.contract_start_on is not None
    last = rule("guarantee.execution_last_month", today).as_int()
    begins_on = guarantee.contract_start_on + timedelta(days=suspended_days)
    rows = []
    for month in range(1, last + 1):
        day = add_months(begins_on, month)
        found = execution_on(
            day,
            amount_brl=_need_amount(guarantee),
            executed_brl=Decimal(0),
            contract_start_on=begins_on,
            percent=rule("guarantee.execution_percent", today).as_decimal(),
            last_month=last,
        )
        rows.append((day, found))
    return rows


def utility_delay(guarantee: Guarantee, on: date) -> int:
    """Calendar days after the contract's date on which the utility itself was late (art. 655-C, §§ 19 and 20)."""
    assert guarantee.contract_start_on is not None
    breaches = Compensation.objects.filter(
        access_request_id=guarantee.access_request_id, replaced_by=None
    ).values_list("due_on", "done_on")
    ranges = [(due_on + timedelta(days=1), done_on) for due_on, done_on in breaches]
    return days_of_delay(ranges, guarantee.contract_start_on, on)


def _open(access_request_id: int, actor: Actor, now: datetime) -> tuple[AccessRequest, Guarantee]:
    if actor.role is not Role.SUPERVISOR:
        raise PermissionDenied
    access_request = lock(access_request_id)
    return access_request, locked_guarantee(access_request, now=now)


def _need_amount(guarantee: Guarantee) -> Decimal:
    if guarantee.amount_brl is None or not guarantee.form:
        raise refuse("guarantee_terms_missing", "Complete antes a forma e o valor da garantia.")
    return guarantee.amount_brl


def _noticed_on(guarantee: Guarantee) -> date | None:
    # A guarantee that was given again was not announced to be executed yet.
    rows = guarantee.events.filter(kind__in=(_K.EXECUTION_NOTICE.value, _K.OPENED.value))
    event = rows.order_by("-id").first()
    return event.on if event and event.kind == _K.EXECUTION_NOTICE.value else None


def _execute(
    access_request: AccessRequest,
    guarantee: Guarantee,
    kind: GuaranteeEventKind,
    amount: Decimal,
    on: date,
    actor: Actor,
    now: datetime,
    *,
    rule_code: str,
    number: int | None = None,
) -> None:
    guarantee.executed_brl += amount
    event = add_event(
        guarantee, kind, actor=actor, now=now, on=on, amount_brl=amount, rule_code=rule_code, number=number
    )
    move(guarantee, kind)
    tell_executed(access_request, guarantee, event)
