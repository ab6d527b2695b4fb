"""The lifecycle table holds together and is the only source of its picture."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from eligibility.domain.findings import Refused
from portal.accounts.roles import Role
from requests_app.domain.guards import _RULES, check_guards
from requests_app.domain.lifecycle import (
    ENDED_STATES,
    LIVE_STATES,
    OPEN_STATES,
    TABLE,
    Action,
    CapacityEffect,
    ClockEffect,
    Guard,
    Row,
    State,
    actions_from,
    edges,
    row_for,
)
from requests_app.domain.replay import ReplayError, replay
from requests_app.domain.situation import SITUATIONS
from requests_app.domain.snapshot import ProjectStanding, Snapshot
from requests_app.management.commands.draw_lifecycle import page


def test_every_state_is_reached_from_the_draft() -> None:
    reached = {State.DRAFT}
    while more := {r.target for r in TABLE if r.source in reached} - reached:
        reached |= more
    assert reached == set(State)


_NO_WAY_BACK = {State.WITHDRAWN, State.CLOSED, State.CONNECTED}
_REOPENING = {Action.RESTORE, Action.UPHOLD_CONTEST}


def test_what_ended_is_moved_again_only_by_a_new_act_of_the_supervisor() -> None:
    """Restoring an opinion, or upholding the contest of a denial; nothing leaves the other ends."""
    out = [r for r in TABLE if r.source in ENDED_STATES | {State.CONNECTED} and r.target is not r.source]
    assert {r.action for r in out} == _REOPENING
    assert {role for r in out for role in r.actors} == {Role.SUPERVISOR}
    assert all(not actions_from(state, role) for state in _NO_WAY_BACK for role in Role)


def test_restoring_gives_the_full_term_and_books_the_power_again() -> None:
    rows = [r for r in TABLE if r.action is Action.RESTORE]
    assert {(r.source, r.target) for r in rows} == {
        (State.CANCELLED, State.APPROVED),
        (State.LAPSED, State.APPROVED),
    }
    assert all(ClockEffect.START_VALIDITY in r.clock and r.capacity is CapacityEffect.BOOK for r in rows)


def test_power_is_booked_on_the_way_into_a_live_opinion_and_given_back_on_the_way_out() -> None:
    """Live is issued and neither lapsed, cancelled nor reopened; connecting keeps what was booked."""
    for row in TABLE:
        was_live, is_live = row.source in LIVE_STATES, row.target in LIVE_STATES
        expected = {
            (False, True): CapacityEffect.BOOK,
            (True, False): CapacityEffect.CONNECT
            if row.target is State.CONNECTED
            else CapacityEffect.RELEASE,
        }.get((was_live, is_live))
        assert row.capacity is expected, (row.action, row.source)


def test_nothing_lapses_while_the_utility_owes_the_next_step() -> None:
    """Contracts in preparation, works, the inspection and its report are the utility's to do (arts. 84, 88, 91, 94)."""
    assert {r.source for r in TABLE if r.action is Action.LAPSE} == {
        State.APPROVED,
        State.CONTRACTS_SENT,
        State.READY,
        State.INSPECTION_REPORTED,
    }


def test_the_holder_cancels_from_every_state_of_a_live_opinion() -> None:
    assert {r.source for r in TABLE if r.action is Action.CANCEL} == set(LIVE_STATES)


def test_only_the_supervisor_judges_a_decision() -> None:
    judging = {Action.REJECT_CONTEST, Action.UPHOLD_CONTEST, Action.RESTORE}
    assert {role for r in TABLE if r.action in judging for role in r.actors} == {Role.SUPERVISOR}


def test_silence_and_works_are_the_portal_s_own_doing() -> None:
    own = {Action.APPROVE_BY_SILENCE, Action.START_WORKS, Action.LAPSE, Action.CLOSE_UNANSWERED}
    assert {r.action for r in TABLE if r.actors == {Role.SYSTEM}} == own


def test_every_action_effect_and_guard_is_used() -> None:
    assert {r.action for r in TABLE} == set(Action)
    assert {e for r in TABLE for e in r.clock} == set(ClockEffect)
    assert {g for r in TABLE for g in r.guards} == set(Guard) == set(_RULES)


def test_only_the_holder_cancels_and_only_the_clock_lets_lapse() -> None:
    assert {role for r in TABLE if r.action is Action.CANCEL for role in r.actors} == {Role.HOLDER}
    assert {role for r in TABLE if r.action is Action.LAPSE for role in r.actors} == {Role.SYSTEM}


def test_no_admin_acts_on_requests() -> None:
    assert all(Role.ADMIN not in r.actors for r in TABLE)


def test_the_technician_may_withdraw_whatever_is_not_answered() -> None:
    assert {r.source for r in TABLE if r.action is Action.WITHDRAW} == set(OPEN_STATES)


def test_what_is_not_in_the_table_has_no_row() -> None:
    known = {(r.action, r.source) for r in TABLE}
    assert all(
        (row_for(action, state) is None) == ((action, state) not in known)
        for action in Action
        for state in State
    )


def test_the_database_edges_are_those_of_the_table() -> None:
    assert ("draft", "received") in edges()
    assert all(source != target for source, target in edges())


def test_every_state_reads_in_portuguese() -> None:
    assert set(SITUATIONS) == set(State)
    assert all(s.label and s.icon and s.colour for s in SITUATIONS.values())


def test_the_picture_in_the_docs_is_fresh() -> None:
    path = Path(__file__).parents[2] / "docs" / "lifecycle.md"
    assert path.read_text("utf-8") == page(), "run: python manage.py draw_lifecycle docs/lifecycle.md"


