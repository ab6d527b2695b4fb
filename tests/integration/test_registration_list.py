"""The list of registrations: what waits first, page after page, and found by name or number without an address."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from requests_app.models import ResponsibleProfessional
from requests_app.views.review import registrations
from tests.factories import make_technician
from tests.integration.registration_room import SUSPENDED, VERIFIED, a_technician, decide
from tests.integration.review_room import an_analyst, signed_in, words

pytestmark = pytest.mark.django_db
ROOM = "/analise/registros"
START = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture
def client() -> Client:
    return signed_in(an_analyst())


def names(answer: Any) -> list[str]:
    return re.findall(r'<a href="/analise/registros/\d+">([^<]*)</a>', answer.content.decode())


def people(count: int, *, waiting: int) -> list[str]:
    """So many technicians; the first ones wait, the last of them longest."""
    for place in range(count):
        user = make_technician(f"Técnico {place:03d}")
        if place < waiting:
            ResponsibleProfessional.objects.filter(user=user).update(
                waiting_since=START - timedelta(minutes=place)
            )
    return [f"Técnico {place:03d}" for place in (*reversed(range(waiting)), *range(waiting, count))]


def test_those_who_wait_stand_first_and_the_pages_neither_repeat_nor_lose_anybody(
    client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    monkeypatch.setattr(registrations, "PAGE_ROWS", 3)
    expected, seen, path = people(8, waiting=4), [], ROOM
    while path:
        with django_assert_max_num_queries(8):
            answer = client.get(path)
        seen.append(names(answer))
        onward = re.search(r'href="(/analise/registros\?[^"]*depois=[^"]*)"', answer.content.decode())
        path = onward[1].replace("&amp;", "&") if onward else ""
    assert [name for page in seen for name in page] == expected
    back = re.search(r'href="(/analise/registros\?[^"]*antes=[^"]*)"', answer.content.decode())
    assert back is not None
    assert names(client.get(back[1].replace("&amp;", "&"))) == seen[-2]


def test_the_views_show_what_waits_and_what_is_suspended(client: Client) -> None:
    a_technician("Um Novo")
    done = a_technician("Dois Conferido")
    barred = a_technician("Três Suspenso")
    decide(client, done, **VERIFIED)
    decide(client, barred, **SUSPENDED)
    assert names(client.get(ROOM))[0] == "Um Novo" and len(names(client.get(ROOM))) == 3
    assert names(client.get(ROOM, {"visao": "esperando"})) == ["Um Novo"]
    assert names(client.get(ROOM, {"visao": "suspensos"})) == ["Três Suspenso"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("carla", ["Carla Dias"]),
        ("DIAS", ["Carla Dias"]),
        ("SP 777.001", ["Carla Dias"]),
        ("777001", ["Carla Dias"]),
        ("123456", ["Rafael Nogueira"]),
        ("ninguém", []),
        ("%", []),
        ("999", []),
    ],
)
def test_search_by_part_of_the_name_or_by_number(client: Client, text: str, found: list[str]) -> None:
    make_technician()
    carla = make_technician("Carla Dias")
    ResponsibleProfessional.objects.filter(user=carla).update(registration="SP-777001/D")
    answer = client.post(ROOM, {"text": text})
    assert names(answer) == found
    assert found or "Nenhum registro com esse nome ou número" in words(answer)


def test_an_empty_search_is_told(client: Client) -> None:
    assert client.post(ROOM, {"text": " "}).status_code == 422


@pytest.mark.parametrize(
    "query", ["depois=x", "depois=9999999999999999999-1", "antes=-1--1", f"depois={'9' * 18}-1", "visao=nada"]
)
def test_a_strange_address_is_no_error(client: Client, query: str) -> None:
    make_technician()
    assert client.get(f"{ROOM}?{query}").status_code == 200


def test_staff_do_not_stand_in_the_list(client: Client) -> None:
    analyst = an_analyst("Caio Lemos")
    ResponsibleProfessional.objects.create(
        user=analyst, profession="electrical_engineer", council="CREA", registration="MG-1/D", title="Eng."
    )
    assert names(client.get(ROOM)) == []
