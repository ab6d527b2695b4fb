"""The first two screens in a browser: only the questions that matter are seen, with and without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from portal.accounts.models import User
from tests.browser.axe import sideways, violations
from tests.browser.conftest import NewPage
from tests.browser.filing_room import SignIn, address
from tests.filing_data import GROUP_A, HYDRO, TWO_SOURCES
from tests.integration.filing_steps import filled_draft

PLANTS: dict[str, dict[str, dict[str, str]]] = {
    "a small house": {},
    "a hydro plant in medium voltage": {"unit": GROUP_A, "generation": HYDRO},
    "two sources": {"generation": TWO_SOURCES | {"has_storage": "true"}},
    "a new unit": {"unit": {"request_kind": "new_unit"}},
}


@pytest.mark.parametrize("plant", PLANTS)
@pytest.mark.parametrize("width", [320, 1280])
def test_g01_g02_both_screens_are_clean_for_every_plant(
    portal_url: str, user: User, enter: SignIn, new_page: NewPage, plant: str, width: int
) -> None:
    draft = filled_draft(user, **PLANTS[plant])
    page = new_page(width)
    enter(page, user)
    for screen in ("unidade", "geracao"):
        for place in (screen, f"{screen}?revisar=1"):
            page.goto(address(portal_url, draft, place))
            page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
            assert violations(page) == []
            assert sideways(page) == []


def seen(page: Page, *names: str) -> list[str]:
    return [name for name in names if page.locator(f"[name={name}]").first.is_visible()]


@pytest.mark.parametrize("has_script", [True, False])
def test_questions_follow_the_answers_at_once(
    portal_url: str, user: User, enter: SignIn, new_page: NewPage, has_script: bool
) -> None:
    draft = filled_draft(user)
    page = new_page(has_script=has_script)
    enter(page, user)
    page.goto(address(portal_url, draft, "unidade"))
    names = ("unit_number", "breaker_a", "monthly_consumption_kwh", "substation_type", "utm_zone", "latitude")
    assert seen(page, *names) == ["unit_number", "breaker_a", "monthly_consumption_kwh", "latitude"]
    page.check("[name=request_kind][value=new_unit]")
    page.check("[name=group][value=A]")
    page.check("[name=coordinates_as][value=utm]")
    assert seen(page, *names) == ["substation_type", "utm_zone"]
    page.check("[name=has_emergency_generator]")
    expect(page.locator("[name=emergency_generator_kva]")).to_be_visible()

    page.goto(address(portal_url, draft, "geracao"))
    plant = (
        "module_0_model",
        "inverter_0_model",
        "machine",
        "declared_power_kw",
        "river",
        "fuel",
        "storage_kwh",
    )
    assert seen(page, *plant) == ["module_0_model", "inverter_0_model"]
    page.select_option("[name=source]", "hydro")
    assert seen(page, *plant) == ["machine", "declared_power_kw", "river"]
    page.check("[name=machine][value=inverter]")
    page.select_option("[name=second_source]", "biomass")
    page.check("[name=has_storage][value=true]")
    assert seen(page, *plant) == [
        "inverter_0_model",
        "machine",
        "declared_power_kw",
        "river",
        "fuel",
        "storage_kwh",
    ]


def test_what_was_typed_and_is_hidden_now_stays_in_the_draft(
    portal_url: str, user: User, enter: SignIn, page: Page
) -> None:
    draft = filled_draft(user, generation=TWO_SOURCES)
    enter(page, user)
    page.goto(address(portal_url, draft, "geracao"))
    page.select_option("[name=second_source]", "")
    page.click("text=Salvar e continuar")
    page.wait_for_url("**/creditos")
    draft.refresh_from_db()
    assert draft.draft_answers["generation"]["fuel"] == "Biogás"
    assert draft.draft_answers["generation"]["second_source"] == ""
