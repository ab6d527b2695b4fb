"""Every row of the lifecycle table is done once at the page where people do it, or by the sweeper's task."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from pytest_django import Settings

from eligibility.domain.operator import DEFAULT_PROFILE
from eligibility.profile import current_profile
from portal.accounts.roles import Role
from requests_app.domain.lifecycle import TABLE, Action, Row, State
from requests_app.models import Event
from requests_app.services.grid.capacity import balance_of
from tests.integration.life_presses import press_of
from tests.life_case import Case, new_case
from tests.life_projects import POWERS_KW
from tests.life_steps import bring_to, do

S, A = State, Action
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("America/Sao_Paulo"))
_SUSPENSION, _LICENCE = "pause.art64_other_utility_or_ons", "pause.works_licence"
_PROJECT = {A.SUBMIT_PROJECT, A.RETURN_PROJECT, A.APPROVE_PROJECT}

_WAYS: dict[State, tuple[str, tuple[str, ...]]] = {
    S.DRAFT: ("", ()),
    S.RECEIVED: ("", ("file",)),
    S.CHECKING: ("checking", ()),
    S.ANALYSIS: ("analysis", ()),
    S.WORKS_STUDY: ("analysis", ("require_works",)),
    S.PENDING: ("checking", ("send_pendings",)),
    S.CORRECTED: ("analysis", ("send_pendings", "answer_pendings")),
    S.NOT_APPROVED: ("analysis", ("deny",)),
    S.APPROVED: ("approved", ()),
    S.CONTRACTS: ("approved_with_works", ("approve_conditions",)),
    S.CONTRACTS_SENT: ("contracts_sent", ()),
    S.WORKS: ("works", ()),
    S.READY: ("ready", ()),
    S.INSPECTION_REQUESTED: ("inspection_requested", ()),
    S.INSPECTION_FAILED: ("inspection_requested", ("fail_inspection",)),
    S.INSPECTION_REPORTED: ("inspection_requested", ("fail_inspection", "report_inspection")),
    S.CANCELLED: ("approved", ("cancel",)),
    S.LAPSED: ("approved", ()),
}
"""The usual way to each state: a stage, then steps."""
_OTHER_WAYS: dict[tuple[Action, State], tuple[str, tuple[str, ...]]] = {
    (A.ACCEPT_DOCUMENTS, S.CORRECTED): ("checking", ("send_pendings", "answer_pendings")),
    (A.RESUME_CLOCK, S.ANALYSIS): ("analysis", ("pause_clock",)),
    (A.RESUME_CLOCK, S.WORKS_STUDY): ("analysis", ("require_works", "pause_clock")),
    (A.RESUME_CLOCK, S.PENDING): ("analysis", ("pause_clock", "send_pendings")),
    (A.RESUME_CLOCK, S.CORRECTED): ("analysis", ("pause_clock", "send_pendings", "answer_pendings")),
    (A.APPROVE_WITH_WORKS, S.CORRECTED): (
        "analysis", ("require_works", "send_pendings", "answer_pendings"),
    ),
    (A.ANSWER_CONTEST, S.PENDING): ("checking", ("send_pendings", "contest_pending")),
    (A.REJECT_CONTEST, S.NOT_APPROVED): ("analysis", ("deny", "contest_decision")),
    (A.UPHOLD_CONTEST, S.NOT_APPROVED): ("analysis", ("deny", "contest_decision")),
    (A.CHOOSE_ALTERNATIVE, S.ANALYSIS): ("analysis", ("issue_flow_study",)),
    (A.CHOOSE_ALTERNATIVE, S.WORKS_STUDY): ("analysis", ("require_works", "issue_flow_study")),
    (A.CHOOSE_ALTERNATIVE, S.CORRECTED): (
        "analysis", ("issue_flow_study", "send_pendings", "answer_pendings"),
    ),
    (A.CHOOSE_ALTERNATIVE, S.PENDING): ("analysis", ("issue_flow_study", "send_pendings")),
    (A.CHOOSE_ALTERNATIVE, S.APPROVED): ("analysis", ("issue_flow_study", "approve")),
    (A.REQUEST_STUDIES, S.APPROVED): ("analysis", ("issue_flow_study", "approve")),
    (A.DELIVER_STUDIES, S.APPROVED): ("analysis", ("issue_flow_study", "approve", "request_studies")),
    (A.REJECT_CONTEST, S.APPROVED): ("approved", ("contest_decision",)),
    (A.UPHOLD_CONTEST, S.APPROVED): ("approved", ("contest_decision",)),
    (A.RESUME_WORKS, S.WORKS): ("works", ("suspend_works",)),
    # Works start in the same press that accepts the contracts.
    (A.START_WORKS, S.READY): ("approved_with_works", ("approve_conditions", "deliver_contracts")),
}  # fmt: skip
_LATER = {A.CLOSE_UNANSWERED: 60, A.LAPSE: 200, A.APPROVE_BY_SILENCE: 30}
"""Days that pass before the press; for the rest it is the next morning."""
_GIVEN = {"pause_clock": _SUSPENSION, "suspend_works": _LICENCE}


def _way(row: Row) -> tuple[str, tuple[str, ...]]:
    stage, steps = _OTHER_WAYS.get((row.action, row.source), _WAYS[row.source])
    if row.action in (A.RETURN_PROJECT, A.APPROVE_PROJECT):
        steps = (*steps, "submit_project")
    return stage, steps


def _reached(row: Row) -> Case:
    """A request in the row's source, as its guards want it."""
    stage, steps = _way(row)
    is_mini = row.action in _PROJECT
    has_cost = row.action is A.CONFIRM_PAYMENT
    case = new_case(
        "mini" if is_mini else "house", opinion={"participation_brl": "4800.00"} if has_cost else {}
    )
    with time_machine.travel(NOW, tick=False):
        if stage:
            bring_to(case, stage, NOW)
        for step in steps:
            do(case, step, NOW, reason=_GIVEN.get(step, ""))
    if row.source is S.LAPSED:
        late = NOW + timedelta(days=150)
        with time_machine.travel(late, tick=False):
            do(case, "sweep", late)
    return case