def test_every_arrow_of_the_table_is_drawn_once() -> None:
    """A box stands for its states, so each change of state is found in the picture."""
    drawn = page()
    for row in TABLE:
        if row.source is row.target:
            continue
        group = "open" if row.source in OPEN_STATES else "live" if row.source in LIVE_STATES else ""
        ways = tuple(f"{source} --> {row.target.value}: " for source in (row.source.value, group))
        arrows = [line.strip() for line in drawn.splitlines() if line.strip().startswith(ways)]
        said = [word for line in arrows for word in line.split(": ")[1].split(" / ")]
        assert said.count(row.action.value) == 1, (row.action, row.source)


_DRAFT_TO_OPINION = [
    (Action.FILE, State.DRAFT),
    (Action.START_CHECK, State.RECEIVED),
    (Action.ACCEPT_DOCUMENTS, State.CHECKING),
    (Action.APPROVE, State.ANALYSIS),
]


def test_replaying_what_was_done_tells_the_state() -> None:
    assert replay([]) is State.DRAFT
    assert replay(_DRAFT_TO_OPINION) is State.APPROVED
    assert (
        replay([*_DRAFT_TO_OPINION, (Action.LAPSE, State.APPROVED), (Action.RESTORE, State.LAPSED)])
        is State.APPROVED
    )


@pytest.mark.parametrize(
    ("done", "said"),
    [
        ([(Action.START_CHECK, State.RECEIVED)], "event 1: start_check recorded from received"),
        ([*_DRAFT_TO_OPINION, (Action.APPROVE, State.ANALYSIS)], "event 5: approve recorded from analysis"),
        ([*_DRAFT_TO_OPINION, (Action.WITHDRAW, State.APPROVED)], "event 5: the table has no withdraw"),
    ],
)
def test_a_history_with_a_hole_tells_no_state(done: list[tuple[Action, State]], said: str) -> None:
    with pytest.raises(ReplayError, match=said):
        replay(done)


_OPPOSITES = {
    Guard.CLOCK_PAUSED: Guard.CLOCK_RUNNING,
    Guard.CONTEST_OPEN: Guard.NO_CONTEST_OPEN,
    Guard.STUDIES_AWAITED: Guard.STUDIES_NOT_AWAITED,
    Guard.SILENCE_APPROVES: Guard.SILENCE_DOES_NOT_APPROVE,
    Guard.CHARGES_OPEN: Guard.CHARGES_SETTLED,
    Guard.WORKS_OWED: Guard.NO_WORKS_OWED,
    Guard.WORKS_RUNNING: Guard.WORKS_PAUSED,
}


def test_no_row_asks_for_a_thing_and_its_opposite() -> None:
    asked = {guard for r in TABLE for guard in r.guards}
    for one, other in _OPPOSITES.items():
        assert {one, other} <= asked
        assert not any({one, other} <= set(r.guards) for r in TABLE)


def _against(row: Row) -> Snapshot:
    """A request for which no guard of the row holds."""
    guards = row.guards
    return Snapshot(
        state=row.source,
        now=datetime(2026, 11, 23, 12, tzinfo=UTC),
        today=date(2026, 11, 23),
        items_total=3,
        items_without_verdict=1,
        items_failing=1 if Guard.NO_ITEM_FAILS in guards else 0,
        document_items_unmet=1,
        documents_checked_on=date(2026, 11, 20) if Guard.DOCUMENTS_NOT_CHECKED in guards else None,
        blocking_findings=1,
        missing_declarations=1,
        is_registration_suspended=True,
        late_items_unreleased=2,
        is_contest_open=Guard.NO_CONTEST_OPEN in guards,
        is_judge_another=False,
        is_silence_approval=Guard.SILENCE_DOES_NOT_APPROVE in guards,
        is_payment_underway=True,
        is_guarantee_gone=True,
        is_alternative_owed=True,
        is_studies_clock_open=Guard.STUDIES_NOT_AWAITED in guards,
        charges_open=1 if Guard.CHARGES_SETTLED in guards else 0,
        is_works_owed=Guard.NO_WORKS_OWED in guards,
        is_works_clock_running=Guard.WORKS_PAUSED in guards,
        project=ProjectStanding.NOT_NEEDED
        if Guard.PROJECT_NEEDED in guards or Guard.PROJECT_IN_ANALYSIS in guards
        else ProjectStanding.AWAITED,
    )


@pytest.mark.parametrize("row", TABLE, ids=lambda r: f"{r.action}-{r.source}")
def test_each_guard_refuses_with_words(row: Row) -> None:
    bad = _against(row)
    if not row.guards:
        check_guards(row, bad)
        return
    with pytest.raises(Refused) as refused:
        check_guards(row, bad)
    # A project that is not needed is not awaited either, so the two guards of its sending fail one at a time.
    expected = {g.value for g in row.guards} - {Guard.PROJECT_AWAITED.value}
    assert {f.code for f in refused.value.findings} == expected
    assert all(f.message for f in refused.value.findings)


@pytest.mark.parametrize("standing", [ProjectStanding.IN_ANALYSIS, ProjectStanding.APPROVED])
def test_a_project_that_is_here_already_is_not_awaited(standing: ProjectStanding) -> None:
    row = row_for(Action.SUBMIT_PROJECT, State.READY)
    assert row is not None
    with pytest.raises(Refused) as refused:
        check_guards(row, _against(row).model_copy(update={"project": standing}))
    assert [f.code for f in refused.value.findings] == [Guard.PROJECT_AWAITED.value]
