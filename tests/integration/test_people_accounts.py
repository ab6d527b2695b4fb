"""Signing up, signing in, the second factor, and where each role lands."""

import re
from collections.abc import Callable
from typing import Any

import pyotp
import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.mail import EmailMessage
from django.test import Client

from portal.accounts.models import User
from portal.accounts.people import create_account
from portal.accounts.roles import Role
from portal.outbox.models import Message
from requests_app.models import ResponsibleProfessional
from tests.factories import PASSWORD, make_admin, make_analyst, make_supervisor, make_technician

pytestmark = pytest.mark.django_db
GOOD_PROFILE = {
    "full_name": "Rafael Nogueira",
    "profession": "electrical_engineer",
    "council": "CREA",
    "registration": "mg-123456/d",
    "registration_uf": "MG",
    "title": "Engenheiro eletricista",
    "phone": "(31) 98765-4321",
}


def sign_in(client: Client, user: User, password: str = PASSWORD) -> Any:
    return client.post("/entrar", {"login": user.email, "password": password})


def code_in_mail() -> str:
    found = re.search(r"^([A-Z0-9-]{6,12})$", Message.objects.latest("pk").text, re.MULTILINE)
    assert found is not None
    return found[1]


def set_up_totp(user: User) -> str:
    secret = pyotp.random_base32()
    TOTP.activate(user, secret)
    return secret


def test_a_technician_signs_up_confirms_and_gives_council_and_registration(client: Client) -> None:
    answer = client.post(
        "/criar-conta",
        {"full_name": "Rafael  Nogueira", "email": "Rafael@Exemplo.test", "password1": PASSWORD},
    )
    assert answer.headers["Location"] == "/confirmar-email"
    assert "_auth_user_id" not in client.session
    answer = client.post("/confirmar-email", {"code": code_in_mail()})
    assert answer.headers["Location"] == "/conta/profissional"
    user = User.objects.get()
    assert (user.email, user.full_name, user.role) == ("rafael@exemplo.test", "Rafael Nogueira", "technician")
    answer = client.post("/conta/profissional", GOOD_PROFILE)
    assert answer.headers["Location"] == "/painel"
    profile = ResponsibleProfessional.objects.get(user=user)
    assert (profile.registration, profile.phone, profile.registration_status) == (
        "MG-123456/D", "31987654321", "unverified",
    )  # fmt: skip


def test_a_wrong_confirmation_code_lets_nobody_in(client: Client) -> None:
    client.post("/criar-conta", {"full_name": "Rafael", "email": "r@exemplo.test", "password1": PASSWORD})
    answer = client.post("/confirmar-email", {"code": "XXXXXX"})
    assert answer.status_code == 422
    assert "_auth_user_id" not in client.session


def test_signing_up_with_a_known_address_does_not_say_so(client: Client) -> None:
    make_technician(email="ja@exemplo.test")
    answer = client.post(
        "/criar-conta", {"full_name": "Outro", "email": "ja@exemplo.test", "password1": PASSWORD}
    )
    assert answer.headers["Location"] == "/confirmar-email"
    assert Message.objects.get().template == "account:account_already_exists"
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("full_name", ""),
        ("full_name", "x" * 10_000),
        ("email", "nada"),
        ("email", "ação@exemplo"),
        ("password1", "123"),
        ("password1", "password123"),
    ],
)
def test_a_bad_sign_up_keeps_what_was_typed(client: Client, field: str, value: str) -> None:
    typed = {"full_name": "Rafael", "email": "r@exemplo.test", "password1": PASSWORD, field: value}
    answer = client.post("/criar-conta", typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and f'id="id_{field}_error"' in page
    assert User.objects.count() == 0
    if field != "full_name":
        assert 'value="Rafael"' in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("council", "OAB"),
        ("registration", "abc"),
        ("registration", "1" * 10_000),
        ("registration_uf", "XX"),
        ("profession", "doctor"),
        ("title", ""),
        ("title", "é" * 10_000),
        ("phone", "0000"),
        ("full_name", ""),
    ],
)
def test_a_bad_profile_gets_a_message_at_its_field(client: Client, field: str, value: str) -> None:
    user = create_account(email="r@exemplo.test", full_name="Rafael", role=Role.TECHNICIAN, password=PASSWORD)
    client.force_login(user)
    answer = client.post("/conta/profissional", {**GOOD_PROFILE, field: value})
    assert answer.status_code == 422 and f"id_{field}" in answer.content.decode()
    assert not ResponsibleProfessional.objects.exists()