@contextmanager
def _operator(row: Row, settings: Settings, folder: Path) -> Iterator[None]:
    """Silence approves only by the law's own terms."""
    if row.action is not A.APPROVE_BY_SILENCE:
        yield
        return
    packaged = files("eligibility.domain") / "operator_profiles" / f"{DEFAULT_PROFILE}.toml"
    profile = folder / "operator.toml"
    text = packaged.read_text("utf-8").replace("[choices]", '[choices]\nopinion_validity = "law"')
    profile.write_text(text, "utf-8")
    settings.OPERATOR_PROFILE = str(profile)
    current_profile.cache_clear()
    try:
        yield
    finally:
        current_profile.cache_clear()


@pytest.mark.django_db
@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.action}-{row.source}")
def test_a_row_of_the_table_is_done_at_its_page(row: Row, settings: Settings, tmp_path: Path) -> None:
    with _operator(row, settings, tmp_path):
        case = _reached(row)
        if row.action is not A.START_WORKS:
            assert case.fresh().state == row.source
        days = _LATER.get(row.action, 151 if row.source is S.LAPSED else 1)
        with time_machine.travel(NOW + timedelta(days=days), tick=False):
            press_of(row.action)(case)
    events = list(Event.objects.filter(access_request=case.access_request).order_by("pk"))
    done = [event for event in events if (event.action, event.source) == (row.action, row.source)][-1]
    assert done.target == row.target and Role(done.actor_role) in row.actors
    assert done.on == (NOW + timedelta(days=days)).date()
    follows = events[events.index(done) + 1 :]
    assert {event.actor_role for event in follows} <= {Role.SYSTEM.value}
    assert case.fresh().state == (follows[-1].target if follows else row.target)
    power = POWERS_KW[case.kind] if row.action is not A.FILE else case.access_request.installed_power_kw
    if row.capacity is not None:
        held, connected = balance_of(case.access_request)
        expected = {"book": (power, 0), "release": (0, 0), "connect": (0, power)}[row.capacity.value]
        assert (held, connected) == expected


@pytest.mark.parametrize("state", [state for state in State if any(r.source is state for r in TABLE)])
def test_there_is_a_way_to_every_source_of_the_table(state: State) -> None:
    assert state in _WAYS


def test_every_action_of_the_table_has_its_press() -> None:
    presses: dict[Action, Callable[[Case], None]] = {action: press_of(action) for action in Action}
    assert {row.action for row in TABLE} == set(presses)
