"""`/fatura/ler`: a bill is read while the person waits, shown beside its pages, and gone with the answer."""

from typing import Any

from allauth.core.ratelimit import consume_or_429
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from documents import bill_page
from documents.domain.bills.taken import (
    consumer_class,
    discounted_hours,
    history_lines,
    indicator_numbers,
    twelve_months,
)
from documents.forms.bill import BillForm
from documents.services.bill_reading import (
    STATUSES,
    TOO_LARGE,
    PagePicture,
    ReadBill,
    is_too_large,
    page_pictures,
    read_uploaded_bill,
)
from eligibility.domain.bill.modality import TariffModality
from eligibility.domain.findings import Refused
from eligibility.forms.public_choices import CLASSES
from portal.http import public

UPLOAD_TEMPLATE = "documents/bill_upload.html"
RESULT_TEMPLATE = "documents/bill_read.html"
CRUMBS = (("Ferramentas e guias", "/ferramentas"),)
_LAYOUTS = {"group_a": "grupo A, média ou alta tensão", "group_b": "grupo B, baixa tensão"}


@public
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def read_a_bill(request: HttpRequest) -> HttpResponse:
    """The form, and after it the fields to confirm. A body that is too large is refused before it is read.

    Looking for the CSRF token reads the body, so that check comes second; it is made for every POST that goes on.
    """
    if request.method == "POST" and is_too_large(request.META.get("CONTENT_LENGTH")):
        form = BillForm({})
        form.errors.clear()
        form.add_error("bill", TOO_LARGE)
        return render(request, UPLOAD_TEMPLATE, _upload(form), status=413)
    return _checked(request)


@csrf_protect
def _checked(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, UPLOAD_TEMPLATE, _upload(BillForm()))
    if too_many := too_many_bills(request):
        return too_many
    form, bill, status = read_posted(request)
    if bill is None:
        return render(request, UPLOAD_TEMPLATE, _upload(form), status=status)
    pictures = page_pictures(form.cleaned_data["bill"], bill)
    return render(request, RESULT_TEMPLATE, result_context(bill, pictures))


def _upload(form: BillForm) -> dict[str, Any]:
    return {"form": form, "crumbs": CRUMBS}


def read_posted(request: HttpRequest) -> tuple[BillForm, ReadBill | None, int]:
    """The form as posted and the bill in it; without a bill the form has the reason, and the status is its own."""
    form = BillForm(request.POST, request.FILES)
    if not form.is_valid():
        return form, None, 422
    file = form.cleaned_data["bill"]
    try:
        return form, read_uploaded_bill(file, str(file.name)), 200
    except Refused as refused:
        form.add_error("bill", refused.message)
        return form, None, STATUSES.get(refused.code, 422)


def too_many_bills(request: HttpRequest) -> HttpResponse | None:
    """The 429 page when this address has sent too many bills (ACCOUNT_RATE_LIMITS["bill"]); None goes on."""
    answer: HttpResponse | None = consume_or_429(request, action="bill")
    return answer


def result_context(bill: ReadBill, pictures: tuple[PagePicture, ...]) -> dict[str, Any]:
    """What the page of a read bill shows."""
    reading = bill.reading
    consumption = twelve_months(reading)
    found = consumer_class(reading)
    return {
        "crumbs": (*CRUMBS, ("Ler uma fatura em PDF", reverse("bill_reading"))),
        "power_class": next((name for name, (one, _) in CLASSES.items() if found and one is found), ""),
        "layout": _LAYOUTS.get(reading.layout, ""),
        "sure": len(bill_page.rows_in(reading, bill_page.SURE)),
        "doubtful": bill_page.rows_in(reading, bill_page.DOUBTFUL),
        "unread": bill_page.rows_in(reading, bill_page.UNREAD),
        "first": bill_page.first_rows(reading),
        "groups": bill_page.groups(reading),
        "history": bill_page.history(reading),
        "numbers": bill_page.number_rows(reading, indicator_numbers(reading)),
        "history_lines": history_lines(reading),
        "modalities": [(one.value, one.label) for one in (TariffModality.green, TariffModality.blue)],
        "consumption": consumption,
        "discounted": "; ".join(discounted_hours(reading, consumption).splitlines()) if consumption else "",
        "months": [bill_page.month_name(month) for month in consumption.months] if consumption else [],
        "pictures": [(picture, bill_page.spots(reading, picture)) for picture in pictures],
        "pages_left_out": len(bill.sizes) - len(pictures),
    }
