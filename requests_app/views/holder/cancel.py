"""H5, cancelling an opinion: what is lost, then a code and an express yes, then the receipt. The holder's alone."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from eligibility.domain.findings import Refused
from eligibility.domain.taxpayer import mask_email
from portal.accounts.roles import Actor, Role
from portal.http import actor_of
from requests_app.domain.clock import ClockName
from requests_app.domain.ending import Cause
from requests_app.domain.identifiers import parse_filing_number
from requests_app.domain.lifecycle import Action, State
from requests_app.forms.holder_entry import CancelForm
from requests_app.models import AccessRequest, Deadline, HolderCode
from requests_app.queries import visible_to
from requests_app.services.endings.losses import losses
from requests_app.services.endings.reading import end_of
from requests_app.services.endings.withdrawals import cancel
from requests_app.services.people.holder_access import CODE_MINUTES, access_of, act_with_code, request_code
from requests_app.services.transitions import find_row
from requests_app.views.holder.rate_limits import too_many_tries
from requests_app.views.holder.request import case_of

_FOLDER = "requests_app/holder"
_PURPOSE = HolderCode.Purpose.CANCEL
_View = Callable[..., HttpResponseBase]


def _for_the_holder_alone(view: _View) -> _View:
    """H-04: whoever knows the request but is not its holder reads why not, with 403; anybody else finds nothing."""

    @wraps(view)
    def guarded(request: HttpRequest, filing_number: str) -> HttpResponseBase:
        actor: Actor | None = getattr(request, "actor", None)
        if actor is None:
            return redirect("holder_home")
        if actor.role is Role.HOLDER:
            return view(request, filing_number)
        number = parse_filing_number(filing_number)
        if not number or not visible_to(actor).filter(filing_number=number).exists():
            raise Http404
        context = {"filing_number": number, "is_technician": actor.role is Role.TECHNICIAN}
        return render(request, f"{_FOLDER}/cancel_not_yours.html", context, status=403)

    guarded.open_to = frozenset({Role.HOLDER})  # type: ignore[attr-defined]  # read by the test that walks every URL
    return guarded


@_for_the_holder_alone
@require_http_methods(["GET", "POST"])
def holder_cancel(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Page 1: consequences and alternatives, before the first button; POST e-mails the code."""
    access_request, now = case_of(request, filing_number), timezone.now()
    if access_request.state == State.CANCELLED.value:
        return redirect("holder_cancelled", filing_number=filing_number)
    find_row(access_request, Action.CANCEL, actor_of(request))
    refusal = ""
    if request.method == "POST":
        try:
            request_code(access_of(access_request, now=now), now=now, purpose=_PURPOSE)
            return redirect("holder_cancel_confirm", filing_number=filing_number)
        except Refused as refused:
            refusal = refused.message
    context = _context(access_request) | _outlook(access_request, now) | {"refusal": refusal}
    return render(request, f"{_FOLDER}/cancel.html", context, status=429 if refusal else 200)


@_for_the_holder_alone
@never_cache
@require_http_methods(["GET", "POST"])
def holder_cancel_confirm(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Page 2: the code and the tick. A wrong code loses nothing; a used one leads to the receipt (H-07)."""
    if request.method == "POST" and (too_many := too_many_tries(request)):
        return too_many
    access_request = case_of(request, filing_number)
    if access_request.state == State.CANCELLED.value:
        return redirect("holder_cancelled", filing_number=filing_number)
    actor = actor_of(request)
    find_row(access_request, Action.CANCEL, actor)
    form = CancelForm(request.POST if request.method == "POST" else None)
    is_over = False
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            act_with_code(
                access_request,
                form.cleaned_data["code"],
                lambda: cancel(access_request_id=access_request.pk, actor=actor, now=now),
                now=now,
                purpose=_PURPOSE,
            )
            return redirect("holder_cancelled", filing_number=filing_number)
        except Refused as refused:
            access_request.refresh_from_db(fields=["state"])
            if access_request.state == State.CANCELLED.value:
                # The other click of a double click did it.
                return redirect("holder_cancelled", filing_number=filing_number)
            if not refused.code.startswith("holder_"):
                raise
            form.add_error("code", refused.message)
            is_over = refused.code != "holder_code_wrong"
    context = _context(access_request) | {"form": form, "is_over": is_over}
    return render(request, f"{_FOLDER}/cancel_confirm.html", context, status=422 if form.is_bound else 200)


@_for_the_holder_alone
@require_safe
def holder_cancelled(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Page 3: the receipt of the cancellation."""
    access_request = case_of(request, filing_number)
    end = end_of(access_request)
    if end is None or end.cause is not Cause.CANCELLED:
        raise Http404
    return render(request, f"{_FOLDER}/cancelled.html", _context(access_request) | {"end": end})


def _outlook(access_request: AccessRequest, now: datetime) -> dict[str, Any]:
    """What is lost today and, while a validity runs, the day on which it would lapse by itself."""
    validity = Deadline.objects.filter(
        access_request=access_request, clock=ClockName.VALIDITY.value, is_open=True, is_paused=False
    ).first()
    return {
        "lost": losses(access_request, Cause.CANCELLED, on=timezone.localdate(now)),
        "lapses_on": validity.due_on if validity else None,
    }


def _context(access_request: AccessRequest) -> dict[str, object]:
    return {
        "case": access_request,
        "filing_number": access_request.filing_number,
        "opinion": access_request.opinion,
        "email": mask_email(access_request.holder.email),
        "minutes": CODE_MINUTES,
        "crumbs": [("Meu pedido", f"/titular/solicitacoes/{access_request.filing_number}")],
    }
