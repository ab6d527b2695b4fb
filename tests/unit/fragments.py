"""Template fragments as tests read them: rendered text and its elements."""

from html.parser import HTMLParser
from typing import Any

from django.template import engines
from django.test import RequestFactory


def rendered(source: str, **context: Any) -> str:
    return str(engines["django"].from_string(source).render(context, RequestFactory().get("/")))


class Tags(HTMLParser):
    """Every element of a fragment as (name, attributes)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def named(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.found if name == tag and wanted.items() <= {**attrs}.items()]
