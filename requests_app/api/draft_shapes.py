"""Drafts as the API shows them."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic import Field

from eligibility.api.shapes import FindingShape, Shape, finding_shape
from eligibility.domain.rulebook import rule
from requests_app.api.preview import preview
from requests_app.api.section_shape import from_form
from requests_app.forms.draft_reading import DraftReading, Slot
from requests_app.forms.drafts import FORMS
from requests_app.models import AccessRequest, Attachment


class DraftLine(Shape):
    """One draft of a list."""

    id: uuid.UUID
    nickname: str
    version: int
    saved_at: datetime | None
    filing_number: str | None = Field(description="Preenchido depois do envio.")


class DraftShape(DraftLine):
    """A draft with its answers, exactly as they were typed."""

    answers: dict[str, dict[str, Any]]


class SavedSection(Shape):
    """A section that was kept and has no error."""

    version: int
    saved_at: datetime | None
    answers: dict[str, Any]
    findings: list[FindingShape] = Field(description="Avisos da conferência automática sobre esta parte.")
    change: str = Field(
        default="",
        description="O que mudou no enquadramento do pedido e por quê: categoria, prazo, garantia, documentos.",
    )


class FileShape(Shape):
    """One delivered file."""

    name: str = Field(description="O nome que o arquivo tinha.")
    media_type: str
    size_bytes: int
    page_count: int
    sha256: str


class DocumentShape(Shape):
    """One document of the checklist, why it applies, and the file that answers it."""

    code: str
    title: str
    reason: str
    citation: str
    is_optional: bool
    is_from_answers: bool = Field(
        description="O portal prepara o documento com as respostas: nada é enviado."
    )
    accepted_types: list[str]
    max_bytes: int
    max_pages: int
    file: FileShape | None


class NotNeeded(Shape):
    code: str
    title: str
    reason: str


class TermShape(Shape):
    """A term that would begin today."""

    rule: str
    text: str
    due_on: date
    days: int
    unit: str
    citation: str
    confidence: str


class ClassificationShape(Shape):
    category: str
    label: str
    explanation: str
    citation: str


class CheckShape(Shape):
    """What the automatic check says of the draft today."""

    is_ready: bool = Field(description="Nada impede o envio; as declarações são aceitas ao enviar.")
    parts_ready: int
    parts_total: int
    installed_power_kw: Decimal | None
    classification: ClassificationShape | None
    findings: list[FindingShape]
    documents: list[DocumentShape]
    not_needed: list[NotNeeded]
    checklist: str
    deadlines: list[TermShape] = Field(description="As datas se o pedido fosse enviado hoje.")


def draft_line(draft: AccessRequest) -> DraftLine:
    return DraftLine(**_identity(draft))


def draft_shape(draft: AccessRequest) -> DraftShape:
    answers = {section: from_form(section, draft.draft_answers.get(section, {})) for section in FORMS}
    return DraftShape(**_identity(draft), answers=answers)


def _identity(draft: AccessRequest) -> dict[str, Any]:
    return {
        "id": draft.public_id,
        "nickname": draft.nickname,
        "version": draft.draft_version,
        "saved_at": draft.draft_saved_at,
        "filing_number": draft.filing_number,
    }


def file_shape(attachment: Attachment) -> FileShape:
    stored = attachment.stored_file
    assert stored is not None
    label = getattr(stored, "label", None)
    return FileShape(
        name=label.original_name if label else "",
        media_type=stored.media_type,
        size_bytes=stored.size_bytes,
        page_count=stored.page_count,
        sha256=stored.sha256,
    )


def document_shape(slot: Slot) -> DocumentShape:
    item = slot.item
    return DocumentShape(
        code=item.document_code,
        title=item.title,
        reason=slot.reason,
        citation=item.legal_basis.label,
        is_optional=item.is_optional,
        is_from_answers=item.is_from_answers,
        accepted_types=[kind.value for kind in item.accepted_types],
        max_bytes=item.max_bytes,
        max_pages=item.max_pages,
        file=file_shape(slot.attachment) if slot.attachment else None,
    )


def check_shape(reading: DraftReading, today: date) -> CheckShape:
    found = reading.classification
    return CheckShape(
        is_ready=not reading.blocking and reading.filing is not None,
        parts_ready=reading.parts_ready,
        parts_total=reading.parts_total,
        installed_power_kw=reading.facts.installed_power_kw,
        classification=ClassificationShape(
            category=found.category.value,
            label=found.label,
            explanation=found.explanation,
            citation=found.citation.label,
        )
        if found
        else None,
        findings=[finding_shape(finding) for finding in reading.findings],
        documents=[document_shape(slot) for slot in reading.checklist],
        not_needed=[
            NotNeeded(code=entry.item.document_code, title=entry.item.title, reason=entry.reason)
            for entry in reading.not_needed
        ],
        checklist=str(reading.checklist_version),
        deadlines=[_term(code, reading, today) for code in ("documents.check", *reading.opinion_rules)],
    )


def _term(code: str, reading: DraftReading, today: date) -> TermShape:
    counted = preview(code, today, reading.unit.municipality if reading.unit else None)
    return TermShape(
        rule=code,
        text=rule(code, today).text,
        due_on=counted.due_on,
        days=counted.days,
        unit=counted.unit,
        citation=counted.citation,
        confidence=counted.confidence,
    )
