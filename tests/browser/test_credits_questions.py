"""Credits, list of units and guarantee in a browser: only the questions that matter, narrow screens, no script."""

import pytest
from playwright.sync_api import Page, expect

from portal.accounts.models import User
from tests.browser.axe import sideways, violations
from tests.browser.conftest import NewPage
from tests.browser.filing_room import SignIn, address
from tests.filing_data import GROUP_A, HYDRO
from tests.integration.filing_steps import filled_draft

ANA = "529.982.247-25"
WRONG = f"esta unidade\t40\n3014000001\t59,99\tAna Souza\t{ANA}\n3,01406E+09\t0,01\tBia\t111"
RIGHT = f"esta unidade\t40\n3014000001\t59,99\tAna Souza\t{ANA}\n3014000002\t0,01\tBia Lima\t{ANA}"


def seen(page: Page, *names: str) -> list[str]:
    return [name for name in names if page.locator(f"[name={name}]").first.is_visible()]


@pytest.mark.parametrize("has_script", [True, False])
def test_credit_questions_follow_the_answers_at_once(
    portal_url: str, user: User, enter: SignIn, new_page: NewPage, has_script: bool
) -> None:
    page = new_page(has_script=has_script)
    enter(page, user)
    page.goto(address(portal_url, filled_draft(user), "creditos"))
    names = (
        *("association", "consortium_law", "unit_holding", "is_administrator_fit", "member_count"),
        *("keeps_modality_12_months", "fast_track_local"),
    )
    units = page.get_by_role("heading", name="Unidades que recebem os créditos")
    assert seen(page, *names) == []
    expect(units).to_be_hidden()
    page.check("[name=modality][value=shared]")
    assert seen(page, *names) == ["association"]
    expect(units).to_be_visible()
    page.check("[name=association][value=consortium]")
    page.check("[name=unit_holding][value=administrator]")
    assert seen(page, *names) == [
        *(
            "association",
            "consortium_law",
            "unit_holding",
            "is_administrator_fit",
            "keeps_modality_12_months",
        ),
    ]
    page.check("[name=association][value=cooperative]")
    assert seen(page, *names) == ["association", "unit_holding", "member_count", "keeps_modality_12_months"]
    page.check("[name=modality][value=local]")
    page.check("[name=waiver][value=fast_track]")
    assert seen(page, *names) == ["fast_track_local"]


@pytest.mark.parametrize("has_script", [True, False])
def test_guarantee_questions_follow_the_form(
    portal_url: str, user: User, enter: SignIn, new_page: NewPage, has_script: bool
) -> None:
    page = new_page(has_script=has_script)
    enter(page, user)
    page.goto(address(portal_url, filled_draft(user, unit=GROUP_A, generation=HYDRO), "garantia"))
    names = ("surety_bank", "amount_brl", "valid_until")
    assert seen(page, *names) == []
    page.check("[name=form][value=cash]")
    assert seen(page, *names) == ["amount_brl"]
    expect(page.get_by_text("29000-9")).to_be_visible()
    page.check("[name=form][value=surety]")
    assert seen(page, *names) == list(names)
    expect(page.get_by_text("29000-9")).to_be_hidden()


@pytest.mark.parametrize("width", [320, 1280])
def test_t14_a_list_is_pasted_mended_and_fits_a_narrow_screen(
    portal_url: str, user: User, enter: SignIn, new_page: NewPage, width: int
) -> None:
    draft = filled_draft(user, credits={"modality": "remote", "waiver": "none"})
    page = new_page(width, has_script=width > 320)
    enter(page, user)
    page.goto(address(portal_url, draft, "creditos/lista"))
    page.fill("[name=text]", WRONG)
    page.get_by_role("button", name="Ler e guardar a lista").click()
    expect(page.get_by_role("alert")).to_contain_text("Falta 0,01 ponto percentual para 100%.")
    expect(page.get_by_text("O Excel abreviou este número (3,01406E+09).")).to_be_visible()
    assert sideways(page) == []
    page.fill("[name=text]", RIGHT)
    page.get_by_role("button", name="Trocar pela lista enviada").click()
    expect(page.get_by_text("Soma exata")).to_be_visible()
    assert sideways(page) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_g01_g02_the_screens_are_clean(
    portal_url: str, user: User, enter: SignIn, new_page: NewPage, width: int
) -> None:
    draft = filled_draft(user, unit=GROUP_A, generation=HYDRO, credits={"modality": "remote"})
    page = new_page(width)
    enter(page, user)
    page.goto(address(portal_url, draft, "creditos/lista"))
    page.fill("[name=text]", WRONG)
    page.get_by_role("button", name="Ler e guardar a lista").click()
    for place in (None, "creditos", "creditos?revisar=1", "creditos/lista", "garantia"):
        if place is not None:
            page.goto(address(portal_url, draft, place))
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        assert violations(page) == [], place
        assert sideways(page) == [], place
