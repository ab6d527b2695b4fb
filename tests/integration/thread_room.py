"""Steps that the tests of messages and help share: the pages of each side, a form sent, who got mail."""

from typing import Any

from django.test import Client

from portal.outbox.models import Message
from requests_app.models import AccessRequest
from tests.integration.review_room import form_of

QUESTION = "O cabo pode ser de 10 mm²?"


def address(case: AccessRequest, tail: str = "/mensagens", side: str = "") -> str:
    return f"{side}/solicitacoes/{case.filing_number}{tail}"


def write(client: Client, path: str, **fields: str) -> Any:
    """Fill the page's form and send it."""
    given = form_of(client.get(path)) | fields
    return client.post(path, given)


def mails(template: str = "message_new") -> list[str]:
    return sorted(Message.objects.filter(template=template).values_list("recipient", flat=True))
