"""The compatible power in real Chromium: every state under axe at both widths, without JavaScript, and where it stands in a request."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from portal.accounts.models import User
from tests.browser.axe import sideways, violations
from tests.browser.conftest import NewPage
from tests.browser.filing_room import SignIn, address
from tests.browser.review_doors import sign_in_at
from tests.factories import filed_request
from tests.integration.filing_steps import filled_draft
from tests.integration.review_room import an_analyst, bench_address

PASTED = "\n".join(["312,5", "1.298", *["300"] * 10])
RESULT = "?consumo_medio=20000&classe=rural&fonte=solar&potencia=80&ligacao=bi&disjuntor=63"
MISSING = "?consumo=300&consumo=310&classe=residencial&fonte=solar"


def calculate(page: Page) -> None:
    page.get_by_role("button", name="Calcular a potência").click()


@pytest.mark.parametrize("width", [320, 1280])
def test_every_state_of_the_page_is_clean(portal_url: str, new_page: NewPage, width: int) -> None:
    page = new_page(width)
    for query in ("", RESULT, MISSING, "?consumo=300&consumo=x&classe=residencial&fonte=solar"):
        page.goto(f"{portal_url}/potencia-compativel{query}")
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        assert violations(page) == [], query
        assert sideways(page) == [], query


@pytest.mark.parametrize("has_script", [True, False])
def test_a_list_is_pasted_mended_and_worked_out(portal_url: str, new_page: NewPage, has_script: bool) -> None:
    page = new_page(360, 740, has_script=has_script)
    page.goto(f"{portal_url}/ferramentas")
    page.locator("main").get_by_role("link", name="Potência compatível").click()
    page.fill("[name=consumo]", "312\njaneiro")
    calculate(page)
    problems = page.get_by_role("alert")
    expect(problems).to_contain_text("escolha a classe da unidade", ignore_case=True)
    problems.get_by_role("link", name="linha 2").click()
    expect(page.locator("[name=consumo]")).to_be_focused()
    page.fill("[name=consumo]", PASTED)
    page.select_option("[name=classe]", "residencial")
    calculate(page)
    expect(page.locator(".readout")).to_have_text("1,53 kW")
    assert page.url.startswith(f"{portal_url}/potencia-compativel?consumo=312%2C5&consumo=1298&consumo=300")
    page.get_by_text("Ver e mudar as respostas").click()
    expect(page.locator("[name=m2]")).to_have_value("1298")
    page.fill("[name=m2]", "298")
    page.check("[name=irrigacao]")
    page.fill("[name=desconto]", "\n".join(["100"] * 12))
    calculate(page)
    expect(page.get_by_text("Consumo fora do horário com desconto")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Consumo fora do horário com desconto")).to_be_visible()


def test_the_hours_with_discount_are_asked_only_for_the_discount(portal_url: str, page: Page) -> None:
    page.goto(f"{portal_url}/potencia-compativel")
    expect(page.locator("[name=desconto]")).to_be_hidden()
    page.focus("[name=irrigacao]")
    page.keyboard.press("Space")
    expect(page.locator("[name=desconto]")).to_be_visible()


def test_the_first_load_is_light(portal_url: str, page: Page) -> None:
    page.goto(f"{portal_url}/potencia-compativel{RESULT}")
    page.wait_for_load_state("load")
    weight = page.evaluate(
        """performance.getEntries().filter((entry) => "transferSize" in entry)
            .reduce((sum, entry) => sum + entry.transferSize, 0)"""
    )
    assert 0 < weight <= 100_000


@pytest.mark.parametrize("width", [320, 1280])
def test_it_stands_beside_the_waivers_of_a_draft(
    portal_url: str, user: User, enter: SignIn, new_page: NewPage, width: int
) -> None:
    page = new_page(width)
    enter(page, user)
    page.goto(address(portal_url, filled_draft(user), "creditos"))
    page.get_by_text("Ver a conta da potência compatível").click()
    expect(page.get_by_text("7.344 kWh ÷ 12 ciclos")).to_be_visible()
    assert violations(page) + sideways(page) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_it_stands_on_the_bench(portal_url: str, new_page: NewPage, width: int) -> None:
    sign_in: Callable[[Page, User], None] = sign_in_at(portal_url)
    page = new_page(width)
    sign_in(page, an_analyst())
    page.goto(f"{portal_url}{bench_address(filed_request(credits={'wants_compatible_power': True}))}")
    expect(page.get_by_text("A geração de 8,2 kW passa da potência compatível")).to_be_visible()
    assert violations(page) + sideways(page) == []
