"""Steps that the tests of council registrations share: a technician with a certificate, and an analyst who decides."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from portal.accounts.models import User
from requests_app.models import ResponsibleProfessional
from tests.factories import make_technician
from tests.files import pdf_bytes

PROFILE = {
    "full_name": "Rafael Nogueira",
    "profession": "electrical_engineer",
    "title": "Engenheiro eletricista",
    "council": "CREA",
    "council_name": "",
    "registration": "MG-123456/D",
    "registration_uf": "MG",
    "phone": "(31) 99999-0000",
}
UNTIL = timezone.localdate() + timedelta(days=400)
VERIFIED = {"status": "verified", "verified_until": UNTIL.isoformat()}
SUSPENDED = {
    "status": "suspended",
    "reason": "O conselho informou a interrupção do registro.",
    "basis": "Ofício do conselho 12/2026",
}
UNVERIFIED = {"status": "unverified", "reason": "A certidão é de outra pessoa."}
DECISIONS = {"verified": VERIFIED, "suspended": SUSPENDED, "unverified": UNVERIFIED}


def paper(name: str = "certidao.pdf", text: str = "Certidão") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf_bytes(text=text), content_type="application/pdf")


def send_papers(client: Client, **files: SimpleUploadedFile) -> Any:
    return client.post("/conta/profissional/arquivos", files)


def a_technician(name: str = "Rafael Nogueira", *, has_certificate: bool = True) -> ResponsibleProfessional:
    """A technician nobody has looked at yet."""
    user: User = make_technician(name)
    ResponsibleProfessional.objects.filter(user=user).update(
        registration_status="unverified", verified_until=None
    )
    if has_certificate:
        client = Client()
        client.force_login(user)
        assert send_papers(client, certificate=paper()).status_code == 302
    return ResponsibleProfessional.objects.get(user=user)


def address(professional: ResponsibleProfessional) -> str:
    return f"/analise/registros/{professional.pk}"


def decide(client: Client, professional: ResponsibleProfessional, **changes: str) -> Any:
    """Send the decision on the registration as it is now, unless `version` says otherwise."""
    version = ResponsibleProfessional.objects.values_list("version", flat=True).get(pk=professional.pk)
    return client.post(address(professional), {"version": str(version), **changes})
