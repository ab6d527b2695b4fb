"""Keeping a session alive while somebody is still there."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from portal.http import public


@public
@never_cache
@require_POST
def keep_session(request: HttpRequest) -> HttpResponse:
    """204 renews the session (every request does); 401 says that there is none to renew."""
    return HttpResponse(status=204 if getattr(request, "actor", None) is not None else 401)
