"""What every endpoint of the API has: who may enter, how often, and errors in one shape."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.request import UnreadablePostError
from drf_spectacular.openapi import AutoSchema
from rest_framework import exceptions, permissions
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.schemas.inspectors import ViewInspector
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from eligibility.api.parsers import BoundedJSONParser
from eligibility.api.shapes import Problem
from portal.accounts.models import User
from portal.accounts.roles import Actor, Role

_ERRORS = {
    "400": "Campos com problema; `errors` diz quais.",
    "401": "Falta um token válido.",
    "403": "O seu papel não permite isso.",
    "404": "Não existe, ou não é seu.",
    "409": "A situação ou uma regra não permite; `citation` diz qual.",
    "415": "O corpo não está em um formato aceito.",
    "429": "Chamadas demais em pouco tempo; `Retry-After` diz quanto esperar.",
}
_BEHIND_A_TOKEN = frozenset({"401", "403"})
_WITH_A_BODY = frozenset({"415"})


class EndpointSchema(AutoSchema):
    """Adds the errors that an endpoint can answer, all in one shape, to its own answers."""

    def get_description(self) -> str:  # type: ignore[override]  # drf-spectacular's own signature
        # Only what `extend_schema` says: docstrings speak to us, not to callers.
        return ""

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        assert isinstance(self.view, Endpoint)
        left_out = _BEHIND_A_TOKEN if self.view.open_to is None else frozenset()
        if self.method not in ("POST", "PUT"):
            left_out |= _WITH_A_BODY
        for status in _ERRORS.keys() - left_out - bodies.keys():
            bodies[status] = self._get_response_for_code(Problem, status)  # type: ignore[no-untyped-call]  # drf-spectacular
        for status, body in bodies.items():
            body["description"] = body["description"] or _ERRORS.get(status, "Feito.")
        return dict(sorted(bodies.items()))


class OpenTo(permissions.BasePermission):
    """The roles that the endpoint names; without a token 401, with another role 403."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if view.open_to is None:
            return True
        user = request.user
        return bool(user and user.is_authenticated and Role(user.role) in view.open_to)


class AlwaysTheFirst(BaseContentNegotiation):
    """Answers JSON whatever was asked for: an `Accept` header is no reason to fail."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        sent = (request.content_type or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == sent), None)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


class PerAccount(SimpleRateThrottle):
    """So many calls a minute for each account."""

    scope = "account"

    def get_cache_key(self, request: Request, view: Any) -> str:
        return self.cache_format % {"scope": self.scope, "ident": request.user.pk or self.get_ident(request)}


class PerAddress(SimpleRateThrottle):
    """So many calls a minute for each network address, with a token or without."""

    scope = "public"

    def get_cache_key(self, request: Request, view: Any) -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


class Endpoint(APIView):
    """One address of the API. `open_to` names the roles that may call it; None means anybody."""

    open_to: ClassVar[frozenset[Role] | None]
    permission_classes = (OpenTo,)
    throttle_classes: Sequence[type[SimpleRateThrottle]] = (PerAccount,)
    parser_classes: Sequence[type[BaseParser]] = (BoundedJSONParser,)
    content_negotiation_class: type[BaseContentNegotiation] = AlwaysTheFirst
    metadata_class = None
    schema: ViewInspector | None = EndpointSchema()  # None leaves an address out

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        view = super().as_view(**initkwargs)
        # Read by the test that walks every URL.
        setattr(view, "open_to", cls.open_to)  # noqa: B010  (mypy knows no attributes of functions)
        return view

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        # The caller's charset is not believed: some of Python's codecs do not even give text.
        request.encoding = "utf-8"
        return super().initialize_request(request, *args, **kwargs)

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, SuspiciousOperation | UnreadablePostError):
            exc = exceptions.ParseError()
        return super().handle_exception(exc)

    @property
    def actor(self) -> Actor:
        """Who calls; only behind `open_to`."""
        user = self.request.user
        assert isinstance(user, User)
        return user.as_actor()


class PublicEndpoint(Endpoint):
    """An address that anybody may read, so many times a minute."""

    open_to = None
    authentication_classes = ()
    throttle_classes = (PerAddress,)
