"""Carry out the clock effects of one row of the lifecycle table as entries of the clocks."""

from datetime import date, datetime

from eligibility.domain.rulebook import rule
from portal.accounts.roles import Actor
from requests_app.domain.clock import ClockEventKind, ClockName, ClockState
from requests_app.domain.lifecycle import ClockEffect, State
from requests_app.models import AccessRequest, ClockEntry, Event
from requests_app.services.clocks.reckoning import reckon_all
from requests_app.services.clocks.terms import (
    contest_rule,
    inspection_rule,
    opinion_rules,
    project_rule,
    repeat_rule,
    validity_rule,
    works_rule,
)
from requests_app.services.standing.guarantees import is_return_owed

_C = ClockName
_STARTS = {
    ClockEffect.START_DOCUMENT_CHECK: (_C.DOCUMENT_CHECK, "filed", "documents.check"),
    ClockEffect.START_CURE: (_C.CURE, "pendings_sent", "pending.cure"),
    ClockEffect.START_STUDIES: (_C.STUDIES, "studies_requested", "opinion.studies_on_request"),
    ClockEffect.START_CONTRACT_DELIVERY: (_C.CONTRACT_DELIVERY, "conditions_approved", "contracts.delivery"),
    ClockEffect.START_CONTRACT_RETURN: (_C.CONTRACT_RETURN, "contracts_delivered", "contracts.return"),
    ClockEffect.START_REPORT: (_C.INSPECTION_REPORT, "inspection_failed", "inspection.report"),
}
"""Effects whose term has one rule whatever the request."""
_STOPS = {
    ClockEffect.STOP_DOCUMENT_CHECK: (_C.DOCUMENT_CHECK, "documents_accepted"),
    ClockEffect.STOP_CURE: (_C.CURE, "pendings_answered"),
    ClockEffect.STOP_VALIDITY: (_C.VALIDITY, "inspection_requested"),
    ClockEffect.STOP_CONTEST: (_C.CONTEST, "contest_answered"),
    ClockEffect.STOP_STUDIES: (_C.STUDIES, "studies_delivered"),
    ClockEffect.STOP_CONTRACT_DELIVERY: (_C.CONTRACT_DELIVERY, "contracts_delivered"),
    ClockEffect.STOP_CONTRACT_RETURN: (_C.CONTRACT_RETURN, "contracts_accepted"),
    ClockEffect.STOP_WORKS: (_C.WORKS, "works_finished"),
    ClockEffect.STOP_PROJECT: (_C.PROJECT, "project_answered"),
    ClockEffect.STOP_INSPECTION: (_C.INSPECTION, "inspected"),
    ClockEffect.STOP_REPORT: (_C.INSPECTION_REPORT, "report_delivered"),
    ClockEffect.STOP_REINSPECTION: (_C.REINSPECTION, "inspection_requested"),
    ClockEffect.STOP_GUARANTEE_RETURN: (_C.GUARANTEE_RETURN, "opinion_restored"),
}
_OUTLIVES_THE_END = frozenset({_C.GUARANTEE_RETURN})


