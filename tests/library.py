"""Documents of the library for tests, put in through the real service."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from documents.models import LibraryDocument, LibraryVersion
from documents.services.library import Edition, Facts, Words, add_document, add_version
from portal.accounts.models import User
from tests.files import pdf_bytes

ROOM = "/admin/normas"
GIVEN = {
    "kind": "norm",
    "number": "ND 5.30",
    "title": "Conexão de microgeração",
    "label": "Revisão 4",
    "valid_from": "2026-03-12",
    "source_url": "https://www.exemplo.com.br/nd530",
}


def edition(
    label: str = "Revisão 1",
    valid_from: date = date(2026, 1, 2),
    *,
    content: bytes | None = None,
    source_url: str = "https://www.exemplo.com.br/normas",
) -> Edition:
    """One version whose file says its label, so that no two are the same file."""
    return Edition(
        facts=Facts(label, valid_from, source_url),
        file=BytesIO(content if content is not None else pdf_bytes(text=label)),
        file_name="documento.pdf",
    )


def library_document(
    admin: User,
    *,
    kind: str = "norm",
    title: str = "Conexão de microgeração",
    number: str = "ND 5.30",
    first: Edition | None = None,
    at: datetime | None = None,
) -> LibraryDocument:
    """A document with one version."""
    words = Words(kind=kind, title=title, number=number)
    return add_document(words, first or edition(), actor=admin.as_actor(), now=at or timezone.now())


def newer_version(document: LibraryDocument, admin: User, newer: Edition) -> LibraryVersion:
    """Another version of it."""
    return add_version(document.pk, newer, actor=admin.as_actor(), now=timezone.now())


def upload(content: bytes, name: str = "nd530 Fulano.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def put_in(client: Client, content: bytes, **changes: str) -> Any:
    return client.post(f"{ROOM}/incluir", {**GIVEN, **changes, "file": upload(content)})


def downloaded(client: Client, document: LibraryDocument, number: int = 1) -> bytes:
    """The file of a version, read to its end."""
    answer = client.get(f"/normas/{document.slug}/versoes/{number}.pdf")
    assert answer.status_code == 200
    return answer.getvalue()
