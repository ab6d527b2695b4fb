"""The analysts' room in a real browser: with the mouse, with keys, without JavaScript, and under axe in every state."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings as django_settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from documents.tasks import render_pages
from portal.accounts.models import User
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, Opinion, ReviewItem
from requests_app.services import claims, review
from tests.browser.axe import sideways, violations
from tests.browser.conftest import NewPage
from tests.factories import filed_request, make_technician, publish_checklist, reviewed
from tests.integration.review_room import an_analyst, bench_address, signed_in
from tests.stages import request_in

SignIn = Callable[[Page, User], None]
TAILS = (
    "",
    "/pendencias",
    "/decisao",
    "/documentos-conferidos",
    "/estudo-de-obra",
    "/prazo/parar",
    "/prazo/retomar",
    "/titular",
)


@pytest.fixture
def sign_in(portal_url: str) -> SignIn:
    def enter(page: Page, user: User) -> None:
        name = django_settings.SESSION_COOKIE_NAME
        value = signed_in(user).cookies[name].value
        page.context.add_cookies([{"name": name, "value": value, "url": portal_url}])

    return enter


def drawn(access_request: AccessRequest) -> AccessRequest:
    """The worker has made the pictures of every page."""
    for attachment in access_request.attachments.all():
        assert attachment.stored_file_id is not None
        render_pages({"stored_file_id": attachment.stored_file_id, "first": 1})
    return access_request


def complaints(page: Page) -> list[str]:
    return violations(page) + sideways(page)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()


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
    assert links.count() == 2
    for place in range(2):
        target = page.locator(links.nth(place).get_attribute("href") or "#nothing")
        expect(target).to_be_visible()
        assert target.get_attribute("aria-invalid") == "true"
        assert links.nth(place).inner_text() in target.locator("xpath=ancestor::fieldset").inner_text()
    assert complaints(page) == []


@pytest.mark.parametrize("width", [1280, 360, 320])
def test_g01_g02_every_page_of_the_room_in_every_state(
    portal_url: str, new_page: NewPage, sign_in: SignIn, width: int
) -> None:
    analyst, caio, technician = an_analyst(), an_analyst("Caio Lemos"), make_technician()
    publish_checklist()
    page = new_page(width)
    sign_in(page, analyst)
    found: list[str] = []

    def look(address: str) -> None:
        answer = page.goto(f"{portal_url}{address}")
        assert answer is not None and answer.ok, address
        # axe judges the two widths of G-01; the narrowest is only about reflow.
        found.extend(complaints(page) if width >= 360 else sideways(page))

    look("/analise/fila")
    look("/analise/busca")
    now = timezone.now()
    cases = {
        state: request_in(state, technician=technician, analyst=analyst, at=now)
        for state in (
            State.RECEIVED, State.CHECKING, State.ANALYSIS, State.WORKS_STUDY, State.PENDING, State.CORRECTED,
            State.APPROVED, State.NOT_APPROVED,
        )
    }  # fmt: skip
    drawn(cases[State.CHECKING])
    look("/analise/fila")
    look("/analise/fila?visao=aguardando-rt")
    for case in cases.values():
        look(bench_address(case))
    for state in (State.CHECKING, State.ANALYSIS, State.APPROVED):
        for tail in TAILS[1:]:
            look(bench_address(cases[state], tail))
    failing = reviewed(filed_request(technician), analyst, failing=3)
    look(bench_address(failing))
    look(bench_address(failing, "/pendencias"))
    look(bench_address(failing, "/decisao"))
    review.pause_clock(
        access_request_id=cases[State.ANALYSIS].pk,
        reason_code=review.PAUSE_REASONS[0],
        actor=analyst.as_actor(),
        now=now,
    )
    look(bench_address(cases[State.ANALYSIS], "/prazo/retomar"))
    claims.claim(access_request_id=failing.pk, actor=caio.as_actor(), is_takeover=True)
    look(bench_address(failing))
    assert found == []


@pytest.mark.parametrize("width", [1280, 360])
def test_g01_pages_that_answer_a_form(
    portal_url: str, new_page: NewPage, sign_in: SignIn, width: int
) -> None:
    analyst = an_analyst()
    page = new_page(width)
    sign_in(page, analyst)
    case = reviewed(filed_request(), analyst)
    review.accept_documents(access_request_id=case.pk, actor=analyst.as_actor(), now=timezone.now())
    found: list[str] = []
    page.goto(f"{portal_url}{bench_address(case, '/decisao')}")
    press(page, "Ver como vai ficar")
    found += complaints(page)
    page.get_by_label("Favorável", exact=False).first.check()
    press(page, "Ver como vai ficar")
    expect(page.locator("h1")).to_contain_text("confira e assine")
    found += complaints(page)
    page.goto(f"{portal_url}{bench_address(case, '/prazo/parar')}")
    press(page, "Parar o prazo")
    found += complaints(page)
    page.goto(f"{portal_url}{bench_address(case, '/titular')}")
    page.get_by_label("Falar com o titular").check()
    press(page, "Mostrar o CPF uma vez")
    expect(page.locator("main")).to_contain_text("123.456.789-09")
    found += complaints(page)
    page.goto(f"{portal_url}/analise/busca")
    press(page, "Buscar pelo número")
    found += complaints(page)
    page.get_by_label("Número do pedido").fill("3999999999")
    press(page, "Buscar pelo número")
    found += complaints(page)
    page.goto(f"{portal_url}{bench_address(case)}?doc=single_line_diagram")
    item = ReviewItem.objects.filter(access_request=case, document_code="single_line_diagram").first()
    assert item is not None
    review.save_verdict(
        item_id=item.pk,
        verdict="not_applicable",
        base_version=item.version,
        actor=analyst.as_actor(),
        now=timezone.now(),
    )
    first = page.locator(".check").first
    first.get_by_label("Não atende").check()
    first.get_by_label("O que o técnico vai ler").fill("Falta a folha 2.")
    first.get_by_label("Como corrigir").fill("Envie a folha 2.")
    press(page, "Salvar e seguir")
    expect(page.locator("h1")).to_have_text("Este texto mudou em outro lugar")
    found += complaints(page)
    assert found == []
