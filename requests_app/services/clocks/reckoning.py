"""Reckon the clocks of a request from everything recorded about them, and keep the index that the sweeper polls."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone

from eligibility.domain.rulebook import rule
from requests_app.domain.calendar import BusinessCalendar, CountingPolicy
from requests_app.domain.clock import (
    OF_THE_UTILITY,
    ClockEvent,
    ClockEventKind,
    ClockName,
    ClockState,
    Reckoning,
    Term,
)
from requests_app.domain.clock_words import shown_clock
from requests_app.domain.deadline import fold
from requests_app.domain.lifecycle import LIVE_STATES, State
from requests_app.models import AccessRequest, ClockEntry, Deadline
from requests_app.services.clocks.calendars import calendar_for

WORDS = {
    "filed": "Pedido recebido",
    "documents_accepted": "Documentos conferidos",
    "pendings_sent": "Correções pedidas de uma vez",
    "pendings_answered": "Correções devolvidas",
    "works_found": "Estudo apontou obra na rede",
    "opinion_issued": "Parecer emitido",
    "inspection_requested": "Vistoria pedida",
    "works_finished": "Obra na rede terminada",
    "ended": "Pedido encerrado",
    "resumed": "O motivo da parada acabou",
    "contest_filed": "Contestação recebida",
    "contest_answered": "Contestação respondida",
    "contest_upheld": "Contestação aceita: a análise recomeça",
    "studies_requested": "Estudos pedidos",
    "studies_delivered": "Estudos entregues",
    "conditions_approved": "Condições aprovadas",
    "contracts_delivered": "Contratos entregues",
    "contracts_accepted": "Contratos aceitos",
    "works_started": "Obra na rede começou",
    "project_submitted": "Projeto da subestação enviado",
    "project_answered": "Projeto da subestação respondido",
    "inspected": "Vistoria feita",
    "inspection_failed": "Vistoria não aprovada",
    "report_delivered": "Relatório da vistoria entregue",
    "guarantee_owed": "Devolução da garantia devida",
    "guarantee_returned": "Garantia devolvida",
    "opinion_restored": "Parecer restaurado",
}
_INDEXED = ("rule_code", "due_on", "is_open", "is_paused", "last_alert", "next_alert_on")
_VALIDITY_LIKE = frozenset({ClockName.VALIDITY, ClockName.REINSPECTION})
_TERMS = (ClockEventKind.START, ClockEventKind.SWITCH_RULE, ClockEventKind.RESET)


def term_of(code: str, on: date) -> Term:
    """The term a rule gives on a day: days, unit and citation. Raises UnknownRule, NoRuleOnDate."""
    found = rule(code, on=on)
    return Term.model_validate(
        {
            "rule_code": code,
            "days": found.as_int(),
            "unit": found.unit,
            "citation_label": found.citation.label,
        }
    )


def counting_policy(clock: ClockName, on: date) -> CountingPolicy:
    """How this clock counts when it began on that day: the operator's reading, and a day left after a hold to applicants."""
    return CountingPolicy.model_validate(
        {"reading": rule("counting.policy", on=on).value, "leaves_a_day": clock not in OF_THE_UTILITY}
    )


def calendar_of(access_request: AccessRequest) -> BusinessCalendar:
    unit = getattr(access_request, "consumer_unit", None)
    return calendar_for(
        state=unit.state if unit else None,
        municipality=unit.municipality if unit else access_request.municipality or None,
    )


def as_clock_event(entry: ClockEntry) -> ClockEvent:
    """The recorded row in the words of the fold: terms and reasons come from the rulebook of its day."""
    kind = ClockEventKind(entry.kind)
    reason, basis = WORDS.get(entry.reason_code, ""), ""
    if entry.reason_code.startswith("pause."):
        found = rule(entry.reason_code, on=entry.on)
        reason, basis = found.text, found.basis_text.rstrip(".")
    elif entry.rule_code:
        basis = rule(entry.rule_code, on=entry.on).citation.label
    return ClockEvent(
        kind=kind,
        on=entry.on,
        at=entry.at,
        term=term_of(entry.rule_code, entry.on) if kind in _TERMS and entry.rule_code else None,
        reason_code=entry.reason_code or None,
        reason=reason,
        basis=basis,
    )


