"""Make the papers the portal prepares from the answers: the standard form and its two annexes, each once."""

from io import BytesIO
from typing import Final

from django.db import transaction

from documents.domain.form_sheets import FormSheet
from documents.models import StoredFile
from documents.page_images import page_count
from documents.printing import print_form
from documents.services.files import keep_rendered
from requests_app.models import AccessRequest, Attachment, ReviewItem
from requests_app.services.filing.attachments import current_attachments
from requests_app.services.filing.facts import filed_check
from requests_app.services.sheets.annexes import build_registration, build_units
from requests_app.services.sheets.form import build_form

STANDARD_FORM: Final = "standard_form"
REGISTRATION: Final = "registration_data"
UNITS: Final = "participating_units"
PAPER_TITLES: Final = {STANDARD_FORM: "Formulário padrão da ANEEL, preenchido pelo portal"}
"""Papers that no checklist names; the annexes carry the titles of their items."""


def papers_of(access_request: AccessRequest) -> tuple[str, ...]:
    """Which papers this request has: the form always, an annex where its checklist asks for it from the answers."""
    made = [e.item.document_code for e in filed_check(access_request).applicable if e.item.is_from_answers]
    return (STANDARD_FORM, *made)


def build_paper(access_request: AccessRequest, code: str) -> FormSheet:
    """The sheet of one paper; KeyError when the portal does not make it."""
    return {STANDARD_FORM: build_form, REGISTRATION: build_registration, UNITS: build_units}[code](
        access_request
    )


@transaction.atomic
def make_papers(access_request_id: int) -> None:
    """Print, keep and attach each paper that is not there yet; a second run finds them and stops."""
    access_request = AccessRequest.objects.select_for_update(of=("self",)).get(pk=access_request_id)
    present = current_attachments(access_request)
    for code in papers_of(access_request):
        if code not in present:
            attachment = _make(access_request, code)
            ReviewItem.objects.filter(
                access_request=access_request, document_code=code, seen_attachment__isnull=True
            ).update(seen_attachment=attachment)


@transaction.atomic
def remake_papers(access_request_id: int, number: int) -> None:
    """Print each paper again from the answers of that number, as a new version that the current round judges.

    A second run, or one that comes after still newer answers, finds nothing to do.
    """
    access_request = AccessRequest.objects.select_for_update(of=("self",)).get(pk=access_request_id)
    kept = access_request.newest_answers
    if kept is None or kept.number != number:
        return
    present = current_attachments(access_request)
    for code in papers_of(access_request):
        before = present.get(code)
        if before is not None and before.attached_at > kept.created_at:
            continue
        attachment = _make(access_request, code)
        ReviewItem.objects.filter(
            access_request=access_request, document_code=code, round=access_request.round
        ).update(seen_attachment=attachment)


def _make(access_request: AccessRequest, code: str) -> Attachment:
    content = print_form(build_paper(access_request, code), identifier=code)
    stored = keep_rendered(
        purpose=StoredFile.Purpose.FORM,
        content=content,
        page_count=page_count(BytesIO(content)),
        original_name=f"{code}.pdf",
    )
    return Attachment.objects.create(
        access_request=access_request,
        document_code=code,
        stored_file=stored,
        round=access_request.round,
        attached_by_id=access_request.technician_id,
    )
