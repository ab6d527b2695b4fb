"""Staff and the authenticator app: set up before anything else, asked for at every sign-in."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pyotp
import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from pytest_django import Settings
from time_machine import TimeMachineFixture

from portal.accounts.models import User
from tests.factories import PASSWORD, make_admin, make_analyst, make_supervisor, make_technician
from tests.integration.test_people_accounts import set_up_totp, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stopped(time_machine: TimeMachineFixture) -> None:
    """A code made in one half minute is not refused because it is asked for in the next."""
    time_machine.move_to(datetime.now(UTC), tick=False)


@pytest.mark.parametrize("make", [make_analyst, make_supervisor, make_admin])
def test_staff_set_up_totp_before_anything_else(client: Client, make: Callable[[], User]) -> None:
    user = make()
    sign_in(client, user)
    for path in (
        "/",
        "/conta",
        "/conta/email",
        "/conta/senha",
        "/analise/fila",
        "/configuracao/",
        "/contabilidade",
    ):
        assert client.get(path).headers["Location"] == "/conta/seguranca/totp", path
    asked = client.get("/conta/seguranca/totp").headers["Location"]
    assert asked.startswith("/conta/confirmar-senha?next=")
    assert client.post(asked, {"password": PASSWORD}).headers["Location"] == "/conta/seguranca/totp"
    assert client.get("/conta/seguranca/totp").status_code == 200
    secret = client.session["mfa.totp.secret"]
    answer = client.post("/conta/seguranca/totp", {"code": pyotp.TOTP(secret).now()})
    assert answer.status_code == 302
    assert client.get("/conta").status_code == 200
    assert secret not in str(Authenticator.objects.get(type="totp").data)


def test_a_technician_needs_no_second_factor(client: Client) -> None:
    sign_in(client, make_technician())
    assert client.get("/conta").status_code == 200


def test_the_demonstration_asks_nobody_for_a_second_factor(client: Client, settings: Settings) -> None:
    settings.IS_DEMO = True
    sign_in(client, make_analyst())
    assert client.get("/conta").status_code == 200


def test_a_passkey_alone_does_not_replace_totp(client: Client) -> None:
    user = make_analyst()
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "chave"})
    client.force_login(user)
    assert client.get("/conta").headers["Location"] == "/conta/seguranca/totp"


def test_after_the_password_comes_the_code_of_the_app(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("America/Sao_Paulo")), tick=False)
    user = make_analyst()
    secret = set_up_totp(user)
    assert sign_in(client, user).headers["Location"] == "/entrar/segundo-passo"
    assert "_auth_user_id" not in client.session
    right = pyotp.TOTP(secret).now()
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    assert client.post("/entrar/segundo-passo", {"code": wrong}).status_code == 422
    assert client.post("/entrar/segundo-passo", {"code": right}).headers["Location"] == "/analise/fila"
    client.post("/sair")
    sign_in(client, user)
    assert client.post("/entrar/segundo-passo", {"code": right}).status_code == 422, "a code serves once"
    time_machine.shift(timedelta(seconds=60))
    assert client.post("/entrar/segundo-passo", {"code": pyotp.TOTP(secret).now()}).status_code == 302
