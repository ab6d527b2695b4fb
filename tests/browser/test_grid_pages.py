"""The grid in a browser: empty, found, on the map, near a place; and the admins' room from the file to the report."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from portal.accounts.models import User
from portal.demo.grid import load_grid
from requests_app.models import CustomerAccount, GridImport
from requests_app.services.grid.imports import confirm_grid, go_on_with_imports
from requests_app.services.grid.staging import receive_grid
from tests.browser.axe import sideways
from tests.browser.conftest import NewPage
from tests.browser.walk_checks import faults
from tests.factories import give_second_factor, make_admin
from tests.grid import SUBSTATION, TRANSFORMER, as_csv, feeders

PUBLIC = "/capacidade-da-rede"
UNIT = "3014056287"


@pytest.fixture
def admin(portal_url: str) -> User:
    return give_second_factor(make_admin())


def customer(grid_code: str) -> None:
    CustomerAccount.objects.create(
        unit_number=UNIT, tax_id="12345678909", has_overdue_debts=False, is_captive=True, grid_code=grid_code,
        imported_at=timezone.now(), source_line=2,
    )  # fmt: skip


def test_an_empty_base_is_said_to_be_empty(portal_url: str, page: Page) -> None:
    page.goto(portal_url + PUBLIC)
    expect(page.locator("main")).to_contain_text("Sem dados importados.")
    assert faults(page) == []


def test_the_public_pages_in_every_state(portal_url: str, admin: User, page: Page) -> None:
    load_grid(admin, timezone.now())
    customer("SCL-T1")
    found: list[str] = []
    for path in (
        "",
        "?busca=serra",
        "?busca=nada-disso",
        "/transformador/SCL-T1",
        "/subestacao/VDO",
        "/perto",
    ):
        page.goto(f"{portal_url}{PUBLIC}{path}")
        found += faults(page)
    page.fill("[name=latitude]", "-19,9")
    page.fill("[name=longitude]", "-44,1")
    page.click("main form button")
    expect(page.locator("main")).to_contain_text("Os mais perto")
    found += faults(page)
    page.fill("[name=latitude]", "norte")
    page.click("main form button")
    expect(page.locator("[data-focus]")).to_be_focused()
    found += faults(page)
    page.goto(portal_url + PUBLIC)
    page.fill("[name=busca]", "30140")
    page.fill("[name=busca]", "30140562")
    page.click("main form button")
    expect(page).to_have_title(re.compile("^Erro: "))
    found += faults(page)
    page.fill("[name=busca]", UNIT)
    page.click("main form button")
    expect(page.locator("main")).to_contain_text("Ela está ligada ao ponto Serra Clara, transformador 1")
    assert UNIT not in page.url and UNIT not in page.content()
    found += faults(page)
    assert found == []


def test_the_map_is_read_with_the_keyboard_alone(portal_url: str, admin: User, page: Page) -> None:
    load_grid(admin, timezone.now())
    page.goto(portal_url + PUBLIC)
    page.get_by_role("link", name="Pular o mapa").focus()
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('svg') !== null"):
            break
    name = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert "inversão" in name or "informação" in name
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(name.partition(",")[0])


def test_the_first_load_is_light(portal_url: str, page: Page) -> None:
    rows = [
        SUBSTATION | {"codigo": f"S{n:03d}", "nome": f"Subestação de nome comprido {n}", "latitude": f"-19,{n:04d}",
                      "longitude": f"-44,{n * 37 % 400:04d}"}
        for n in range(400)
    ]  # fmt: skip
    found = receive_grid(file=as_csv(*rows), uploaded_by=None, now=timezone.now())
    go_on_with_imports()
    confirm_grid(public_id=found.public_id, now=timezone.now())
    go_on_with_imports()
    page.goto(portal_url + PUBLIC)
    page.wait_for_load_state("load")
    weight = page.evaluate(
        """performance.getEntries().filter((entry) => "transferSize" in entry)
            .reduce((sum, entry) => sum + entry.transferSize, 0)"""
    )
    assert page.locator(".grid-map a").count() > 10
    assert 0 < weight <= 100_000
    assert faults(page) == []


@pytest.mark.parametrize(("width", "has_script"), [(1280, True), (360, False)])
def test_a_file_is_sent_watched_and_reported(
    new_page: NewPage,
    portal_url: str,
    admin: User,
    enter: Callable[[Page, User], None],
    tmp_path: Path,
    width: int,
    has_script: bool,
) -> None:
    page = new_page(width, has_script=has_script)
    found: list[str] = []

    def look() -> None:
        found.extend(faults(page) if has_script else sideways(page))

    enter(page, admin)
    page.goto(f"{portal_url}/admin/rede")
    look()
    page.get_by_role("button", name="Enviar e ver").click()
    expect(page.locator("main")).to_contain_text("escolha o arquivo.")
    look()
    rows = feeders(30)
    rows[3] |= {"capacidade_kw": "muita"}
    file = tmp_path / "rede.csv"
    file.write_bytes(as_csv(SUBSTATION, TRANSFORMER, *rows).getvalue())
    page.set_input_files("[name=file]", file)
    page.get_by_role("button", name="Enviar e ver").click()
    expect(page.locator("h1")).to_have_text("Lendo o arquivo")
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "0")
    look()
    go_on_with_imports()
    if not has_script:
        page.get_by_role("link", name="Atualizar agora").click()
    expect(page.locator("h1")).to_have_text("O que este arquivo traz")
    look()
    page.get_by_role("button", name="Carregar as linhas boas").click()
    expect(page.locator("h1")).to_have_text("Carregando os pontos")
    if has_script:
        # The bar moves by itself.
        GridImport.objects.update(rows_read=16)
        expect(page.get_by_role("progressbar")).to_have_js_property("value", 50)
        expect(page.locator("[data-progress-url] [role=status]")).to_contain_text("16 de 32 linhas, 50 %")
        GridImport.objects.update(rows_read=0)
    look()
    go_on_with_imports()
    if not has_script:
        page.get_by_role("link", name="Atualizar agora").click()
    expect(page.locator("h1")).to_have_text("Arquivo carregado")
    expect(page.locator("main")).to_contain_text("Escreva")
    look()
    page.goto(f"{portal_url}/admin/rede")
    expect(page.locator("main")).to_contain_text("Carregado")
    look()
    assert found == []
