"""Requests of the largest size: a list of thousands of units, and a checklist of as many documents as wanted."""

from datetime import date

from django.utils import timezone

from documents.domain.checklist import Checklist, ChecklistItem, checksum
from documents.models import ChecklistVersion
from eligibility.domain.allocation import AllocationReading
from eligibility.domain.allocation_lines import read_rows
from eligibility.domain.allocation_text import text_rows
from eligibility.domain.vocabulary import AllocationBasis
from portal.accounts.models import User
from requests_app.forms.drafts import read_draft
from requests_app.models import AccessRequest
from requests_app.services.allocations.lists import save_list
from requests_app.services.filing.drafts import create_draft, save_section
from requests_app.services.filing.sending import file_request
from tests.factories import put_in_every_slot
from tests.filing_data import ANSWERS
from tests.integration.allocation_room import pasted

CATEGORY = "micro_up_to_10"
MOST_UNITS = 5_000
_ASKED_OF_THEM = 2
"""Files with a condition that the good answers fulfil: identity and the conformity of the inverter."""


def publish_list_of(uploads: int, on: date) -> ChecklistVersion:
    """A next version of the shortest list in which the good answers of `filing_data` call for so many files."""
    standing = ChecklistVersion.in_force(CATEGORY, on)
    listed = standing.checklist
    always = [item for item in listed.items if item.condition is None and not item.is_from_answers]
    wanted = uploads - len(always) - _ASKED_OF_THEM
    more = [
        _copy(always[0], f"more_{standing.number}_{place}", len(listed.items) + place + 1)
        for place in range(wanted)
    ]
    longer = Checklist.model_validate(
        {
            **listed.model_dump(),
            "version": standing.number + 1,
            "valid_from": on,
            "items": [item.model_dump() for item in (*listed.items, *more)],
        }
    )
    return ChecklistVersion.objects.create(
        code=CATEGORY,
        number=longer.version,
        valid_from=on,
        content=longer.model_dump(mode="json"),
        sha256=checksum(longer),
    )


def _copy(item: ChecklistItem, code: str, order: int) -> ChecklistItem:
    """The same document once more under codes of its own."""
    criteria = tuple(
        criterion.model_copy(
            update={
                "code": f"{code}_{number}",
                "canned_reasons": tuple(
                    reason.model_copy(update={"code": f"{code}_{number}_{each}"})
                    for each, reason in enumerate(criterion.canned_reasons)
                ),
            }
        )
        for number, criterion in enumerate(item.criteria)
    )
    title = f"{item.title} {order}"
    own = {"code": code, "document_code": code, "order": order, "title": title, "criteria": criteria}
    return item.model_copy(update=own)


def read_units(text: str) -> AllocationReading:
    """Pasted lines as the page of the list reads them."""
    return read_rows(text_rows(text), AllocationBasis.percentage, max_units=MOST_UNITS)


def full_draft(technician: User, *, units: int = 0) -> AccessRequest:
    """Every answer, a file in every slot of the list in force, and so many units that share the surplus."""
    modality = "remote" if units else "local"
    draft = create_draft(actor=technician.as_actor())
    for section, answers in (ANSWERS | {"credits": {"modality": modality, "waiver": "none"}}).items():
        draft = save_section(draft_id=draft.pk, section=section, answers=answers)
    if units:
        save_list(draft_id=draft.pk, reading=read_units(pasted(units)), actor=technician.as_actor())
    slots = read_draft(draft, timezone.localdate()).uploads
    put_in_every_slot(draft, technician, [slot.item for slot in slots])
    return draft


def full_request(technician: User, *, units: int = 0) -> AccessRequest:
    """The same, sent."""
    draft = full_draft(technician, units=units)
    now = timezone.now()
    reading = read_draft(draft, timezone.localdate(now))
    return file_request(
        draft_id=draft.pk,
        filing=reading.filing,
        findings=reading.findings,
        accepted_declarations=frozenset({"d", "f"}),
        is_acknowledged=True,
        actor=technician.as_actor(),
        now=now,
    )
