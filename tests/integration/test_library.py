"""The library of norms through HTTP: what readers find, what admins put in, what is refused, and who may do what."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.test import Client
from pypdfium2 import PdfDocument

from documents.models import LibraryDocument, LibraryVersion, StoredFile
from portal.accounts.models import User
from portal.demo.library import make_library
from portal.outbox.models import OutboxRow
from tests.factories import give_second_factor, make_admin
from tests.files import pdf_bytes
from tests.integration.review_room import signed_in, words
from tests.library import GIVEN, ROOM, downloaded, edition, library_document, newer_version, put_in, upload

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


def test_an_empty_library_says_so_and_where_the_rules_are() -> None:
    page = Client().get("/normas")
    assert page.status_code == 200
    assert "A biblioteca ainda está vazia" in words(page)
    assert 'href="/prazos"' in page.content.decode()
    assert 'role="search"' not in page.content.decode()


def test_what_an_admin_puts_in_everybody_reads_and_downloads(client: Client) -> None:
    content = pdf_bytes(3, text="Norma")
    answer = put_in(client, content)
    assert answer.status_code == 302
    assert answer["Location"] == f"{ROOM}/documentos/nd-530-conexao-de-microgeracao"
    anybody = Client()
    page = anybody.get("/normas")
    assert "Revisão 4, em vigor desde 12/03/2026" in words(page)
    assert "3 páginas" in words(page)
    assert 'href="https://www.exemplo.com.br/nd530" rel="noreferrer"' in page.content.decode()
    file = anybody.get("/normas/nd-530-conexao-de-microgeracao/versoes/1.pdf")
    assert file.getvalue() == content
    assert file["Content-Disposition"] == 'attachment; filename="nd-530-conexao-de-microgeracao-1.pdf"'
    assert file["Content-Type"] == "application/pdf"
    assert "sandbox" in file["Content-Security-Policy"]


def test_a_file_of_the_library_is_marked_as_such_and_nobody_draws_its_pages(admin: User) -> None:
    document = library_document(admin)
    stored = document.versions.get().stored_file
    assert stored.purpose == StoredFile.Purpose.LIBRARY
    assert stored.storage_key.startswith("library/")
    assert not OutboxRow.objects.filter(key__startswith=f"pages:{stored.pk}:").exists()


def test_a_new_version_takes_over_on_its_day_and_the_old_one_stays(client: Client, admin: User) -> None:
    before = pdf_bytes(text="um")
    document = library_document(admin, first=edition("Revisão 1", date(2024, 5, 1), content=before))
    given = {key: GIVEN[key] for key in ("label", "valid_from", "source_url")}
    place = f"{ROOM}/documentos/{document.slug}/versoes/nova"
    later = {
        **given,
        "label": "Revisão 2",
        "valid_from": "01/12/2026",
        "file": upload(pdf_bytes(text="dois")),
    }
    assert client.post(place, later).status_code == 302
    page = words(Client().get(f"/normas/{document.slug}"))
    assert "Em vigor hoje Revisão 1" in page
    assert "Revisão 2, a partir de 01/12/2026" in page
    with time_machine.travel(datetime(2026, 12, 1, 12, tzinfo=UTC), tick=False):
        after = words(Client().get(f"/normas/{document.slug}"))
        assert "Em vigor hoje Revisão 2" in after
        assert "Versões anteriores Revisão 1" in after
        assert downloaded(Client(), document) == before


def test_of_two_versions_of_one_day_the_later_sent_holds(admin: User) -> None:
    document = library_document(admin, first=edition("Com erro", date(2026, 5, 1)))
    newer_version(document, admin, edition("Corrigida", date(2026, 5, 1)))
    assert "Em vigor hoje Corrigida" in words(Client().get(f"/normas/{document.slug}"))


def test_the_library_is_searched_by_words_number_and_version(admin: User) -> None:
    library_document(admin)
    library_document(admin, kind="model", title="Procuração", number="", first=edition("Versão 7"))
    anybody = Client()
    for query, found in (("microgeracao", 1), ("nd 5.30", 1), ("procuração", 1), ("modelo", 1), ("xyzzy", 0)):
        page = anybody.get("/normas", {"q": query})
        assert page.content.decode().count("/versoes/1.pdf") == found, query
    assert "Nada encontrado para “xyzzy”" in words(anybody.get("/normas", {"q": "xyzzy"}))
    assert anybody.get("/normas", {"q": "a" * 81}).status_code == 422


def test_what_is_typed_is_shown_as_text(client: Client) -> None:
    put_in(client, pdf_bytes(), title="<b>Norma</b> <script>alert(1)</script>")
    page = Client().get("/normas").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize(
    "path",
    [
        "/normas/nada",
        "/normas/nada/versoes/1.pdf",
        "/normas/{}/versoes/2.pdf",
        f"/normas/{{}}/versoes/{2**70}.pdf",
    ],
)
def test_what_is_not_there_is_404(admin: User, path: str) -> None:
    document = library_document(admin)
    assert Client().get(path.format(document.slug)).status_code == 404


def test_a_version_never_changes_in_the_database(admin: User) -> None:
    content = pdf_bytes()
    version = library_document(admin, first=edition(content=content)).versions.get()
    assert version.stored_file.sha256 == sha256(content).hexdigest()
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        LibraryVersion.objects.filter(pk=version.pk).update(label="outra")


def test_the_list_costs_two_statements_however_long_it_is(
    admin: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        document = library_document(admin, number=f"ND {number}")
        newer_version(document, admin, edition("Revisão 2", date(2026, 6, 1)))
    anybody = Client()
    anybody.get("/normas")
    with django_assert_max_num_queries(4):
        anybody.get("/normas")


def test_the_demonstration_has_examples_that_say_so_and_only_once(admin: User) -> None:
    for _ in range(2):
        make_library(admin, NOW)
    assert [document.versions.count() for document in LibraryDocument.objects.order_by("id")] == [2, 1]
    for version in LibraryVersion.objects.select_related("document"):
        file = downloaded(Client(), version.document, version.number)
        text = PdfDocument(file)[0].get_textpage().get_text_bounded()
        assert "Exemplo feito para a demonstração" in text
        assert version.label in text
