"""Steps shared by the tests of filing: a technician, a signed-in client, a draft ready to send."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.accounts.roles import Role
from requests_app.models import AccessRequest, ResponsibleProfessional
from requests_app.services.filing.drafts import create_draft, save_section
from tests.files import pdf_bytes
from tests.filing_data import ANSWERS, answers

DOCUMENTS = (
    "technical_responsibility",
    "single_line_diagram",
    "design_report",
    "inverter_conformity",
    "identity",
)
SCREENS = (
    "draft_unit",
    "draft_generation",
    "draft_credits",
    "draft_holder",
    "draft_documents",
    "draft_check",
)


def technician(email: str = "rt@exemplo.com.br") -> User:
    user = User.objects.create_user(
        email, "uma-senha-longa", role=Role.TECHNICIAN.value, full_name="Rafael Nogueira"
    )
    ResponsibleProfessional.objects.create(
        user=user,
        profession="electrical_engineer",
        council="CREA",
        registration="MG-123456/D",
        title="Engenheiro eletricista",
        registration_status="verified",
        verified_until=date(2099, 12, 31),
    )
    return user


def signed_in(user: User) -> Client:
    # The name that browser tests allow as well.
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


def filled_draft(user: User, **changes: dict[str, str]) -> AccessRequest:
    """A draft with every answer and no document."""
    draft = create_draft(actor=user.as_actor())
    for section in ANSWERS:
        draft = save_section(
            draft_id=draft.pk, section=section, answers=answers(section, **changes.get(section, {}))
        )
    return draft


def page(draft: AccessRequest, name: str) -> str:
    return reverse(name, args=[draft.public_id])


def pdf(name: str = "documento.pdf", **options: object) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf_bytes(**options), content_type="application/pdf")  # type: ignore[arg-type]  # passed on as given


def send_documents(client: Client, draft: AccessRequest) -> None:
    """Upload every document that a person's request needs."""
    files = {f"file_{code}": pdf(f"{code}.pdf") for code in DOCUMENTS}
    response = client.post(page(draft, "draft_documents"), files)
    assert response.status_code == 302, response.content.decode()[:2000]


def post(client: Client, draft: AccessRequest, name: str, data: dict[str, str], **extra: str) -> Any:
    """Send a screen as the browser would, with the version it was shown."""
    draft.refresh_from_db()
    return client.post(page(draft, name), {"version": str(draft.draft_version), **data, **extra})
