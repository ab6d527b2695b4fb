"""Filling the screen of the unit from a bill: send it, choose field by field, and nothing is replaced unasked."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from documents import bill_page
from documents.forms.bill import BillForm
from documents.services.bill_reading import ReadBill, page_pictures
from documents.views.bill_reading import read_posted, too_many_bills
from eligibility.domain.vocabulary import RequestKind
from portal.accounts.roles import Role
from portal.http import for_roles
from requests_app.domain.bill_prefill import NotOffered, Offer, offers
from requests_app.forms.bill_prefill import BillPrefillForm, chosen_values, is_same
from requests_app.forms.drafts import kept_answers
from requests_app.forms.unit import UnitForm
from requests_app.models import AccessRequest
from requests_app.services.filing import envelopes
from requests_app.services.filing.drafts import StaleDraft, save_section
from requests_app.views.filing.door import already_sent, my_draft, posted_version, step_url
from requests_app.views.filing.steps import FIRST_VALUES

UPLOAD_TEMPLATE = "requests_app/filing/bill_upload.html"
CHOICE_TEMPLATE = "requests_app/filing/bill_choice.html"
SECTION = "unit"


@for_roles(Role.TECHNICIAN)
@never_cache
@require_http_methods(["GET", "POST"])
def draft_bill(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The form for the file; POST reads it and shows what it would fill. Neither the file nor a value is kept."""
    draft = my_draft(request, public_id)
    if not draft.is_draft:
        return already_sent(request, draft)
    if request.method == "GET":
        return render(request, UPLOAD_TEMPLATE, _frame(draft) | {"form": BillForm()})
    if too_many := too_many_bills(request):
        return too_many
    form, bill, status = read_posted(request)
    if bill is None:
        return render(request, UPLOAD_TEMPLATE, _frame(draft) | {"form": form}, status=status)
    pictures = page_pictures(form.cleaned_data["bill"], bill)
    shown = [(picture, bill_page.spots(bill.reading, picture)) for picture in pictures]
    context = {
        "pictures": shown,
        "pages_left_out": len(bill.sizes) - len(pictures),
        "doubtful": bill_page.rows_in(bill.reading, bill_page.DOUBTFUL),
    }
    return render(request, CHOICE_TEMPLATE, _frame(draft) | context | _choices(draft, bill))


def _frame(draft: AccessRequest) -> dict[str, object]:
    return {
        "draft": draft,
        "draft_name": draft.nickname or "Rascunho sem nome",
        "back_url": step_url(SECTION, draft.public_id),
        "crumbs": [
            ("Painel", reverse("dashboard")),
            ("Rascunhos", reverse("drafts")),
            ("Unidade", step_url(SECTION, draft.public_id)),
        ],
    }


def _choices(draft: AccessRequest, bill: ReadBill) -> dict[str, object]:
    kept: dict[str, str] = draft.draft_answers.get(SECTION, {})
    is_new = kept.get("request_kind") == RequestKind.new_unit.value
    found = offers(bill.reading, is_new_unit=is_new)
    offered = [one for one in found if isinstance(one, Offer)]
    same = [one for one in offered if kept.get(one.name) and is_same(one.name, kept[one.name], one.value)]
    form = BillPrefillForm([one for one in offered if one not in same], kept)
    rows = {one.name: bill_page.row_of(bill.reading, one.codes[0]) for one in offered}
    return {
        "form": form,
        "choices": [
            (form[f"use_{one.name}"], form[one.name], rows[one.name]) for one in offered if one not in same
        ],
        "same": [_label(one.name) for one in same],
        "left": [
            (_label(one.name), one.why)
            for one in found
            if isinstance(one, NotOffered) and not kept.get(one.name)
        ],
    }


def _label(name: str) -> str:
    return str(UnitForm.base_fields[name].label)


@for_roles(Role.TECHNICIAN)
@never_cache
@require_http_methods(["GET", "POST"])
def use_bill(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Put the chosen values into the draft and show its screen; signing in on the way leads back to the file."""
    draft = my_draft(request, public_id)
    if not draft.is_draft:
        return already_sent(request, draft)
    if request.method == "GET":
        return HttpResponseRedirect(reverse("draft_bill", args=[public_id]))
    chosen = kept_answers(SECTION, chosen_values(request.POST), timezone.localdate())
    here = step_url(SECTION, public_id)
    if not chosen:
        messages.info(request, "Nada mudou no rascunho.")
        return HttpResponseRedirect(here)
    answers = {**draft.draft_answers.get(SECTION, FIRST_VALUES[SECTION]), **chosen}
    version = posted_version(request)
    try:
        save_section(draft_id=draft.pk, section=SECTION, answers=answers, base_version=version)
    except StaleDraft:
        token = envelopes.keep(public_id, SECTION, answers, version)
        changed = reverse("draft_changed", args=[public_id])
        return HttpResponseRedirect(f"{changed}?parte={SECTION}&texto={token}")
    count = len(chosen)
    what = "1 campo" if count == 1 else f"{count} campos"
    messages.success(request, f"Preenchemos {what} com a fatura. Confira e complete o que falta.")
    return HttpResponseRedirect(here)
