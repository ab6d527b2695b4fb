"""Tokens of the API: those of staff are worth nothing without a second factor."""

from typing import Any

from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox.auth import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed

from portal.accounts.second_factor import lacks_second_factor

MESSAGE = "Sua conta precisa do segundo passo (aplicativo autenticador) antes de usar a API."


class StaffTokenAuthentication(TokenAuthentication):
    """A token of knox; that of an analyst, supervisor or admin only with TOTP set up."""

    def authenticate_credentials(self, token: bytes) -> tuple[Any, Any]:
        # knox decodes what it gets without asking whether that can be text.
        if not token.isalnum():
            raise AuthenticationFailed
        found: tuple[Any, Any] = super().authenticate_credentials(token)
        return found

    def validate_user(self, auth_token: Any) -> tuple[Any, Any]:
        user, found = super().validate_user(auth_token)
        if lacks_second_factor(user):
            raise AuthenticationFailed(MESSAGE)
        return user, found


class StaffTokenScheme(KnoxTokenScheme):  # type: ignore[no-untyped-call]  # drf-spectacular registers it untyped
    """How the schema names it."""

    target_class = "portal.accounts.api_tokens.StaffTokenAuthentication"
    name = "token"
