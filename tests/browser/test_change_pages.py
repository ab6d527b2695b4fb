"""Messages, help, the change of technician, the history and the rules: axe, width and targets on every page."""

from collections.abc import Iterable
from datetime import timedelta
from io import BytesIO

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from portal.accounts.models import User
from requests_app.models import AccessRequest
from requests_app.services.exchange.legacy import stage_historic
from tests.browser.walk_checks import faults
from tests.factories import (
    filed_request,
    give_second_factor,
    make_admin,
    make_analyst,
    make_technician,
)
from tests.life_changes import asked_change, call_for_help, historic_request, holder_of, message_from

BAD_LINE = "formulario;protocolo;enviado_em;potencia_kw;municipio\nnano;2021-1;12/03/2021;8,2;Betim\n"


def key_of(user: User) -> str:
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def holders_key(case: AccessRequest) -> str:
    session = SessionStore()
    session["holder_request_id"] = case.pk
    session.create()
    return str(session.session_key)


def found_on(page: Page, portal_url: str, paths: Iterable[str]) -> list[str]:
    found = []
    for path in paths:
        answer = page.goto(f"{portal_url}{path}")
        assert answer is not None and answer.status == 200, path
        found += [f"{path} {said}" for said in faults(page)]
    return found


def test_g01_every_page_of_threads_changes_history_and_rules(portal_url: str, page: Page) -> None:
    now = timezone.now() - timedelta(hours=2)
    technician, newcomer = make_technician(), make_technician("Carla Dias")
    analyst, admin = give_second_factor(make_analyst()), give_second_factor(make_admin())
    case, quiet = filed_request(technician, at=now), filed_request(technician, at=now)
    message_from(case, technician.as_actor(), at=now)
    message_from(case, analyst.as_actor(), at=now)
    message_from(case, holder_of(case), at=now)
    call = call_for_help(case, technician.as_actor(), at=now)
    holders_call = call_for_help(case, holder_of(case), at=now)
    asked_change(case, newcomer, at=now)
    old = historic_request(old_unit_number="3014056287")
    staged = stage_historic(file=BytesIO(BAD_LINE.encode()), uploaded_by=admin, now=now)
    mine, none = f"/solicitacoes/{case.filing_number}", f"/solicitacoes/{quiet.filing_number}"
    # The first answer loads the addresses of the whole portal, which takes longer than a browser waits.
    assert Client(headers={"host": "localhost"}).get("/prazos").status_code == 200
    rooms = (
        (key_of(technician), (
            f"{mine}/mensagens", f"{none}/mensagens", f"{mine}/ajuda", f"{none}/ajuda", f"{mine}/ajuda/{call.number}",
            f"{mine}/trocar-responsavel", f"{none}/trocar-responsavel", "/trocas",
        )),
        (key_of(newcomer), ("/trocas", "/conta")),
        (holders_key(case), (
            f"/titular{mine}", f"/titular{mine}/mensagens", f"/titular{mine}/ajuda",
            f"/titular{mine}/ajuda/{holders_call.number}", f"/titular{mine}/responsavel",
            f"/titular{mine}/responsavel/confirmar",
        )),
        (holders_key(quiet), (f"/titular{none}/responsavel",)),
        (key_of(analyst), (
            "/analise/mensagens", f"/analise{mine}/mensagens", f"/analise{none}/mensagens",
            f"/analise{mine}/ajuda/{call.number}", f"/analise/historico/{old.pk}", "/analise/busca",
        )),
        (key_of(admin), ("/admin/historico", f"/admin/historico/{staged.public_id}")),
    )  # fmt: skip
    found = []
    for key, paths in rooms:
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": portal_url}])
        found += found_on(page, portal_url, paths)
    page.context.clear_cookies()
    found += found_on(page, portal_url, ("/prazos", "/prazos/garantia", "/prazos/contagem"))
    assert found == []
