"""Steps that the tests of the analysts' room share: who is signed in, and how a page's forms are filled."""

import re
from datetime import date, datetime
from html import unescape
from html.parser import HTMLParser
from typing import Any
from zoneinfo import ZoneInfo

from django.test import Client

from portal.accounts.models import User
from requests_app.models import AccessRequest
from tests.factories import give_second_factor, make_analyst

BRASILIA = ZoneInfo("America/Sao_Paulo")
NOW = datetime(2026, 11, 23, 14, 32, tzinfo=BRASILIA)
TODAY = date(2026, 11, 23)


def an_analyst(name: str = "Beatriz Amaral") -> User:
    """An analyst who may enter: the second factor is set up."""
    return give_second_factor(make_analyst(name))


def signed_in(user: User) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(user)
    return client


def bench_address(access_request: AccessRequest, tail: str = "") -> str:
    """A page of the request in the analysts' room."""
    return f"/analise/solicitacoes/{access_request.filing_number}{tail}"


class _Forms(HTMLParser):
    """Reads the forms of a page as a browser would send them untouched."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, str]] = []
        self.actions: list[str] = []
        self._area = self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self.forms.append({})
            self.actions.append(given.get("action", ""))
        elif not self.forms or (not name and tag != "option"):
            return
        elif tag == "input" and (given.get("type") not in ("radio", "checkbox") or "checked" in given):
            self.forms[-1][name] = given.get("value", "")
        elif tag == "textarea":
            self._area = name
            self.forms[-1][name] = ""
        elif tag == "select":
            self._select = name
            self.forms[-1][name] = ""
        elif tag == "option" and self._select and "selected" in given:
            self.forms[-1][self._select] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1][self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # A browser drops the first line break of a text area.
            self.forms[-1][self._area] = self.forms[-1][self._area].removeprefix("\n")
            self._area = ""
        elif tag == "select":
            self._select = ""


def form_of(response: Any, action: str = "") -> dict[str, str]:
    """The fields of the page's form whose address ends so, as they stand."""
    reader = _Forms()
    reader.feed(response.content.decode())
    for fields, address in zip(reader.forms, reader.actions, strict=True):
        if address.endswith(action) and "csrfmiddlewaretoken" in fields and "sair" not in address:
            return fields
    raise AssertionError(f"no form for {action!r} among {reader.actions}")


def words(response: Any) -> str:
    """What a person reads on the page, with single spaces."""
    body = response.content.decode()
    body = body[body.index("<main") : body.index("</main>")]
    text = " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())
    return re.sub(r" ([.,;:])", r"\1", text)
