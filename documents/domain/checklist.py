"""Checklists as data: which documents a request must bring, why, and what passes or fails in each."""

import hashlib
import json
import tomllib
from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from documents.domain.conditions import Condition, holds, is_unanswered
from documents.domain.file_types import FileType
from eligibility.domain.citation import Citation, Confidence
from eligibility.domain.facts import ProjectFacts
from eligibility.domain.findings import Finding, Section, Severity
from eligibility.domain.operator import OperatorProfile

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Words = Annotated[str, Field(min_length=1)]

STILL_UNKNOWN = "Depende de respostas que ainda faltam."
ALWAYS_APPLIES = "Todo pedido desta categoria traz este documento."
REFUSED_WHEN_ABSENT = Citation(norm="REN ANEEL 1.000/2021", provision="arts. 71, II, e 416")


class Stage(StrEnum):
    """When a criterion is judged: in the document check, or in the technical analysis."""

    documents = "documents"
    technical = "technical"


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CannedReason(_Entry):
    """A ready reason for "não atende", in Portuguese: a short label, what is wrong, how to fix it."""

    code: Code
    label: Words
    text: Words
    how_to_fix: Words


class Criterion(_Entry):
    """One question the analyst answers about a document; `rule` is the ground of a refusal."""

    code: Code
    text: Words
    rule: Citation
    stage: Stage
    canned_reasons: tuple[CannedReason, ...] = Field(min_length=1)


