"""The guidance in a real browser: every number of the bill opens by click, tap and key, without script, and on paper."""

import re
from io import BytesIO

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from eligibility.domain.guidance.bill_fields import bill_fields, low_voltage_fields
from tests.browser.axe import sideways, violations
from tests.browser.conftest import NewPage
from tests.browser.test_walk_pages import walk
from tests.browser.walk_checks import faults

BILL = "/entenda-a-fatura"
STATES = (
    "perguntas-frequentes?q=garantia",
    "perguntas-frequentes?q=xyzzy",
    "perguntas-frequentes/falar-com-a-distribuidora",
    "perguntas-frequentes/garantia-formas",
    "perguntas-frequentes/suspensao-do-fornecimento",
    "conceitos?q=demanda",
    "conceitos/modalidades-tarifarias",
    "ajuda/glossario?q=vistoria",
    "entenda-a-fatura?q=18",
    "entenda-a-fatura?q=titular",
    f"entenda-a-fatura?q={'a' * 81}",
    f"normas?q={'a' * 81}",
)
A4_AT_96_DPI = 680
"""Width in px of what a sheet of A4 prints between the margins of our print sheet."""


def marks(page: Page) -> list[int]:
    """The numbers that stand on the bill, each at its first place."""
    return [
        int(each.removeprefix("marca-"))
        for each in page.eval_on_selector_all(".bill .mark[id]", "all => all.map(one => one.id)")
    ]


def test_g01_the_states_of_the_guidance_are_accessible(portal_url: str, page: Page) -> None:
    assert "\n".join(walk(page, portal_url, STATES, is_same_title=True)) == ""


@pytest.mark.parametrize("width", [360, 1280])
def test_an_open_number_is_accessible_in_both_themes(portal_url: str, new_page: NewPage, width: int) -> None:
    page = new_page(width)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.goto(portal_url + BILL)
        page.click("#marca-33 > summary")
        expect(page.locator("#marca-33 .mark-text")).to_be_visible()
        assert violations(page) + sideways(page) == []


@pytest.mark.parametrize(("width", "has_script"), [(1280, True), (1280, False), (800, False), (360, False)])
def test_every_number_opens_where_it_stands(
    portal_url: str, new_page: NewPage, width: int, has_script: bool
) -> None:
    page = new_page(width, has_script=has_script)
    page.goto(portal_url + BILL)
    for number, field in bill_fields().items():
        mark = page.locator(f"#marca-{number}")
        mark.locator("summary").click()
        text = mark.locator(".mark-text")
        expect(text).to_be_visible()
        expect(text).to_contain_text(f"{number}. {field.title}")
        box, button = text.bounding_box(), mark.locator("summary").bounding_box()
        assert box is not None and button is not None
        assert box["x"] >= 0 and box["x"] + box["width"] <= width, number
        # In place: right below its number, or above it on the last line; not narrower than a line to be read.
        below, above = box["y"] - (button["y"] + button["height"]), button["y"] - (box["y"] + box["height"])
        assert 0 <= max(below, above) <= 24, number
        assert box["width"] >= 240, number
        assert min(button["width"], button["height"]) >= 24, number
        if width >= 960:
            assert box["x"] <= button["x"] + button["width"] and button["x"] <= box["x"] + box["width"], (
                number
            )
        mark.locator("summary").click()
        expect(text).to_be_hidden()


def test_the_bill_is_read_by_keyboard_alone(portal_url: str, page: Page) -> None:
    page.goto(portal_url + BILL)
    page.focus("#marca-1 > summary")
    reached = []
    for number in marks(page)[:12]:
        while page.evaluate("document.activeElement.closest('.mark')?.id") != f"marca-{number}":
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator(f"#marca-{number} .mark-text")).to_be_visible()
        # One text at a time: it never covers the next number while another is read.
        expect(page.locator(".mark[open]")).to_have_count(1)
        reached.append(number)
    assert reached == list(range(1, 13))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#campo-12$"))
    expect(page.locator("#campo-12 h3")).to_be_in_viewport()
    page.click("#campo-12 a:has-text('Ver na fatura')")
    expect(page.locator("#marca-12 > summary")).to_be_in_viewport()


def test_an_open_text_closes_by_escape_or_a_press_elsewhere(portal_url: str, phone: Page) -> None:
    phone.goto(portal_url + BILL)
    text = phone.locator("#marca-36 .mark-text")
    phone.click("#marca-36 > summary")
    expect(text).to_be_visible()
    phone.keyboard.press("Escape")
    expect(text).to_be_hidden()
    expect(phone.locator("#marca-36 > summary")).to_be_focused()
    phone.click("#marca-36 > summary")
    text.click()
    expect(text).to_be_visible()
    phone.click("#bloco-constants")
    expect(text).to_be_hidden()


def test_a_search_without_script_marks_the_field_and_leads_to_it(portal_url: str, new_page: NewPage) -> None:
    page = new_page(360, 740, has_script=False)
    page.goto(portal_url + BILL)
    page.fill("[name=q]", "ultrapassagem")
    page.click("main button:has-text('Procurar')")
    expect(page.locator("[role=status]").first).to_contain_text("resultado")
    expect(page.locator(".mark.hit").first).to_be_visible()
    page.click("a:has-text('no grupo A')")
    expect(page.locator("#campo-7 h3")).to_be_in_viewport()
    page.click("a:has-text('Ver tudo')")
    expect(page.locator(".bill-field")).to_have_count(38)
    page.click("a:has-text('onde encontro o número da instalação')")
    expect(page.locator("#b-instalacao")).to_be_in_viewport()


def test_the_printed_bill_is_whole_and_nothing_is_cut_off(portal_url: str, new_page: NewPage) -> None:
    page = new_page(A4_AT_96_DPI)
    page.goto(portal_url + BILL)
    page.emulate_media(media="print")
    cut = page.eval_on_selector_all(
        ".bill .scroll, .bill-facts, .bill-block",
        "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.outerHTML.slice(0, 90))",
    )
    assert cut == []
    document = pypdfium2.PdfDocument(BytesIO(page.pdf(prefer_css_page_size=True)))
    text = " ".join(sheet.get_textpage().get_text_bounded() for sheet in document)
    words = " ".join(text.split())
    titles = [field.title for field in bill_fields().values()] + [f.title for f in low_voltage_fields()]
    assert [title for title in titles if title.split(" (")[0] not in words] == []
    assert "O certo é o campo 30" in words
    assert "O que não fecha neste exemplo" in words and "183.400 kWh" in words
    assert "Procurar um campo" not in words and "Ver na fatura" not in words
    assert len(document) <= 12


def test_the_guidance_is_light(portal_url: str, page: Page) -> None:
    page.goto(portal_url + BILL)
    page.wait_for_load_state("load")
    weight = page.evaluate(
        """performance.getEntries().filter((entry) => "transferSize" in entry)
            .reduce((sum, entry) => sum + entry.transferSize, 0)"""
    )
    assert 0 < weight <= 100_000


def test_the_doors_of_the_home_page_lead_somewhere(portal_url: str, page: Page) -> None:
    page.goto(portal_url + "/")
    paths = page.eval_on_selector_all(".tools a, .doors a", "all => all.map(one => one.getAttribute('href'))")
    assert len(paths) == 12
    answers = {path: page.request.get(portal_url + path).status for path in paths}
    assert {path: status for path, status in answers.items() if status != 200} == {}
    assert faults(page) == []
