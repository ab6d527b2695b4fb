"""The five steps of the holder's page, in every state."""

from datetime import date

import pytest

from requests_app.domain.human_steps import Milestones, StepState, human_steps
from requests_app.domain.lifecycle import LIVE_STATES, State

MONDAY = date(2026, 11, 23)
FILED = [state for state in State if state is not State.DRAFT]


def milestones(**changes: object) -> Milestones:
    return Milestones.model_validate(
        {
            "filed_on": MONDAY,
            "check_due_on": date(2026, 11, 30),
            "answer_due_on": date(2026, 12, 8),
            **changes,
        }
    )


@pytest.mark.parametrize("state", FILED)
@pytest.mark.parametrize("checked_on", [None, date(2026, 11, 25)])
def test_five_steps_the_first_done_and_at_most_one_current(state: State, checked_on: date | None) -> None:
    is_answered = state in LIVE_STATES | {State.CONNECTED, State.LAPSED, State.CANCELLED}
    steps = human_steps(
        state,
        milestones(
            documents_checked_on=checked_on,
            answered_on=date(2026, 12, 1) if is_answered else None,
            valid_until_on=date(2027, 3, 31) if is_answered else None,
        ),
    )
    assert len(steps) == 5 and steps[0].state is StepState.DONE
    assert sum(step.state is StepState.CURRENT for step in steps) <= 1
    assert all(step.detail for step in steps)


def test_the_check_shows_its_own_date_and_the_analysis_the_legal_one() -> None:
    assert human_steps(State.CHECKING, milestones())[1].detail == "até segunda, 30/11/2026"
    checked = milestones(documents_checked_on=date(2026, 11, 25))
    assert human_steps(State.ANALYSIS, checked)[2].detail == "até terça, 08/12/2026"
    paused = checked.model_copy(update={"is_paused": True})
    assert human_steps(State.ANALYSIS, paused)[2].detail == "o prazo está parado"


def test_corrections_are_awaited_where_they_were_asked_for() -> None:
    assert human_steps(State.PENDING, milestones())[1].detail == "esperando as correções do seu técnico"
    checked = milestones(documents_checked_on=date(2026, 11, 25))
    assert human_steps(State.PENDING, checked)[2].detail == "esperando as correções do seu técnico"
    assert human_steps(State.CORRECTED, milestones())[1].detail == "conferindo as correções"


def test_after_the_opinion_the_inspection_has_a_date() -> None:
    issued = milestones(
        documents_checked_on=MONDAY, answered_on=date(2026, 12, 1), valid_until_on=date(2027, 3, 31)
    )
    steps = human_steps(State.READY, issued)
    assert [step.state for step in steps] == [StepState.DONE] * 4 + [StepState.CURRENT]
    assert steps[4].detail == "instalar e pedir a vistoria até quarta, 31/03/2027"


@pytest.mark.parametrize("state", sorted(LIVE_STATES))
def test_every_step_after_the_opinion_says_what_comes(state: State) -> None:
    steps = human_steps(state, milestones(documents_checked_on=MONDAY, answered_on=date(2026, 12, 1)))
    assert steps[4].state is StepState.CURRENT and steps[4].detail


def test_a_connection_is_the_last_step_done() -> None:
    done = milestones(
        documents_checked_on=MONDAY, answered_on=date(2026, 12, 1), connected_on=date(2027, 2, 3)
    )
    steps = human_steps(State.CONNECTED, done)
    assert [step.state for step in steps] == [StepState.DONE] * 5
    assert steps[4].detail == "ligada em quarta, 03/02/2027"


def test_a_denial_is_called_by_its_name() -> None:
    steps = human_steps(State.NOT_APPROVED, milestones(answered_on=date(2026, 12, 1)))
    assert steps[3].label == "Resposta: não aprovado" and steps[3].state is StepState.DONE
