"""What a browser with an empty cache fetches to show a page: kilobytes as sent, requests, and from whom."""

import gzip
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, sync_playwright

from bench.fill import filled_draft
from bench.row import Row
from bench.serving import folder_of_its_own, portal, session_of
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest
from stack import packages
from tests.factories import (
    filed_request,
    give_second_factor,
    make_analyst,
    make_technician,
    publish_checklist,
    reviewed,
)
from tests.golden.large import MOST_UNITS, full_draft
from tests.stages import request_in

PAGE_KB, REVIEW_KB, SCRIPT_KB = 100, 150, 12
# Ours, to see growth early; the rest of the bounds are the project's.
STYLE_KB, MOST_REQUESTS = 20, 15
_LONGEST_LIST = "potencia=800&fonte=hidraulica&pedido=nova&titular=empresa&creditos=cooperativa"
# Pictures of the document under review, which its bound leaves out.
_PAGE_IMAGE = "/paginas/"


@dataclass(frozen=True)
class Look:
    """A page and the session of who looks at it; "" for nobody."""

    name: str
    path: str
    session: str = ""
    budget_kb: int = PAGE_KB


@dataclass(frozen=True)
class Loaded:
    """Bytes on the wire by address, headers included, and the addresses of style sheets."""

    bytes_by_url: dict[str, float]
    styles: frozenset[str]

    @property
    def kilobytes(self) -> float:
        return sum(size for url, size in self.bytes_by_url.items() if _PAGE_IMAGE not in url) / 1000

    @property
    def style_kilobytes(self) -> float:
        return sum(self.bytes_by_url[url] for url in self.styles) / 1000


def rows(database_url: str) -> list[Row]:
    """A row per page, then style sheets, scripts, requests and strangers; needs an empty committing database."""
    # Playwright keeps an event loop in this thread, where Django would refuse its ORM.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    looks = _looks()
    with (
        folder_of_its_own() as folder,
        portal(folder, database_url, "web") as served,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=packages.chromium(),
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-dev-shm-usage",
            ],
        )
        loads = [_first_load(browser, served.url, look) for look in looks]
        browser.close()
        script_kb = _own_scripts_kb(folder / "static" / "js")
    strangers = {url for load in loads for url in load.bytes_by_url if not url.startswith(served.url + "/")}
    return [
        *(
            Row(look.name, load.kilobytes, look.budget_kb, "kB", 1)
            for look, load in zip(looks, loads, strict=True)
        ),
        Row("own scripts, all together, gzip", script_kb, SCRIPT_KB, "kB", 1),
        Row(
            "style sheets of one page, as sent",
            max(load.style_kilobytes for load in loads),
            STYLE_KB,
            "kB",
            1,
        ),
        Row(
            "requests of one page, the most",
            max(len(load.bytes_by_url) for load in loads),
            MOST_REQUESTS,
            "",
            1,
        ),
        Row("requests to third parties, over all pages", len(strangers), 1, "", 0),
    ]


def _looks() -> list[Look]:
    publish_checklist()
    technician, analyst = make_technician(), give_second_factor(make_analyst())
    mine, theirs, now = session_of(technician), session_of(analyst), timezone.now()
    draft = f"/rascunhos/{filled_draft(technician).public_id}"
    long = f"/rascunhos/{full_draft(technician, units=MOST_UNITS).public_id}"
    decided = request_in(State.APPROVED, technician=technician, analyst=analyst, at=now)
    case = f"/solicitacoes/{decided.filing_number}"
    judged = reviewed(filed_request(technician, at=now), analyst, failing=1, at=now)
    review = f"/analise/solicitacoes/{judged.filing_number}"
    return [
        Look("public: start", "/"),
        Look("public: sign in", "/entrar"),
        Look("public: sign up", "/criar-conta"),
        Look("public: documents needed", "/documentos-necessarios"),
        Look("public: documents needed, answered", f"/documentos-necessarios?{_LONGEST_LIST}"),
        Look("public: rules in force", "/prazos"),
        Look("public: rules of the longest topic", "/prazos/garantia"),
        Look("public: help", "/ajuda"),
        Look("public: verify an opinion", "/verificar"),
        Look("public: compatible power", "/potencia-compativel"),
        Look("public: a bill explained", "/entenda-a-fatura"),
        Look("public: indicators of a bill", "/fatura/indicadores"),
        Look("public: questions", "/perguntas-frequentes"),
        Look("technician: panel", "/painel", mine),
        Look("technician: requests", "/solicitacoes", mine),
        *(
            Look(f"form: {name}", f"{draft}/{step}", mine)
            for name, step in (
                ("consumer unit", "unidade"),
                ("generation", "geracao"),
                ("credits", "creditos"),
                ("holder", "titular"),
                ("documents", "documentos"),
                ("check and send", "conferir"),
            )
        ),
        Look("form: list of 5,000 units, first page", f"{long}/creditos/lista", mine),
        Look("form: credits with 5,000 units", f"{long}/creditos", mine),
        Look("request", case, mine),
        Look("request: documents", f"{case}/documentos", mine),
        Look("request: ledger", f"{case}/prazo", mine),
        Look("request: opinion", f"{case}/parecer", mine),
        Look("holder: request", f"/titular{case}", _holders_session(decided)),
        Look("analyst: queue", "/analise/fila", theirs),
        Look("analyst: review, without page images", review, theirs, REVIEW_KB),
        Look("analyst: decision", f"{review}/decisao", theirs),
    ]


def _holders_session(access_request: AccessRequest) -> str:
    client = Client()
    session = client.session
    session["holder_request_id"] = access_request.pk
    session.save()
    return session.session_key or ""


def _first_load(browser: Browser, url: str, look: Look) -> Loaded:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="pt-BR")
    if look.session:
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": look.session, "url": url}])
    page = context.new_page()
    wire = context.new_cdp_session(page)
    address: dict[str, str] = {}
    styles: set[str] = set()
    size: dict[str, float] = {}

    def asked(event: dict[str, object]) -> None:
        request = event["request"]
        assert isinstance(request, dict)
        # Data addresses are inside the page and its style sheets already.
        if not str(request["url"]).startswith("data:"):
            address[str(event["requestId"])] = str(request["url"])
        if event.get("type") == "Stylesheet":
            styles.add(str(request["url"]))

    def loaded(event: dict[str, object]) -> None:
        place = address.get(str(event["requestId"]))
        if place is not None:
            size[place] = size.get(place, 0) + float(str(event["encodedDataLength"]))

    wire.on("Network.requestWillBeSent", asked)
    wire.on("Network.loadingFinished", loaded)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    answer = page.goto(url + look.path, wait_until="networkidle", timeout=60_000)
    if answer is None or answer.status != 200 or urlsplit(page.url).path != urlsplit(look.path).path:
        raise RuntimeError(f"{look.name}: {answer and answer.status} at {urlsplit(page.url).path}")
    unfinished = set(address.values()) - set(size)
    context.close()
    # A request that failed still was a request.
    return Loaded(size | dict.fromkeys(unfinished, 0.0), frozenset(styles & set(size)))


def _own_scripts_kb(folder: Path) -> float:
    """Every script of ours, each compressed alone as it is sent; the copies with a hash in the name are the same."""
    scripts = [path for path in folder.rglob("*.js") if path.name.count(".") == 1 and "htmx" not in path.name]
    if not scripts:
        raise RuntimeError("no script was collected")
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in scripts) / 1000
