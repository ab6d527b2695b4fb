"""What an analyst says of a registration after reading its certificate; kept as history and told to its owner."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from eligibility.domain.findings import Refused, refuse
from portal.accounts.roles import Actor, Role
from portal.outbox.messages import write_message
from requests_app.domain.registration import STANDING_WORDS, registration_words, standing_on
from requests_app.models import RegistrationCheck, ResponsibleProfessional
from requests_app.models.professional import RegistrationState as Status
from requests_app.services.telling.messages import letterhead

CHANGED = "registration_changed"
_LONGEST_CHECK = timedelta(days=3653)


@dataclass(frozen=True)
class Decision:
    """The analyst's answer: verified needs the date, unverified the reason, suspended reason and basis."""

    status: Status
    verified_until: date | None = None
    reason: str = ""
    basis: str = ""


@transaction.atomic
def decide(
    *, professional_id: int, decision: Decision, base_version: int, actor: Actor, now: datetime
) -> RegistrationCheck:
    """Set the status of a registration. The same decision sent twice by the same person is one.

    Raises PermissionDenied for anybody but a reviewer, and for one's own registration; Refused with
    `registration_changed` when the data, a file or the status changed since `base_version`, and for a decision
    that lacks what it needs.
    """
    if not actor.is_reviewer:
        raise PermissionDenied
    professional = ResponsibleProfessional.objects.select_for_update(of=("self",)).get(pk=professional_id)
    if professional.user_id == actor.user_id or professional.user.role != Role.TECHNICIAN.value:
        raise PermissionDenied
    decision = _complete(decision, professional, timezone.localdate(now))
    if base_version != professional.version:
        again = professional.checks.filter(version=base_version + 1, checked_by_id=actor.account_id).first()
        if again is not None and _of(again) == decision and professional.version == again.version:
            return again
        raise refuse(CHANGED, "Este registro mudou enquanto você lia. Veja como está agora e decida de novo.")
    professional.waiting_since = None
    return set_status(professional, decision, by_id=actor.account_id, now=now)


def set_status(
    professional: ResponsibleProfessional, decision: Decision, *, by_id: int, now: datetime
) -> RegistrationCheck:
    """Write the new status, its line of history and the e-mail. The caller holds the row and saved nothing yet."""
    professional.registration_status = decision.status
    professional.verified_until = decision.verified_until
    professional.version += 1
    professional.save()
    check = RegistrationCheck.objects.create(
        professional=professional,
        status=decision.status.value,
        verified_until=decision.verified_until,
        reason=decision.reason,
        basis=decision.basis,
        certificate_id=professional.certificate_id,
        version=professional.version,
        checked_at=now,
        checked_by_id=by_id,
    )
    _tell(professional, check, timezone.localdate(now))
    return check


def current_check(professional: ResponsibleProfessional) -> RegistrationCheck | None:
    """The check that gave the registration its present status; None while nobody looked."""
    return professional.checks.order_by("-version").first()


def words_for_owner(
    professional: ResponsibleProfessional, check: RegistrationCheck | None, on: date
) -> tuple[str, ...]:
    """What the page and the e-mail tell the owner of the registration."""
    return registration_words(
        standing_on(professional.registration_status, professional.verified_until, on),
        verified_until=professional.verified_until,
        reason=check.reason if check else "",
        basis=check.basis if check else "",
        is_own_change=check is not None and check.checked_by_id == professional.user_id,
    )


def _of(check: RegistrationCheck) -> Decision:
    return Decision(Status(check.status), check.verified_until, check.reason, check.basis)


def _complete(decision: Decision, professional: ResponsibleProfessional, today: date) -> Decision:
    """The decision with only what belongs to its status; Refused when something it needs is missing."""
    match decision.status:
        case Status.VERIFIED:
            _require_verifiable(decision, professional, today)
            return Decision(Status.VERIFIED, decision.verified_until)
        case Status.SUSPENDED:
            _require(decision.reason, "reason", "Escreva o motivo da suspensão. O técnico lê este texto.")
            _require(decision.basis, "basis", "Escreva a norma ou o documento em que a suspensão se apoia.")
            return Decision(Status.SUSPENDED, None, decision.reason, decision.basis)
        case _:
            _require(decision.reason, "reason", "Escreva o motivo. O técnico lê este texto.")
            return Decision(Status.UNVERIFIED, None, decision.reason, decision.basis)


def _require_verifiable(decision: Decision, professional: ResponsibleProfessional, today: date) -> None:
    if professional.certificate_id is None:
        raise _lacking("status", "Falta a certidão. Sem ela o registro não pode ser conferido.")
    until = decision.verified_until
    if until is None:
        raise _lacking("verified_until", "Escreva até que dia a conferência vale.")
    if not today <= until <= today + _LONGEST_CHECK:
        raise _lacking("verified_until", "Confira a data: ela vai de hoje até daqui a 10 anos.")


def _require(text: str, field: str, message: str) -> None:
    if not text.strip():
        raise _lacking(field, message)


def _lacking(field: str, message: str) -> Refused:
    return refuse(f"registration_{field}", message, field=field)


def _tell(professional: ResponsibleProfessional, check: RegistrationCheck, on: date) -> None:
    user = professional.user
    standing = standing_on(professional.registration_status, professional.verified_until, on)
    write_message(
        "registration_checked",
        key=f"registration_checked:{professional.pk}:{check.version}",
        recipient=user.email,
        context=letterhead()
        | {
            "standing": STANDING_WORDS[standing],
            "greeting": f"Olá, {user.first_name}.",
            "lines": "\n\n".join(words_for_owner(professional, check, on)),
            "link": f"{settings.PUBLIC_URL}/conta/profissional",
        },
    )
