"""The analysts' room in a real browser: with the mouse, with keys, without JavaScript, and under axe in every state."""

import re

import pytest
from playwright.sync_api import Page, expect

from requests_app.models import Opinion, ReviewItem
from requests_app.services.review import claims
from tests.browser.axe import sideways
from tests.browser.conftest import NewPage
from tests.browser.review_doors import SignIn, complaints, drawn, press, sign_in_at
from tests.factories import filed_request, reviewed
from tests.integration.review_room import an_analyst, bench_address


@pytest.fixture
def sign_in(portal_url: str) -> SignIn:
    return sign_in_at(portal_url)


def judge_all(page: Page) -> None:
    """Atende for every item, document by document, as the saves lead on."""
    for _ in range(30):
        left = page.locator(".check:not(:has(input:checked))")
        if left.count() == 0:
            return
        for place in range(page.locator(".check").count()):
            page.locator(".check").nth(place).get_by_label("Atende", exact=True).check()
        press(page, "Salvar e seguir")
    raise AssertionError("the bench never came to its end")


@pytest.mark.parametrize("has_script", [True, False])
def test_a_request_goes_from_the_queue_to_its_opinion(
    portal_url: str, new_page: NewPage, sign_in: SignIn, has_script: bool
) -> None:
    analyst = an_analyst()
    case = filed_request()
    page = new_page(has_script=has_script)
    sign_in(page, analyst)
    page.goto(f"{portal_url}/analise/fila")
    press(page, "Assumir próxima")
    expect(page).to_have_url(f"{portal_url}{bench_address(case)}")
    judge_all(page)
    expect(page.locator(".bench-foot")).to_contain_text("Todos os itens têm veredito")
    page.get_by_role("link", name="Documentos conferidos").click()
    press(page, "Dar os documentos por conferidos")
    page.get_by_role("link", name="Decidir").click()
    page.get_by_label("Favorável", exact=False).first.check()
    press(page, "Ver como vai ficar")
    expect(page.locator("h1")).to_have_text("Favorável: confira e assine")
    assert not Opinion.objects.exists()
    press(page, "Assinar e emitir o parecer")
    expect(page.locator("main")).to_contain_text("Parecer PA-")
    assert Opinion.objects.get().access_request == case


@pytest.mark.parametrize("has_script", [True, False])
def test_a_failing_item_with_a_ready_reason_becomes_a_correction(
    portal_url: str, new_page: NewPage, sign_in: SignIn, has_script: bool
) -> None:
    analyst = an_analyst()
    case = reviewed(filed_request(), analyst)
    page = new_page(has_script=has_script)
    sign_in(page, analyst)
    page.goto(f"{portal_url}{bench_address(case)}?doc=single_line_diagram")
    item = page.locator(".check").first
    item.get_by_label("Não atende").check()
    item.get_by_label("Motivo pronto").select_option("diagram_unreadable")
    item.get_by_role("button", name="Usar este motivo").click()
    item = page.locator(".check").first
    expect(item.get_by_label("O que o técnico vai ler")).to_have_value(
        "Não conseguimos ler os valores do diagrama."
    )
    press(page, "Salvar e seguir")
    page.get_by_role("link", name="Montar correções (1)").click()
    expect(page.locator("#aviso")).to_contain_text("1. Não conseguimos ler os valores do diagrama.")
    press(page, "Enviar a correção")
    expect(page.locator("main")).to_contain_text("A correção foi enviada de uma vez.")
    case.refresh_from_db()
    assert case.state == "pending"


def test_a02_a_whole_review_by_keys_alone(portal_url: str, page: Page, sign_in: SignIn) -> None:
    """A-02 in spirit: `1` and `j` per item and one save per document; no mouse."""
    analyst = an_analyst()
    analyst.has_shortcuts = True
    analyst.save()
    case = filed_request()
    claims.claim(access_request_id=case.pk, actor=analyst.as_actor())
    sign_in(page, analyst)
    page.goto(f"{portal_url}{bench_address(case)}")
    presses = 0
    while ReviewItem.objects.filter(access_request=case, verdict="").exists():
        assert presses < 60
        for _ in range(page.locator(".check").count()):
            page.keyboard.press("j")
            page.keyboard.press("1")
            presses += 2
        with page.expect_navigation():
            page.keyboard.press("Enter")
        presses += 1
    assert presses <= 60


def test_a10_letters_do_nothing_while_shortcuts_are_off_or_a_text_has_the_focus(
    portal_url: str, page: Page, sign_in: SignIn
) -> None:
    analyst = an_analyst()
    case = filed_request()
    claims.claim(access_request_id=case.pk, actor=analyst.as_actor())
    sign_in(page, analyst)
    page.goto(f"{portal_url}{bench_address(case)}")
    for key in ("j", "1", "3", "]", "n", "?"):
        page.keyboard.press(key)
    assert page.locator("input:checked").count() == 0 and page.url.endswith(str(case.filing_number))
    analyst.has_shortcuts = True
    analyst.save()
    page.reload()
    page.locator(".check").first.get_by_label("Não atende").check()
    words = page.get_by_label("O que o técnico vai ler").first
    words.focus()
    page.keyboard.type("j1n]?")
    expect(words).to_have_value("j1n]?")


def test_the_picture_of_the_page_stands_beside_its_checklist(
    portal_url: str, page: Page, sign_in: SignIn
) -> None:
    analyst = an_analyst()
    case = drawn(filed_request())
    claims.claim(access_request_id=case.pk, actor=analyst.as_actor())
    sign_in(page, analyst)
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{portal_url}{bench_address(case)}")
    picture = page.locator(".doc img")
    expect(picture).to_be_visible()
    assert page.evaluate("document.querySelector('.doc img').naturalWidth") > 600
    boxes = page.locator("#documento").bounding_box(), page.locator("#conferencia").bounding_box()
    assert boxes[0] and boxes[1] and boxes[1]["x"] >= boxes[0]["x"] + boxes[0]["width"] - 1
    assert boxes[0]["width"] >= 0.55 * 1366 and sideways(page) == []


def test_g06_an_error_is_listed_above_and_leads_to_its_control(
    portal_url: str, page: Page, sign_in: SignIn
) -> None:
    analyst = an_analyst()
    case = filed_request()
    claims.claim(access_request_id=case.pk, actor=analyst.as_actor())
    sign_in(page, analyst)
    page.goto(f"{portal_url}{bench_address(case)}")
    page.locator(".check").first.get_by_label("Não atende").check()
    press(page, "Salvar e seguir")
    expect(page).to_have_title(re.compile("^Erro: "))
    links = page.locator(".errors li a")
    expect(links).to_have_count(2)
    for place in range(2):
        target = page.locator(links.nth(place).get_attribute("href") or "#nothing")
        expect(target).to_be_visible()
        assert target.get_attribute("aria-invalid") == "true"
        assert links.nth(place).inner_text() in target.locator("xpath=ancestor::fieldset").inner_text()
    assert complaints(page) == []
