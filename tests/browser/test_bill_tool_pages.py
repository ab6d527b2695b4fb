"""The pages about a bill's numbers in real Chromium: empty, answered and with mistakes, at both widths, and without scripts."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.walk_checks import faults
from tests.integration.bill_room import CYCLE, GUIDE, HISTORY, LOADS, PRICE, load_record

PAGES = ("indicadores", "demanda-contratada", "modalidade", "opcao-grupo-b", "preco", "memoria-de-massa")
ANSWERED = {
    "indicadores": {**GUIDE, "history": HISTORY, "printed.overrun_kw": "389", "contracted_kw": "1.000"},
    "demanda-contratada": LOADS,
    "modalidade": CYCLE,
    "opcao-grupo-b": {"group_b.transformers_kva.0": "75", "group_b.transformers_kva.1": "45"},
    "preco": PRICE,
}
HEAVIEST_BYTES = 100_000


def unfold(page: Page, within: str) -> None:
    """Opens whatever is folded, one after the other: an open one no longer matches."""
    folded = page.locator(f"{within} details:not([open])")
    while folded.count():
        folded.first.locator("> summary").click()


def fill(page: Page, values: dict[str, str]) -> None:
    unfold(page, "main form")
    for name, value in values.items():
        box = page.locator(f'main form [name="{name}"]')
        if box.first.get_attribute("type") == "radio":
            page.locator(f'main form [name="{name}"][value="{value}"]').check()
        else:
            box.fill(value)


def send(page: Page) -> None:
    page.locator("main form .actions .btn:not(.quiet)").click()
    page.wait_for_load_state()


@pytest.mark.parametrize("name", ["", *PAGES])
def test_an_empty_page_has_no_fault_and_is_light(portal_url: str, page: Page, name: str) -> None:
    weights: list[int] = []
    page.on("response", lambda response: weights.append(len(response.body())))
    page.goto(f"{portal_url}/fatura/{name}".rstrip("/"))
    page.wait_for_load_state("networkidle")
    assert 0 < sum(weights) <= HEAVIEST_BYTES
    assert faults(page) == []


@pytest.mark.parametrize("name", ANSWERED)
def test_an_answered_page_has_no_fault(portal_url: str, page: Page, name: str) -> None:
    page.goto(f"{portal_url}/fatura/{name}")
    fill(page, ANSWERED[name])
    send(page)
    expect(page.locator("#resultado")).to_be_visible()
    unfold(page, "main")
    assert faults(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_sent_empty_says_what_is_missing(portal_url: str, page: Page, name: str) -> None:
    page.goto(f"{portal_url}/fatura/{name}")
    send(page)
    expect(page.locator("[data-focus]")).to_be_focused()
    expect(page).to_have_title(re.compile("^Erro: "))
    assert faults(page) == []


def record(tmp_path: Path, text: str) -> str:
    file = tmp_path / "medidor.csv"
    file.write_text(text, "utf-8")
    return str(file)


def test_a_load_record_becomes_a_curve(portal_url: str, page: Page, tmp_path: Path) -> None:
    page.goto(f"{portal_url}/fatura/memoria-de-massa")
    page.set_input_files("[name=file]", record(tmp_path, load_record()))
    send(page)
    expect(page.locator("#resultado svg.plot").first).to_be_visible()
    page.locator("#resultado details > summary").click()
    assert faults(page) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_work_without_scripts(
    portal_url: str, new_page: NewPage, tmp_path: Path, width: int
) -> None:
    page = new_page(width, has_script=False)
    page.goto(f"{portal_url}/fatura/indicadores")
    fill(page, ANSWERED["indicadores"])
    send(page)
    expect(page.locator("#resultado")).to_contain_text("24.500 kWh ÷ (707 kW × 57 h) = 0,608")
    expect(page.locator("#resultado svg[role=img]")).to_have_count(3)
    page.goto(f"{portal_url}/fatura/demanda-contratada")
    expect(page.locator(".loads-row")).to_have_count(4)
    page.click("[name=mais_linhas]")
    expect(page.locator(".loads-row")).to_have_count(8)
    page.goto(f"{portal_url}/fatura/memoria-de-massa")
    page.set_input_files("[name=file]", record(tmp_path, load_record(2)))
    send(page)
    expect(page.locator("#resultado")).to_contain_text("192 intervalos de 15 minutos")
