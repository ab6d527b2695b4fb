"""The command that makes the first admin, once."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from portal.accounts.models import User
from portal.accounts.roles import Role
from tests.factories import PASSWORD, make_admin
from tests.integration.test_people_accounts import sign_in

pytestmark = pytest.mark.django_db


class TestCreateFirstAdmin:
    """`manage.py create_first_admin` makes exactly one account."""

    def test_it_makes_an_admin_who_can_sign_in(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PORTAL_FIRST_ADMIN_PASSWORD", PASSWORD)
        call_command("create_first_admin", email="Chefe@Exemplo.test", name="Otávio Lima")
        user = User.objects.get()
        assert (user.email, user.role) == ("chefe@exemplo.test", Role.ADMIN)
        assert sign_in(client, user).headers["Location"] == "/admin"

    def test_it_refuses_when_there_is_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PORTAL_FIRST_ADMIN_PASSWORD", PASSWORD)
        make_admin()
        with pytest.raises(CommandError, match="Já existe um administrador"):
            call_command("create_first_admin", email="outro@exemplo.test")

    @pytest.mark.parametrize(("email", "password"), [("nada", PASSWORD), ("a@exemplo.test", "123")])
    def test_it_refuses_a_bad_address_and_a_weak_password(
        self, monkeypatch: pytest.MonkeyPatch, email: str, password: str
    ) -> None:
        monkeypatch.setenv("PORTAL_FIRST_ADMIN_PASSWORD", password)
        with pytest.raises(CommandError):
            call_command("create_first_admin", email=email)
        assert not User.objects.exists()
