"""Search by any number: protocol, order of service, opinion, ART, CEG, unit, contest, help and the history."""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from documents.models import FileReading
from portal.accounts.models import User
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, Attachment, FiledAnswers, HistoricRequest
from requests_app.queries import visible_to
from requests_app.services.review.number_search import find_by_number
from tests.factories import filed_request, make_draft, make_technician
from tests.integration.review_room import NOW, an_analyst, bench_address, signed_in, words
from tests.life_changes import call_for_help, historic_request
from tests.stages import request_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def analyst() -> User:
    return an_analyst()


@pytest.fixture
def client_(analyst: User) -> Client:
    return signed_in(analyst)


def found_at(client: Client, number: str) -> str:
    """Where the one result is opened, and by which number it was found."""
    answer = client.post("/analise/busca", {"number": number})
    assert answer.status_code == 302, words(answer)
    return str(answer["Location"])


def test_the_order_of_service_finds_the_request_and_says_so(client_: Client) -> None:
    case = filed_request(at=NOW)
    answer = client_.post("/analise/busca", {"number": str(case.service_order)}, follow=True)
    assert answer.redirect_chain[0][0] == bench_address(case)
    assert "Achado por: nota de serviço." in answer.content.decode()


def test_an_opinion_that_another_replaced_still_finds_its_request(client_: Client, analyst: User) -> None:
    case = request_in(State.APPROVED, technician=make_technician(), analyst=analyst, at=NOW)
    number = str(case.opinion.number) if case.opinion else ""
    AccessRequest.objects.filter(pk=case.pk).update(opinion=None)
    assert found_at(client_, number.lower()) == bench_address(case)


def test_the_art_read_in_the_file_finds_the_request(client_: Client) -> None:
    case = filed_request(at=NOW)
    attachment = Attachment.objects.get(access_request=case, document_code="technical_responsibility")
    assert attachment.stored_file is not None
    FileReading.objects.create(
        stored_file=attachment.stored_file, has_text=True, numbers={"responsibility": ["MG20264991347"]}
    )
    for typed in ("MG20264991347", "mg 2026 4991347", "MG-20264991347"):
        assert found_at(client_, typed) == bench_address(case)


def test_the_plant_code_finds_the_request(client_: Client) -> None:
    case = filed_request(at=NOW)
    answers = FiledAnswers.objects.get(access_request=case)
    answers.generation = answers.generation | {"registration": {"plant_code": "UFV.RS.MG.012345-6.01"}}
    answers.save()
    for typed in ("UFV.RS.MG.012345-6.01", "ufvrsmg012345601"):
        assert found_at(client_, typed) == bench_address(case)


def test_the_protocol_of_a_call_for_help_finds_the_request(client_: Client) -> None:
    case = filed_request(at=NOW)
    call = call_for_help(case, case.technician.as_actor(), at=NOW)
    assert found_at(client_, str(call.number)) == bench_address(case)


def test_the_same_digits_of_two_series_show_both_with_the_number_that_matched(
    client_: Client, analyst: User
) -> None:
    case = request_in(State.APPROVED, technician=make_technician(), analyst=analyst, at=NOW)
    other = filed_request(at=NOW)
    assert case.opinion is not None
    AccessRequest.objects.filter(pk=case.pk).update(service_order=None)
    digits = str(case.opinion.number).removeprefix("PA-")
    # The first opinion, the first filing and the first order of service of a year share their digits.
    assert digits == str(case.filing_number).removeprefix("GD-")
    AccessRequest.objects.filter(pk=other.pk).update(service_order=f"NS-{digits}")
    page = words(client_.post("/analise/busca", {"number": digits}))
    assert "2 pedidos" in page
    assert "achado por: protocolo do pedido" in page and "achado por: nota de serviço" in page


@pytest.mark.parametrize(
    ("column", "number", "said"),
    [
        ("protocol", "2021.000001", "protocolo antigo"),
        ("opinion_number", "PA 555/2021", "número do parecer"),
        ("service_order", "1012345678", "nota de serviço"),
        ("responsibility_number", "MG20211234567", "ART ou TRT"),
        ("plant_code", "ufv.rs.mg.012345-6.01", "CEG"),
        ("old_unit_number", "3014056287", "número antigo da instalação"),
        ("new_unit_number", "0.013.479.258.028-10", "número novo da instalação"),
    ],
)
def test_every_number_of_the_history_finds_it(client_: Client, column: str, number: str, said: str) -> None:
    changes = {
        "opinion_number": "PA-555/2021", "service_order": "1012345678", "responsibility_number": "MG20211234567",
        "plant_code": "UFV.RS.MG.012345-6.01", "old_unit_number": "3014056287", "new_unit_number": "001347925802810",
    }  # fmt: skip
    row = historic_request(**changes)
    answer = client_.post("/analise/busca", {"number": number}, follow=True)
    assert answer.redirect_chain[0][0] == f"/analise/historico/{row.pk}"
    assert f"Achado por: {said}." in answer.content.decode()


def test_the_new_number_of_a_unit_finds_requests_under_the_old_one(client_: Client) -> None:
    case = filed_request(at=NOW)
    historic_request(old_unit_number="3014056287", new_unit_number="001347925802810")
    page = words(client_.post("/analise/busca", {"number": "001347925802810"}))
    assert "2 pedidos" in page and str(case.filing_number) in page and "Histórico 2021-000001" in page


def test_a_cpf_finds_the_history_too(client_: Client) -> None:
    historic_request(holder_tax_id="52998224725")
    page = words(client_.post("/analise/busca", {"tax_id": "529.982.247-25"}))
    assert "Histórico 2021-000001" in page


def test_drafts_are_never_found(client_: Client) -> None:
    technician = make_technician()
    make_draft(technician)
    assert "Nenhum pedido" in words(client_.post("/analise/busca", {"number": "3014056287"}))


@pytest.mark.parametrize("typed", ["---", "/", "x", "0" * 60, "٣٠١٤٠٥٦٢٨٧", "%", "UFV.RS.MG"])
def test_odd_text_finds_nothing(client_: Client, typed: str) -> None:
    filed_request(at=NOW)
    page = client_.post("/analise/busca", {"number": typed})
    assert page.status_code == 200 and "Nenhum pedido" in words(page)


def test_a_search_costs_few_statements(
    client_: Client, analyst: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(5):
        filed_request(at=NOW)
    historic_request(old_unit_number="3014056287")
    with django_assert_max_num_queries(12):
        assert client_.post("/analise/busca", {"number": "3014056287"}).status_code == 200
    with django_assert_max_num_queries(3):
        assert len(find_by_number("3014056287", visible_to(analyst.as_actor()))) == 6


def test_the_search_reads_indexes_and_no_whole_table() -> None:
    """Small tables are read whole anyway: what is asked here is that an index fits each question."""
    queries = {
        "read_numbers": FileReading.objects.filter(numbers__contains={"responsibility": ["MG20264991347"]}),
        "filed_plant_code": FiledAnswers.objects.annotate(found=_plant_code()).filter(
            found="UFV.RS.MG.012345-6.01"
        ),
        "historic_numbers": HistoricRequest.objects.filter(numbers__contains=["X1"]),
    }
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for index, rows in queries.items():
            assert index in rows.explain()


def _plant_code() -> object:
    from django.db.models.fields.json import KT

    from requests_app.models.filed_answers import PLANT_CODE

    return KT(PLANT_CODE)
