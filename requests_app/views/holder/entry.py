"""How a holder comes in: the link says who asked, a code sent by e-mail opens the request."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from eligibility.domain.consumer_units import mask_unit_number
from eligibility.domain.findings import Refused
from eligibility.domain.taxpayer import mask_email
from portal.http import public
from requests_app.forms.holder_entry import CodeForm
from requests_app.models import AccessRequest, HolderAccess
from requests_app.services.people.holder_access import (
    CODE_MINUTES,
    Link,
    enter,
    look_up,
    request_code,
    send_new_link,
)
from requests_app.views.holder.rate_limits import too_many_tries

LINK_KEY = "holder_link_id"
REQUEST_KEY = "holder_request_id"
EPOCH_KEY = "holder_epoch"
_FOLDER = "requests_app/holder"


@public
@never_cache
@require_http_methods(["GET", "POST"])
def holder_link(request: HttpRequest, token: str) -> HttpResponse:
    """H1: who asked, for which unit, what it means; POST sends the code to the holder's own e-mail."""
    if request.method == "POST" and (too_many := too_many_tries(request)):
        return too_many
    link, access = look_up(token, now=timezone.now())
    if access is None:
        return render(request, f"{_FOLDER}/link_unknown.html", status=404)
    if link is not Link.OPEN:
        return _link_over(request, access)
    if _is_in(request, access):
        return redirect("holder_home")
    if request.method == "POST":
        return _send_code(request, access)
    return render(request, f"{_FOLDER}/link.html", _who_asks(access))


@public
@never_cache
@require_http_methods(["GET", "POST"])
def holder_code(request: HttpRequest) -> HttpResponse:
    """The code page: a right code opens the one request of the link."""
    if request.method == "POST" and (too_many := too_many_tries(request)):
        return too_many
    access = _pending_access(request)
    if access is None:
        return render(request, f"{_FOLDER}/link_unknown.html", {"is_session_over": True}, status=410)
    if "resend" in request.POST:
        messages.info(request, "Se nenhum código novo chegar em dois minutos, veja a caixa de spam.")
        return _send_code(request, access)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            enter(access, form.cleaned_data["code"], now=timezone.now())
        except Refused as refused:
            form.add_error("code", refused.message)
        else:
            return _come_in(request, access)
    return _code_page(request, access, form, status=422 if form.is_bound else 200)


@public
@require_POST
def holder_leave(request: HttpRequest) -> HttpResponse:
    """End the holder's session on this device."""
    request.session.flush()
    return redirect("/")


def _is_in(request: HttpRequest, access: HolderAccess) -> bool:
    """Whether this browser is inside the request already, through the holder's present mailbox."""
    holder = access.access_request.holder
    return (
        not request.user.is_authenticated
        and request.session.get(REQUEST_KEY) == access.access_request_id
        and request.session.get(EPOCH_KEY, 0) == holder.entry_epoch
    )


def _come_in(request: HttpRequest, access: HolderAccess) -> HttpResponse:
    # A new session: nothing of whoever used this browser before stays, and its old key is worth nothing.
    logout(request)
    request.session[REQUEST_KEY] = access.access_request_id
    request.session[EPOCH_KEY] = access.access_request.holder.entry_epoch
    return redirect("holder_request", filing_number=access.access_request.filing_number)


def _send_code(request: HttpRequest, access: HolderAccess) -> HttpResponse:
    try:
        request_code(access, now=timezone.now())
    except Refused as refused:
        return _code_page(request, access, CodeForm(), status=429, refusal=refused.message)
    request.session[LINK_KEY] = access.pk
    return HttpResponseRedirect("/titular/codigo")


def _code_page(
    request: HttpRequest, access: HolderAccess, form: CodeForm, *, status: int, refusal: str = ""
) -> HttpResponse:
    request.session[LINK_KEY] = access.pk
    context = {
        "form": form,
        "email": mask_email(access.access_request.holder.email),
        "minutes": CODE_MINUTES,
        "refusal": refusal,
        "filing_number": access.access_request.filing_number,
    }
    return render(request, f"{_FOLDER}/code.html", context, status=status)


def _link_over(request: HttpRequest, access: HolderAccess) -> HttpResponse:
    """An old link: POST e-mails a new one to the holder, the only address it ever goes to."""
    if access.revoked_at is not None:
        return render(request, f"{_FOLDER}/link_unknown.html", status=410)
    context: dict[str, object] = {"filing_number": access.access_request.filing_number}
    if request.method == "POST":
        try:
            send_new_link(access.access_request, now=timezone.now())
            context["is_sent"] = True
        except Refused as refused:
            context["refusal"] = refused.message
    return render(request, f"{_FOLDER}/link_over.html", context, status=410)


def _pending_access(request: HttpRequest) -> HolderAccess | None:
    link_id: int = request.session.get(LINK_KEY, 0)
    return (
        HolderAccess.objects.select_related("access_request__holder")
        .filter(pk=link_id, revoked_at=None, expires_at__gt=timezone.now())
        .first()
    )


def _who_asks(access: HolderAccess) -> dict[str, object]:
    access_request: AccessRequest = access.access_request
    technician = access_request.technician
    number = access_request.consumer_unit.number
    return {
        "filing_number": access_request.filing_number,
        "technician": technician.full_name,
        "professional": getattr(technician, "professional", None),
        "unit": mask_unit_number(number) if number else "Ligação nova",
        "filed_at": access_request.filed_at,
    }
