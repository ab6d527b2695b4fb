"""The guidance through HTTP: the guide's wrong numbers put right on the page, addresses that hold, searches, empty answers."""

import re
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from eligibility.domain.guidance.articles import articles
from eligibility.domain.guidance.bill_fields import low_voltage_fields
from eligibility.domain.guidance.entries import Kind
from eligibility.views.guidance import address_of
from tests.browser.test_walk_pages import PUBLIC
from tests.integration.review_room import words
from tests.unit.guide_references import TITLE_OF, WRONG_REFERENCES

pytestmark = pytest.mark.django_db
BILL = "/entenda-a-fatura"


def entry(body: str, number: int) -> str:
    """What the list says of one numbered field, as text."""
    found = re.search(rf'<li class="bill-field" id="campo-{number}">(.*?)</article>', body, re.DOTALL)
    assert found is not None
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[1])).split()).replace(" .", ".")


@pytest.fixture
def body() -> str:
    return Client().get(BILL).content.decode()


@pytest.mark.parametrize(("number", "about", "guide", "right"), WRONG_REFERENCES)
def test_a_wrong_number_of_the_guide_is_put_right_where_it_is_read(
    body: str, number: int, about: str, guide: int, right: int
) -> None:
    told = entry(body, number)
    assert f"o guia manda ver o campo {guide}. O certo é o campo {right}." in told
    assert TITLE_OF[about] in entry(body, right)
    assert f'href="{BILL}#campo-{right}"' in body


def test_the_fields_of_a_low_voltage_bill_say_where_they_stand_and_how_sure_that_is() -> None:
    said = words(Client().get(BILL))
    for field in low_voltage_fields():
        assert field.title in said and field.where in said
    assert said.count("Lugar do campo: ainda não conferido") == sum(
        field.confidence == "unverified" for field in low_voltage_fields()
    )


def test_where_is_the_installation_number_is_found_on_both_bills() -> None:
    page = Client().get(BILL, {"q": "número da instalação"})
    body = page.content.decode()
    found = re.findall(r'<li class="bill-field" id="campo-(\d+)"', body)
    assert "2" in found and len(found) < 5
    on_low_voltage = re.findall(r'<div id="b-([a-z]+)"', body)
    assert on_low_voltage[0] == "instalacao" and len(on_low_voltage) < 4
    assert f"{len(found) + len(on_low_voltage)} resultados" in words(page)


@pytest.mark.parametrize("kind", [Kind.question, Kind.concept])
def test_every_answer_has_its_page_and_its_rule(kind: Kind) -> None:
    place = {Kind.question: "perguntas-frequentes", Kind.concept: "conceitos"}[kind]
    anybody = Client()
    for article in (each for each in articles().values() if each.kind is kind):
        page = anybody.get(f"/{place}/{article.slug}")
        assert page.status_code == 200, article.slug
        assert "Regra:" in words(page), article.slug


def links_of(path: str) -> set[str]:
    """Where a page leads inside the portal, without the places on a page."""
    page = Client().get(path)
    return set(re.findall(r'href="(/[^"#?]*)', page.content.decode())) if page.status_code == 200 else set()


def test_a_new_visitor_reaches_every_guide_and_tool_in_two_presses() -> None:
    one = links_of("/")
    two = one.union(*(links_of(path) for path in one))
    # Near a point is asked of a grid that has points; without data there is nothing to ask.
    tools = {f"/{path}" for path in PUBLIC if "fatura" in path} | {
        "/potencia-compativel",
        "/capacidade-da-rede",
    }
    guides = {address_of(article) for article in articles().values() if article.kind is not Kind.how}
    pages = {"/como-funciona", "/ajuda/glossario", "/normas", "/prazos", "/documentos-necessarios", "/ajuda"}
    assert sorted((tools | guides | pages) - two) == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/perguntas-frequentes/nada", 404),
        ("/conceitos/consumidor-livre", 404),
        ("/perguntas-frequentes/" + "a" * 3000, 404),
        ("/perguntas-frequentes?q=" + "a" * 81, 422),
        ("/conceitos?q=%00", 400),
        ("/entenda-a-fatura?q=%F0%9F%8C%9E", 200),
        ("/ajuda/glossario?q=²", 200),
        ("/glossario", 302),
    ],
)
def test_a_strange_address_is_no_error(path: str, status: int) -> None:
    assert Client().get(path).status_code == status


@pytest.mark.parametrize(
    "path", ["/como-funciona", "/perguntas-frequentes", "/conceitos", BILL, "/ajuda/glossario", "/normas"]
)
def test_the_guidance_is_only_read(path: str) -> None:
    assert Client().post(path).status_code == 405


def test_the_guidance_asks_the_database_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    anybody = Client()
    anybody.get(BILL)
    with django_assert_num_queries(0):
        anybody.get(BILL)
        anybody.get("/perguntas-frequentes")


def test_the_long_page_of_the_bill_travels_compressed() -> None:
    page = Client().get(BILL, headers={"accept-encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
    assert len(page.content) < 60_000
