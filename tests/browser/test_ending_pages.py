"""The pages of ends, repetition, suspension, notes and corrected data under axe, at 1280 and 320 px."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from portal.accounts.models import User
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest
from requests_app.services.review import claims
from tests.browser.axe import sideways, violations
from tests.browser.conftest import NewPage
from tests.factories import make_technician, publish_checklist
from tests.integration.case_reading import as_user
from tests.integration.review_room import an_analyst, signed_in
from tests.life_endings import end_paper, note, suspend
from tests.stages import request_in

WIDTHS = (1280, 320)


def come_in(page: Page, portal_url: str, client: Client) -> None:
    page.context.clear_cookies()
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": portal_url}])


def holders(case: AccessRequest) -> Client:
    client = Client()
    session = client.session
    session["holder_request_id"] = case.pk
    session.save()
    return client


def look(page: Page, portal_url: str, addresses: list[str], *, status: int = 200) -> list[str]:
    found = []
    for address in addresses:
        answer = page.goto(f"{portal_url}{address}")
        assert answer is not None and answer.status == status, f"{address}: {answer and answer.status}"
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            found += [f"{address} at {width}: {said}" for said in (*violations(page), *sideways(page))]
            if folder := os.environ.get("SHOTS"):
                name = address.strip("/").replace("/", "_")
                page.screenshot(path=Path(folder) / f"{name}_{width}.png", full_page=True)
    return found


@pytest.fixture
def people(portal_url: str) -> tuple[User, User]:
    publish_checklist()
    return make_technician(), an_analyst()


def test_g01_g02_the_pages_of_the_ends(portal_url: str, new_page: NewPage, people: tuple[User, User]) -> None:
    (technician, analyst), now, page = people, timezone.now(), new_page(1280)
    found = []
    for state in (State.WITHDRAWN, State.CANCELLED, State.LAPSED, State.CLOSED):
        case = request_in(state, technician=technician, analyst=analyst, at=now)
        end_paper(case.events.latest("pk"))
        own = f"/solicitacoes/{case.filing_number}"
        come_in(page, portal_url, as_user(technician))
        found += look(page, portal_url, [own, f"{own}/encerramento", f"{own}/repetir"])
        come_in(page, portal_url, holders(case))
        theirs = [f"/titular{own}/encerramento"]
        found += look(
            page, portal_url, theirs + ([f"/titular{own}/cancelar/comprovante"] * (state is State.CANCELLED))
        )
    live = request_in(State.APPROVED, technician=technician, analyst=analyst, at=now)
    cancel = f"/titular/solicitacoes/{live.filing_number}/cancelar"
    come_in(page, portal_url, holders(live))
    found += look(page, portal_url, [cancel, f"{cancel}/confirmar"])
    come_in(page, portal_url, as_user(technician))
    found += look(page, portal_url, [cancel], status=403)
    received = request_in(State.RECEIVED, technician=technician, analyst=analyst, at=now)
    found += look(page, portal_url, [f"/solicitacoes/{received.filing_number}/retirar"])
    assert found == []


def test_g01_g02_the_pages_of_suspension_notes_and_corrected_data(
    portal_url: str, new_page: NewPage, people: tuple[User, User]
) -> None:
    (technician, analyst), now, page = people, timezone.now(), new_page(1280)
    case = request_in(State.ANALYSIS, technician=technician, analyst=analyst, at=now)
    claims.claim(access_request_id=case.pk, actor=analyst.as_actor(), now=now)
    base = f"/analise/solicitacoes/{case.filing_number}"
    come_in(page, portal_url, signed_in(analyst))
    found = look(page, portal_url, [f"{base}/prazo/parar"])
    suspend(case, analyst, now)
    note(case, analyst, now)
    found += look(
        page,
        portal_url,
        [base, f"{base}/prazo/retomar", f"{base}/anotacoes", f"{base}/decisao", f"{base}/dados-corrigidos"],
    )
    pending = request_in(State.PENDING, technician=technician, analyst=analyst, at=now)
    own = f"/solicitacoes/{pending.filing_number}"
    come_in(page, portal_url, as_user(technician))
    screens = [f"{own}/dados/{name}" for name in ("unidade", "geracao", "creditos")]
    found += look(page, portal_url, [f"{own}/pendencias", f"{own}/dados", *screens])
    assert found == []
