"""A yes or no given on a page that shows something else than what is open by now is refused, and nothing is written."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from portal.accounts.models import User
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, AllocationChange, Contest, SubstationProjectAnswer
from tests import life_inspections as inspections
from tests.api import Caller
from tests.case_steps import approve
from tests.factories import filed_request, make_analyst, make_supervisor, make_technician
from tests.integration import test_allocation_changes as divisions
from tests.integration.case_reading import NOW, address, as_user, words
from tests.integration.contest_room import how_again
from tests.integration.review_room import form_of
from tests.life_contests import ANSWER, contest_decision, holder_of, judge
from tests.life_guarantees import shared_credits

pytestmark = pytest.mark.django_db
STALE = "mudou enquanto esta página estava aberta"


@pytest.fixture
def monday() -> Iterator[None]:
    with time_machine.travel(NOW + timedelta(days=2, hours=1), tick=False):
        yield


@pytest.fixture
def analyst() -> User:
    return make_analyst()


def holder_client(case: AccessRequest) -> Client:
    client = Client()
    session = client.session
    session["holder_request_id"] = case.pk
    session.save()
    return client


def is_refused(answer: Any) -> None:
    assert answer.status_code == 409 and STALE in words(answer)


def test_the_conditions_of_an_opinion_that_was_replaced_are_not_approved(monday: None, analyst: User) -> None:
    case = filed_request(make_technician(), at=NOW)
    old = approve(case, analyst, NOW)
    contest_decision(case, holder_of(case), NOW)
    judge(case, NOW, is_upheld=True)
    new = how_again(case, analyst, approve)
    place, technician = address(case, "/aprovar"), as_user(case.technician)
    for browser, path in ((technician, place), (holder_client(case), f"/titular{place}")):
        is_refused(browser.post(path, {"opinion": old.number}))
        is_refused(browser.post(path))
        assert form_of(browser.get(path))["opinion"] == new.number
    verb = f"requests/{case.filing_number}/approve"
    refused = Caller(case.technician).ask("POST", verb, {"opinion": old.number}, expect=409)
    assert refused["code"] == "page_stale"
    assert AccessRequest.objects.get(pk=case.pk).state == State.APPROVED.value
    assert technician.post(place, {"opinion": new.number}).status_code == 302


@pytest.mark.parametrize("answer", ["approve", "return"])
def test_an_answer_to_one_round_of_the_project_does_not_answer_the_next(
    monday: None, analyst: User, answer: str
) -> None:
    case = inspections.ready(make_technician(), analyst, NOW, kind="mini")
    inspections.submit_project(case, NOW)
    room = as_user(analyst)
    path = f"/analise/solicitacoes/{case.filing_number}/projeto-da-subestacao"
    reason = {"reason_0_what": "Falta.", "reason_0_rule": "ND 5.3", "reason_0_fix": "Desenhe."}
    shown = form_of(room.get(path)) | {"answer": answer, **reason}
    assert shown["round"] == "1"
    inspections.return_project(case, analyst, NOW)
    inspections.submit_project(case, NOW)
    is_refused(room.post(path, shown))
    assert SubstationProjectAnswer.objects.count() == 1
    assert room.post(path, shown | {"round": "2"}).status_code == 302


def test_an_answer_to_one_contest_does_not_judge_the_next(monday: None, analyst: User) -> None:
    case = filed_request(make_technician(), at=NOW)
    approve(case, analyst, NOW)
    contest_decision(case, holder_of(case), NOW)
    boss = as_user(make_supervisor())
    path = f"/analise/solicitacoes/{case.filing_number}/contestacao"
    shown = form_of(boss.get(path)) | {"result": "aceita", "answer": ANSWER}
    judge(case, NOW, is_upheld=False, supervisor=make_supervisor("Outra Chefe"))
    second = contest_decision(case, case.technician.as_actor(), NOW)
    is_refused(boss.post(path, shown))
    assert Contest.objects.get(pk=second.pk).answered_at is None
    assert boss.post(path, shown | {"contest": second.number}).status_code == 302


def test_an_answer_to_one_division_does_not_decide_the_next() -> None:
    with time_machine.travel(divisions.NOW, tick=False):
        case = divisions.connected_case(shared_credits(), divisions.WITH_ANA)
        client, room = holder_client(case), as_user(make_analyst("Paulo Reis"))
        path = f"/analise/solicitacoes/{case.filing_number}/rateio"
        document = divisions.document
        divisions.send(client, case, divisions.WITH_BIA, document=document())
        divisions.confirm(client, case)
        shown = form_of(room.get(path))
        room.post(path, shown | {"verdict": "decline", "reason": "Falta o registro."})
        divisions.send(client, case, divisions.WITH_BIA, document=document())
        divisions.confirm(client, case)
        is_refused(room.post(path, shown | {"verdict": "accept"}))
        assert AllocationChange.objects.filter(status="waiting").count() == 1


def test_the_code_confirms_only_the_division_that_was_on_the_screen() -> None:
    with time_machine.travel(divisions.NOW, tick=False):
        case = divisions.connected_case()
        client = holder_client(case)
        divisions.send(client, case, divisions.AFTER)
        shown = form_of(client.get(divisions.page(case, "/confirmar")))
        divisions.send(client, case, "esta unidade\t10\n3014100009\t90")
        code = divisions.code_in_mail(case)
        is_refused(divisions.confirm(client, case, code, change=shown["change"]))
        assert AllocationChange.objects.filter(status="prepared").count() == 1
        # Nothing was spent.
        assert divisions.confirm(client, case, code).status_code == 302
