"""H5, cancelling an opinion: what is lost, then a code and an express yes, then the receipt."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from eligibility.domain.findings import Refused
from eligibility.domain.taxpayer import mask_email
from portal.accounts.roles import Role
from portal.http import actor_of, for_roles
from requests_app.domain.lifecycle import Action
from requests_app.forms.holder_entry import CancelForm
from requests_app.models import AccessRequest, Event, HolderCode
from requests_app.services.holder_access import CODE_MINUTES, access_of, request_code, spend_code
from requests_app.services.transitions import find_row
from requests_app.services.withdrawals import cancel
from requests_app.views.holder import case_of
from requests_app.views.rate_limits import too_many_tries

_FOLDER = "requests_app/holder"
_PURPOSE = HolderCode.Purpose.CANCEL


@for_roles(Role.HOLDER)
@require_http_methods(["GET", "POST"])
def holder_cancel(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Page 1: consequences and alternatives, before the first button; POST e-mails the code."""
    access_request = case_of(request, filing_number)
    find_row(access_request, Action.CANCEL, actor_of(request))
    refusal = ""
    if request.method == "POST":
        try:
            now = timezone.now()
            request_code(access_of(access_request, now=now), now=now, purpose=_PURPOSE)
            return redirect("holder_cancel_confirm", filing_number=filing_number)
        except Refused as refused:
            refusal = refused.message
    context = _context(access_request) | {"refusal": refusal}
    return render(request, f"{_FOLDER}/cancel.html", context, status=429 if refusal else 200)


@for_roles(Role.HOLDER)
@never_cache
@require_http_methods(["GET", "POST"])
def holder_cancel_confirm(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Page 2: the code and the tick. A wrong code loses nothing."""
    if request.method == "POST" and (too_many := too_many_tries(request)):
        return too_many
    access_request = case_of(request, filing_number)
    actor = actor_of(request)
    find_row(access_request, Action.CANCEL, actor)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            spend_code(
                access_of(access_request, now=now), form.cleaned_data["code"], now=now, purpose=_PURPOSE
            )
        except Refused as refused:
            form.add_error("code", refused.message)
        else:
            cancel(access_request_id=access_request.pk, actor=actor, now=now)
            return redirect("holder_cancelled", filing_number=filing_number)
    context = _context(access_request) | {"form": form}
    return render(request, f"{_FOLDER}/cancel_confirm.html", context, status=422 if form.is_bound else 200)


@for_roles(Role.HOLDER)
@require_safe
def holder_cancelled(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Page 3: the receipt of the cancellation."""
    access_request = case_of(request, filing_number)
    event = Event.objects.filter(access_request=access_request, action=Action.CANCEL.value).first()
    if event is None:
        raise Http404
    return render(request, f"{_FOLDER}/cancelled.html", _context(access_request) | {"event": event})


def _context(access_request: AccessRequest) -> dict[str, object]:
    return {
        "case": access_request,
        "filing_number": access_request.filing_number,
        "opinion": getattr(access_request, "opinion", None),
        "email": mask_email(access_request.holder.email),
        "minutes": CODE_MINUTES,
        "crumbs": [("Meu pedido", f"/titular/solicitacoes/{access_request.filing_number}")],
    }
