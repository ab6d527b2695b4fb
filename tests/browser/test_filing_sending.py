"""Sending in a real browser: once, whatever is clicked; and a refused file keeps the good one."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from portal.accounts.models import User
from requests_app.models import AccessRequest
from tests.browser.filing_room import SignIn, address, pdf_file, ready, send
from tests.integration.filing_steps import filled_draft


def test_t16_double_click_refresh_and_back_file_once(
    portal_url: str, user: User, enter: SignIn, page: Page
) -> None:
    draft = ready(user)
    enter(page, user)
    page.goto(address(portal_url, draft, "conferir"))
    for name in ("declaration_d", "declaration_f", "is_acknowledged"):
        page.check(f"[name={name}]")
    page.dblclick("text=Enviar solicitação")
    expect(page).to_have_url(re.compile("/recebida$"))
    page.reload()
    page.go_back()
    page.go_forward()
    assert AccessRequest.objects.exclude(filing_number=None).count() == 1


def test_t17_back_after_sending_shows_when_it_was_sent(
    portal_url: str, user: User, enter: SignIn, page: Page
) -> None:
    draft = ready(user)
    enter(page, user)
    page.goto(address(portal_url, draft, "conferir"))
    send(page)
    expect(page).to_have_url(re.compile("/recebida$"))
    page.go_back()
    expect(page.locator("h1")).to_contain_text("Já enviada em")
    expect(page.locator("form[data-autosave-url]")).to_have_count(0)


def test_an_upload_refused_in_the_browser_says_why_and_keeps_the_good_file(
    portal_url: str, user: User, enter: SignIn, page: Page, tmp_path: Path
) -> None:
    draft = filled_draft(user)
    enter(page, user)
    page.goto(address(portal_url, draft, "documentos"))
    bad = tmp_path / "vazio.pdf"
    bad.write_bytes(b"")
    page.set_input_files("#id_file_design_report", bad)
    page.set_input_files("#id_file_single_line_diagram", pdf_file(tmp_path, "dados"))
    page.click("text=Enviar arquivos e continuar")
    expect(page.locator(".errors")).to_contain_text("o arquivo está vazio")
    expect(page.locator("#documento-single_line_diagram")).to_contain_text("dados.pdf")
