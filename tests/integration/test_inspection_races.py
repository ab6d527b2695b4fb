"""Two people at the same moment: one visit, one outcome, one project in analysis, whoever was first."""

import threading
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connections

from eligibility.domain.findings import Refused
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, Event, Inspection, SubstationProject, SubstationProjectAnswer
from requests_app.services.endings.withdrawals import cancel
from tests import life_inspections as life
from tests.factories import make_analyst, make_technician
from tests.life_agreements import holder_of
from tests.stages import request_in

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("America/Sao_Paulo"))


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run the acts in threads that begin together; what each came to: "done" or the code of its refusal."""
    gate, answers = threading.Barrier(len(acts)), [""] * len(acts)

    def run(place: int) -> None:
        try:
            gate.wait(timeout=30)
            acts[place]()
            answers[place] = "done"
        except Refused as refused:
            answers[place] = refused.code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def test_connecting_twice_at_once_connects_once(committing_db: str) -> None:
    analyst = make_analyst()
    case = request_in(State.INSPECTION_REQUESTED, technician=make_technician(), analyst=analyst, at=NOW)
    answers = at_once(lambda: life.connect(case, analyst, NOW), lambda: life.connect(case, analyst, NOW))
    assert sorted(answers) == ["action_not_in_state", "done"]
    assert Inspection.objects.count() == 1
    assert Event.objects.filter(action="connect").count() == 1


def test_a_visit_that_passes_and_fails_at_once_has_one_result(committing_db: str) -> None:
    analyst = make_analyst()
    case = request_in(State.INSPECTION_REQUESTED, technician=make_technician(), analyst=analyst, at=NOW)
    answers = at_once(
        lambda: life.connect(case, analyst, NOW),
        lambda: life.fail(case, analyst, NOW, sends_report=True),
    )
    assert sorted(answers) == ["action_not_in_state", "done"]
    visit = Inspection.objects.get()
    case = AccessRequest.objects.get(pk=case.pk)
    assert case.state == (State.CONNECTED if visit.has_passed else State.INSPECTION_REPORTED)
    assert (case.connected_on is not None) == visit.has_passed


def test_a_cancellation_and_a_connection_at_once_end_in_one_of_them(committing_db: str) -> None:
    analyst = make_analyst()
    case = request_in(State.INSPECTION_REQUESTED, technician=make_technician(), analyst=analyst, at=NOW)
    answers = at_once(
        lambda: life.connect(case, analyst, NOW),
        lambda: cancel(access_request_id=case.pk, actor=holder_of(case), now=NOW),
    )
    assert sorted(answers) == ["action_not_in_state", "done"]
    case = AccessRequest.objects.get(pk=case.pk)
    assert (case.state == State.CONNECTED) == Inspection.objects.exists() == (case.connected_on is not None)


def test_a_project_sent_and_answered_twice_at_once_counts_once(committing_db: str) -> None:
    analyst = make_analyst()
    case = life.approved(make_technician(), analyst, NOW)
    answers = at_once(lambda: life.submit_project(case, NOW), lambda: life.submit_project(case, NOW))
    assert sorted(answers) == ["done", "project_awaited"]
    assert SubstationProject.objects.count() == 1
    answers = at_once(
        lambda: life.approve_project(case, analyst, NOW), lambda: life.return_project(case, analyst, NOW)
    )
    assert sorted(answers) == ["done", "project_in_analysis"]
    answer = SubstationProjectAnswer.objects.get()
    approved_on = AccessRequest.objects.get(pk=case.pk).project_approved_on
    assert (answer.outcome == "approved") == (approved_on is not None)
