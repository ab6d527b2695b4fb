"""The guidance pages as HTML: every number of the bill opens without a script, searches narrow, no link is dead."""

import re
from functools import cache
from itertools import pairwise

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import resolve, reverse

from eligibility.domain.guidance.articles import articles
from eligibility.domain.guidance.entries import Kind
from eligibility.domain.operator import load_profile
from eligibility.views.guidance import address_of

LISTS = ("/como-funciona", "/perguntas-frequentes", "/conceitos", "/entenda-a-fatura", "/ajuda/glossario")
SEARCHED = (
    "/perguntas-frequentes?q=garantia",
    "/entenda-a-fatura?q=ultrapassagem",
    "/ajuda/glossario?q=vistoria",
)


def answer(address: str) -> HttpResponse:
    """The page as somebody without an account gets it; needs no database."""
    request = RequestFactory().get(address)
    request.user = AnonymousUser()
    request.session = SessionStore()
    found = resolve(request.path)
    response = found.func(request, *found.args, **found.kwargs)
    assert isinstance(response, HttpResponse)
    return response


@cache
def html(address: str) -> str:
    response = answer(address)
    assert response.status_code == 200
    return response.content.decode()


def every_page() -> list[str]:
    slugs = [(article.kind, article.slug) for article in articles().values() if article.kind is not Kind.how]
    one = {Kind.question: "/perguntas-frequentes/{}", Kind.concept: "/conceitos/{}"}
    return [*LISTS, *SEARCHED, *(one[kind].format(slug) for kind, slug in slugs)]


@pytest.mark.parametrize("address", every_page())
def test_a_page_is_whole(address: str) -> None:
    page = html(address)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    assert page.count("<h1>") == 1
    assert "{" not in re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    levels = [int(level) for level in re.findall(r"<h([1-6])", page[page.index("<main") :])]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_anchors_into_other_pages_exist() -> None:
    bill, how = html("/entenda-a-fatura"), html("/como-funciona")
    for article in articles().values():
        page = how if article.kind is Kind.how else html(address_of(article))
        for anchor in re.findall(r'href="/entenda-a-fatura#([^"]+)"', page):
            assert f'id="{anchor}"' in bill
        for anchor in re.findall(r'href="/como-funciona#([^"]+)"', page):
            assert f'id="{anchor}"' in how


@pytest.mark.parametrize("number", range(1, 39))
def test_a_number_of_the_bill_opens_in_place_and_has_its_whole_text_below(number: int) -> None:
    page = html("/entenda-a-fatura")
    marks = re.findall(r'<details class="mark".*?</details>', page, flags=re.DOTALL)
    mine = [mark for mark in marks if f"</span>{number}<span" in mark]
    assert mine
    assert all("<summary>" in mark and f'href="#campo-{number}"' in mark for mark in mine)
    assert sum(f'id="marca-{number}"' in mark for mark in mine) == 1
    assert f'id="campo-{number}"' in page


def test_a_search_marks_the_field_on_the_bill_and_leaves_only_it_in_the_list() -> None:
    page = html("/entenda-a-fatura?q=18")
    assert re.findall(r'<li class="bill-field" id="campo-(\d+)"', page) == ["18"]
    hits = re.findall(r'<details class="mark hit".*?</summary>', page, flags=re.DOTALL)
    assert hits
    assert all("</span>18<span" in hit for hit in hits)
    assert "1 resultado para “18”." in page


def test_a_search_without_result_says_what_to_do() -> None:
    page = html("/perguntas-frequentes?q=xyzzy")
    assert "Nada encontrado para “xyzzy”" in page
    assert '<a href="/ajuda">' in page


def test_what_is_typed_is_shown_as_text() -> None:
    page = html("/perguntas-frequentes?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_search_that_is_too_long_is_told_and_shows_everything() -> None:
    response = answer("/perguntas-frequentes?q=" + "a" * 81)
    assert response.status_code == 422
    assert "consumidor-livre" in response.content.decode()


@pytest.mark.parametrize(
    "address", ["/perguntas-frequentes/fator-de-carga", "/conceitos/consumidor-livre", "/conceitos/nada"]
)
def test_an_article_stands_only_on_its_own_page(address: str) -> None:
    with pytest.raises(Http404):
        answer(address)


def test_an_answer_shows_rule_date_and_the_other_text() -> None:
    page = html("/perguntas-frequentes/suspensao-do-fornecimento")
    assert "art. 353, § 1º, II" in page
    assert "desde 01/01/2022" in page
    assert page.count("A página cita o inciso I") == 1
    assert "A página da distribuidora:" not in page
    assert "segue a norma" in page


def test_the_channels_come_from_the_operator_profile() -> None:
    assert "0800 721 0167" in html("/perguntas-frequentes/falar-com-a-distribuidora").split('id="rodape"')[0]


def test_account_and_banks_of_the_guarantee_are_the_published_ones_and_say_so() -> None:
    page = html("/perguntas-frequentes/garantia-formas")
    profile = load_profile()
    for published in (profile.guarantee_account.number, *profile.surety_banks.names, profile.page_url):
        assert published in page
    assert "Publicado pela distribuidora" in page
    assert profile.guarantee_account.number not in html("/perguntas-frequentes/garantia-quem-precisa")


def test_a_search_of_the_questions_finds_what_the_page_of_how_it_works_answers() -> None:
    page = html("/perguntas-frequentes?q=60+meses")
    assert 'href="/como-funciona#validade-dos-creditos"' in page


def test_the_short_address_of_the_glossary_leads_to_it() -> None:
    response = answer("/glossario")
    assert response.status_code == 302
    assert response["Location"] == reverse("glossary") == "/ajuda/glossario"
