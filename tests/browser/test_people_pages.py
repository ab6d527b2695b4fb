"""A technician opens an account; a holder, with a telephone and no account, follows and cancels."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from portal.outbox.models import Message
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, HolderAccess
from tests.browser.axe import sideways, violations
from tests.browser.conftest import NewPage
from tests.delivery import deliver
from tests.factories import PASSWORD, filed_request, make_admin, make_analyst, make_technician
from tests.integration.test_holder_access import code_in_mail, token_in_mail
from tests.stages import request_in


def complaints(page: Page) -> list[str]:
    return violations(page) + sideways(page)


def submit(page: Page, text: str) -> None:
    page.click(f"main button:has-text('{text}')")


def come_in(page: Page, portal_url: str, case: AccessRequest) -> list[str]:
    """From the link in the mail to the request; gives what axe found on the way."""
    page.goto(f"{portal_url}/titular/confirmar/{token_in_mail()}")
    found = complaints(page)
    submit(page, "Receber código")
    found += complaints(page)
    page.fill("[name=code]", "12")
    submit(page, "Entrar")
    expect(page.locator("#id_code_error")).to_contain_text("seis números")
    expect(page).to_have_title(re.compile("^Erro: "))
    found += complaints(page)
    page.fill("[name=code]", code_in_mail())
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{portal_url}/titular/solicitacoes/{case.filing_number}")
    return found


@pytest.mark.parametrize("has_script", [True, False])
def test_a_technician_opens_an_account(portal_url: str, new_page: NewPage, has_script: bool) -> None:
    page = new_page(360, has_script=has_script)
    page.goto(f"{portal_url}/criar-conta")
    page.fill("[name=full_name]", "Rafael Nogueira")
    page.fill("[name=email]", "rafael@exemplo.test")
    page.fill("[name=password1]", PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/confirmar-email"))
    code = re.search(r"^([A-Z0-9-]{6,12})$", Message.objects.latest("pk").text, re.MULTILINE)
    assert code is not None
    page.fill("[name=code]", code[1])
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{portal_url}/conta/profissional")
    found = complaints(page) if has_script else []
    submit(page, "Salvar e continuar")
    expect(page.locator("[id$=_error]")).to_have_count(6)
    found += complaints(page) if has_script else []
    page.check("[name=profession][value=electrical_engineer]")
    page.check("[name=council][value=CREA]")
    page.select_option("[name=registration_uf]", "MG")
    page.fill("[name=registration]", "MG-123456/D")
    page.fill("[name=title]", "Engenheiro eletricista")
    page.fill("[name=phone]", "(31) 98765-4321")
    submit(page, "Salvar e continuar")
    page.goto(f"{portal_url}/conta")
    expect(page.locator("main")).to_contain_text("CREA MG-123456/D")
    found += complaints(page) if has_script else []
    assert found == []


def test_g11_signing_in_takes_paste_and_password_managers(portal_url: str, page: Page) -> None:
    page.goto(f"{portal_url}/entrar")
    assert page.get_attribute("[name=login]", "autocomplete") in (
        "email",
        "username",
        "email webauthn",
        "username webauthn",
    )
    assert "current-password" in str(page.get_attribute("[name=password]", "autocomplete"))
    for name in ("login", "password"):
        page.focus(f"[name={name}]")
        page.keyboard.insert_text("colado@exemplo.test")
        assert page.input_value(f"[name={name}]") == "colado@exemplo.test"
    assert page.locator("iframe, [class*=captcha]").count() == 0


@pytest.mark.parametrize("width", [360, 1280])
def test_a_holder_follows_the_request_and_cancels_the_opinion(
    portal_url: str, new_page: NewPage, width: int
) -> None:
    case = request_in(State.APPROVED, technician=make_technician(), analyst=make_analyst(), at=timezone.now())
    deliver("requests.opinion_pdf", "requests.receipt")
    page = new_page(width)
    found = come_in(page, portal_url, case)
    found += complaints(page)
    for below in ("prazo", "documentos", "cancelar"):
        page.goto(f"{portal_url}/titular/solicitacoes/{case.filing_number}/{below}")
        found += complaints(page)
    submit(page, "Receber código")
    submit(page, "Cancelar o parecer")
    found += complaints(page)
    page.check("[name=is_sure]")
    page.fill("[name=code]", code_in_mail())
    submit(page, "Cancelar o parecer")
    expect(page.locator("h1")).to_have_text("Parecer cancelado")
    found += complaints(page)
    page.goto(f"{portal_url}/titular/solicitacoes/{case.filing_number}")
    found += complaints(page)
    assert found == []


def test_a_holder_follows_without_script(portal_url: str, new_page: NewPage) -> None:
    case = filed_request()
    page = new_page(360, 740, has_script=False)
    page.goto(f"{portal_url}/titular/confirmar/{token_in_mail()}")
    submit(page, "Receber código")
    page.fill("[name=code]", code_in_mail())
    submit(page, "Entrar")
    expect(page.locator("main")).to_contain_text("Você não precisa fazer nada agora.")
    facts = page.locator("dl.facts").bounding_box()
    assert facts is not None and facts["y"] + facts["height"] < 740, (
        "situation, turn and date in the first screenful"
    )
    page.click("text=Ver o extrato do prazo")
    expect(page.locator("h1")).to_have_text("Extrato do prazo")
    assert str(case.filing_number) in page.content()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_helpful_pages_around_are_accessible(
    portal_url: str, new_page: NewPage, settings: Settings, width: int
) -> None:
    filed_request(make_technician())
    page = new_page(width)
    found: list[str] = []
    settings.IS_DEMO = True
    for path in ("/titular", "/titular/confirmar/nada", "/titular/codigo", "/demo/mensagens"):
        page.goto(portal_url + path)
        found += complaints(page)
    link = f"{portal_url}/titular/confirmar/{token_in_mail()}"
    access = HolderAccess.objects.get()
    HolderAccess.objects.update(expires_at=access.created_at)
    page.goto(link)
    found += complaints(page)
    submit(page, "Receber um link novo")
    expect(page.locator("h1")).to_have_text("Enviamos um link novo")
    found += complaints(page)
    assert found == []


def test_the_configuration_pages_keep_to_the_content_policy(
    portal_url: str, page: Page, settings: Settings
) -> None:
    settings.IS_DEMO = True
    admin = make_admin()
    page.goto(f"{portal_url}/configuracao/")
    page.fill("[name=login]", admin.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button:has-text('Entrar'):not([form])")
    expect(page).to_have_url(f"{portal_url}/configuracao/")
    for path in (
        "accounts/user/",
        "accounts/user/add/",
    ):
        page.goto(f"{portal_url}/configuracao/{path}")
        expect(page.locator("#content h1")).to_be_visible()
