"""A suspended registration files nothing, by page or by API; an unverified or expired one only warns."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from portal.accounts.models import User
from requests_app.models import AccessRequest, ResponsibleProfessional
from tests.api import SENDING, Caller, complete_draft
from tests.factories import publish_checklist
from tests.integration.filing_steps import filled_draft, post, send_documents, signed_in, technician

pytestmark = pytest.mark.django_db
DECLARED = {"declaration_d": "on", "declaration_f": "on", "is_acknowledged": "on"}


@pytest.fixture
def user() -> User:
    publish_checklist()
    return technician()


def register(**values: Any) -> None:
    ResponsibleProfessional.objects.update(**{"verified_until": None, **values})


def by_page(user: User) -> tuple[int, str]:
    client: Client = signed_in(user)
    draft = filled_draft(user)
    send_documents(client, draft)
    answer = post(client, draft, "draft_check", DECLARED)
    return answer.status_code, answer.content.decode()


def by_api(user: User) -> tuple[int, str]:
    caller = Caller(user)
    answer = caller.call("POST", f"drafts/{complete_draft(caller)}/send", SENDING)
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("send", [by_page, by_api])
def test_suspended_is_refused_and_the_draft_stays(
    user: User, send: Callable[[User], tuple[int, str]]
) -> None:
    register(registration_status="suspended")
    status, said = send(user)
    assert status in (409, 422) and "suspenso" in said
    assert AccessRequest.objects.get().state == "draft"


@pytest.mark.parametrize("send", [by_page, by_api])
@pytest.mark.parametrize(
    "values",
    [
        {"registration_status": "unverified"},
        {"registration_status": "verified", "verified_until": date(2020, 1, 1)},
        {"registration_status": "verified", "verified_until": date(2099, 1, 1)},
    ],
    ids=["unverified", "expired", "verified"],
)
def test_every_other_standing_files(
    user: User, send: Callable[[User], tuple[int, str]], values: dict[str, Any]
) -> None:
    register(**values)
    status, said = send(user)
    assert status in (200, 201, 302), said[:2000]
    assert AccessRequest.objects.get().state == "received"
