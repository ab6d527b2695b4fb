"""Turns a template into a tagged PDF: the only place that knows WeasyPrint."""

import atexit
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

HERE = Path(__file__).resolve().parent
STYLESHEET = HERE / "print" / "sheet.css"
LATIN = "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02DC, U+0304-0329, U+2000-206F, U+20AC, U+2122, U+2191-2215"
LATIN_EXTENDED = "U+0100-02BA, U+1E00-1EFF, U+2C60-2C7F, U+A720-A7FF"
FACES = (
    ("Source Sans 3", "source-sans-3-latin", (400, 600, 700), LATIN),
    ("Source Sans 3 Ext", "source-sans-3-latin-ext", (400, 600, 700), LATIN_EXTENDED),
    ("Source Code Pro", "source-code-pro-latin", (400, 600), LATIN),
)


def render_pdf(template_name: str, context: Mapping[str, Any], *, title: str, identifier: str) -> bytes:
    """Render a template of `templates/pdf/` as A4, PDF/UA-1, in Portuguese, with its fonts inside.

    The same context, title and identifier give the same bytes, so a retry can be recognised by its hash.
    Nothing is fetched: an address other than a data URI stops the rendering with ForbiddenAddressError.
    """
    return html_to_pdf(render_to_string(template_name, {**context, "title": title}), identifier=identifier)


def html_to_pdf(html: str, *, identifier: str) -> bytes:
    """Render a whole HTML document with the sheets' stylesheet; see `render_pdf`."""
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError

    fetcher, fonts, stylesheet = _kept()
    try:
        content: bytes = HTML(string=html, url_fetcher=fetcher).write_pdf(
            stylesheets=[stylesheet],
            font_config=fonts,
            pdf_variant="pdf/ua-1",
            pdf_identifier=sha256(identifier.encode()).digest()[:16],
        )
    except FatalURLFetchingError as error:
        # Not an Exception: left alone it would end the worker's process.
        raise ForbiddenAddressError("a sheet may only hold data URIs") from error
    return content


class ForbiddenAddressError(ValueError):
    """A template points at something outside the page itself."""


@cache
def _kept() -> "tuple[URLFetcher, FontConfiguration, CSS]":
    """Build once per process what costs a third of each rendering: the fonts and the parsed stylesheet."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    fetcher = URLFetcher(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)
    fonts = FontConfiguration()
    css = _font_faces() + STYLESHEET.read_text(encoding="utf-8")
    # Font files wait in a temporary folder; its cleaning needs modules that are gone at the very end.
    atexit.register(_kept.cache_clear)
    return fetcher, fonts, CSS(string=css, font_config=fonts, url_fetcher=fetcher)


def _font_faces() -> str:
    rules = []
    for family, stem, weights, characters in FACES:
        for weight in weights:
            content = b64encode((HERE / "fonts" / f"{stem}-{weight}-normal.woff2").read_bytes()).decode()
            rules.append(
                f'@font-face {{ font-family: "{family}"; font-weight: {weight}; unicode-range: {characters};'
                f' src: url("data:font/woff2;base64,{content}") format("woff2") }}\n'
            )
    return "".join(rules)
