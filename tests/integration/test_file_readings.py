"""The worker reads the numbers of a sent file once, keeps nothing else, and pages read the advice."""

from io import BytesIO

import pytest
from pytest_django.asserts import assertNumQueries

from documents.domain.checklist import packaged_checklist
from documents.domain.file_types import FileType
from documents.models import FileReading, StoredFile
from documents.services.files import keep_upload
from documents.services.readings import text_findings
from documents.tasks import render_pages
from tests.factories import make_technician
from tests.files import jpg_bytes, pdf_bytes

pytestmark = pytest.mark.django_db
LIST = packaged_checklist("micro_up_to_10")
ART = LIST.item("technical_responsibility")


def sent(content: bytes) -> StoredFile:
    return keep_upload(
        file=BytesIO(content),
        original_name="art.pdf",
        accepted=frozenset(FileType),
        max_bytes=10_000_000,
        max_pages=50,
        stored_by_id=make_technician().pk,
    )


def test_the_worker_keeps_the_numbers_and_no_text() -> None:
    file = sent(pdf_bytes(text="ART MG20264991347 de Ana Maria, CPF 12345678909, folha"))
    assert text_findings(file, ART) == ()
    render_pages({"stored_file_id": file.pk, "first": 1})
    row = FileReading.objects.get(stored_file=file)
    assert (row.has_text, row.numbers) == (True, {"responsibility": ["MG20264991347"]})
    file = StoredFile.objects.select_related("reading").get(pk=file.pk)
    with assertNumQueries(0):
        (finding,) = text_findings(file, ART, typed="MG20264991347")
    assert finding.code == "text.number_same"
    assert text_findings(file, LIST.item("identity")) == ()


def test_reading_twice_changes_nothing() -> None:
    file = sent(pdf_bytes(text="Sem numero"))
    for _ in range(2):
        render_pages({"stored_file_id": file.pk, "first": 1})
    row = FileReading.objects.get(stored_file=file)
    assert (row.has_text, row.numbers) == (True, {})
    assert [finding.code for finding in text_findings(file, ART)] == ["text.number_absent"]


def test_a_photo_has_no_text_to_check() -> None:
    file = sent(jpg_bytes())
    render_pages({"stored_file_id": file.pk, "first": 1})
    assert [finding.code for finding in text_findings(file, ART)] == ["text.none"]


def test_a_file_without_a_reading_costs_no_statement_when_the_list_was_joined() -> None:
    sent(pdf_bytes())
    (file,) = StoredFile.objects.select_related("reading")
    with assertNumQueries(0):
        assert text_findings(file, ART) == ()
