"""A golden situation as a draft in the database: what was typed, the list of units, the registration."""

from datetime import date, datetime
from io import BytesIO

from django.utils import timezone

from documents.domain.file_types import FileType
from documents.models import StoredFile
from documents.services.files import keep_upload
from eligibility.domain.facts import ProjectFacts
from eligibility.domain.vocabulary import RegistrationStatus
from portal.accounts.models import User
from portal.accounts.roles import Role
from requests_app.forms.draft_reading import DraftReading
from requests_app.forms.drafts import read_draft
from requests_app.models import AccessRequest, AllocationList, ResponsibleProfessional
from requests_app.services.filing.drafts import create_draft, save_section
from requests_app.services.filing.preconditions import Preconditions
from requests_app.services.filing.sending import file_request
from tests.factories import put_in_every_slot
from tests.files import pdf_bytes
from tests.golden.situations import situations
from tests.golden.typed import answers_of

LONG_AGO, FAR_AWAY = date(2000, 1, 1), date(2099, 12, 31)


def _technician(facts: ProjectFacts) -> User:
    user = User.objects.create_user(
        "rt@exemplo.com.br", "uma-senha-longa", role=Role.TECHNICIAN.value, full_name="Rafael Nogueira"
    )
    given = facts.professional
    if given is None:
        return user
    is_checked = given.registration in (RegistrationStatus.verified, RegistrationStatus.expired)
    ResponsibleProfessional.objects.create(
        user=user,
        profession=given.profession.value,
        has_attribution=given.has_attribution,
        decision=_decision(user) if given.has_council_decision else None,
        council="CREA",
        registration="MG-123456/D",
        title="Engenheira",
        registration_status="verified" if is_checked else given.registration.value,
        verified_until={RegistrationStatus.verified: FAR_AWAY, RegistrationStatus.expired: LONG_AGO}.get(
            given.registration
        ),
    )
    return user


def _decision(user: User) -> StoredFile:
    content = pdf_bytes(text="Decisão do conselho")
    return keep_upload(
        file=BytesIO(content),
        original_name="decisao.pdf",
        accepted=frozenset({FileType.PDF}),
        max_bytes=1_000_000,
        max_pages=5,
        stored_by_id=user.pk,
    )


def _list(draft: AccessRequest, user: User, facts: ProjectFacts) -> None:
    """The columns that the rules read; a list of 5,000 lines is typed in the tests of the list itself."""
    if facts.allocation is None:
        return
    AllocationList.objects.create(
        access_request=draft,
        number=1,
        generating_unit_number=facts.unit_number,
        line_count=facts.allocation.unit_count,
        created_by_id=user.pk,
        **facts.allocation.model_dump(),
    )


def typed_draft(facts: ProjectFacts) -> AccessRequest:
    """The draft of one technician with everything of the situation that a person can type."""
    user = _technician(facts)
    draft = create_draft(actor=user.as_actor())
    for section, answers in answers_of(facts).items():
        draft = save_section(draft_id=draft.pk, section=section, answers=answers)
    _list(draft, user, facts)
    return draft


def reading_of(draft: AccessRequest, facts: ProjectFacts) -> DraftReading:
    """The wizard's reading on the situation's day, with the utility's records of the situation."""
    records = Preconditions(has_overdue_debts=facts.has_overdue_debts, is_captive=facts.is_captive)
    return read_draft(draft, facts.filed_on, preconditions=records)


def is_typed_whole(reading: DraftReading) -> bool:
    """Whether every section could be read: otherwise the screens say their own errors first."""
    return None not in (reading.unit, reading.generation, reading.credits, reading.holder, reading.guarantee)


def file_typed(draft: AccessRequest, facts: ProjectFacts, now: datetime) -> AccessRequest:
    """Send the draft of a situation that nothing blocks, with a file for every document it must bring."""
    before = reading_of(draft, facts)
    put_in_every_slot(draft, draft.technician, [slot.item for slot in before.required_slots])
    reading = reading_of(draft, facts)
    assert not reading.blocking, [finding.message for finding in reading.blocking]
    return file_request(
        draft_id=draft.pk,
        filing=reading.filing,
        findings=reading.findings,
        accepted_declarations=frozenset({"d", "e", "f"}),
        is_acknowledged=True,
        actor=draft.technician.as_actor(),
        now=now,
    )


def filed_situation(name: str) -> AccessRequest:
    """The situation of that name, filed now."""
    facts = next(row.facts for row in situations() if row.name == name)
    return file_typed(typed_draft(facts), facts, timezone.now())
