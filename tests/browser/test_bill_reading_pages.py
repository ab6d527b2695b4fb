"""Reading a bill in real Chromium: the file, the fields beside the pages, the choices in the filing; also without script."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.accounts.models import User
from requests_app.services.filing.drafts import create_draft
from tests.bills.designs import high_design, low_design
from tests.browser.conftest import NewPage
from tests.browser.walk_checks import faults
from tests.files import jpg_bytes
from tests.integration.filing_steps import filled_draft
from tests.integration.filing_steps import page as address

pytestmark = pytest.mark.xdist_group("bills")
Enter = Callable[[Page, User], None]


@pytest.fixture
def high(tmp_path: Path) -> Path:
    path = tmp_path / "fatura-grupo-a.pdf"
    path.write_bytes(high_design(0).pdf)
    return path


@pytest.fixture
def low(tmp_path: Path) -> Path:
    path = tmp_path / "fatura-grupo-b.pdf"
    path.write_bytes(low_design(0).pdf)
    return path


def upload(page: Page, file: Path) -> None:
    page.set_input_files("[name=bill]", file)
    page.click("main button:has-text('Ler a fatura')")


def test_a_bill_of_group_a_is_confirmed_beside_its_pages(portal_url: str, page: Page, high: Path) -> None:
    page.goto(f"{portal_url}/fatura/ler")
    assert faults(page) == []
    upload(page, high)
    expect(page.locator("h1")).to_have_text("Confira o que lemos")
    expect(page.get_by_label("Demanda ativa registrada, ponta (kW)", exact=True)).to_have_value("707")
    expect(page.get_by_label("Data da leitura atual")).to_have_value("28/02/2023")
    # Whole pages, one under the other: what lies under another picture could not be compared.
    first, second = (
        page.get_by_role("img", name=f"Página {number} da fatura que você enviou").bounding_box()
        for number in (1, 2)
    )
    assert first is not None
    assert second is not None
    assert first["width"] > 300
    assert first["height"] / first["width"] == pytest.approx(842 / 595, rel=0.01)
    assert second["y"] >= first["y"] + first["height"]
    # The link of a field leads to its box on the picture, and the box is then seen.
    link = page.locator("a[href='#lugar-energy-hp-active-registered']").first
    link.click()
    box = page.locator("#lugar-energy-hp-active-registered")
    assert box.evaluate("e => e.matches(':target')")
    expect(box).to_be_in_viewport()
    assert faults(page) == []
    # What was read and confirmed arrives at the indicators, and what the guide prints comes out of it.
    page.click("button:has-text('Calcular os indicadores')")
    expect(page).to_have_url(f"{portal_url}/fatura/indicadores")
    for name, value in {
        "previous_reading_on": "31/01/2023",
        "current_reading_on": "28/02/2023",
        "peak.energy_kwh": "24.500",
        "off_peak.max_kw": "756",
        "contracted_kw": "1.145",
        "injection_contracted_kw": "700",
        "printed.peak_load_factor": "0,608",
        "printed.off_peak_reactive_demand_kw": "1",
        "printed.injection_billed_kw": "693",
    }.items():
        expect(page.locator(f"[name='{name}']")).to_have_value(value)
    expect(page.locator("[name=modality][value=green]")).to_be_checked()
    expect(page.locator("[name=history]")).to_have_value(
        re.compile("^FEV/23 707 756 - - -\nJAN/23 252 441 9.100 135.100 780")
    )
    expect(page.locator("main")).to_contain_text("0,608")
    expect(page.locator("main")).to_contain_text("0,408")


def test_every_group_of_fields_opens_without_fault(portal_url: str, page: Page, high: Path) -> None:
    page.goto(f"{portal_url}/fatura/ler")
    upload(page, high)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert faults(page) == []


def test_a_photo_is_answered_at_the_field(portal_url: str, page: Page, tmp_path: Path) -> None:
    photo = tmp_path / "fatura.pdf"
    photo.write_bytes(jpg_bytes())
    page.goto(f"{portal_url}/fatura/ler")
    upload(page, photo)
    expect(page.locator("[data-focus]")).to_be_focused()
    expect(page).to_have_title(re.compile("^Erro: "))
    expect(page.get_by_label("Fatura em PDF")).to_be_visible()
    assert faults(page) == []


def test_without_script_a_bill_is_read_and_its_consumption_goes_on(
    portal_url: str, new_page: NewPage, low: Path
) -> None:
    page = new_page(360, 740, has_script=False)
    page.goto(f"{portal_url}/fatura/ler")
    upload(page, low)
    expect(page.get_by_role("heading", level=1)).to_have_text("Confira o que lemos")
    expect(page.get_by_label("Consumo dos 12 meses", exact=False)).to_have_value(
        "271\n259\n254\n265\n276\n287\n310\n352\n366\n341\n298\n325"
    )
    page.click("button:has-text('Calcular a potência compatível')")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Potência compatível")
    expect(page).to_have_url(re.compile("/potencia-compativel"))


@pytest.mark.parametrize("has_script", [True, False])
def test_the_unit_is_filled_by_choice(
    portal_url: str, new_page: NewPage, user: User, enter: Enter, low: Path, has_script: bool
) -> None:
    page = new_page(360 if has_script else 1280, has_script=has_script)
    enter(page, user)
    draft = filled_draft(user)
    page.goto(portal_url + address(draft, "draft_unit"))
    page.click("text=Preencher com uma fatura em PDF")
    if has_script:
        assert faults(page) == []
    upload(page, low)
    expect(page.get_by_role("heading", level=1)).to_have_text("O que a fatura preenche")
    number = page.get_by_role("group", name="Número da instalação")
    expect(number.get_by_label("Do rascunho: 3014056287")).to_be_checked()
    if has_script:
        assert faults(page) == []
    number.get_by_label("Da fatura: 3009876543").check()
    page.click("button:has-text('Usar o que escolhi')")
    expect(page.get_by_text("Preenchemos 1 campo com a fatura")).to_be_visible()
    expect(page.get_by_label("Número da instalação", exact=True)).to_have_value("3009876543")
    expect(page.get_by_label("Disjuntor geral", exact=True)).to_have_value("63")


def test_an_empty_draft_is_filled_at_one_press(
    portal_url: str, page: Page, user: User, enter: Enter, high: Path
) -> None:
    enter(page, user)
    draft = create_draft(actor=user.as_actor())
    page.goto(portal_url + address(draft, "draft_bill"))
    upload(page, high)
    assert faults(page) == []
    page.click("button:has-text('Usar o que escolhi')")
    expect(page.get_by_label("Demanda contratada de consumo", exact=True)).to_have_value("1.145")
    expect(page.get_by_label("Número da instalação", exact=True)).to_have_value("3012345678")
