"""Pages for anybody: is this opinion true, where a request is followed."""

from allauth.core.ratelimit import consume_or_429
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.http import public
from requests_app.forms.public import VerifyForm
from requests_app.services.opinions.verification import Verification, verify


@public
@never_cache
@require_safe
def verify_page(request: HttpRequest) -> HttpResponse:
    """P5: type the code or the number; the answer holds no personal data."""
    if "codigo" not in request.GET:
        return render(request, "requests_app/public/verify.html", {"form": VerifyForm()})
    form = VerifyForm(request.GET)
    if not form.is_valid():
        return render(request, "requests_app/public/verify.html", {"form": form}, status=422)
    return _answer(request, form.cleaned_data["codigo"], form)


@public
@never_cache
@require_safe
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """H-06: where the QR leads."""
    return _answer(request, code, VerifyForm(initial={"codigo": code[:60]}))


@public
@require_safe
def follow(request: HttpRequest) -> HttpResponse:
    """Where each person follows a request."""
    return render(request, "requests_app/public/follow.html")


def _answer(request: HttpRequest, text: str, form: VerifyForm) -> HttpResponse:
    too_many: HttpResponse | None = consume_or_429(request, action="verify", limit_get=True)
    if too_many is not None:
        return too_many
    found: Verification | None = verify(text, timezone.localdate())
    context = {"form": form, "found": found, "is_looked_up": True}
    return render(request, "requests_app/public/verify.html", context, status=200 if found else 404)