class ClockWriter:
    """Carries out the clock effects of one transition, in order."""

    def __init__(
        self, access_request: AccessRequest, event: Event, actor: Actor, at: datetime, on: date
    ) -> None:
        self.access_request, self.event, self.actor, self.at, self.on = access_request, event, actor, at, on
        self.reckonings = reckon_all(access_request, self.on)
        self.states = {clock: reckoned.state for clock, reckoned in self.reckonings.items()}

    def _state(self, clock: ClockName) -> ClockState:
        return self.states.get(clock, ClockState.NOT_STARTED)

    def _is_open(self, clock: ClockName) -> bool:
        return self._state(clock) in (ClockState.RUNNING, ClockState.PAUSED)

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
        match kind:
            case ClockEventKind.STOP:
                self.states[clock] = ClockState.STOPPED
            case ClockEventKind.PAUSE:
                self.states[clock] = ClockState.PAUSED
            case ClockEventKind.SWITCH_RULE:
                pass
            case _:
                self.states[clock] = ClockState.RUNNING

    def _start(self, clock: ClockName, reason_code: str, rule_code: str) -> None:
        # A clock that ran before (a second round of corrections, a second inspection) starts over from today.
        is_new = self._state(clock) is ClockState.NOT_STARTED
        self._add(clock, ClockEventKind.START if is_new else ClockEventKind.RESET, reason_code, rule_code)

    def _stop(self, clock: ClockName, reason_code: str) -> None:
        if self._is_open(clock):
            self._add(clock, ClockEventKind.STOP, reason_code)

    def _pause(self, clock: ClockName, reason_code: str) -> None:
        if self._state(clock) is ClockState.RUNNING:
            self._add(clock, ClockEventKind.PAUSE, reason_code)

    def _resume(self, clock: ClockName, reason_code: str) -> None:
        if self._state(clock) is ClockState.PAUSED:
            self._add(clock, ClockEventKind.RESUME, reason_code)

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

    def _validity_hold(self) -> str:
        """Why the validity stands still after this event; empty when it runs."""
        match State(self.access_request.state):
            case State.CONTRACTS | State.CONTRACTS_SENT:
                return "pause.validity_contracts"
            case State.WORKS:
                return "pause.validity_utility_works"
        if self._is_open(_C.CONTEST):
            return "pause.validity_contest"
        if self._is_open(_C.STUDIES):
            return "pause.validity_studies"
        return "pause.validity_project_analysis" if self._is_open(_C.PROJECT) else ""

    def _hold_validity(self) -> None:
        if reason := self._validity_hold():
            self._pause(_C.VALIDITY, reason)
        else:
            self._resume(_C.VALIDITY, "resumed")

    def _settle_validity(self) -> None:
        """By the law's own terms approving begins another count: the 120 days to ask for the inspection."""
        term = self.reckonings[_C.VALIDITY].term
        if term is not None and term.rule_code == "opinion.approval":
            self._start(_C.VALIDITY, "conditions_approved", "opinion.inspection_request")

    def carry_out(self, effect: ClockEffect, *, reason_code: str = "") -> None:
        """One effect of the table. `reason_code` is a pause entry of the rulebook where a person chose one."""
        if effect in _STARTS:
            self._start(*_STARTS[effect])
            return
        if effect in _STOPS:
            clock, usual = _STOPS[effect]
            self._stop(clock, reason_code or usual)
            return
        request = self.access_request
        match effect:
            case ClockEffect.START_OPINION:
                self._start(_C.OPINION, "filed", opinion_rules(request)[0])
            case ClockEffect.RESTART_OPINION:
                # The study begins anew: works that it finds again lengthen the term again.
                self._start(_C.OPINION, "contest_upheld", opinion_rules(request)[0])
            case ClockEffect.PAUSE_BY_PENDING_POLICY:
                is_inside = request.documents_checked_on is None
                self._by_policy(
                    "pause.pending_in_document_check" if is_inside else "pause.pending_after_document_check"
                )
            case ClockEffect.RESUME_AFTER_PENDING:
                if self._is_paused_by_pending():
                    self._add(_C.OPINION, ClockEventKind.RESUME, "pendings_answered")
            case ClockEffect.SWITCH_TO_WORKS:
                _, *with_works = opinion_rules(request)
                if with_works:
                    self._add(_C.OPINION, ClockEventKind.SWITCH_RULE, "works_found", with_works[-1])
            case ClockEffect.PAUSE_BY_REASON:
                self._add(_C.OPINION, ClockEventKind.PAUSE, reason_code)
            case ClockEffect.RESUME_BY_REASON:
                self._add(_C.OPINION, ClockEventKind.RESUME, "resumed")
            case ClockEffect.PAUSE_CURE:
                self._pause(_C.CURE, "pause.cure_contest")
            case ClockEffect.RESUME_CURE:
                self._resume(_C.CURE, "contest_answered")
            case ClockEffect.STOP_ALL:
                for clock in [c for c in self.states if c not in _OUTLIVES_THE_END]:
                    self._stop(clock, reason_code or "ended")
            case ClockEffect.START_VALIDITY:
                self._start(_C.VALIDITY, reason_code or "opinion_issued", validity_rule(self.on))
            case ClockEffect.SETTLE_VALIDITY:
                self._settle_validity()
            case ClockEffect.HOLD_VALIDITY:
                self._hold_validity()
            case ClockEffect.START_CONTEST:
                self._start(_C.CONTEST, "contest_filed", contest_rule(State(request.state)))
            case ClockEffect.START_WORKS:
                self._start(_C.WORKS, "works_started", works_rule(request))
            case ClockEffect.PAUSE_WORKS:
                self._add(_C.WORKS, ClockEventKind.PAUSE, reason_code)
            case ClockEffect.RESUME_WORKS:
                self._add(_C.WORKS, ClockEventKind.RESUME, "resumed")
            case ClockEffect.START_PROJECT:
                self._start(_C.PROJECT, "project_submitted", project_rule(request))
            case ClockEffect.START_INSPECTION:
                self._start(_C.INSPECTION, "inspection_requested", inspection_rule(request, self.on))
            case ClockEffect.START_REINSPECTION:
                if code := repeat_rule(request):
                    self._start(_C.REINSPECTION, "report_delivered", code)
            case ClockEffect.START_GUARANTEE_RETURN:
                if is_return_owed(request, self.event):
                    self._start(_C.GUARANTEE_RETURN, "guarantee_owed", "guarantee.return")
            case _:
                raise ValueError(f"no way to carry out {effect}")
