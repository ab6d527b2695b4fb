"""Whatever people do to a request and whenever: its state, its capacity, its clocks and its history agree."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from eligibility.domain.findings import Refused
from portal.accounts.roles import Role
from requests_app.domain.capacity import CapacityKind, balance
from requests_app.domain.clock import ClockEventKind, ClockName
from requests_app.domain.lifecycle import LIVE_STATES, TABLE, Action, State
from requests_app.domain.replay import replay
from requests_app.models import AccessRequest, CapacityEntry, Charge, ClockEntry, Deadline, Event
from requests_app.services.clocks.reckoning import reckon_all
from tests.golden.story_checks import mark
from tests.life_case import Case, new_case
from tests.life_projects import POWERS_KW
from tests.life_steps import STEPS, bring_to, do

ZONE = ZoneInfo("America/Sao_Paulo")
BEGIN = datetime(2027, 11, 22, 9, 0, tzinfo=ZONE)
"""So that year ends and a 29 February lie ahead."""
_STAGES = ("analysis", "approved", "approved_with_works", "contracts_sent", "inspection_requested")
_GAPS = st.sampled_from((0, 0, 1, 1, 2, 3, 5, 8, 13, 30, 61, 121))
_ENDING: Final = frozenset({Action.WITHDRAW, Action.CANCEL, Action.DENY})
_REASONS = {
    "pause_clock": ("pause.art64_other_utility_or_ons", "pause.art64_missing_authorisation"),
    "suspend_works": ("pause.works_licence", "pause.works_force_majeure"),
}


def _offered(request: AccessRequest) -> list[str]:
    """What people may do from the state by the table; what ends the request is drawn more rarely."""
    rows = [r for r in TABLE if r.source == request.state and r.actors != {Role.SYSTEM}]
    if not Charge.objects.filter(access_request=request).exists():
        rows = [
            r for r in rows if r.action is not Action.CONFIRM_PAYMENT
        ]  # there is no page without a charge
    going_on = [r.action.value for r in rows if r.action not in _ENDING]
    return [*going_on, *going_on, *(r.action.value for r in rows if r.action in _ENDING)] or ["withdraw"]


class Life(RuleBasedStateMachine):
    """Two requests, drawn steps on one or the other, drawn days between them."""

    cases: tuple[Case, ...] = ()

    def __init__(self) -> None:
        super().__init__()
        self.now = BEGIN
        self.seen: dict[tuple[int, ClockName], tuple[int, int, date]] = {}
        self._atomic = transaction.atomic()
        self._atomic.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._atomic.__exit__(None, None, None)

    @initialize(
        stages=st.tuples(st.sampled_from(_STAGES), st.sampled_from(_STAGES[:3])),
        kinds=st.tuples(st.sampled_from(("house", "mini")), st.sampled_from(("house", "plant"))),
        has_cost=st.booleans(),
    )
    def begin(self, stages: tuple[str, str], kinds: tuple[str, str], has_cost: bool) -> None:
        cost = {"participation_brl": "4800.00"} if has_cost else {}
        self.cases = tuple(new_case(kind, opinion=dict(cost)) for kind in kinds)
        with time_machine.travel(self.now, tick=False):
            for case, stage in zip(self.cases, stages, strict=True):
                bring_to(case, stage, self.now, has_project=case.kind != "house")

    @precondition(lambda self: self.cases)
    @rule(place=st.integers(0, 1), gap=_GAPS, data=st.data())
    def somebody_acts(self, place: int, gap: int, data: st.DataObject) -> None:
        case = self.cases[place]
        name = data.draw(st.sampled_from(_offered(case.fresh())))
        given: dict[str, Any] = {"upheld": data.draw(st.booleans())} if name == "answer_contest" else {}
        if name in _REASONS:
            given["reason"] = data.draw(st.sampled_from(_REASONS[name]))
        if name in ("contest_decision", "approve_conditions"):
            given["by"] = data.draw(st.sampled_from(("technician", "holder")))
        self._do(case, name, gap, given)

    @precondition(lambda self: self.cases)
    @rule(place=st.integers(0, 1), gap=_GAPS, name=st.sampled_from(sorted(STEPS)))
    def somebody_tries_anything(self, place: int, gap: int, name: str) -> None:
        given: dict[str, Any] = {"upheld": True}
        if name in _REASONS:
            given["reason"] = _REASONS[name][0]
        if name not in ("file", "explain_late_item", "release_late_item", "confirm_payment"):
            self._do(self.cases[place], name, gap, given)

    @precondition(lambda self: self.cases)
    @rule(gap=_GAPS)
    def the_sweeper_runs(self, gap: int) -> None:
        self._do(self.cases[0], "sweep", gap, {})

    def _do(self, case: Case, name: str, gap: int, given: dict[str, Any]) -> None:
        self.now = datetime.combine(self.now.date() + timedelta(days=gap), time(9), tzinfo=ZONE)
        before = mark()
        try:
            with time_machine.travel(self.now, tick=False), transaction.atomic():
                do(case, name, self.now, **given)
        except (Refused, PermissionDenied):
            assert mark() == before

    @invariant()
    def the_state_is_what_history_tells(self) -> None:
        for case in self.cases:
            request = AccessRequest.objects.get(pk=case.pk)
            events = list(Event.objects.filter(access_request=request).order_by("pk"))
            assert request.state in set(State)
            assert replay((Action(e.action), State(e.source)) for e in events) == request.state
            assert [e.at for e in events] == sorted(e.at for e in events)
            for event in events:
                role = Role(event.actor_role)
                is_person = role not in (Role.SYSTEM, Role.HOLDER)
                assert event.at is not None and (event.actor_id is not None) == is_person

    @invariant()
    def capacity_is_the_sum_over_live_opinions(self) -> None:
        rows = CapacityEntry.objects.order_by("pk").values_list("kind", "power_kw")
        found = balance((CapacityKind(kind), power) for kind, power in rows)
        states = [(State(case.fresh().state), POWERS_KW[case.kind]) for case in self.cases]
        assert found.held == sum((kw for state, kw in states if state in LIVE_STATES), Decimal(0))
        assert found.connected == sum((kw for state, kw in states if state is State.CONNECTED), Decimal(0))

    @invariant()
    def no_clock_goes_backwards(self) -> None:
        """Days used never shrink and dates never come nearer, but where a count starts from zero."""
        for case in self.cases:
            entries = list(ClockEntry.objects.filter(access_request_id=case.pk).order_by("pk"))
            for name, found in reckon_all(case.access_request, self.now.date()).items():
                own = [entry for entry in entries if entry.clock == name.value]
                assert [entry.on for entry in own] == sorted(entry.on for entry in own)
                assert all(entry.event_id is not None and entry.actor_role for entry in own)
                counts = sum(entry.kind in (ClockEventKind.START, ClockEventKind.RESET) for entry in own)
                assert found.due_on is not None
                count, used, due_on = self.seen.get((case.pk, name), (0, 0, found.due_on))
                if count == counts:
                    assert used <= found.used_days and due_on <= found.due_on
                self.seen[case.pk, name] = (counts, found.used_days, found.due_on)

    @invariant()
    def the_index_is_what_the_entries_fold_to(self) -> None:
        for case in self.cases:
            folded = reckon_all(case.access_request, self.now.date())
            rows = {ClockName(row.clock): row for row in Deadline.objects.filter(access_request_id=case.pk)}
            assert rows.keys() == folded.keys()
            for name, row in rows.items():
                found = folded[name]
                assert (row.is_paused, row.is_open) == (found.is_paused, found.stopped_on is None)
                assert found.term is not None and row.rule_code == found.term.rule_code
                if not found.is_provisional:
                    assert row.due_on == found.due_on


@pytest.mark.django_db
def test_whatever_happens_state_capacity_clocks_and_history_agree() -> None:
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=15,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
