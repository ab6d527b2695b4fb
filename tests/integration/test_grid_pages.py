"""A request's place in the grid through the pages: found, placed, its accounts explained, and what a decision meets there."""

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from time_machine import TimeMachineFixture

from requests_app.models import GridPlacement, Transformer
from tests.grid import FEEDER, SUBSTATION, TRANSFORMER, bring
from tests.integration.flow_room import analyst_of, room, take_it
from tests.integration.review_room import words
from tests.life_case import Case, new_case
from tests.life_flow import a_transformer, placed
from tests.life_steps import bring_to, do

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("America/Sao_Paulo"))
HOUSE_KW = Decimal("8.2")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning(time_machine: TimeMachineFixture) -> TimeMachineFixture:
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def case() -> Case:
    return bring_to(new_case(), "analysis", NOW)


def test_a_request_is_placed_by_search_and_its_accounts_are_explained(
    case: Case, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    transformer = a_transformer(power_kw=Decimal(10))
    before = bring_to(new_case(), "analysis", NOW - timedelta(hours=1))
    placed(before.access_request, transformer)
    client, page = analyst_of(case), room(case, "/rede", "/analise")
    empty = words(client.get(page))
    assert "Ainda sem ponto na rede." in empty and "nada é conferido nem reservado" in empty
    assert "Nenhum transformador, alimentador ou subestação tem “zzz”" in words(
        client.get(f"{page}?busca=zzz")
    )
    assert "Transformador BTM-T1 Trafo Centro" in words(client.get(f"{page}?busca=trafo"))
    assert client.post(f"{page}?busca=trafo", {"point": "transformer:NADA"}).status_code == 422
    assert client.post(page, {"point": "transformer:BTM-T1"}).status_code == 422, (
        "it is no longer in the list"
    )
    assert client.post(f"{page}?busca=trafo", {"point": "transformer:BTM-T1"}).status_code == 302
    with django_assert_max_num_queries(40):
        said = words(client.get(page))
    for expected in (
        "Capacidade publicada 10 kW",
        "Pedido pela fila à frente 8,2 kW",
        "Livre para este pedido 1,8 kW",
        str(before.access_request.filing_number),
        "Correção da capacidade pela distribuidora +10 10",
        "os protocolos anteriores pedem 8,2 kW",
    ):
        assert expected in said, expected
    do(before, "approve", NOW)
    said = words(client.get(page))
    assert f"{before.access_request.filing_number}: Reserva do parecer favorável −8,2 1,8" in said
    assert "Saldo 1,8 kW" in said and "Ninguém. Nenhum pedido anterior espera decisão" in said
    assert GridPlacement.objects.get(access_request=case.pk).placed_by_id == case.analyst.pk


def test_the_decision_page_says_why_the_grid_refuses_and_works_go_through(case: Case) -> None:
    placed(case.access_request, a_transformer(power_kw=Decimal(5)))
    client, page = analyst_of(case), room(case, "/decisao", "/analise")
    take_it(case)
    assert "No transformador BTM-T1: 5 kW livres." in words(client.get(page))
    for step in ("preview", "confirm"):
        answer = client.post(page, {"outcome": "favourable", "step": step})
        assert answer.status_code == 422, step
        assert "há 5 kW livres. Emita com obra na rede, ou com uma alternativa" in words(answer)
    assert case.fresh().state == "analysis"
    do(case, "require_works", NOW)
    works = {"outcome": "favourable_with_works", "works": "Trafo: troca", "works_rule": "works.low_voltage"}
    assert client.post(page, works | {"step": "confirm"}).status_code == 302


def test_what_finished_works_added_is_asked_and_booked(case: Case) -> None:
    transformer = a_transformer(power_kw=Decimal(5))
    placed(case.access_request, transformer)
    for step in (
        "require_works",
        "approve_with_works",
        "approve_conditions",
        "deliver_contracts",
        "accept_contracts",
    ):
        do(case, step, NOW)
    client, page = analyst_of(case), room(case, "/obra-terminada", "/analise")
    assert "Capacidade que a obra somou no transformador BTM-T1" in words(client.get(page))
    assert client.post(page, {"account_0": "muito"}).status_code == 422
    assert client.post(page, {"account_0": "30"}).status_code == 302
    transformer.refresh_from_db()
    assert transformer.hosting_capacity_kw == 35 and transformer.balance_kw == 35 - HOUSE_KW
    assert transformer.entries.latest("pk").reason == "works_finished"
    assert transformer.substation.entries.count() == 2


def test_a_decided_request_asks_the_grid_nothing_about_an_opinion_to_come(
    case: Case, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    transformer = a_transformer(power_kw=Decimal(30))
    placed(case.access_request, transformer)
    do(case, "approve", NOW)
    # Somebody waits there too: that queue would be read for nothing.
    placed(bring_to(new_case(), "analysis", NOW).access_request, transformer)
    client, page = analyst_of(case), room(case, "/rede", "/analise")
    client.get(page)
    with django_assert_max_num_queries(13):
        said = words(client.get(page))
    assert "O parecer reserva 8,2 kW desde" in said and "Saldo 21,8 kW" in said
    assert "Fila à frente" not in said and "Indicar o ponto" not in said


@pytest.mark.parametrize(
    ("flag", "said"),
    [(True, "Com inversão de fluxo"), (False, "Sem inversão de fluxo"), (None, "Sem informação de fluxo")],
)
def test_the_analyst_reads_of_reverse_flow_what_everybody_reads(
    case: Case, flag: bool | None, said: str
) -> None:
    transformer = a_transformer(power_kw=Decimal(10))
    Transformer.objects.update(has_reverse_flow=flag)
    client, page = analyst_of(case), room(case, "/rede", "/analise")
    assert f"Subestação BTM Betim 2, Betim. {said}." in words(client.get(f"{page}?busca=trafo"))
    placed(case.access_request, transformer)
    assert f"Inversão de fluxo {said} Dado de 31/10/2026, Teste" in words(client.get(page))


def test_the_flag_is_the_feeder_s_own_where_a_feeder_was_named(case: Case) -> None:
    bring(
        SUBSTATION,
        TRANSFORMER | {"fluxo_inverso": "nao"},
        FEEDER | {"codigo": "BTM-01", "fluxo_inverso": "sim"},
    )
    client, page = analyst_of(case), room(case, "/rede", "/analise")
    assert client.post(f"{page}?busca=BTM-01", {"point": "feeder:BTM-01"}).status_code == 302
    assert "Inversão de fluxo Com inversão de fluxo Dado de" in words(client.get(page))


def test_anybody_reads_the_queue_in_front_of_a_request_filed_now(case: Case) -> None:
    transformer = a_transformer(power_kw=Decimal(10))
    page = f"/capacidade-da-rede/transformador/{transformer.code}"
    shown = words(Client().get(page))
    assert "Fila à espera de resposta Ninguém Sobra para um pedido feito agora 10 kW" in shown
    placed(case.access_request, transformer)
    shown = words(Client().get(page))
    assert "Fila à espera de resposta 1 pedido, 8,2 kW Sobra para um pedido feito agora 1,8 kW" in shown
