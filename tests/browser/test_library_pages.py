"""The library of norms in a real browser: empty, filled, withdrawn, and the room with its errors; without script."""

from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import Page, expect

from documents.services.library import withdraw
from tests.browser.conftest import NewPage
from tests.browser.test_walk_pages import enter, session_of, walk
from tests.browser.walk_checks import faults
from tests.factories import give_second_factor, make_admin
from tests.files import pdf_bytes, png_bytes
from tests.library import edition, library_document, newer_version

ROOM = "admin/normas"


def test_g01_the_pages_of_the_library_in_every_state(portal_url: str, page: Page, new_page: NewPage) -> None:
    admin = give_second_factor(make_admin())
    room = new_page()
    enter(room, portal_url, session_of(admin))
    assert walk(page, portal_url, ["normas"]) == []
    assert walk(room, portal_url, [ROOM, f"{ROOM}/incluir"]) == []

    today = timezone.localdate()
    norm = library_document(admin, number="REN ANEEL 1.000/2021", title="Regras de prestação do serviço")
    newer_version(norm, admin, edition("Texto compilado", today - timedelta(days=30)))
    newer_version(norm, admin, edition("Texto que vem", today + timedelta(days=30), source_url=""))
    gone = library_document(admin, kind="model", number="", title="Procuração para pedir a conexão")
    withdraw(gone.pk, "Publicado por engano.", actor=admin.as_actor(), now=timezone.now())
    public = ["normas", "normas?q=regras", "normas?q=xyzzy", f"normas/{norm.slug}", f"normas/{gone.slug}"]
    assert "\n".join(walk(page, portal_url, public, is_same_title=True)) == ""
    one = f"{ROOM}/documentos/{norm.slug}"
    own = [ROOM, one, f"{one}/versoes/nova", f"{one}/versoes/1/corrigir", f"{one}/corrigir", f"{one}/retirar"]
    assert walk(room, portal_url, [*own, f"{ROOM}/documentos/{gone.slug}"]) == []

    for path in (f"{ROOM}/incluir", f"{one}/versoes/nova", f"{one}/retirar"):
        room.goto(f"{portal_url}/{path}")
        room.click("main form button")
        expect(room.locator("[data-focus]")).to_be_focused()
        assert room.title().startswith("Erro: ")
        assert faults(room) == []


def test_g04_a_norm_is_published_replaced_and_read_without_script_on_a_phone(
    portal_url: str, new_page: NewPage, tmp_path: Path
) -> None:
    picture, first, second = tmp_path / "foto.pdf", tmp_path / "um.pdf", tmp_path / "dois.pdf"
    picture.write_bytes(png_bytes())
    first.write_bytes(pdf_bytes(text="um"))
    second.write_bytes(pdf_bytes(2, text="dois"))
    page = new_page(360, 740, has_script=False)
    enter(page, portal_url, session_of(give_second_factor(make_admin())))
    page.goto(f"{portal_url}/admin")
    page.click("a:has-text('Normas, manuais e modelos')")
    page.click("a:has-text('Incluir um documento')")
    page.check("text=Manual")
    page.fill("[name=title]", "Como medir")
    page.fill("[name=label]", "Revisão 1")
    page.fill("[name=valid_from]", "2026-01-02")
    page.set_input_files("[name=file]", picture)
    page.click("main form button")
    expect(page.locator("main")).to_contain_text("O arquivo é PNG. Aqui aceitamos PDF.")
    assert page.input_value("[name=title]") == "Como medir"
    page.set_input_files("[name=file]", first)
    page.click("main form button")
    expect(page.locator("main")).to_contain_text("Como medir está na biblioteca.")
    page.click("a:has-text('Enviar uma nova versão')")
    page.fill("[name=label]", "Revisão 2")
    page.fill("[name=valid_from]", "2026-02-03")
    page.set_input_files("[name=file]", second)
    page.click("main form button")
    page.click("a:has-text('Ver como todos veem')")
    expect(page.locator("[aria-labelledby=agora]")).to_contain_text("Revisão 2, em vigor desde 03/02/2026")
    old = page.locator("[aria-labelledby=antes] a")
    with page.expect_download() as download:
        old.click()
    assert Path(download.value.path()).read_bytes() == first.read_bytes()
    assert download.value.suggested_filename == "como-medir-1.pdf"
