"""The room of the library through HTTP: what is refused and why, new versions, corrections, withdrawals, and who enters."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from documents.models import LibraryChange, LibraryDocument, LibraryVersion, StoredFile
from portal.accounts.models import User
from tests.factories import give_second_factor, make_admin, make_technician
from tests.files import (
    html_dressed_as_pdf,
    pdf_bytes,
    pdf_flate_bomb,
    pdf_with_attachment,
    pdf_with_javascript,
    png_bytes,
)
from tests.integration.review_room import signed_in, words
from tests.library import GIVEN, ROOM, downloaded, edition, library_document, put_in, upload

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 13, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def admin() -> User:
    return give_second_factor(make_admin())


@pytest.fixture
def client(admin: User) -> Client:
    return signed_in(admin)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "Título: falta preencher."),
        ({"kind": ""}, "Tipo: falta escolher."),
        ({"label": ""}, "Versão: falta preencher."),
        ({"valid_from": ""}, "Em vigor desde: falta preencher."),
        ({"valid_from": "31/02/2026"}, "Em vigor desde: escreva uma data"),
        ({"valid_from": "01/01/0206"}, "Em vigor desde: confira o ano"),
        ({"valid_from": "01/01/2060"}, "Em vigor desde: confira o ano"),
        ({"source_url": "ftp://exemplo.com.br/a"}, "https:// no começo"),
        ({"source_url": "javascript:alert(1)"}, "https:// no começo"),
        ({"title": "…", "number": ""}, "Escreva um título com letras ou números"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    client: Client, changes: dict[str, str], said: str
) -> None:
    page = put_in(client, pdf_bytes(), **changes)
    assert page.status_code == 422
    assert said in words(page)
    assert "<title>Erro: " in page.content.decode()
    assert not LibraryDocument.objects.exists() and not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "O arquivo está vazio"),
        (png_bytes(), "O arquivo é PNG. Aqui aceitamos PDF."),
        (html_dressed_as_pdf(), "Não conseguimos abrir este arquivo como PDF"),
        (pdf_bytes(password="segredo"), "o PDF está com senha"),
        (pdf_with_javascript(), "traz dentro dele um programa"),
        (pdf_with_attachment(), "traz dentro dele um programa"),
        (pdf_flate_bomb(), "Não conseguimos abrir este arquivo como PDF"),
        (pdf_bytes(501), "o PDF tem mais de 500 páginas"),
    ],
    ids=["empty", "png", "html", "password", "javascript", "attachment", "bomb", "pages"],
)
def test_a_hostile_file_is_refused_with_its_cause_and_nothing_is_kept(
    client: Client, content: bytes, said: str
) -> None:
    page = put_in(client, content)
    assert page.status_code == 422
    assert said in words(page)
    assert not LibraryDocument.objects.exists() and not StoredFile.objects.exists()


def test_no_file_is_told_at_its_field(client: Client) -> None:
    page = client.post(f"{ROOM}/incluir", GIVEN)
    assert page.status_code == 422
    assert "Escolha o arquivo." in words(page)


def test_the_address_is_made_of_number_and_title(client: Client) -> None:
    place = put_in(client, pdf_bytes(), number="REN ANEEL 1.000/2021", title="Regras de prestação")[
        "Location"
    ]
    assert place == f"{ROOM}/documentos/ren-aneel-1000-2021-regras-de-prestacao"


def test_the_second_press_makes_no_second_document(client: Client) -> None:
    content = pdf_bytes()
    assert put_in(client, content).status_code == 302
    second = put_in(client, content)
    assert second.status_code == 422
    assert "já tem um documento com este número e título" in words(second)
    assert LibraryDocument.objects.count() == LibraryVersion.objects.count() == 1


def test_two_documents_that_begin_alike_each_have_an_address(client: Client) -> None:
    title = "Formulário de solicitação de orçamento de conexão de microgeração e minigeração distribuída para o anexo "
    places = {put_in(client, pdf_bytes(text=end), title=title + end)["Location"] for end in "AB"}
    assert len(places) == LibraryDocument.objects.count() == 2
    assert all(client.get(place).status_code == 200 for place in places)


def test_the_old_title_of_a_corrected_document_is_free_again(client: Client, admin: User) -> None:
    document = library_document(admin, title="Manual do técnico")
    renamed = {"kind": "manual", "number": "ND 5.30", "title": "Manual do titular"}
    client.post(f"{ROOM}/documentos/{document.slug}/corrigir", renamed)
    place = put_in(client, pdf_bytes(), title="Manual do técnico")["Location"]
    assert place == f"{ROOM}/documentos/{document.slug}-2"
    twice = put_in(client, pdf_bytes(), title="Manual do titular")
    assert "já tem um documento com este número e título" in words(twice)


def test_the_same_file_is_no_new_version(client: Client, admin: User) -> None:
    content = pdf_bytes(text="igual")
    document = library_document(admin, first=edition("Revisão 1", content=content))
    given = {"label": "Revisão 2", "valid_from": "2026-11-01", "file": upload(content)}
    page = client.post(f"{ROOM}/documentos/{document.slug}/versoes/nova", given)
    assert page.status_code == 422
    assert "Este mesmo arquivo já está aqui, na versão “Revisão 1”." in words(page)
    assert document.versions.count() == 1


def test_a_withdrawn_document_is_gone_with_its_reason_and_comes_back(client: Client, admin: User) -> None:
    document = library_document(admin)
    place = f"{ROOM}/documentos/{document.slug}"
    assert "Motivo: falta preencher." in words(client.post(f"{place}/retirar", {"reason": " "}))
    for _ in range(2):
        assert client.post(f"{place}/retirar", {"reason": "Publicado por engano."}).status_code == 302
    anybody = Client()
    assert "A biblioteca ainda está vazia" in words(anybody.get("/normas"))
    gone = anybody.get(f"/normas/{document.slug}")
    assert gone.status_code == 410
    assert "Motivo: Publicado por engano." in words(gone)
    assert anybody.get(f"/normas/{document.slug}/versoes/1.pdf").status_code == 404
    assert downloaded(client, document)
    late = {"label": "Revisão 2", "valid_from": "2026-11-01", "file": upload(pdf_bytes(text="dois"))}
    assert "Ponha-o de volta antes" in words(client.post(f"{place}/versoes/nova", late))
    for _ in range(2):
        assert client.post(f"{place}/devolver").status_code == 302
    assert downloaded(anybody, document)
    told = [change.what for change in LibraryChange.objects.order_by("id")]
    assert told == ["withdrawn", "put_back"]
    assert f"{admin.full_name} retirou. Publicado por engano." in words(client.get(place))


def test_a_correction_keeps_the_address_and_the_old_words(client: Client, admin: User) -> None:
    document = library_document(admin, title="Conexao de microgeração")
    place = f"{ROOM}/documentos/{document.slug}"
    given = {"kind": "manual", "number": "ND 5.30", "title": "Conexão de microgeração"}
    for _ in range(2):
        assert client.post(f"{place}/corrigir", given).status_code == 302
    page = words(client.get(place))
    assert "Antes: Norma, ND 5.30, Conexao de microgeração" in page
    assert LibraryChange.objects.count() == 1
    assert "Manuais" in words(Client().get("/normas"))
    assert client.post(f"{place}/corrigir", {**given, "title": ""}).status_code == 422


def test_a_mistyped_date_is_corrected_with_the_same_file(client: Client, admin: User) -> None:
    document = library_document(admin, first=edition("Revisão 1", date(2062, 1, 1)))
    place = f"{ROOM}/documentos/{document.slug}/versoes/1/corrigir"
    assert 'value="2062-01-01"' in client.get(place).content.decode()
    right = {"label": "Revisão 1", "valid_from": "2026-01-02", "source_url": ""}
    assert client.post(place, {**right, "valid_from": ""}).status_code == 422
    assert client.post(place, right).status_code == 302
    again = client.post(place, right)
    assert again.status_code == 422
    assert "Esta versão já foi corrigida" in words(again)
    page = words(Client().get(f"/normas/{document.slug}"))
    assert "Em vigor hoje Revisão 1, em vigor desde 02/01/2026" in page
    assert "2062" not in page
    assert downloaded(Client(), document) == downloaded(Client(), document, 2)
    assert "Corrigida depois" in words(client.get(f"{ROOM}/documentos/{document.slug}"))
    same = f"{ROOM}/documentos/{document.slug}/versoes/2/corrigir"
    assert client.post(same, right).status_code == 302
    assert document.versions.count() == 2


def test_nobody_but_an_admin_enters_the_room(admin: User) -> None:
    document = library_document(admin)
    for path in ("", "/incluir", f"/documentos/{document.slug}", f"/documentos/{document.slug}/retirar"):
        assert signed_in(make_technician()).get(ROOM + path).status_code == 403
        assert Client().get(ROOM + path)["Location"].startswith("/entrar")
