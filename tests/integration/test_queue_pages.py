"""The queue over HTTP: views, keyset pages, badges from stored columns, counts that never read the whole table."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.accounts.models import User
from requests_app.models import AccessRequest
from requests_app.services.review import claims
from tests.factories import filed_request, make_technician, queued_rows
from tests.integration.review_room import NOW, TODAY, an_analyst, signed_in, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def analyst() -> User:
    return an_analyst()


def _numbers(page: Any) -> list[str]:
    return [row.filing_number for row in page.context["rows"]]


def test_an_empty_queue_says_so(analyst: User) -> None:
    page = signed_in(analyst).get("/analise/fila")
    assert page.status_code == 200
    assert "Nenhum pedido em “Todas” agora." in words(page)


def test_one_row_shows_badge_number_power_place_stage_round_arrival_and_holder(analyst: User) -> None:
    access_request = filed_request(at=NOW)
    text = words(signed_in(analyst).get("/analise/fila"))
    for piece in (
        str(access_request.filing_number),
        "No prazo · faltam",
        "8,2 kW",
        "Contagem",
        "Recebido",
        "seg., 23/11, 14:32",
        "Assumir",
    ):
        assert piece in text
    assert "Ana" not in text and "3014056287" not in text


def test_rows_stand_by_legal_date_then_arrival(analyst: User) -> None:
    late = queued_rows(2, due_on=TODAY + timedelta(days=9))
    soon = queued_rows(2, due_on=TODAY + timedelta(days=1), first=10)
    page = signed_in(analyst).get("/analise/fila")
    assert _numbers(page) == [r.filing_number for r in (*soon, *late)]


def test_pages_follow_each_other_by_key_and_lead_back(analyst: User) -> None:
    queued_rows(120)
    client = signed_in(analyst)
    first = client.get("/analise/fila")
    second = client.get(first.context["next_url"])
    third = client.get(second.context["next_url"])
    seen = _numbers(first) + _numbers(second) + _numbers(third)
    assert (len(seen), len(set(seen))) == (120, 120) and seen == sorted(seen)
    assert third.context["next_url"] == "" and first.context["previous_url"] == ""
    assert _numbers(client.get(third.context["previous_url"])) == _numbers(second)
    back = client.get(second.context["previous_url"])
    assert _numbers(back) == _numbers(first) and back.context["previous_url"] == ""


def test_a_place_survives_rows_that_left_meanwhile(analyst: User) -> None:
    rows = queued_rows(60)
    client = signed_in(analyst)
    following = client.get("/analise/fila").context["next_url"]
    claims.claim(access_request_id=rows[49].pk, actor=analyst.as_actor(), now=NOW)
    page = client.get(following.replace("todas", "sem-responsavel"))
    assert _numbers(page) == [r.filing_number for r in rows[50:]]


@pytest.mark.parametrize(
    "query", ["visao=nada", "depois=abc", "depois=99999999-1-1", "antes=20261301-1-1", "depois=20261123-99999999999999999-1",
              "antes=", "depois=20261123-1-99999999999999999999", "antes=20261123-1-1"],
)  # fmt: skip
def test_odd_addresses_show_a_page_and_never_an_error(analyst: User, query: str) -> None:
    queued_rows(1)
    assert signed_in(analyst).get(f"/analise/fila?{query}").status_code == 200


def test_each_view_holds_its_own_rows(analyst: User) -> None:
    caio = an_analyst("Caio Lemos")
    mine, his, free = queued_rows(3)
    (corrected,) = queued_rows(1, state="corrected", first=10)
    (pending,) = queued_rows(1, state="pending", first=20)
    (soon,) = queued_rows(1, first=30, due_on=TODAY + timedelta(days=3))
    claims.claim(access_request_id=mine.pk, actor=analyst.as_actor(), now=NOW)
    claims.claim(access_request_id=his.pk, actor=caio.as_actor(), now=NOW)
    client = signed_in(analyst)

    def seen(view: str) -> set[str]:
        return set(_numbers(client.get(f"/analise/fila?visao={view}")))

    numbers = {r.filing_number for r in (mine, his, free, corrected, soon)}
    assert seen("todas") == numbers
    assert seen("minhas") == {mine.filing_number}
    assert seen("sem-responsavel") == numbers - {mine.filing_number, his.filing_number}
    assert seen("vencem-3-dias") == {soon.filing_number}
    assert seen("corrigidas") == {corrected.filing_number}
    assert seen("aguardando-rt") == {pending.filing_number}


def test_counts_stop_at_99_plus(analyst: User) -> None:
    queued_rows(130)
    queued_rows(3, state="corrected", first=500)
    tabs = {t["label"]: t["count"] for t in signed_in(analyst).get("/analise/fila").context["tabs"]}
    assert tabs["Todas"] == "99+" and tabs["Voltaram corrigidas"] == 3 and tabs["Minhas"] == 0


def test_a_lease_that_ran_out_frees_the_row(analyst: User) -> None:
    (row,) = queued_rows(1)
    claims.claim(access_request_id=row.pk, actor=an_analyst("Caio Lemos").as_actor(), now=NOW)
    client = signed_in(analyst)
    assert "Caio até 15h02" in words(client.get("/analise/fila"))
    with time_machine.travel(NOW + timedelta(minutes=31), tick=False):
        assert "Caio" not in words(client.get("/analise/fila"))


def test_a_paused_row_shows_its_day_and_no_date(analyst: User) -> None:
    queued_rows(1)
    AccessRequest.objects.update(is_clock_paused=True)
    assert "Prazo parado · dia 4 de 15" in words(signed_in(analyst).get("/analise/fila"))


@pytest.mark.parametrize("count", [0, 1, 50, 130])
def test_the_queue_costs_at_most_12_statements_whatever_the_rows(
    analyst: User, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    queued_rows(count)
    client = signed_in(analyst)
    with django_assert_max_num_queries(12):
        assert client.get("/analise/fila").status_code == 200


def test_the_queue_is_for_reviewers(client: Client) -> None:
    assert client.get("/analise/fila")["Location"].startswith("/entrar")
    assert signed_in(make_technician()).get("/analise/fila").status_code == 403
    assert signed_in(make_technician()).post("/analise/proxima").status_code == 403
