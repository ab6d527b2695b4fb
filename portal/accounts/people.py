"""Accounts that nobody signed up for: the first admin, invited staff, demo people."""

from allauth.account.models import EmailAddress
from django.db import transaction

from portal.accounts.models import User
from portal.accounts.roles import Role


@transaction.atomic
def create_account(*, email: str, full_name: str, role: Role, password: str | None = None) -> User:
    """An account whose e-mail counts as confirmed; without a password its owner sets one by the recovery mail."""
    user = User.objects.create_user(email, password, full_name=full_name, role=role)
    confirm_address(user)
    return user


def confirm_address(user: User) -> None:
    """Take the account's e-mail as confirmed: whoever created the account vouches for it."""
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
