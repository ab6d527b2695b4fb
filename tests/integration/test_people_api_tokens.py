"""A token of the API: worth what its owner's account is worth now."""

from collections.abc import Callable

import pyotp
import pytest
from allauth.mfa.totp.internal.auth import TOTP
from knox.models import AuthToken
from pytest_django import Settings
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.test import APIRequestFactory

from portal.accounts.api_tokens import StaffTokenAuthentication
from portal.accounts.models import User
from tests.factories import make_admin, make_analyst, make_supervisor, make_technician

pytestmark = pytest.mark.django_db


def who_is(user: User) -> User | None:
    _, token = AuthToken.objects.create(user)
    request = APIRequestFactory().get("/api/v1/", headers={"authorization": f"Token {token}"})
    found = StaffTokenAuthentication().authenticate(request)
    return found[0] if found else None


def test_a_technician_needs_the_token_alone() -> None:
    user = make_technician()
    assert who_is(user) == user


@pytest.mark.parametrize("make", [make_analyst, make_supervisor, make_admin])
def test_staff_need_a_second_factor_behind_the_token(make: Callable[[], User]) -> None:
    user = make()
    with pytest.raises(AuthenticationFailed, match="segundo passo"):
        who_is(user)
    TOTP.activate(user, pyotp.random_base32())
    assert who_is(user) == user


def test_the_demonstration_asks_for_none(settings: Settings) -> None:
    settings.IS_DEMO = True
    user = make_analyst()
    assert who_is(user) == user


def test_a_switched_off_account_has_no_token() -> None:
    user = make_technician()
    User.objects.filter(pk=user.pk).update(is_active=False)
    with pytest.raises(AuthenticationFailed):
        who_is(user)
