"""Write the receipt's sheet: what was received, when, with the fingerprint of every file."""

from django.conf import settings
from django.utils import timezone

from documents.domain.sheet_parts import Clause, FileLine, Step
from documents.domain.sheets import ReceiptSheet
from documents.models import StoredFile
from eligibility.domain.rulebook import rule
from eligibility.profile import current_profile
from requests_app.domain.clock import ClockName
from requests_app.models import AccessRequest
from requests_app.services.clocks.reckoning import reckon_all
from requests_app.services.clocks.terms import opinion_rules, works_sentence
from requests_app.services.filing.attachments import current_attachments
from requests_app.services.sheets.opinion import clause
from requests_app.services.sheets.wording import channels, generation, parties, public_address

_KINDS = {"application/pdf": "PDF", "image/jpeg": "JPG", "image/png": "PNG"}


def build_receipt(access_request: AccessRequest) -> ReceiptSheet:
    """The receipt as of the filing day: the same whenever the worker gets to it."""
    filed_at, filed_on = access_request.filed_at, access_request.filed_on
    assert filed_at is not None and filed_on is not None and access_request.checklist_version is not None
    reckonings = reckon_all(access_request, filed_on)
    opinion_due, check_due = reckonings[ClockName.OPINION].due_on, reckonings[ClockName.DOCUMENT_CHECK].due_on
    assert opinion_due is not None
    version = access_request.checklist_version
    titles = {item.document_code: item.title for item in version.checklist.items}
    profile = current_profile()
    return ReceiptSheet(
        operator_name=profile.name,
        portal_name=profile.portal_name,
        is_demo=settings.IS_DEMO,
        filing_number=str(access_request.filing_number),
        channels=channels(),
        protocol_digits=str(access_request.filing_digits),
        received_at=filed_at,
        due_on=opinion_due,
        due_clauses=(
            *(clause(rule(code, on=filed_on)) for code in opinion_rules(access_request)),
            clause(rule("counting.policy", on=filed_on)),
        ),
        sections=(parties(access_request), generation(access_request, "O que foi pedido")),
        other_data=access_request.other_information,
        declarations=tuple(
            Clause(text=rule(d.code, on=filed_on).text, citation=rule(d.code, on=filed_on).citation.label)
            for d in access_request.declarations.order_by("code")
        ),
        files=tuple(
            FileLine(
                title=titles[code],
                kind=_KINDS[attachment.stored_file.media_type],
                size_bytes=attachment.stored_file.size_bytes,
                page_count=attachment.stored_file.page_count,
                sha256=attachment.stored_file.sha256,
            )
            for code, attachment in sorted(current_attachments(access_request).items())
            if attachment.stored_file is not None
            and attachment.stored_file.purpose == StoredFile.Purpose.UPLOAD
        ),
        checklist_label=f"{version.checklist.title}, versão {version.number}, em vigor desde {version.valid_from:%d/%m/%Y}",
        next_steps=(
            Step(text="A distribuidora confere os documentos.", due_on=check_due),
            Step(
                text=f"A distribuidora responde com o parecer. {works_sentence(access_request)}",
                due_on=opinion_due,
            ),
            Step(text="Se faltar algo, você recebe todas as correções de uma vez."),
        ),
        follow_url=f"{settings.PUBLIC_URL}/acompanhar",
        follow_address=public_address("/acompanhar"),
    )


def received_text(access_request: AccessRequest) -> str:
    """ "03/03/2025 às 14:32:07", in Brazilian time."""
    assert access_request.filed_at is not None
    return f"{timezone.localtime(access_request.filed_at):%d/%m/%Y às %H:%M:%S}"
