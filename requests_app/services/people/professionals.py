"""Who signs the technical side: profession, council and registration of a technician, with the two papers."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, BinaryIO, NamedTuple

from django.db import transaction

from documents.domain.file_types import FileType
from documents.inspection import inspect_upload
from documents.models import StoredFile
from documents.services.files import keep_inspected
from eligibility.domain.facts import ProfessionalFacts
from eligibility.domain.findings import refuse
from eligibility.domain.vocabulary import Profession
from portal.accounts.models import User
from requests_app.domain.registration import standing_on
from requests_app.models import ResponsibleProfessional
from requests_app.services.people.registrations import Decision, set_status

ACCEPTED = frozenset(FileType)
MAX_MB = 10
MAX_PAGES = 20
_CHECKED = (
    "profession",
    "has_attribution",
    "council",
    "council_name",
    "registration",
    "registration_uf",
)


class Paper(StrEnum):
    """A file that stands beside a registration; the value is its word in addresses."""

    CERTIFICATE = "certidao"
    DECISION = "decisao"

    @property
    def column(self) -> str:
        return {Paper.CERTIFICATE: "certificate", Paper.DECISION: "decision"}[self]

    @property
    def label(self) -> str:
        return {
            Paper.CERTIFICATE: "Certidão de registro no conselho",
            Paper.DECISION: "Decisão do conselho sobre a atribuição",
        }[self]


class SavedProfile(NamedTuple):
    """The profile as saved, and whether the new data ended a verification."""

    profile: ResponsibleProfessional
    has_lost_verification: bool


@transaction.atomic
def save_profile(*, user: User, answers: dict[str, Any], now: datetime) -> SavedProfile:
    """Create or change the profile; the same answers again change nothing.

    Whoever changes what an analyst checked (name, profession, council, number…) is unverified again, with a line
    of history and an e-mail. A suspension is not lifted by an edit.
    """
    # The account's row is locked first: two first savings at once would both find no profile.
    before = User.objects.select_for_update().get(pk=user.pk)
    given = dict(answers)
    full_name = given.pop("full_name")
    profile = ResponsibleProfessional.objects.select_for_update(of=("self",)).filter(user=user).first()
    is_new = profile is None
    profile = profile or ResponsibleProfessional(user=user)
    is_other = full_name != before.full_name or any(getattr(profile, n) != given[n] for n in _CHECKED)
    User.objects.filter(pk=user.pk).update(full_name=full_name)
    for name, value in given.items():
        setattr(profile, name, value)
    status = ResponsibleProfessional.RegistrationStatus
    if is_new or not is_other:
        profile.save()
        return SavedProfile(profile, has_lost_verification=False)
    if profile.certificate_id is not None:
        profile.waiting_since = profile.waiting_since or now
    if profile.registration_status == status.VERIFIED:
        set_status(profile, Decision(status.UNVERIFIED), by_id=user.pk, now=now)
        return SavedProfile(profile, has_lost_verification=True)
    profile.version += 1
    profile.save()
    return SavedProfile(profile, has_lost_verification=False)


def keep_paper(*, user: User, paper: Paper, file: BinaryIO, original_name: str, now: datetime) -> StoredFile:
    """Inspect and keep the certificate or the decision; the same file again changes nothing.

    Raises Refused with the cause, on the field of that paper, or `professional_profile_missing`.
    """
    inspected = inspect_upload(
        file,
        declared_name=original_name,
        accepted=ACCEPTED,
        max_bytes=MAX_MB * 1024 * 1024,
        max_pages=MAX_PAGES,
        field=paper.column,
    )
    with transaction.atomic():
        rows = ResponsibleProfessional.objects.select_for_update(of=("self",))
        profile = rows.select_related("certificate", "decision").filter(user=user).first()
        if profile is None:
            raise refuse("professional_profile_missing", "Salve antes os seus dados profissionais.")
        current: StoredFile | None = getattr(profile, paper.column)
        if current is not None and current.sha256 == inspected.sha256:
            return current
        stored = keep_inspected(
            file=file,
            inspected=inspected,
            original_name=original_name,
            stored_by_id=user.pk,
            replaces=current,
        )
        setattr(profile, paper.column, stored)
        profile.version += 1
        profile.waiting_since = profile.waiting_since or now
        profile.save()
    return stored


def professional_facts(user_id: int, on: date) -> ProfessionalFacts | None:
    """What the rules may ask about the account's professional on that day; None without a profile. One statement."""
    return facts_of_profile(ResponsibleProfessional.objects.filter(user_id=user_id).first(), on)


def facts_of_profile(profile: ResponsibleProfessional | None, on: date) -> ProfessionalFacts | None:
    """The same of a profile that was read already."""
    if profile is None:
        return None
    return ProfessionalFacts(
        profession=Profession(profile.profession),
        has_attribution=profile.has_attribution,
        has_council_decision=profile.decision_id is not None,
        registration=standing_on(profile.registration_status, profile.verified_until, on),
    )
