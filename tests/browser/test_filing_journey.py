"""Filing in a real browser, with and without JavaScript: the journey, its pages under axe, and what may go wrong."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.accounts.models import User
from requests_app.services.filing.drafts import create_draft
from tests.browser.axe import sideways, violations
from tests.browser.conftest import NewPage
from tests.browser.filing_room import (
    SCREENS,
    SignIn,
    address,
    fill,
    leave,
    pdf_file,
    ready,
    send,
    sign_in_by_form,
)
from tests.integration.filing_steps import DOCUMENTS, filled_draft, signed_in


@pytest.mark.parametrize("has_script", [True, False])
def test_t01_g04_six_screens_and_a_confirmation(
    portal_url: str, user: User, enter: SignIn, new_page: NewPage, tmp_path: Path, has_script: bool
) -> None:
    page = new_page(has_script=has_script)
    enter(page, user)
    page.goto(f"{portal_url}/solicitacoes/nova")
    page.click("text=Começar")
    seen = []
    for section, screen in zip(("unit", "generation", "credits", "holder"), SCREENS, strict=False):
        expect(page).to_have_url(re.compile(f"/{screen}$"))
        seen.append(page.url)
        fill(page, section)
        page.click("text=Salvar e continuar")
    expect(page).to_have_url(re.compile("/documentos$"))
    seen.append(page.url)
    for code in DOCUMENTS:
        page.set_input_files(f"#id_file_{code}", pdf_file(tmp_path, code))
    page.click("text=Enviar arquivos e continuar")
    expect(page).to_have_url(re.compile("/conferir$"))
    seen.append(page.url)
    send(page)
    expect(page).to_have_url(re.compile("/recebida$"))
    assert len(seen) == 6
    expect(page.locator("h1")).to_have_text(re.compile(r"GD-\d{4}-\d{6}-\d"))


@pytest.mark.parametrize("width", [360, 1280])
def test_g01_g02_every_screen_in_every_state_is_clean(
    portal_url: str, user: User, enter: SignIn, new_page: NewPage, width: int
) -> None:
    empty = create_draft(actor=user.as_actor())
    partial, sent = filled_draft(user, holder={"tax_id": "1"}), ready(user)
    signed_in(user).post(
        f"/rascunhos/{sent.public_id}/conferir",
        {"declaration_d": "on", "declaration_f": "on", "is_acknowledged": "on"},
    )
    sent.refresh_from_db()
    page = new_page(width)
    enter(page, user)
    places = [f"{portal_url}/{path}" for path in ("painel", "solicitacoes", "solicitacoes/nova", "rascunhos")]
    places += [
        f"{portal_url}/solicitacoes?situacao=analise",
        f"{portal_url}/solicitacoes/{sent.filing_number}/recebida",
    ]
    places += [address(portal_url, draft, screen) for draft in (empty, partial) for screen in SCREENS]
    places += [address(portal_url, sent, "unidade"), f"{address(portal_url, partial, 'titular')}?revisar=1"]
    problems: dict[str, object] = {}
    for place in places:
        page.goto(place)
        found = violations(page)
        if found or sideways(page):
            problems[place] = found or "scrolls sideways"
    for screen, button in (
        ("unidade", "Salvar e continuar"),
        ("documentos", "Enviar arquivos"),
        ("conferir", "Enviar solicitação"),
    ):
        page.goto(address(portal_url, empty, screen))
        page.click(f"text={button}")
        page.wait_for_selector(".errors")
        found = violations(page)
        if found or sideways(page):
            problems[f"{screen}, refused"] = found or "scrolls sideways"
    assert problems == {}


def test_g06_the_error_summary_has_the_focus_and_leads_to_the_field(
    portal_url: str, user: User, enter: SignIn, page: Page
) -> None:
    enter(page, user)
    page.goto(address(portal_url, filled_draft(user), "titular"))
    page.fill("[name=tax_id]", "123")
    page.click("text=Salvar e continuar")
    expect(page.locator(".errors")).to_be_focused()
    expect(page).to_have_title(re.compile("^Erro: "))
    page.click(".errors a")
    expect(page.locator("#id_tax_id")).to_be_focused()
    assert page.input_value("#id_tax_id") == "123"
    assert "id_tax_id_error" in (page.get_attribute("#id_tax_id", "aria-describedby") or "")


def test_t06_what_is_typed_saves_itself_and_says_so(
    portal_url: str, user: User, enter: SignIn, page: Page
) -> None:
    draft = create_draft(actor=user.as_actor())
    enter(page, user)
    page.goto(address(portal_url, draft, "unidade"))
    page.fill("[name=nickname]", "Padaria")
    page.locator("[name=street]").focus()
    expect(page.locator("[data-save-status]")).to_have_text(re.compile(r"Salvo às \d\d:\d\d"))
    draft.refresh_from_db()
    assert draft.nickname == "Padaria"
    page.reload()
    assert page.input_value("[name=nickname]") == "Padaria"


def test_t06_g15_a_failed_save_is_announced_at_once_and_loses_nothing(
    portal_url: str, user: User, enter: SignIn, page: Page
) -> None:
    draft = create_draft(actor=user.as_actor())
    enter(page, user)
    page.goto(address(portal_url, draft, "unidade"))
    page.route(
        "**/unidade",
        lambda route: route.fulfill(status=503) if route.request.method == "POST" else route.continue_(),
    )
    page.fill("[name=nickname]", "Não perca")
    page.locator("[name=street]").focus()
    expect(page.locator("[data-save-status]")).to_have_text(re.compile("Não salvo.*guardado neste aparelho"))
    page.unroute("**/unidade")
    page.reload()
    expect(page.locator("[data-save-status]")).to_have_text(re.compile(r"Salvo às"))
    assert page.input_value("[name=nickname]") == "Não perca"


def test_g14_without_network_the_text_stays_on_the_device_and_is_sent_later(
    portal_url: str, user: User, enter: SignIn, page: Page
) -> None:
    draft = create_draft(actor=user.as_actor())
    enter(page, user)
    page.goto(address(portal_url, draft, "unidade"))
    page.context.set_offline(True)
    page.fill("[name=nickname]", "Sem rede")
    page.locator("[name=street]").focus()
    expect(page.locator("[data-save-status]")).to_have_text(
        re.compile("sem internet.*guardado neste aparelho")
    )
    page.context.set_offline(False)
    expect(page.locator("[data-save-status]")).to_have_text(re.compile("Salvo às"))
    draft.refresh_from_db()
    assert draft.nickname == "Sem rede"


def test_g12_an_expired_session_is_told_within_seconds_and_the_text_comes_back(
    portal_url: str, user: User, enter: SignIn, page: Page
) -> None:
    draft = create_draft(actor=user.as_actor())
    enter(page, user)
    page.goto(address(portal_url, draft, "unidade"))
    leave(page)
    page.fill("[name=nickname]", "Ainda aqui")
    expect(page.get_by_role("alert")).to_contain_text("Guardamos tudo")
    page.click("text=Entre de novo")
    sign_in_by_form(page, user)
    expect(page).to_have_url(re.compile(f"/rascunhos/{draft.public_id}/unidade"))
    expect(page.locator("[name=nickname]")).to_have_value("Ainda aqui")
    expect(page.locator("[name=nickname]")).to_be_focused()


def test_g13_an_expired_session_without_script_keeps_what_was_posted(
    portal_url: str, user: User, enter: SignIn, new_page: NewPage
) -> None:
    draft = filled_draft(user)
    page = new_page(has_script=False)
    enter(page, user)
    page.goto(address(portal_url, draft, "unidade"))
    leave(page)
    page.fill("[name=nickname]", "Sem script")
    page.fill("[name=breaker_a]", "sessenta")
    page.click("text=Salvar e continuar")
    expect(page).to_have_url(re.compile("/entrar"))
    sign_in_by_form(page, user)
    expect(page).to_have_url(re.compile(f"/rascunhos/{draft.public_id}/unidade"))
    assert page.input_value("[name=nickname]") == "Sem script"
    assert page.input_value("[name=breaker_a]") == "sessenta"


def test_t08_two_tabs_show_both_versions(
    portal_url: str, user: User, enter: SignIn, new_page: NewPage
) -> None:
    draft = filled_draft(user)
    first, second = new_page(has_script=False), new_page(has_script=False)
    for page in (first, second):
        enter(page, user)
        page.goto(address(portal_url, draft, "unidade"))
    first.fill("[name=nickname]", "Da primeira aba")
    first.click("text=Salvar e continuar")
    second.fill("[name=nickname]", "Da segunda aba")
    second.click("text=Salvar e continuar")
    expect(second.locator("h1")).to_have_text("Este rascunho mudou em outra aba")
    expect(second.locator("main")).to_contain_text("Da primeira aba")
    expect(second.locator("main")).to_contain_text("Da segunda aba")
    second.click("text=Usar o que escrevi aqui")
    draft.refresh_from_db()
    assert draft.nickname == "Da segunda aba"


def test_t08_the_autosave_of_a_second_tab_leads_to_both_versions(
    portal_url: str, user: User, enter: SignIn, new_page: NewPage
) -> None:
    draft = filled_draft(user)
    first, second = new_page(), new_page()
    for page in (first, second):
        enter(page, user)
        page.goto(address(portal_url, draft, "unidade"))
    first.fill("[name=nickname]", "Da primeira aba")
    first.locator("[name=street]").focus()
    expect(first.locator("[data-save-status]")).to_have_text(re.compile("Salvo às"))
    draft.refresh_from_db()
    assert draft.nickname == "Da primeira aba"
    second.fill("[name=nickname]", "Da segunda aba")
    second.locator("[name=street]").focus()
    second.click("text=Comparar os dois textos")
    expect(second.locator("main")).to_contain_text("Da primeira aba")
    expect(second.locator("main")).to_contain_text("Da segunda aba")
    assert violations(second) == []
