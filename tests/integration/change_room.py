"""Steps that the tests of a change of technician share: its pages, a form sent, the code, who got mail."""

from typing import Any

from django.test import Client

from portal.outbox.models import Message
from requests_app.models import (
    AccessRequest,
)
from tests.integration.review_room import form_of


def address(case: AccessRequest, side: str = "") -> str:
    tail = "responsavel" if side else "trocar-responsavel"
    return f"{side}/solicitacoes/{case.filing_number}/{tail}"


def fill(client: Client, path: str, **fields: str) -> Any:
    return client.post(path, form_of(client.get(path)) | fields)


def transfer_code() -> str:
    mail = Message.objects.filter(template="holder_transfer_code").latest("pk")
    return next(line for line in mail.text.splitlines() if line.isdigit())


def told(template: str) -> list[str]:
    return sorted(Message.objects.filter(template=template).values_list("recipient", flat=True))
