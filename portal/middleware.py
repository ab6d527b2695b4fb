"""Who acts, whether a second factor stands, and how a refusal is answered."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from eligibility.domain.findings import Refused
from eligibility.services.amendments import keep_in_step
from portal.accounts.roles import Actor, Role
from portal.accounts.second_factor import lacks_second_factor
from portal.api_errors import is_for_programs, plain_error
from portal.session_life import touch

Respond = Callable[[HttpRequest], HttpResponse]
_HOLDER_SESSION_KEY = "holder_request_id"
_HOLDER_EPOCH_KEY = "holder_epoch"
_FREE_OF_SECOND_FACTOR = frozenset({"/sair", "/conta/confirmar-senha", "/healthz", "/readyz"})
_FREE_BELOW = ("/conta/seguranca/", "/entrar", "/static/")


class SessionLifeMiddleware:
    """A session lives on while it is used."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        touch(request.session)
        return self.get_response(request)


class PlainTextMiddleware:
    """A NUL byte in an address is nobody's honest typing, and the database cannot look it up: 400."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            if is_for_programs(request):
                return plain_error(HTTPStatus.BAD_REQUEST, "invalid")
            return render(request, "400.html", status=400)
        return self.get_response(request)


class RulesMiddleware:
    """Before anything asks for a rule: what another process published since is loaded."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        keep_in_step()
        return self.get_response(request)


class ActorMiddleware:
    """Puts `request.actor` in place: the account's role, the holder's session, or None."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor: Actor | None = None
        if request.user.is_authenticated:
            actor = request.user.as_actor()
        elif _HOLDER_SESSION_KEY in request.session:
            actor = Actor(
                role=Role.HOLDER,
                holder_request_id=request.session[_HOLDER_SESSION_KEY],
                holder_epoch=request.session.get(_HOLDER_EPOCH_KEY, 0),
            )
        request.actor = actor  # type: ignore[attr-defined]  # ours, read through portal.http.actor_of
        return self.get_response(request)


class SecondFactorMiddleware:
    """Outside the demo, an analyst, supervisor or admin sets up TOTP before anything else."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if (
            user.is_authenticated
            and request.path not in _FREE_OF_SECOND_FACTOR
            and not request.path.startswith(_FREE_BELOW)
            and lacks_second_factor(user)
        ):
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        return self.get_response(request)


class WrongFormMiddleware:
    """A posted form that comes back with errors is 422; allauth's own views would answer 200."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        form = (response.context_data or {}).get("form")
        if (
            request.method == "POST"
            and response.status_code == HTTPStatus.OK
            and getattr(form, "errors", None)
        ):
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response


class RefusalMiddleware:
    """A `Refused` that no view turned into form errors becomes a 409 page that says why and by which rule."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            context = {"findings": exception.findings, "back_url": _where_from(request)}
            return render(request, "409.html", context, status=409)
        return None


def _where_from(request: HttpRequest) -> str:
    """The page of ours that the person came from; empty when it was none of ours."""
    came_from = request.headers.get("referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        came_from, {request.get_host()}, require_https=request.is_secure()
    )
    return came_from if is_ours else ""
