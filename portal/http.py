"""Small doors between a web request and the domain: who acts, and what others' requests look like (404)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from portal.accounts.roles import Actor, Role


def actor_of(request: HttpRequest) -> Actor:
    """The actor of a page that only actors reach. Raises PermissionDenied when there is none."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        raise PermissionDenied
    return actor


def for_roles(*roles: Role) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Only these roles enter: nobody signed in goes to the sign-in page, another role gets 403."""

    def wrap(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor: Actor | None = getattr(request, "actor", None)
            if actor is None and roles == (Role.HOLDER,):
                # A holder has no password: that page tells how to come in again.
                return redirect("holder_home")
            if actor is None:
                return redirect_to_login(request.get_full_path())
            if actor.role not in roles:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.open_to = frozenset(roles)  # type: ignore[attr-defined]  # read by the test that walks every URL
        return guarded

    return wrap


def public(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Marks a view that anybody may open; a view without a mark fails the walk over the URLs."""
    view.open_to = None  # type: ignore[attr-defined]  # read by the test that walks every URL
    return view
