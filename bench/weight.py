"""What a browser with an empty cache fetches to show a page: kilobytes as sent, requests, and from whom."""

import gzip
import os
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, sync_playwright

from bench.row import Row
from bench.serving import folder_of_its_own, portal, session_of
from portal.accounts.models import User
from requests_app.domain.lifecycle import State
from stack import packages
from tests.factories import give_second_factor, make_analyst, make_technician, publish_checklist
from tests.integration.filing_steps import filled_draft
from tests.stages import request_in

PAGE_KB, REVIEW_KB, SCRIPT_KB, STYLE_KB, MOST_REQUESTS = 100, 150, 12, 30, 15
# Pictures of the analysed document, which the bound leaves out.
_PAGE_IMAGE = "/paginas/"


def rows(database_url: str) -> list[Row]:
    """A row per page, then styles, scripts, requests and strangers over all of them."""
    # Playwright keeps an event loop in this thread, where Django would refuse its ORM.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    pages = _pages()
    with (
        folder_of_its_own() as folder,
        portal(folder, database_url, "web") as served,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=packages.chromium(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"],
        )
        loads = {
            path: _first_load(browser, served.url, path, session) for path, session in pages.items()
        }
        browser.close()
        own_script = _gzipped_kb(folder / "static", ".js")
    names = {path: name for path, name in _NAMES.items()}
    found = []
    for path, load in loads.items():
        name = next((n for end, n in names.items() if path.endswith(end)), path)
        bound = REVIEW_KB if path.startswith("/analise/solicitacoes/") else PAGE_KB
        found.append(Row(f"{name}", sum(load.values()) / 1000, bound, "kB", 1))
    strangers = {url for load in loads.values() for url in load if urlsplit(url).hostname != "127.0.0.1"}
    styles = max(sum(size for url, size in load.items() if ".css" in url) for load in loads.values())
    return [
        *found,
        Row("own scripts together, gzip", own_script, SCRIPT_KB, "kB", 1),
        Row("style sheets of one page", styles / 1000, STYLE_KB, "kB", 1),
        Row("requests of the page that makes most", max(map(len, loads.values())), MOST_REQUESTS, "", 1),
        Row("requests to others, over all pages", len(strangers), 1, "", 0),
    ]


_NAMES: Mapping[str, str] = {}


def _pages() -> dict[str, str]:
    """Addresses to look at, each with the session of who looks; "" for nobody."""
    return {}


def _first_load(browser: Browser, url: str, path: str, session: str) -> dict[str, float]:
    """Bytes on the wire by address, headers included, until the network is quiet."""
    return {}
