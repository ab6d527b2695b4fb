"""The pages of a filed request and the public ones in a real browser: every state, two widths, no script, paper."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from portal.accounts.models import User
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, Opinion, Pending
from tests.browser.axe import sideways, violations
from tests.browser.conftest import NewPage
from tests.case_steps import send_pendings
from tests.delivery import deliver
from tests.factories import filed_request, make_analyst, make_technician, publish_checklist
from tests.files import pdf_bytes
from tests.integration.case_reading import PARTS, address, as_user
from tests.stages import request_in

COOPERATIVE = (
    "/documentos-necessarios?potencia=800&fonte=hidraulica&pedido=nova&titular=empresa&creditos=cooperativa"
)
STATES = tuple(state for state in State if state is not State.DRAFT)
MORE_PARTS = {
    State.RECEIVED: ("/retirar", "/comprovante.pdf"),
    State.PENDING: ("/pendencias/1", "/devolver"),
    State.APPROVED: ("/vistoria", "/parecer.pdf"),
}


def come_in(page: Page, portal_url: str, user: User) -> None:
    """Sign in without the form, whose own test is elsewhere."""
    cookie = as_user(user).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": portal_url}]
    )


def complaints(page: Page, url: str) -> list[str]:
    """What axe and the width say at 1280 and at 360 px."""
    found = []
    page.goto(url)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        found += violations(page) + sideways(page)
    return found


def waiting_case(technician: User, failing: int) -> tuple[AccessRequest, list[Pending]]:
    now = timezone.now()
    case = filed_request(technician, at=now)
    return case, send_pendings(case, make_analyst(), now, failing=failing)


@pytest.mark.parametrize("state", STATES)
def test_g01_g02_every_page_of_a_request_in_every_state(portal_url: str, page: Page, state: State) -> None:
    technician = make_technician()
    case = request_in(state, technician=technician, analyst=make_analyst(), at=timezone.now())
    come_in(page, portal_url, technician)
    found = []
    for part in (*PARTS, *MORE_PARTS.get(state, ())):
        found += complaints(page, f"{portal_url}{address(case, part)}")
    assert found == []


def test_g01_an_analyst_reads_the_same_pages(portal_url: str, page: Page) -> None:
    analyst = make_analyst()
    case = request_in(State.PENDING, technician=make_technician(), analyst=analyst, at=timezone.now())
    come_in(page, portal_url, analyst)
    assert [line for part in PARTS for line in complaints(page, f"{portal_url}{address(case, part)}")] == []


def test_g01_public_pages_and_each_verdict(portal_url: str, page: Page) -> None:
    publish_checklist()
    now = timezone.now()
    for state in (State.APPROVED, State.CANCELLED, State.LAPSED, State.NOT_APPROVED):
        request_in(state, technician=make_technician(), analyst=make_analyst(), at=now)
    deliver("requests.opinion_pdf")
    codes = Opinion.objects.values_list("verification_code", flat=True)
    paths = [
        "/",
        "/verificar",
        "/verificar?codigo=",
        "/v/7KQ4-MX2P-91TD",
        "/documentos-necessarios",
        "/prazos",
        "/acompanhar",
    ]
    paths += ["/documentos-necessarios?titular=empresa", COOPERATIVE, *(f"/v/{code}" for code in codes)]
    assert len(codes) == 4
    assert [line for path in paths for line in complaints(page, f"{portal_url}{path}")] == []


@pytest.mark.parametrize("has_script", [True, False])
def test_g04_corrections_from_the_list_to_giving_back(
    portal_url: str, new_page: NewPage, tmp_path: Path, *, has_script: bool
) -> None:
    technician = make_technician()
    case, pendings = waiting_case(technician, failing=2)
    file = tmp_path / "corrigido.pdf"
    file.write_bytes(pdf_bytes(text="Corrigido"))
    page = new_page(360, 740, has_script=has_script)
    come_in(page, portal_url, technician)
    page.goto(f"{portal_url}{address(case)}")
    page.click("text=Corrigir agora")
    page.set_input_files("[name=item1-file]", str(file))
    page.fill("[name=item2-answer]", "Está assinado na página 2.")
    page.click("text=Salvar as correções")
    expect(page.locator("main")).to_contain_text("Tudo corrigido. Confira e devolva.")
    page.click("form >> text=Conferir e devolver")
    expect(page.locator("h1")).to_have_text("Devolver para análise")
    expect(page.locator("main")).to_contain_text("corrigido.pdf")
    page.click("button:has-text('Devolver para análise')")
    expect(page.locator("main")).to_contain_text("Correções devolvidas.")
    case.refresh_from_db()
    assert case.state == State.CORRECTED.value
    assert len(pendings) == 2


def test_g06_a_refused_file_is_told_beside_its_field_and_axe_is_content(
    portal_url: str, page: Page, tmp_path: Path
) -> None:
    technician = make_technician()
    case, _ = waiting_case(technician, failing=1)
    empty = tmp_path / "vazio.pdf"
    empty.write_bytes(b"")
    come_in(page, portal_url, technician)
    page.goto(f"{portal_url}{address(case, '/pendencias')}")
    page.set_input_files("[name=item1-file]", str(empty))
    page.fill("[name=item1-answer]", "Segue.")
    page.click("text=Salvar as correções")
    expect(page.locator(".errors")).to_be_focused()
    expect(page).to_have_title(re.compile("^Erro: Pendências"))
    expect(page.locator("#id_item1-file_error")).to_contain_text("está vazio")
    expect(page.locator("[name=item1-answer]")).to_have_value("Segue.")
    assert page.locator("[name=item1-file]").get_attribute("aria-invalid") == "true"
    assert violations(page) + sideways(page) == []


def test_g24_ledger_and_pendings_go_on_paper(portal_url: str, page: Page) -> None:
    technician = make_technician()
    case, _ = waiting_case(technician, failing=2)
    come_in(page, portal_url, technician)
    for part in ("", "/prazo", "/pendencias"):
        page.goto(f"{portal_url}{address(case, part)}")
        page.emulate_media(media="print")
        assert page.locator(".facts").is_visible()
        assert not page.locator(".tabs").is_visible()
        assert page.pdf(format="A4").startswith(b"%PDF-")


def test_g02_at_320_pixels_nothing_scrolls_sideways(portal_url: str, new_page: NewPage) -> None:
    technician = make_technician()
    case, _ = waiting_case(technician, failing=2)
    page = new_page(320, 640)
    come_in(page, portal_url, technician)
    found = []
    for part in (*PARTS, "/pendencias/1", "/devolver"):
        page.goto(f"{portal_url}{address(case, part)}")
        found += sideways(page)
    assert found == []
