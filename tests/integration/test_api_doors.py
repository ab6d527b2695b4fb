"""Who may do what through the API, and how a program gets its token."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.urls import URLPattern
from django.utils import timezone
from knox.models import AuthToken
from time_machine import TimeMachineFixture

from portal.accounts.roles import Role
from portal.urls_api import urlpatterns
from tests.api import SENDING, TOTP_SECRET, Caller, complete_draft
from tests.factories import (
    PASSWORD,
    filed_request,
    make_admin,
    make_analyst,
    make_technician,
    make_user,
    publish_checklist,
)

pytestmark = pytest.mark.django_db
METHODS = ("get", "post", "put", "delete")
EXAMPLES = {
    "public_id": "00000000-0000-4000-8000-000000000000",
    "section": "unit",
    "document_code": "identity",
    "criterion_code": "any",
    "number": "1",
    "code": "x",
}


def operations(number: str) -> Iterator[tuple[str, str, frozenset[Role] | None]]:
    """Every method of every address of the API with its roles, the address filled in."""
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        view: Any = pattern.callback
        if not hasattr(view, "cls"):
            continue
        path = str(pattern.pattern).removeprefix("api/v1/")
        for name, value in {**EXAMPLES, "filing_number": number}.items():
            for kind in ("uuid", "str", "slug", "int"):
                path = path.replace(f"<{kind}:{name}>", value)
        for method in METHODS:
            if hasattr(view.cls, method):
                yield method.upper(), path, view.open_to


def test_each_address_asks_for_a_token_and_for_its_role() -> None:
    number = str(filed_request().filing_number)
    callers = {
        Role.TECHNICIAN: Caller(make_technician()),
        Role.ANALYST: Caller(make_analyst()),
        Role.ADMIN: Caller(make_admin()),
    }
    seen = 0
    for method, path, roles in operations(number):
        if roles is None or path == "tokens/current":
            continue
        assert Caller().status(method, path) == 401, f"{method} {path}"
        # The one address that both read and only one writes: sending corrections.
        may = (
            roles - {Role.TECHNICIAN} if (method, path) == ("POST", f"requests/{number}/pendings") else roles
        )
        for role, caller in callers.items():
            status = caller.status(method, path)
            assert (status == 403) == (role not in may), f"{role} {method} {path}: {status}"
        seen += 1
    assert seen > 30


def test_another_technicians_request_does_not_exist() -> None:
    number = str(filed_request().filing_number)
    stranger = Caller(make_technician())
    for method, path, roles in operations(number):
        if path.startswith("requests/") and roles and Role.TECHNICIAN in roles and method == "GET":
            assert stranger.status(method, path) == 404, path
    for step in ("answer", "withdraw", "inspection"):
        assert stranger.ask("POST", f"requests/{number}/{step}", expect=404)["code"] == "not_found"


def test_another_technicians_draft_does_not_exist() -> None:
    publish_checklist()
    draft = complete_draft(Caller(make_technician()))
    stranger, analyst = Caller(make_technician()), Caller(make_analyst())
    for method, path in (
        ("GET", f"drafts/{draft}"),
        ("DELETE", f"drafts/{draft}"),
        ("GET", f"drafts/{draft}/check"),
        ("PUT", f"drafts/{draft}/sections/unit"),
        ("DELETE", f"drafts/{draft}/documents/identity"),
        ("POST", f"drafts/{draft}/send"),
    ):
        assert stranger.call(method, path, SENDING).status_code == 404, path
        assert analyst.call(method, path, SENDING).status_code == 403, path
    assert stranger.upload("PUT", f"drafts/{draft}/documents/identity").status_code == 404


def test_an_action_outside_the_table_is_a_409_with_its_reason() -> None:
    technician = make_technician()
    number = filed_request(technician).filing_number
    refused = Caller(technician).ask("POST", f"requests/{number}/inspection", expect=409)
    assert refused["code"] == "action_not_in_state"
    assert "Pedido recebido" in refused["message"]
    assert refused["findings"][0]["message"] == refused["message"]


def sign_in(expect: int, **changes: str) -> Any:
    body = {"email": "rafael@exemplo.test", "password": PASSWORD, **changes}
    return Caller().ask("POST", "tokens", body, expect=expect)


def test_a_token_opens_the_api_until_it_is_ended() -> None:
    user = make_technician(email="rafael@exemplo.test")
    found = sign_in(201)
    assert found["role"] == "technician"
    caller = Caller()
    caller.client.defaults["HTTP_AUTHORIZATION"] = f"Token {found['token']}"
    assert caller.ask("GET", "drafts") == {"drafts": []}
    caller.ask("DELETE", "tokens/current", expect=204)
    caller.ask("GET", "drafts", expect=401)
    again = sign_in(201)
    caller.client.defaults["HTTP_AUTHORIZATION"] = f"Token {again['token']}"
    AuthToken.objects.filter(user=user).update(expiry=timezone.now() - timedelta(seconds=1))
    caller.ask("GET", "drafts", expect=401)


@pytest.mark.parametrize("token", ["", "a b", "nonsense", "ÿþ", "0" * 5000])
def test_a_token_that_is_none_is_a_401(token: str) -> None:
    caller = Caller()
    caller.client.defaults["HTTP_AUTHORIZATION"] = f"Token {token}"
    assert caller.ask("GET", "drafts", expect=401)["message"]


def test_wrong_credentials_never_say_which_half_was_wrong() -> None:
    make_technician(email="rafael@exemplo.test")
    answers = [sign_in(401, password="outra senha 12345"), sign_in(401, email="ninguem@exemplo.test")]
    assert answers[0] == answers[1]
    assert answers[0]["code"] == "wrong_credentials"


def test_an_unconfirmed_address_gets_no_token() -> None:
    EmailAddress.objects.filter(user=make_technician(email="rafael@exemplo.test")).update(verified=False)
    assert sign_in(403)["code"] == "email_not_confirmed"


def test_g01_staff_without_totp_get_no_token_outside_the_demo(settings: Any) -> None:
    make_analyst(email="rafael@exemplo.test")
    assert sign_in(403)["code"] == "second_factor_missing"
    settings.IS_DEMO = True
    assert sign_in(201)["role"] == "analyst"


def test_g01_an_account_with_totp_sends_its_code(time_machine: TimeMachineFixture) -> None:
    # On a busy machine four sign-ins may outlast the half minute of a code.
    time_machine.move_to(timezone.now(), tick=False)
    TOTP.activate(make_analyst(email="rafael@exemplo.test"), TOTP_SECRET)
    code = format_hotp_value(hotp_value(TOTP_SECRET, next(iter(yield_hotp_counters_from_time()))))
    assert sign_in(401)["code"] == "wrong_totp_code"
    assert sign_in(401, totp_code="000000" if code != "000000" else "111111")["code"] == "wrong_totp_code"
    assert sign_in(201, totp_code=code)["token"]
    assert sign_in(401, totp_code=code)["code"] == "wrong_totp_code"


def test_a_passkey_is_not_bypassed_by_a_password() -> None:
    user = make_technician(email="rafael@exemplo.test")
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={})
    assert sign_in(403)["code"] == "totp_needed"


def test_guessing_passwords_meets_a_limit() -> None:
    make_technician(email="rafael@exemplo.test")
    statuses = [
        Caller()
        .call("POST", "tokens", {"email": "rafael@exemplo.test", "password": f"guess {n}"})
        .status_code
        for n in range(12)
    ]
    assert 429 in statuses
    assert set(statuses) == {401, 429}


def test_a_technician_without_registration_begins_no_draft() -> None:
    newcomer = Caller(make_user(Role.TECHNICIAN, "Nina Prado"))
    assert newcomer.ask("POST", "drafts", expect=409)["code"] == "professional_profile_missing"
