"""Read the pages of a filed request as somebody signed in, as one line of text."""

import re
from datetime import datetime
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator
from django.test import Client

from portal.accounts.models import User
from portal.accounts.roles import Role
from requests_app.models import AccessRequest
from tests.factories import give_second_factor

NOW = datetime(2026, 11, 23, 14, 32, 7, tzinfo=ZoneInfo("America/Sao_Paulo"))
PARTS = ("", "/documentos", "/pendencias", "/prazo", "/historico", "/parecer")


def as_user(user: User) -> Client:
    """A browser where this person is signed in."""
    client = Client()
    if user.role != Role.TECHNICIAN.value and not Authenticator.objects.filter(user=user).exists():
        give_second_factor(user)
    client.force_login(user)
    return client


def words(response: Any) -> str:
    """The text of a page as one line."""
    body = re.sub(r"<(script|style|svg).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def address(case: AccessRequest, part: str = "") -> str:
    return f"/solicitacoes/{case.filing_number}{part}"
