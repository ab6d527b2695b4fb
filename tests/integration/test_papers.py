"""The papers that the portal prepares from the answers: printed once, attached, and true to what was typed."""

from io import BytesIO

import pypdfium2
import pytest

from documents.models import StoredFile
from documents.pdf_check import check_pdf
from documents.storage import open_stored
from portal.outbox.models import OutboxRow
from portal.outbox.tasks import deliver_due
from requests_app.models import AccessRequest, Attachment, ReviewItem
from requests_app.services.exchange.regulator import COLUMNS, monthly_file
from requests_app.services.filing.attachments import current_attachments
from requests_app.services.sheets.papers import STANDARD_FORM, make_papers, papers_of
from tests.factories import filed_request
from tests.golden.drafts import filed_situation

pytestmark = pytest.mark.django_db


def _bytes(stored: StoredFile | None) -> bytes:
    assert stored is not None
    with open_stored(stored.storage_key) as file:
        return bytes(file.read())


def _text(stored: StoredFile | None) -> str:
    document = pypdfium2.PdfDocument(BytesIO(_bytes(stored)))
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def test_the_worker_prints_the_form_and_its_annexes_and_the_analyst_finds_them() -> None:
    filed = filed_situation("a hydro cooperative of 800 kW with surety and no promise")
    assert papers_of(filed)[0] == STANDARD_FORM
    deliver_due()
    attached = current_attachments(filed)
    assert set(papers_of(filed)) <= set(attached)
    for code in papers_of(filed):
        assert check_pdf(_bytes(attached[code].stored_file)) == [], code
    form = _text(attached[STANDARD_FORM].stored_file)
    for words in (
        "0.013.479.258.018-10",
        "Hidráulica",
        "800 kW",
        "Geração compartilhada",
        "Segurança da barragem",
    ):
        assert words in form
    register = _text(attached["registration_data"].stored_file)
    for words in ("Rio das Velhas", "São Francisco", "12 m", "Francis"):
        assert words in register
    judged = ReviewItem.objects.filter(access_request=filed, document_code="registration_data")
    assert judged
    assert {item.seen_attachment_id for item in judged} == {attached["registration_data"].pk}


def test_a_second_run_of_the_worker_prints_nothing_again() -> None:
    filed = filed_request()
    make_papers(filed.pk)
    before = Attachment.objects.filter(access_request=filed).count()
    make_papers(filed.pk)
    assert Attachment.objects.filter(access_request=filed).count() == before
    assert OutboxRow.objects.filter(kind="requests.papers").count() == 1


def test_no_cpf_and_no_whole_address_of_a_person_stands_on_the_form() -> None:
    """The identity is in the documents that were sent; the form repeats none of it."""
    filed = filed_request()
    make_papers(filed.pk)
    form = _text(current_attachments(filed)[STANDARD_FORM].stored_file)
    assert filed.holder.tax_id not in form.replace(".", "").replace("-", "")
    assert filed.technician.email not in form


def test_the_monthly_file_has_only_what_was_connected_in_the_month() -> None:
    """Art. 655-W: one line per plant, without name or CPF; the headings alone when nothing was connected."""
    first, second = filed_request(), filed_request(filed_request().technician)
    assert monthly_file(2026, 10).splitlines() == [";".join(COLUMNS)]
    AccessRequest.objects.filter(pk=first.pk).update(connected_on="2026-10-31")
    AccessRequest.objects.filter(pk=second.pk).update(connected_on="2026-11-01")
    october, november = monthly_file(2026, 10).splitlines(), monthly_file(2026, 11).splitlines()
    assert (len(october), len(november)) == (2, 2)
    assert str(first.filing_number) in october[1]
    assert str(second.filing_number) in november[1]
    assert first.holder.name not in october[1]
    assert first.holder.tax_id not in october[1]
    assert monthly_file(2025, 12).splitlines() == [";".join(COLUMNS)]


def test_no_cell_of_the_monthly_file_is_a_formula() -> None:
    filed = filed_request(unit={"municipality": "=HYPERLINK(1)"})
    AccessRequest.objects.filter(pk=filed.pk).update(connected_on="2026-10-31")
    assert ";'=HYPERLINK(1);" in monthly_file(2026, 10)
