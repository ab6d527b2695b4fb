"""Tokens: how a program signs in as a person, and how it signs out."""

from datetime import datetime
from typing import Any, NamedTuple

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.core.internal import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import is_mfa_enabled
from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema
from knox.models import AuthToken
from pydantic import Field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from eligibility.api.endpoints import Endpoint, PerAddress, PublicEndpoint
from eligibility.api.shapes import Problem, Shape, answer, problem
from portal.accounts.api_tokens import MESSAGE
from portal.accounts.models import User
from portal.accounts.roles import ACCOUNT_ROLES
from portal.accounts.second_factor import lacks_second_factor


class TokenShape(Shape):
    """A fresh token. It is shown once and kept only as a hash."""

    token: str = Field(description="Envie em cada chamada: `Authorization: Token <token>`.")
    expires_at: datetime
    role: str


class Credentials(serializers.Serializer[Any]):
    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(max_length=1024, trim_whitespace=False)
    totp_code = serializers.CharField(
        max_length=12,
        required=False,
        allow_blank=True,
        help_text="Código do aplicativo autenticador, se a conta o usa.",
    )


class Refusal(NamedTuple):
    status: int
    code: str
    message: str


_WRONG = Refusal(401, "wrong_credentials", "E-mail ou senha não conferem.")
_WRONG_CODE = Refusal(401, "wrong_totp_code", "Envie em totp_code o código atual do aplicativo autenticador.")
_TOO_MANY = Refusal(429, "throttled", "Houve muitas tentativas. Espere alguns minutos e tente de novo.")
_UNCONFIRMED = Refusal(
    403, "email_not_confirmed", "Confirme o e-mail da conta no portal antes de usar a API."
)
_PASSKEY_ONLY = Refusal(
    403,
    "totp_needed",
    "Sua conta entra com chave de acesso. Para usar a API, ative também o aplicativo autenticador.",
)
_STAFF_NEEDS_TOTP = Refusal(403, "second_factor_missing", MESSAGE)


class PerAddressAtTheDoor(PerAddress):
    """Few tries a minute: passwords are guessed here."""

    scope = "sign_in"


class Tokens(PublicEndpoint):
    throttle_classes = (PerAddressAtTheDoor,)

    @extend_schema(
        operation_id="token_create",
        tags=["Acesso"],
        summary="Criar um token",
        description=(
            "Com o e-mail e a senha do portal. Contas com aplicativo autenticador enviam também o código. "
            "Analistas, supervisores e administradores só têm token com o segundo passo ativo."
        ),
        request=Credentials,
        responses={201: TokenShape, 401: Problem, 403: Problem},
    )
    def post(self, request: Request) -> Response:
        given = Credentials(data=request.data)
        given.is_valid(raise_exception=True)
        found = _sign_in(request, given.validated_data)
        if isinstance(found, Refusal):
            return problem(found.status, found.code, found.message)
        kept, token = AuthToken.objects.create(user=found)
        return answer(TokenShape(token=token, expires_at=kept.expiry, role=found.role), status=201)


class CurrentToken(Endpoint):
    open_to = frozenset(ACCOUNT_ROLES)

    @extend_schema(
        operation_id="token_delete",
        tags=["Acesso"],
        summary="Encerrar este token",
        request=None,
        responses={204: None},
    )
    def delete(self, request: Request) -> Response:
        kept = request.auth
        assert isinstance(kept, AuthToken)
        kept.delete()
        return Response(status=204)


def _sign_in(request: Request, given: dict[str, str]) -> User | Refusal:
    """The person behind the credentials, by the same checks and limits as the page for signing in."""
    try:
        user = get_adapter().authenticate(request._request, email=given["email"], password=given["password"])
    except ValidationError:
        return _TOO_MANY
    if not isinstance(user, User) or not user.is_active:
        return _WRONG
    if not EmailAddress.objects.filter(user=user, verified=True).exists():
        return _UNCONFIRMED
    if is_mfa_enabled(user):
        return _second_step(request, user, given.get("totp_code", ""))
    return _STAFF_NEEDS_TOTP if lacks_second_factor(user) else user


def _second_step(request: Request, user: User, code: str) -> User | Refusal:
    app = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if app is None:
        return _STAFF_NEEDS_TOTP if lacks_second_factor(user) else _PASSKEY_ONLY
    if not code:
        return _WRONG_CODE
    tries = ratelimit.consume(
        request._request, app="allauth.account", action="login_failed", key=f"api-totp:{user.pk}"
    )
    if not tries:
        return _TOO_MANY
    if not TOTP(app).validate_code(code):
        return _WRONG_CODE
    tries.rollback()
    return user
