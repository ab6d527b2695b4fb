"""Record what happens to the clocks of a request and reckon them again from everything recorded."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils import timezone

from eligibility.domain.rulebook import rule
from portal.accounts.roles import Actor
from requests_app.domain.calendar import BusinessCalendar, CountingPolicy
from requests_app.domain.clock import ClockEvent, ClockEventKind, ClockName, ClockState, Reckoning, Term
from requests_app.domain.deadline import fold
from requests_app.domain.lifecycle import ClockEffect, State
from requests_app.models import AccessRequest, ClockEntry, Deadline, Event
from requests_app.services.calendars import calendar_for
from requests_app.services.terms import opinion_rules

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
}
ALERT_RULES = {
    ClockName.OPINION: "alerts.deadline.days_before",
    ClockName.DOCUMENT_CHECK: "alerts.deadline.days_before",
    ClockName.CURE: "alerts.deadline.days_before",
    ClockName.VALIDITY: "alerts.validity.days_before",
}
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


def counting_policy(on: date) -> CountingPolicy:
    return CountingPolicy.model_validate({"reading": rule("counting.policy", on=on).value})


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
        name: fold(events, cal=cal, policy=counting_policy(events[0].on), today=today)
        for name, events in entries.items()
    }


class ClockWriter:
    """Carries out the clock effects of one transition, in order."""

    def __init__(self, access_request: AccessRequest, event: Event, actor: Actor, at: datetime) -> None:
        self.access_request, self.event, self.actor, self.at = access_request, event, actor, at
        self.on = timezone.localdate(at)
        self.reckonings = reckon_all(access_request, self.on)

    def _state(self, clock: ClockName) -> ClockState:
        found = self.reckonings.get(clock)
        return found.state if found else ClockState.NOT_STARTED

    def _add(self, clock: ClockName, kind: ClockEventKind, reason_code: str, rule_code: str = "") -> None:
        ClockEntry.objects.create(
            access_request=self.access_request,
            clock=clock.value,
            kind=kind.value,
            on=self.on,
            at=self.at,
            rule_code=rule_code,
            reason_code=reason_code,
            event=self.event,
            actor_role=self.actor.role.value,
            actor_id=self.actor.user_id,
        )

    def _start(self, clock: ClockName, reason_code: str, rule_code: str) -> None:
        # A clock that ran before (a second round of corrections) starts over from today.
        is_new = self._state(clock) is ClockState.NOT_STARTED
        self._add(clock, ClockEventKind.START if is_new else ClockEventKind.RESET, reason_code, rule_code)

    def _stop(self, clock: ClockName, reason_code: str) -> None:
        if self._state(clock) in (ClockState.RUNNING, ClockState.PAUSED):
            self._add(clock, ClockEventKind.STOP, reason_code)

    def _is_paused_by_pending(self) -> bool:
        """A stop for another reason (art. 64) goes on although the corrections came back."""
        found = self.reckonings.get(ClockName.OPINION)
        last = found.pauses[-1].reason_code if found and found.is_paused else None
        return last is not None and last.startswith("pause.pending")

    def _by_policy(self, code: str) -> None:
        kind = {"pause": ClockEventKind.PAUSE, "reset": ClockEventKind.RESET, "none": None}[
            str(rule(code, on=self.on).value)
        ]
        if kind is not None and self._state(ClockName.OPINION) is ClockState.RUNNING:
            self._add(ClockName.OPINION, kind, code)

    def carry_out(self, effect: ClockEffect, *, reason_code: str = "") -> None:
        """One effect of the table. `reason_code` is a pause entry of the rulebook where a person chose one."""
        opinion, check, cure, validity = (
            ClockName.OPINION, ClockName.DOCUMENT_CHECK, ClockName.CURE, ClockName.VALIDITY,
        )  # fmt: skip
        match effect:
            case ClockEffect.START_OPINION:
                self._start(opinion, "filed", opinion_rules(self.access_request)[0])
            case ClockEffect.START_DOCUMENT_CHECK:
                self._start(check, "filed", "documents.check")
            case ClockEffect.STOP_DOCUMENT_CHECK:
                self._stop(check, reason_code or "documents_accepted")
            case ClockEffect.PAUSE_BY_PENDING_POLICY:
                is_inside = self.access_request.documents_checked_on is None
                self._by_policy(
                    "pause.pending_in_document_check" if is_inside else "pause.pending_after_document_check"
                )
            case ClockEffect.RESUME_AFTER_PENDING:
                if self._is_paused_by_pending():
                    self._add(opinion, ClockEventKind.RESUME, "pendings_answered")
            case ClockEffect.START_CURE:
                self._start(cure, "pendings_sent", "pending.cure")
            case ClockEffect.STOP_CURE:
                self._stop(cure, "pendings_answered")
            case ClockEffect.SWITCH_TO_WORKS:
                _, *with_works = opinion_rules(self.access_request)
                if with_works:
                    self._add(opinion, ClockEventKind.SWITCH_RULE, "works_found", with_works[-1])
            case ClockEffect.PAUSE_BY_REASON:
                self._add(opinion, ClockEventKind.PAUSE, reason_code)
            case ClockEffect.RESUME_BY_REASON:
                self._add(opinion, ClockEventKind.RESUME, "resumed")
            case ClockEffect.STOP_ALL:
                for clock in (opinion, check, cure, validity):
                    self._stop(clock, reason_code or "ended")
            case ClockEffect.START_VALIDITY:
                self._start(validity, "opinion_issued", "opinion.validity")
            case ClockEffect.PAUSE_VALIDITY_FOR_WORKS:
                self._add(validity, ClockEventKind.PAUSE, "pause.validity_utility_works")
            case ClockEffect.RESUME_VALIDITY:
                self._add(validity, ClockEventKind.RESUME, "works_finished")
            case ClockEffect.STOP_VALIDITY:
                self._stop(validity, "inspection_requested")


def refresh_deadlines(access_request: AccessRequest, today: date) -> dict[ClockName, Reckoning]:
    """Write the index of open clocks and the due columns of the request anew from the fold."""
    reckonings = reckon_all(access_request, today)
    known = {ClockName(d.clock): d for d in Deadline.objects.filter(access_request=access_request)}
    for clock, reckoning in reckonings.items():
        assert reckoning.due_on is not None and reckoning.term is not None
        deadline = known.get(clock) or Deadline(access_request=access_request, clock=clock.value)
        is_open = reckoning.state in (ClockState.RUNNING, ClockState.PAUSED)
        if deadline.due_on != reckoning.due_on:
            deadline.last_alert = ""
        deadline.rule_code = reckoning.term.rule_code
        deadline.due_on = reckoning.due_on
        deadline.is_open = is_open
        deadline.is_paused = reckoning.is_paused
        deadline.next_alert_on = (
            next_alert_on(clock, reckoning.due_on, today, deadline.last_alert)
            if is_open and not reckoning.is_provisional
            else None
        )
        deadline.save()
    _write_due_columns(access_request, reckonings)
    return reckonings


def _write_due_columns(access_request: AccessRequest, reckonings: dict[ClockName, Reckoning]) -> None:
    opinion = reckonings[ClockName.OPINION]
    shown = {
        State.PENDING: ClockName.CURE,
        State.APPROVED: ClockName.VALIDITY,
        State.WORKS: ClockName.VALIDITY,
    }.get(State(access_request.state), ClockName.OPINION)
    access_request.due_on = reckonings.get(shown, opinion).due_on
    access_request.is_clock_paused = opinion.is_paused
    access_request.days_used = opinion.used_days
    access_request.days_total = opinion.total_days


def alert_days(clock: ClockName, on: date) -> tuple[int, ...]:
    """How many days before the due date people are told, largest first."""
    value = rule(ALERT_RULES[clock], on=on).value
    assert isinstance(value, list)
    return tuple(sorted((int(v) for v in value), reverse=True))


def next_alert_on(clock: ClockName, due_on: date, today: date, last_alert: str) -> date | None:
    """The next day on which the sweeper must look: the next threshold, else the day after the due date."""
    if last_alert == "over":
        return None
    days = alert_days(clock, today)
    told = int(last_alert.removeprefix("d")) if last_alert else max(days) + 1
    upcoming: Iterable[date] = (due_on - timedelta(days=d) for d in days if d < told)
    return next(iter(upcoming), due_on + timedelta(days=1))
