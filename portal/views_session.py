"""Keeping a session alive while somebody is still there."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from portal.http import public
from portal.session_life import touch


@public
@never_cache
@require_POST
def keep_session(request: HttpRequest) -> HttpResponse:
    """204 renews the session at once; 401 says that there is none to renew."""
    if getattr(request, "actor", None) is None:
        return HttpResponse(status=401)
    touch(request.session, at_once=True)
    return HttpResponse(status=204)
