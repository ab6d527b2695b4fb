"""/configuracao/: accounts for admins, nothing else for anybody."""

import re
from collections.abc import Callable

import pytest
from django.contrib import admin
from django.test import Client

from portal.accounts.models import User
from portal.accounts.second_factor import lacks_second_factor
from portal.outbox.models import Message
from requests_app.models import AccessRequest
from tests.factories import make_admin, make_analyst, make_supervisor, make_technician
from tests.integration.test_people_accounts import set_up_totp, sign_in

pytestmark = pytest.mark.django_db
INVITED = {"email": "nova@exemplo.test", "full_name": "Nova Analista", "role": "analyst"}


@pytest.fixture
def as_admin(client: Client) -> Client:
    user = make_admin()
    set_up_totp(user)
    client.force_login(user)
    return client


def test_only_accounts_are_there(as_admin: Client) -> None:
    assert set(admin.site._registry) == {User}
    assert AccessRequest not in admin.site._registry
    page = as_admin.get("/configuracao/").content.decode()
    assert "Contas" in page and "Feriados" not in page


@pytest.mark.parametrize("make", [make_technician, make_analyst, make_supervisor])
@pytest.mark.parametrize("path", ["", "accounts/user/", "accounts/user/add/"])
def test_nobody_else_enters(client: Client, make: Callable[[], User], path: str) -> None:
    user = make()
    if lacks_second_factor(user):
        set_up_totp(user)
    client.force_login(user)
    answer = client.get(f"/configuracao/{path}", follow=True)
    assert answer.status_code == 403


def test_the_door_is_the_portals_own_sign_in_page(client: Client) -> None:
    answer = client.get("/configuracao/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/entrar?next=")


def test_an_invited_person_sets_the_own_password_and_signs_in(as_admin: Client) -> None:
    assert as_admin.post("/configuracao/accounts/user/add/", INVITED).status_code == 302
    user = User.objects.get(email="nova@exemplo.test")
    assert user.role == "analyst" and not user.has_usable_password()
    found = re.search(
        r"https?://[^/]+(/recuperar-acesso/nova-senha/\S+)", Message.objects.get(recipient=user.email).text
    )
    assert found is not None
    guest = Client()
    form_at = guest.get(found[1], follow=True).redirect_chain[-1][0]
    password = "senha da pessoa nova 1"
    guest.post(form_at, {"password1": password, "password2": password})
    assert sign_in(guest, user, password).headers["Location"] == "/analise/fila"
    assert guest.get("/analise/fila").headers["Location"] == "/conta/seguranca/totp"


def test_an_admin_changes_a_role_but_not_the_own_nor_an_address(as_admin: Client) -> None:
    other = make_analyst()
    as_admin.post(
        f"/configuracao/accounts/user/{other.pk}/change/",
        {"full_name": "Beatriz", "role": "supervisor", "is_active": "on", "email": "trocado@exemplo.test"},
    )
    before = other.email
    other.refresh_from_db()
    assert (other.role, other.email) == ("supervisor", before)
    me = User.objects.get(role="admin")
    as_admin.post(f"/configuracao/accounts/user/{me.pk}/change/", {"full_name": "Eu", "role": "technician"})
    me.refresh_from_db()
    assert (me.role, me.is_active, me.full_name) == ("admin", True, "Eu")


def test_an_account_is_never_deleted(as_admin: Client) -> None:
    other = make_analyst()
    assert (
        as_admin.post(f"/configuracao/accounts/user/{other.pk}/delete/", {"post": "yes"}).status_code == 403
    )
    assert User.objects.filter(pk=other.pk).exists()


def test_passwords_are_changed_on_the_account_page(as_admin: Client) -> None:
    assert as_admin.get("/configuracao/password_change/").headers["Location"] == "/conta/senha"
