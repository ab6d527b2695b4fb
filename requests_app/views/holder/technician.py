"""H7: the holder changes the responsible professional, or confirms a change; a code makes it the holder's own act."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from eligibility.domain.findings import Refused
from eligibility.domain.taxpayer import mask_email
from portal.accounts.roles import Role
from portal.http import actor_of, for_roles
from requests_app.forms.technician_change import NewTechnicianForm, TransferForm
from requests_app.models import AccessRequest, HolderCode, TechnicianChange
from requests_app.pages.technician_changes import change_context
from requests_app.services.people.holder_access import CODE_MINUTES, access_of, act_with_code, request_code
from requests_app.services.people.technician_changes import ask_change, confirm, end_change, latest_change
from requests_app.views.holder.rate_limits import too_many_tries
from requests_app.views.holder.request import case_of

_FOLDER = "requests_app/changes"
_PURPOSE = HolderCode.Purpose.TRANSFER
_END = "end"


@for_roles(Role.HOLDER)
@never_cache
@require_http_methods(["GET", "POST"])
def holder_technician(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Page 1: who is responsible, and the e-mail of who should be; POST e-mails the code to the holder."""
    if request.method == "POST" and (too_many := too_many_tries(request)):
        return too_many
    access_request, now = case_of(request, filing_number), timezone.now()
    change = _standing(access_request)
    form, refusal, status = NewTechnicianForm(), "", 200
    if request.method == "POST" and change is not None and _END in request.POST:
        return _end(request, change, filing_number)
    if request.method == "POST":
        try:
            if change is None or not change.is_known:
                form, status = NewTechnicianForm(request.POST), 422
            if change is not None and change.is_known and change.confirmed_at is not None:
                return redirect("holder_technician", filing_number=filing_number)
            if (change is not None and change.is_known) or form.is_valid():
                # The code first: without an open link nothing is begun.
                access = access_of(access_request, now=now)
                if change is None or not change.is_known:
                    ask_change(
                        access_request_id=access_request.pk,
                        email=form.cleaned_data["email"],
                        actor=actor_of(request),
                        now=now,
                    )
                request_code(access, now=now, purpose=_PURPOSE)
                return redirect("holder_technician_confirm", filing_number=filing_number)
        except Refused as refused:
            if refused.findings[0].field == "email":
                form.add_error("email", refused.message)
            else:
                refusal, status = refused.message, 409 if refused.code.startswith("change") else 429
    newest = change or latest_change(access_request)
    known = newest if newest is not None and newest.is_known else None
    context = _context(access_request) | change_context(known, now) | {"form": form, "refusal": refusal}
    return render(request, f"{_FOLDER}/holder_technician.html", context, status=status)


@for_roles(Role.HOLDER)
@never_cache
@require_http_methods(["GET", "POST"])
def holder_technician_confirm(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Page 2: the code and the tick. A wrong code loses nothing."""
    if request.method == "POST" and (too_many := too_many_tries(request)):
        return too_many
    access_request, now = case_of(request, filing_number), timezone.now()
    change = _standing(access_request)
    if change is None or change.confirmed_at is not None:
        return redirect("holder_technician", filing_number=filing_number)
    form = TransferForm(request.POST if request.method == "POST" else None, initial={"change": change.pk})
    if form.is_bound and form.data.get("change") != str(change.pk):
        # The technician asked for another person meanwhile: the yes was not for that one.
        messages.info(
            request, "A troca mudou enquanto você lia. Confira para quem ela é e peça outro código."
        )
        return redirect("holder_technician", filing_number=filing_number)
    if request.method == "POST" and form.is_valid():
        try:
            asked, actor = change.pk, actor_of(request)
            change = act_with_code(
                access_request,
                form.cleaned_data["code"],
                lambda: confirm(change_id=asked, actor=actor, now=now),
                now=now,
                purpose=_PURPOSE,
            )
        except Refused as refused:
            change.refresh_from_db(fields=["confirmed_at"])
            if change.confirmed_at is not None:
                # The other click of a double click did it.
                return redirect("holder_technician", filing_number=filing_number)
            form.add_error("code" if refused.findings[0].field == "code" else None, refused.message)
        else:
            is_done = change.outcome == TechnicianChange.Outcome.DONE
            messages.success(
                request,
                "O responsável técnico do seu pedido mudou."
                if is_done
                else "Confirmado. A troca acontece quando os dois profissionais também aceitarem.",
            )
            return redirect("holder_technician", filing_number=filing_number)
    context = _context(access_request) | change_context(change, now) | {"form": form}
    status = 422 if form.is_bound else 200
    return render(request, f"{_FOLDER}/holder_technician_confirm.html", context, status=status)


def _end(request: HttpRequest, change: TechnicianChange, filing_number: str) -> HttpResponse:
    try:
        end_change(change_id=change.pk, actor=actor_of(request), now=timezone.now())
        messages.success(request, "A troca terminou. O responsável técnico continua o mesmo.")
    except Refused as refused:
        messages.info(request, refused.message)
    return redirect("holder_technician", filing_number=filing_number)


def _standing(access_request: AccessRequest) -> TechnicianChange | None:
    change = latest_change(access_request)
    return change if change is not None and change.is_open and change.expires_at > timezone.now() else None


def _context(access_request: AccessRequest) -> dict[str, Any]:
    number = str(access_request.filing_number)
    return {
        "case": access_request,
        "filing_number": number,
        "email": mask_email(access_request.holder.email),
        "minutes": CODE_MINUTES,
        "crumbs": [("Meu pedido", f"/titular/solicitacoes/{number}")],
    }
