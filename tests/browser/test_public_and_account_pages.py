"""The frame in real Chromium: public pages, signing in, the second step, passkeys, the end of a session."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from tests.browser.axe import sideways, violations
from tests.browser.conftest import NewPage
from tests.factories import PASSWORD, make_technician

PUBLIC = ("/", "/como-funciona", "/ajuda", "/ajuda/glossario", "/acessibilidade", "/privacidade", "/termos")
ENTRANCE = ("/entrar", "/criar-conta", "/recuperar-acesso", "/recuperar-acesso/enviado", "/nada-aqui")
OWN = (
    "/conta/senha",
    "/conta/seguranca",
    "/conta/email",
    "/conta/aparelhos",
    "/conta/seguranca/chaves",
    "/sair",
)


def sign_in(page: Page, portal_url: str, email: str) -> None:
    page.goto(f"{portal_url}/entrar?next=/conta/seguranca")
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button:has-text('Entrar'):not([form])")
    expect(page).to_have_url(f"{portal_url}/conta/seguranca")


def complaints(page: Page) -> list[str]:
    return violations(page) + sideways(page)


@pytest.mark.parametrize("width", [360, 1280])
def test_g01_g02_public_and_entrance_pages_are_accessible(
    portal_url: str, new_page: NewPage, width: int
) -> None:
    page = new_page(width)
    found: list[str] = []
    for path in PUBLIC + ENTRANCE:
        page.goto(portal_url + path)
        found += complaints(page)
    for path in ("/entrar", "/criar-conta", "/recuperar-acesso"):
        page.goto(portal_url + path)
        page.click("main form button:not([form])")
        expect(page.locator("[data-focus]")).to_be_focused()
        expect(page).to_have_title(re.compile("^Erro: "))
        found += complaints(page)
    assert found == []


@pytest.mark.parametrize("width", [360, 1280])
def test_g01_g02_the_pages_of_ones_own_account_are_accessible(
    portal_url: str, new_page: NewPage, width: int
) -> None:
    page = new_page(width)
    sign_in(page, portal_url, make_technician().email)
    found: list[str] = []
    for path in OWN:
        page.goto(portal_url + path)
        found += complaints(page)
    page.goto(f"{portal_url}/conta/seguranca/totp")
    if page.locator("[name=password]").count():
        found += complaints(page)
        page.fill("[name=password]", PASSWORD)
        page.click("main form button")
    expect(page.locator("img.qr")).to_be_visible()
    found += complaints(page)
    assert found == []


@pytest.mark.parametrize("path", ["/", "/ajuda", "/entrar"])
def test_g02_nothing_scrolls_sideways_at_320_px_nor_with_text_at_200_percent(
    portal_url: str, new_page: NewPage, path: str
) -> None:
    narrow = new_page(320)
    narrow.goto(portal_url + path)
    large = new_page(360)
    large.goto(portal_url + path)
    large.evaluate("document.documentElement.style.fontSize = '200%'")
    assert sideways(narrow) + sideways(large) == []


@pytest.mark.parametrize("path", ["/", "/entrar"])
def test_g03_every_target_is_at_least_24_px(portal_url: str, phone: Page, path: str) -> None:
    phone.goto(portal_url + path)
    small = phone.evaluate(
        """() => [...document.querySelectorAll("a, button, input, select, summary")]
            .filter((item) => item.checkVisibility() && !item.closest(".skips"))
            .filter((item) => Math.min(item.getBoundingClientRect().width, item.getBoundingClientRect().height) < 24)
            .map((item) => item.outerHTML)"""
    )
    assert small == []


def test_g05_the_first_tab_reaches_the_way_to_the_content(portal_url: str, page: Page) -> None:
    page.goto(portal_url)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Ir para o conteúdo"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "conteudo"


def test_g04_the_phone_menu_opens_without_script(portal_url: str, new_page: NewPage) -> None:
    page = new_page(360, has_script=False)
    page.goto(portal_url)
    link = page.locator("#menu a", has_text="Ajuda")
    expect(link).to_be_hidden()
    page.click("button:has-text('Menu')")
    expect(link).to_be_visible()


def test_g16_the_session_warns_in_time_and_goes_on_by_keyboard(
    portal_url: str, page: Page, settings: Settings
) -> None:
    user = make_technician()
    sign_in(page, portal_url, user.email)
    settings.SESSION_COOKIE_AGE = 5 * 60 + 2
    page.goto(f"{portal_url}/conta/seguranca")
    dialog = page.locator("dialog[data-session-warning]")
    expect(dialog).to_be_visible()
    assert violations(page) == []
    with page.expect_response("**/sessao/continuar") as answer:
        page.keyboard.press("Enter")
    assert answer.value.ok
    expect(dialog).to_be_hidden()


def test_g17_the_first_load_is_light_and_all_ours(portal_url: str, page: Page) -> None:
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    page.goto(portal_url)
    page.wait_for_load_state("load")
    weight = page.evaluate(
        """performance.getEntries().filter((entry) => "transferSize" in entry)
            .reduce((sum, entry) => sum + entry.transferSize, 0)"""
    )
    assert len(addresses) <= 10
    assert [address for address in addresses if not address.startswith((portal_url, "data:"))] == []
    assert 0 < weight <= 100_000


def test_a_passkey_is_made_and_used_to_sign_in(portal_url: str, page: Page) -> None:
    home = portal_url.replace("127.0.0.1", "localhost")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    sign_in(page, home, make_technician().email)
    page.goto(f"{home}/conta/seguranca/chaves/nova")
    if page.locator("[name=password]").count():
        page.fill("[name=password]", PASSWORD)
        page.click("main form button")
    page.fill("[name=name]", "Meu telefone")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda url: not url.endswith("/nova"))
    page.goto(f"{home}/conta/seguranca/chaves")
    expect(page.locator("main")).to_contain_text("Meu telefone")
    assert violations(page) == []
    page.goto(f"{home}/sair")
    page.click("main form button")
    page.goto(f"{home}/entrar?next=/conta/seguranca")
    page.click("#passkey_login")
    expect(page).to_have_url(f"{home}/conta/seguranca")
