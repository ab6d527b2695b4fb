"""The technician's registration and the analysts' room for it, in a browser: accessible, narrow, without script too."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from documents.tasks import render_pages
from portal.accounts.models import User
from requests_app.models import ResponsibleProfessional
from tests.browser.axe import sideways
from tests.browser.conftest import NewPage
from tests.browser.review_doors import complaints
from tests.files import pdf_bytes
from tests.integration.registration_room import SUSPENDED, UNTIL
from tests.integration.review_room import an_analyst


@pytest.mark.parametrize(("width", "has_script"), [(1280, True), (360, False)])
def test_a_certificate_is_sent_checked_and_told_of(
    new_page: NewPage,
    portal_url: str,
    user: User,
    enter: Callable[[Page, User], None],
    tmp_path: Path,
    width: int,
    has_script: bool,
) -> None:
    ResponsibleProfessional.objects.update(
        registration_status="unverified", verified_until=None, profession="other_engineer"
    )
    certificate = tmp_path / "certidao.pdf"
    certificate.write_bytes(pdf_bytes(text="Certidão"))
    found: list[str] = []
    page, bench = new_page(width, has_script=has_script), new_page(width, has_script=has_script)
    enter(page, user)
    enter(bench, an_analyst())

    def look(at: Page) -> None:
        found.extend(complaints(at) if has_script else sideways(at))

    page.goto(f"{portal_url}/conta/profissional")
    look(page)
    page.set_input_files("[name=certificate]", certificate)
    # The script shows the name while it still sends: the page that counts is the one that comes after.
    with page.expect_navigation():
        page.get_by_role("button", name="Enviar arquivos").click()
    expect(page.locator("main")).to_contain_text("certidao.pdf")
    look(page)
    profile = ResponsibleProfessional.objects.get()
    render_pages({"stored_file_id": profile.certificate_id or 0, "first": 1})

    bench.goto(f"{portal_url}/analise/registros")
    look(bench)
    bench.get_by_role("link", name="Rafael Nogueira").click()
    expect(bench.get_by_role("img", name=re.compile("Certidão de registro"))).to_be_visible()
    look(bench)
    bench.get_by_role("button", name="Salvar a decisão").click()
    expect(bench.locator("#id_status_error")).to_be_visible()
    look(bench)
    bench.check("[name=status][value=verified]")
    bench.fill("[name=verified_until]", UNTIL.isoformat())
    bench.get_by_role("button", name="Salvar a decisão").click()
    expect(bench.locator("main")).to_contain_text(f"Conferido até {UNTIL:%d/%m/%Y}")
    page.reload()
    expect(page.locator("main")).to_contain_text("Um analista conferiu o seu registro")

    bench.goto(f"{portal_url}/analise/registros/{profile.pk}")
    bench.check("[name=status][value=suspended]")
    bench.fill("[name=reason]", SUSPENDED["reason"])
    bench.fill("[name=basis]", SUSPENDED["basis"])
    bench.get_by_role("button", name="Salvar a decisão").click()
    page.reload()
    expect(page.locator("main")).to_contain_text(SUSPENDED["reason"])
    look(page)
    assert found == []
