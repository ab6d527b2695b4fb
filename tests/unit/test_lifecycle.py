"""The lifecycle table holds together and is the only source of its picture."""

from pathlib import Path

import pytest

from eligibility.domain.findings import Refused
from portal.accounts.roles import Role
from requests_app.domain.guards import _RULES, check_guards
from requests_app.domain.lifecycle import (
    ENDED_STATES,
    OPEN_STATES,
    TABLE,
    Action,
    ClockEffect,
    Guard,
    Row,
    State,
    actions_from,
    edges,
    row_for,
)
from requests_app.domain.situation import SITUATIONS
from requests_app.domain.snapshot import Snapshot
from requests_app.management.commands.draw_lifecycle import page


def test_every_state_is_reached_from_the_draft() -> None:
    reached = {State.DRAFT}
    while more := {r.target for r in TABLE if r.source in reached} - reached:
        reached |= more
    assert reached == set(State)


def test_ended_states_have_no_way_out() -> None:
    assert all(not actions_from(state, role) for state in ENDED_STATES for role in Role)


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


@pytest.mark.parametrize("row", TABLE, ids=lambda r: f"{r.action}-{r.source}")
def test_each_guard_refuses_with_words(row: Row) -> None:
    from datetime import UTC, date, datetime

    bad = Snapshot(
        state=row.source,
        now=datetime(2026, 11, 23, 12, tzinfo=UTC),
        today=date(2026, 11, 23),
        items_total=3,
        items_without_verdict=1,
        items_failing=1 if Guard.NO_ITEM_FAILS in row.guards else 0,
        document_items_unmet=1,
        documents_checked_on=date(2026, 11, 20) if Guard.DOCUMENTS_NOT_CHECKED in row.guards else None,
        blocking_findings=1,
        missing_declarations=1,
        is_registration_suspended=True,
    )
    if not row.guards:
        check_guards(row, bad)
        return
    with pytest.raises(Refused) as refused:
        check_guards(row, bad)
    assert {f.code for f in refused.value.findings} == {g.value for g in row.guards}
    assert all(f.message for f in refused.value.findings)