def reckon_all(access_request: AccessRequest, today: date | None = None) -> dict[ClockName, Reckoning]:
    """Every clock of the request as of today, each folded from its own entries. Two statements of SQL."""
    today = today or timezone.localdate()
    entries: dict[ClockName, list[ClockEvent]] = {}
    for entry in ClockEntry.objects.filter(access_request=access_request).order_by("id"):
        entries.setdefault(ClockName(entry.clock), []).append(as_clock_event(entry))
    cal = calendar_of(access_request)
    return {
        name: fold(events, cal=cal, policy=counting_policy(name, events[0].on), today=today)
        for name, events in entries.items()
    }


def refresh_deadlines(access_request: AccessRequest, today: date) -> dict[ClockName, Reckoning]:
    """Write the index of open clocks and the due columns of the request anew from the fold."""
    reckonings = reckon_all(access_request, today)
    known = {ClockName(d.clock): d for d in Deadline.objects.filter(access_request=access_request)}
    for clock, reckoning in reckonings.items():
        assert reckoning.due_on is not None and reckoning.term is not None
        deadline = known.get(clock) or Deadline(access_request=access_request, clock=clock.value)
        before = {name: getattr(deadline, name) for name in _INDEXED}
        is_open = reckoning.state in (ClockState.RUNNING, ClockState.PAUSED)
        if deadline.due_on != reckoning.due_on:
            deadline.last_alert = ""
        deadline.rule_code = reckoning.term.rule_code
        deadline.due_on = reckoning.due_on
        deadline.is_open = is_open
        deadline.is_paused = reckoning.is_paused
        deadline.next_alert_on = (
            next_alert_on(clock, reckoning.due_on, today, deadline.last_alert)
            if is_open and not reckoning.is_provisional and not _ends_nothing(clock, reckoning)
            else None
        )
        # Most clocks of an old request stopped long ago.
        if deadline.pk is None or before != {name: getattr(deadline, name) for name in _INDEXED}:
            deadline.save()
    _write_due_columns(access_request, reckonings)
    return reckonings


def _ends_nothing(clock: ClockName, reckoning: Reckoning) -> bool:
    """An applicant's term that stands still ends on no day, not even one whose days were all used before."""
    return reckoning.is_paused and clock not in OF_THE_UTILITY


def _write_due_columns(access_request: AccessRequest, reckonings: dict[ClockName, Reckoning]) -> None:
    state = State(access_request.state)
    opinion = reckonings[ClockName.OPINION]
    own = reckonings.get(shown_clock(state))
    shown = own or opinion
    # A step of the applicant without a limit (the new inspection of group A) has no date: an older clock's would read as its own.
    is_limitless = state is State.INSPECTION_REPORTED and (own is None or own.stopped_on is not None)
    # Corrections that a contest holds end on no day: the date of the day it was filed would read as late.
    is_held = state is State.PENDING and _ends_nothing(ClockName.CURE, shown)
    access_request.due_on = None if is_limitless or is_held else shown.due_on
    # While corrections are awaited lists show their date, yet the term of the opinion and how far it got.
    counted = shown if state in LIVE_STATES else opinion
    access_request.is_clock_paused = counted.is_paused
    access_request.days_used = counted.used_days
    access_request.days_total = counted.total_days


def alert_days(clock: ClockName, on: date) -> tuple[int, ...]:
    """How many days before the due date people are told, largest first."""
    code = "alerts.cure.days_before" if clock is ClockName.CURE else "alerts.deadline.days_before"
    value = rule("alerts.validity.days_before" if clock in _VALIDITY_LIKE else code, on=on).as_list()
    return tuple(sorted((int(v) for v in value), reverse=True))


def next_alert_on(clock: ClockName, due_on: date, today: date, last_alert: str) -> date | None:
    """The next day on which the sweeper must look: the next threshold, the day after the due date, or a week later."""
    if told := weeks_told(last_alert):
        if clock not in OF_THE_UTILITY or clock is ClockName.DOCUMENT_CHECK:
            return None
        return due_on + timedelta(days=1 + told * rule("alerts.overdue.every_days", on=today).as_int())
    days = alert_days(clock, today)
    told = int(last_alert.removeprefix("d")) if last_alert else max(days) + 1
    upcoming: Iterable[date] = (due_on - timedelta(days=d) for d in days if d < told)
    return next(iter(upcoming), due_on + timedelta(days=1))


def weeks_told(last_alert: str) -> int:
    """How many times a delay was told or is behind: `over3` is 3; 0 while there is none."""
    return int(last_alert.removeprefix("over") or 1) if last_alert.startswith("over") else 0
