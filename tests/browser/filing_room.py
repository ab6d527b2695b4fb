"""What the browser tests of filing share: who signs in, how a screen is filled, where it stands."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Page

from portal.accounts.models import User
from requests_app.models import AccessRequest
from tests.files import pdf_bytes
from tests.filing_data import ANSWERS
from tests.integration.filing_steps import filled_draft, send_documents, signed_in

SignIn = Callable[[Page, User], None]
PASSWORD = "uma-senha-longa"
CHOSEN = {
    "unit": {"consumer_class", "voltage"},
    "generation": {"source"},
}
TICKED = {
    "unit": {"request_kind", "group", "phases"},
    "generation": {"has_storage"},
    "credits": {"modality", "waiver"},
    "holder": {"is_company", "has_power_of_attorney", "is_cpf_on_identity_document"},
}
SCREENS = ("unidade", "geracao", "creditos", "titular", "documentos", "conferir")


def leave(page: Page) -> None:
    """The session's cookie is gone, as when it has run out."""
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def sign_in_by_form(page: Page, user: User) -> None:
    page.fill("input[name=login]", user.email)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")


def fill(page: Page, section: str) -> None:
    for name, value in ANSWERS[section].items():
        if not value:
            continue
        if name in CHOSEN.get(section, set()):
            page.select_option(f"[name={name}]", value)
        elif name in TICKED.get(section, set()):
            page.check(f"[name={name}][value='{value}']")
        else:
            page.fill(f"[name={name}]", value)


def pdf_file(folder: Path, name: str) -> Path:
    path = folder / f"{name}.pdf"
    path.write_bytes(pdf_bytes())
    return path


def address(portal_url: str, draft: AccessRequest, screen: str) -> str:
    return f"{portal_url}/rascunhos/{draft.public_id}/{screen}"


def ready(user: User) -> AccessRequest:
    draft = filled_draft(user)
    send_documents(signed_in(user), draft)
    return draft


def send(page: Page) -> None:
    page.check("[name=declaration_d]")
    page.check("[name=declaration_f]")
    page.check("[name=is_acknowledged]")
    page.click("text=Enviar solicitação")
