"""The frame of every page, seen through the pages that need no data: titles, landmarks, nothing inline."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

# The middleware reads what admins published before the first page is made.
pytestmark = pytest.mark.django_db

PAGES = (
    "/", "/como-funciona", "/ajuda", "/ajuda/glossario", "/ferramentas", "/perguntas-frequentes", "/conceitos",
    "/entenda-a-fatura", "/normas", "/acessibilidade", "/privacidade", "/termos",
)  # fmt: skip
ACCOUNT_PAGES = ("/entrar", "/criar-conta", "/recuperar-acesso", "/recuperar-acesso/enviado")


class Page(HTMLParser):
    """A page's elements in order, its title and its ids."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inline: list[str] = []
        self._open = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open = tag
        is_data = dict(attrs).get("type") == "application/json"
        if tag == "style" or (tag == "script" and "src" not in dict(attrs) and not is_data):
            self.inline.append(tag)
        self.inline += [f"{tag} {name}" for name, _ in attrs if name == "style" or name.startswith("on")]

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.elements if name == tag]


def opened(path: str) -> tuple[str, Page]:
    answer = Client().get(path)
    assert answer.status_code == 200
    html = answer.content.decode()
    return html, Page(html)


@pytest.mark.parametrize("path", PAGES + ACCOUNT_PAGES)
def test_g07_every_page_has_its_title_one_h1_language_and_skip_links(path: str) -> None:
    html, page = opened(path)
    title = re.search(r"<title>(.+?)</title>", html, re.DOTALL)
    assert title is not None
    assert title[1].endswith(" – Portal GD")
    assert page.all("html") == [{"lang": "pt-BR"}]
    assert len(page.all("h1")) == 1
    ids = {attrs.get("id") for _, attrs in page.elements}
    assert {"conteudo", "topo", "rodape"} <= ids
    skips = [attrs["href"] for attrs in page.all("a")][:3]
    assert skips == ["#conteudo", "#topo", "#rodape"]


def test_g07_titles_are_unique() -> None:
    titles = [
        re.findall(r"<title>.+?</title>", opened(path)[0], re.DOTALL)[0] for path in PAGES + ACCOUNT_PAGES
    ]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("path", PAGES + ACCOUNT_PAGES)
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(path: str) -> None:
    _, page = opened(path)
    assert page.inline == []
    sources = [attrs.get("src") for _, attrs in page.elements if attrs.get("src")]
    sources += [attrs["href"] for attrs in page.all("link")]
    assert sources
    assert [source for source in sources if not str(source).startswith(("/static/", "data:"))] == []


@pytest.mark.parametrize("path", PAGES)
def test_g10_help_phone_and_protocol_come_in_the_same_order(path: str) -> None:
    html, _ = opened(path)
    footer = html[html.index('id="rodape"') :]
    places = [footer.index(text) for text in ("Ajuda e perguntas", "0800 721 0167", "número do pedido")]
    assert places == sorted(places)


@pytest.mark.parametrize("path", PAGES)
def test_every_id_is_used_once(path: str) -> None:
    _, page = opened(path)
    ids = [attrs["id"] for _, attrs in page.elements if attrs.get("id")]
    assert len(ids) == len(set(ids))


def test_the_numbers_of_the_law_on_the_home_page_come_from_the_rulebook() -> None:
    html, _ = opened("/")
    assert "15 dias" in html
    assert "15 dias sem obra na rede, 30 com obra" in html


def test_an_unknown_address_gets_a_page_of_ours() -> None:
    answer = Client().get("/nada-aqui")
    assert answer.status_code == 404
    assert "Não achamos esta página" in answer.content.decode()


def test_g15_the_error_page_says_where_the_text_is() -> None:
    from datetime import UTC, datetime

    from django.template.loader import render_to_string

    kept = render_to_string(
        "500.html", {"kept_at": datetime(2026, 3, 24, 17, 32, tzinfo=UTC), "draft_url": "/r/7"}
    )
    assert "O que você escreveu até 14:32 está guardado no rascunho." in kept
    assert 'href="/r/7"' in kept
    assert "<h1>O portal está com um problema</h1>" in render_to_string("500.html")
