"""The holder changes e-mail or phone: what is new, the code, and what happened."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from eligibility.domain.findings import Refused
from eligibility.domain.registrations import mask_phone
from eligibility.domain.taxpayer import mask_email
from portal.accounts.roles import Role
from portal.http import for_roles
from requests_app.forms.contact import ContactForm
from requests_app.forms.holder_entry import CodeForm
from requests_app.models import AccessRequest, ContactChange, ContactChangeEvent, Holder
from requests_app.services.people.contact_changes import (
    CODE_MINUTES,
    ask_change,
    confirm_change,
    outcome_lines,
    waiting_change,
)
from requests_app.views.holder.entry import EPOCH_KEY
from requests_app.views.holder.rate_limits import too_many_tries
from requests_app.views.holder.request import case_of

_FOLDER = "requests_app/holder"


@for_roles(Role.HOLDER)
@never_cache
@require_http_methods(["GET", "POST"])
def holder_contact(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Page 1: the new contact; POST e-mails the code to the new address."""
    if request.method == "POST" and (too_many := too_many_tries(request)):
        return too_many
    access_request = case_of(request, filing_number)
    form = ContactForm(request.POST if request.method == "POST" else None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            ask_change(
                access_request,
                email=form.cleaned_data["email"],
                phone=form.cleaned_data["phone"] or "",
                now=timezone.now(),
            )
            return redirect("holder_contact_confirm", filing_number=filing_number)
        except Refused as refused:
            refusal = refused.message
    context = _context(access_request) | {"form": form, "refusal": refusal}
    status = 429 if refusal else 422 if form.is_bound else 200
    return render(request, f"{_FOLDER}/contact.html", context, status=status)


@for_roles(Role.HOLDER)
@never_cache
@require_http_methods(["GET", "POST"])
def holder_contact_confirm(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Page 2: the code. A wrong one loses nothing."""
    if request.method == "POST" and (too_many := too_many_tries(request)):
        return too_many
    access_request = case_of(request, filing_number)
    change = waiting_change(access_request, now=timezone.now())
    if change is None:
        return redirect("holder_contact", filing_number=filing_number)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            confirm_change(access_request, form.cleaned_data["code"], now=timezone.now())
        except Refused as refused:
            form.add_error("code", refused.message)
        else:
            # This person proved the new address; every other session of the request ends here.
            request.session[EPOCH_KEY] = Holder.objects.get(access_request=access_request).entry_epoch
            return redirect("holder_contact_done", filing_number=filing_number)
    context = _context(access_request) | {"form": form, "sent_to": mask_email(change.new_email)}
    return render(request, f"{_FOLDER}/contact_confirm.html", context, status=422 if form.is_bound else 200)


@for_roles(Role.HOLDER)
@require_safe
def holder_contact_done(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Page 3: what changed, in the words of the e-mail that confirms it."""
    access_request = case_of(request, filing_number)
    change = (
        ContactChange.objects.filter(access_request=access_request, done_at__isnull=False)
        .order_by("-id")
        .first()
    )
    if change is None:
        return redirect("holder_contact", filing_number=filing_number)
    followed = ContactChangeEvent.objects.filter(contact_change=change).count() - 1
    context = _context(access_request) | {
        "change": change,
        "lines": outcome_lines(change, followed=followed),
    }
    return render(request, f"{_FOLDER}/contact_done.html", context)


def _context(access_request: AccessRequest) -> dict[str, object]:
    number = str(access_request.filing_number)
    return {
        "case": access_request,
        "filing_number": number,
        "email": mask_email(access_request.holder.email),
        "phone": mask_phone(access_request.holder.phone),
        "minutes": CODE_MINUTES,
        "crumbs": [("Meu pedido", f"/titular/solicitacoes/{number}")],
    }
