"""The technician's registration of the demonstration: a certificate that an analyst has read."""

from datetime import datetime, timedelta
from io import BytesIO

from portal.accounts.models import User
from portal.demo.papers import paper
from requests_app.models import ResponsibleProfessional
from requests_app.services.people import registrations as registration_checks
from requests_app.services.people.professionals import Paper, keep_paper

_CHECKED_BEFORE = timedelta(days=60)


def check_registration(technician: User, analyst: User, now: datetime) -> None:
    """Once: the certificate goes in and the analyst says until when it is good, as of the account's profile."""
    profile = ResponsibleProfessional.objects.get(user=technician)
    if profile.certificate_id is not None:
        return
    at = now - _CHECKED_BEFORE
    until, file = profile.verified_until, BytesIO(paper("certificate", Paper.CERTIFICATE.label))
    keep_paper(
        user=technician, paper=Paper.CERTIFICATE, file=file, original_name="certidao-do-crea.pdf", now=at
    )
    profile.refresh_from_db()
    registration_checks.decide(
        professional_id=profile.pk,
        decision=registration_checks.Decision(
            ResponsibleProfessional.RegistrationStatus.VERIFIED, verified_until=until
        ),
        base_version=profile.version,
        actor=analyst.as_actor(),
        now=at,
    )