class ChecklistItem(_Entry):
    """One document. Without `condition` it applies to every request of the checklist.

    `applies_because` and `not_because` are the Portuguese sentences shown when the condition holds or not.
    `source_line` says where the utility's page asks for it; `note` what changed in the law since. An item
    `is_from_answers` is made by the portal and nothing is uploaded. An item `refused_when_absent` does not hold
    up the sending: it is laid out for review even without a file, and refused there.
    """

    code: Code
    order: int = Field(ge=1)
    document_code: Code
    title: Words
    why: Words
    legal_basis: Citation
    confidence: Confidence
    source_line: Words
    note: str = ""
    is_optional: bool = False
    is_from_answers: bool = False
    refused_when_absent: bool = False
    condition: Condition | None = None
    applies_because: Words = ALWAYS_APPLIES
    not_because: str = ""
    accepted_types: tuple[FileType, ...] = (FileType.PDF, FileType.JPG, FileType.PNG)
    max_mb: int = Field(gt=0, le=50)
    max_pages: int = Field(gt=0, le=500)
    good_example: Words
    bad_example: Words
    criteria: tuple[Criterion, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _a_condition_explains_itself(self) -> Self:
        has_own_reasons = {bool(self.not_because), self.applies_because != ALWAYS_APPLIES}
        if has_own_reasons != {self.condition is not None}:
            raise ValueError(
                f"{self.code}: a condition needs both of its reasons, and only a condition has them"
            )
        return self

    @model_validator(mode="after")
    def _what_may_be_absent_is_one_thing(self) -> Self:
        if self.is_optional + self.is_from_answers + self.refused_when_absent > 1:
            raise ValueError(f"{self.code}: optional, from the answers, or refused when absent: only one")
        return self

    @property
    def accepted(self) -> frozenset[FileType]:
        """Accepted types as the upload inspection takes them."""
        return frozenset(self.accepted_types)

    @property
    def max_bytes(self) -> int:
        """Size limit of one file, in bytes (1 MB = 1024 × 1024)."""
        return self.max_mb * 1024 * 1024


class Checklist(_Entry):
    """A version of the list of one category, in force from `valid_from`."""

    code: Code
    version: int = Field(ge=1)
    title: Words
    valid_from: date
    items: tuple[ChecklistItem, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _codes_are_unique_and_ordered(self) -> Self:
        criteria = [criterion for item in self.items for criterion in item.criteria]
        lists = {
            "item": [item.code for item in self.items],
            "document": [item.document_code for item in self.items],
            "order": [str(item.order) for item in self.items],
            "criterion": [criterion.code for criterion in criteria],
            "reason": [reason.code for criterion in criteria for reason in criterion.canned_reasons],
        }
        for name, codes in lists.items():
            if len(set(codes)) != len(codes):
                raise ValueError(f"checklist {self.code}: repeated {name} code")
        if [item.order for item in self.items] != sorted(item.order for item in self.items):
            raise ValueError(f"checklist {self.code}: items out of order")
        return self

    def item(self, document_code: str) -> ChecklistItem:
        """The item of a document; LookupError when this version does not know it."""
        for item in self.items:
            if item.document_code == document_code:
                return item
        raise LookupError(document_code)


class ApplicableItem(_Entry):
    """An item that the facts call for, and why, in Portuguese."""

    item: ChecklistItem
    reason: str


class NotApplicableItem(_Entry):
    """An item that the facts do not call for, and why not, in Portuguese."""

    item: ChecklistItem
    reason: str


def applicable(
    checklist: Checklist, facts: ProjectFacts, profile: OperatorProfile | None = None
) -> tuple[ApplicableItem, ...]:
    """The documents of this request, in the checklist's order; also those that the portal makes itself."""
    return tuple(
        ApplicableItem(item=item, reason=item.applies_because)
        for item in checklist.items
        if _applies(item, facts, profile)
    )


def not_applicable(
    checklist: Checklist, facts: ProjectFacts, profile: OperatorProfile | None = None
) -> tuple[NotApplicableItem, ...]:
    """The documents that this request does not need, in the checklist's order."""
    return tuple(
        NotApplicableItem(item=item, reason=_why_not(item, facts, profile))
        for item in checklist.items
        if not _applies(item, facts, profile)
    )


def missing(
    checklist: Checklist,
    facts: ProjectFacts,
    present: Collection[str],
    profile: OperatorProfile | None = None,
) -> tuple[Finding, ...]:
    """A finding per applicable document not in `present` (document codes); see `missing_of`."""
    return missing_of(applicable(checklist, facts, profile), present)


def missing_of(entries: Iterable[ApplicableItem], present: Collection[str]) -> tuple[Finding, ...]:
    """A finding per item whose file is not `present`: advisory when it is optional or refused only in review.

    Items that the portal makes from the answers are never missing.
    """
    return tuple(
        _missing(entry.item)
        for entry in entries
        if entry.item.document_code not in present and not entry.item.is_from_answers
    )


def _missing(item: ChecklistItem) -> Finding:
    message = f"Falta o arquivo: {item.title}."
    if item.refused_when_absent:
        message = f"{message} Você pode enviar assim, mas o pedido não passa na conferência dos documentos."
    may_be_absent = item.is_optional or item.refused_when_absent
    return Finding(
        code="document.missing",
        severity=Severity.advisory if may_be_absent else Severity.blocking,
        message=message,
        citation=REFUSED_WHEN_ABSENT if item.refused_when_absent else item.legal_basis,
        field=item.document_code,
        section=Section.documents,
    )


def _why_not(item: ChecklistItem, facts: ProjectFacts, profile: OperatorProfile | None) -> str:
    is_open = item.condition is not None and is_unanswered(item.condition, facts, profile)
    return STILL_UNKNOWN if is_open else item.not_because


def _applies(item: ChecklistItem, facts: ProjectFacts, profile: OperatorProfile | None) -> bool:
    return item.condition is None or holds(item.condition, facts, profile)


@cache
def packaged_checklist(code: str) -> Checklist:
    """The checklist that ships with the portal, for the first publication; LookupError when there is none.

    A list names the shared items it `use`s, in order, and says of each what is its own (`source_line`).
    """
    folder = files("documents") / "packaged"
    file = folder / f"{code}.toml"
    if not code.replace("_", "").isalnum() or not file.is_file():
        raise LookupError(code)
    listed = _read(file)
    if "items" not in listed:
        raise LookupError(code)
    shared = {item["code"]: item for part in (folder / "shared").iterdir() for item in _read(part)["items"]}
    items = [
        {"document_code": own["use"], **shared[own["use"]], **own, "order": order}
        for order, own in enumerate(listed.pop("items"), start=1)
    ]
    for item in items:
        del item["use"]
    return Checklist.model_validate({**listed, "items": items})


def _read(file: Traversable) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)


def checksum(checklist: Checklist) -> str:
    """SHA-256 of the content in one canonical form, kept beside each published version."""
    content = checklist.model_dump(mode="json")
    for item in content["items"]:
        # Versions published before these two existed keep the hash they were published with.
        for newer in ("is_from_answers", "refused_when_absent"):
            if not item[newer]:
                del item[newer]
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()