def test_a_new_registration_number_is_unverified_again(client: Client) -> None:
    user = make_technician()
    client.force_login(user)
    client.post("/conta/profissional", {**GOOD_PROFILE, "registration": "MG-123456/D"})
    assert ResponsibleProfessional.objects.get().registration_status == "verified"
    client.post("/conta/profissional", {**GOOD_PROFILE, "registration": "MG-999999/D"})
    assert ResponsibleProfessional.objects.get().registration_status == "unverified"


def test_a_suspension_is_not_lifted_by_an_edit(client: Client) -> None:
    client.force_login(make_technician())
    ResponsibleProfessional.objects.update(registration_status="suspended", verified_until=None)
    client.post("/conta/profissional", {**GOOD_PROFILE, "registration": "MG-999999/D"})
    assert ResponsibleProfessional.objects.get().registration_status == "suspended"


def test_the_profile_goes_back_to_where_it_was_asked_but_never_to_another_site(client: Client) -> None:
    client.force_login(make_technician())
    there = client.post("/conta/profissional", {**GOOD_PROFILE, "next": "/solicitacoes/nova"})
    assert there.headers["Location"] == "/solicitacoes/nova"
    elsewhere = client.post("/conta/profissional", {**GOOD_PROFILE, "next": "https://mau.exemplo/"})
    assert elsewhere.headers["Location"] == "/painel"


@pytest.mark.parametrize(
    ("make", "landing"),
    [
        (make_technician, "/painel"),
        (make_analyst, "/analise/fila"),
        (make_supervisor, "/analise/fila"),
        (make_admin, "/admin"),
    ],
)
def test_each_role_lands_in_its_room(client: Client, make: Callable[[], User], landing: str) -> None:
    assert sign_in(client, make()).headers["Location"] == landing


def test_a_wrong_password_is_refused_and_a_sixth_meets_the_limit(client: Client) -> None:
    user = make_technician()
    answers = [sign_in(client, user, "senha errada 123") for _ in range(6)]
    assert answers[0].status_code == 422
    page = sign_in(client, user)
    assert page.status_code in (422, 429) and "_auth_user_id" not in client.session


def test_a_burst_of_sign_ins_from_one_address_gets_the_limit_page(client: Client) -> None:
    answers = [client.post("/entrar", {"login": f"p{n}@exemplo.test", "password": "x"}) for n in range(31)]
    assert answers[-1].status_code == 429
    assert "Muitas tentativas seguidas" in answers[-1].content.decode()


def test_a_switched_off_account_does_not_enter_and_is_out_at_once(client: Client) -> None:
    user = make_technician()
    client.force_login(user)
    User.objects.update(is_active=False)
    assert client.get("/conta").headers["Location"].startswith("/entrar?")
    guest = Client()
    sign_in(guest, user)
    assert "_auth_user_id" not in guest.session


def test_a_forgotten_password_is_made_anew_by_mail(client: Client) -> None:
    user = make_technician()
    client.post("/recuperar-acesso", {"email": user.email})
    found = re.search(r"https?://[^/]+(/recuperar-acesso/nova-senha/\S+)", Message.objects.latest("pk").text)
    assert found is not None
    page = client.get(found[1], follow=True)
    new = "outra senha bem longa 77"
    client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert sign_in(client, user, new).headers["Location"] == "/painel"
    again = Client().get(found[1], follow=True)
    assert 'name="password1"' not in again.content.decode(), "the link serves once"


def test_asking_for_an_unknown_address_looks_the_same(client: Client) -> None:
    make_technician(email="ha@exemplo.test")
    known = client.post("/recuperar-acesso", {"email": "ha@exemplo.test"})
    unknown = client.post("/recuperar-acesso", {"email": "nao@exemplo.test"})
    assert known.headers["Location"] == unknown.headers["Location"] == "/recuperar-acesso/enviado"


def test_account_messages_are_portuguese_and_written_before_they_are_sent(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    user = make_technician()
    client.post("/recuperar-acesso", {"email": user.email})
    message = Message.objects.get()
    assert message.sent_at is None and mailoutbox == []
    assert message.subject == "Crie sua senha do Portal GD"
    assert "Nunca pedimos pagamento por e-mail" in message.text and "Nunca pedimos" in message.html


def test_shortcuts_are_off_until_the_reviewer_turns_them_on(client: Client) -> None:
    user = make_analyst()
    assert user.has_shortcuts is False
    set_up_totp(user)
    client.force_login(user)
    assert "Atalhos de teclado" in client.get("/conta").content.decode()
    for typed, is_on in (({"has_shortcuts": "on"}, True), ({}, False)):
        client.post("/conta/atalhos", typed)
        assert User.objects.get().has_shortcuts is is_on


def test_the_session_answers_whether_it_is_alive(client: Client) -> None:
    assert client.post("/sessao/continuar").status_code == 401
    client.force_login(make_technician())
    assert client.post("/sessao/continuar").status_code == 204
