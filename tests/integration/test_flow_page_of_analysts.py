"""The analyst's page of reverse flow: what it waits for before a study, and what was only begun of an alternative."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from time_machine import TimeMachineFixture

from requests_app.models import FlowStudy
from tests.integration.flow_room import analyst_of, room, take_it
from tests.integration.review_room import words
from tests.life_case import Case, new_case
from tests.life_flow import STUDY_AS_TYPED
from tests.life_steps import bring_to, do

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("America/Sao_Paulo"))
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning(time_machine: TimeMachineFixture) -> TimeMachineFixture:
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def case() -> Case:
    return bring_to(new_case(), "analysis", NOW)


def test_what_was_begun_of_an_alternative_is_never_dropped_without_a_word(case: Case) -> None:
    client, page = analyst_of(case), room(case, "/fluxo", "/analise")
    take_it(case)
    plain = {name: typed for name, typed in STUDY_AS_TYPED.items() if "reconfiguration" not in name}
    plain["max_power_kw"] = "10"
    for typed, said in (
        (
            {"reconfiguration": "viavel"},
            "e o pedido acrescenta 8,2 kW. Por isso não há alternativas: apague a I, marcando “Não estudada”,",
        ),
        ({"other_circuit-explanation": "Há outro circuito."}, "diga se a alternativa é viável."),
        ({"timed_reduction-power_kw": "0"}, "diga se a alternativa é viável."),
        ({"is_dynamic": "on"}, "diga se a alternativa é viável."),
    ):
        answer = client.post(page, plain | typed)
        assert answer.status_code == 422 and said.lower() in words(answer).lower(), typed
    assert not FlowStudy.objects.exists()
    unread = {"other_circuit": "nao_estudada", "other_circuit-explanation": "Há outro circuito."}
    assert client.post(page, plain | unread).status_code == 302, "it was said not to count"


@pytest.mark.parametrize("asks", [True, False])
def test_while_documents_are_checked_the_page_says_so_and_shows_the_numbers(asks: bool) -> None:
    case = bring_to(new_case(), "checking", NOW)
    answers = case.access_request.filed_answers.get()
    answers.facts["wants_compatible_power"] = asks
    answers.save()
    client, page = analyst_of(case), room(case, "/fluxo", "/analise")
    take_it(case)
    answer = client.get(page)
    shown, link = words(answer), f'href="{room(case, "/documentos-conferidos", "/analise")}"'
    what = "da conferência da dispensa" if asks else "do estudo"
    assert f"Antes {what}, registre os documentos como conferidos em Documentos conferidos." in shown
    assert link in answer.content.decode()
    assert ("passa da potência compatível, de 1,41 kW" in shown) is asks
    assert "Registrar a conferência" not in shown and "Entregar o estudo" not in shown
    do(case, "accept_documents", NOW)
    later = client.get(page)
    assert link not in later.content.decode() and "Entregar o estudo" in words(later)
    assert ("Registrar a conferência" in words(later)) is asks


def test_while_corrections_are_awaited_the_page_says_that_the_study_waits_for_them(case: Case) -> None:
    do(case, "send_pendings", NOW)
    shown = words(analyst_of(case).get(room(case, "/fluxo", "/analise")))
    assert "O pedido espera as correções do técnico. O estudo vem depois delas." in shown
