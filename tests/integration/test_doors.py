"""What a page offers can be done: doors that are refused for certain are not listed, and their pages say until when."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.accounts.models import User
from portal.accounts.roles import Actor
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, Pending
from requests_app.pages.doors import doors_of
from requests_app.services.connection import works
from requests_app.services.review import corrections
from tests.case_steps import approve, send_pendings
from tests.factories import filed_request, make_analyst, make_supervisor, make_technician
from tests.integration.case_reading import NOW, address, as_user, words
from tests.life_contests import contest_decision, contest_pendings, holder_of, judge
from tests.stages import request_in

pytestmark = pytest.mark.django_db
APPROVE, CONTEST = "Aprovar as condições", "Contestar a decisão"


@pytest.fixture(autouse=True)
def _an_hour_later() -> Iterator[None]:
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        yield


@pytest.fixture
def analyst() -> User:
    return make_analyst()


def labels(actor: Actor, case: AccessRequest) -> set[str]:
    fresh = AccessRequest.objects.select_related("opinion", "consumer_unit").get(pk=case.pk)
    return {label for _, _, label in doors_of(actor, fresh)}


def test_a_contested_opinion_offers_the_answer_and_no_approval(analyst: User) -> None:
    case = filed_request(make_technician(), at=NOW)
    approve(case, analyst, NOW)
    technician, holder, chief = case.technician.as_actor(), holder_of(case), make_supervisor()
    assert {APPROVE, CONTEST} <= labels(technician, case) and {APPROVE, CONTEST} <= labels(holder, case)
    assert "Contestação da decisão" not in labels(chief.as_actor(), case)
    contest_decision(case, holder, NOW)
    assert not {APPROVE, CONTEST} & (labels(technician, case) | labels(holder, case))
    assert "Contestação da decisão" in labels(chief.as_actor(), case)
    phone = Client()
    session = phone.session
    session["holder_request_id"] = case.pk
    session.save()
    for browser, path in ((as_user(case.technician), ""), (phone, "/titular")):
        assert f'{address(case, "/aprovar")}"' not in browser.get(path + address(case)).content.decode()
        page = browser.get(f"{path}{address(case, '/aprovar')}")
        assert "A aprovação espera a resposta até segunda, 07/12/2026" in words(page)
        assert 'name="opinion"' not in page.content.decode()
    judge(case, NOW, is_upheld=False, supervisor=chief)
    assert {APPROVE, CONTEST} <= labels(technician, case)
    assert APPROVE in labels(holder, case) and CONTEST not in labels(holder, case)


def test_contested_corrections_wait_for_the_answer_before_they_go_back(analyst: User) -> None:
    case = filed_request(make_technician(), at=NOW)
    send_pendings(case, analyst, NOW, failing=2)
    second = make_analyst("Segunda Leitora").as_actor()
    assert "Contestação das correções" not in labels(second, case)
    contest_pendings(case, case.technician, NOW, 1)
    assert "Contestação das correções" in labels(second, case)
    actor = case.technician.as_actor()
    assert "Contestar uma correção" not in labels(actor, case)
    for pending in Pending.objects.filter(notice__access_request=case):
        corrections.fix_pending(pending_id=pending.pk, file=None, answer="Feito.", actor=actor, now=NOW)
    client = as_user(case.technician)
    summary = words(client.get(address(case)))
    assert "Ver as correções" in summary and "Conferir e devolver" not in summary
    page = client.get(address(case, "/devolver"))
    assert "A devolução espera a resposta até segunda, 30/11/2026" in words(page)
    assert "Devolver para análise</button>" not in page.content.decode()


def test_the_works_clock_is_stopped_or_resumed_never_both(
    analyst: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    case = request_in(State.WORKS, technician=make_technician(), analyst=analyst, at=NOW)
    stop, resume = "Parar o prazo da obra", "Retomar o prazo da obra"
    assert {stop, resume} & labels(analyst.as_actor(), case) == {stop}
    works.suspend_works(
        access_request_id=case.pk,
        reason_code="pause.works_licence",
        detail="Falta a licença.",
        actor=analyst.as_actor(),
        now=NOW,
    )
    with django_assert_max_num_queries(2):
        assert {stop, resume} & labels(analyst.as_actor(), case) == {resume}


def test_reviewers_find_their_way_back_from_the_papers(analyst: User) -> None:
    case = request_in(State.CANCELLED, technician=make_technician(), analyst=analyst, at=NOW)
    room, own = as_user(analyst), as_user(case.technician)
    for tail in ("/encerramento", "/encerramento.pdf", "/parecer.pdf", "/comprovante.pdf"):
        if (page := room.get(address(case, tail))).status_code == 200 and page.streaming:
            continue
        assert page.status_code in (200, 202), tail
        crumbs = page.content.decode()
        assert 'href="/analise/fila"' in crumbs and 'href="/solicitacoes"' not in crumbs, tail
        assert 'href="/solicitacoes"' in own.get(address(case, tail)).content.decode(), tail
