"""The admins' room of customers: send a file, see what it changes, confirm."""

import csv
import uuid
from io import StringIO

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eligibility.domain.findings import Refused
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.http import for_roles
from requests_app.domain.customer_columns import COLUMNS, MONTHS
from requests_app.domain.customer_words import FIELD_LABELS
from requests_app.forms.customers import CustomerFileForm
from requests_app.models import CustomerAccount, CustomerImport
from requests_app.services.exchange.customers import MOST_PROBLEMS, apply_import, discard_import, stage_import

_FOLDER = "requests_app/customers"
_LATEST = 10
_EXAMPLE = (
    "3014056287", "123.456.789-09", "não", "sim", "ana@exemplo.com.br", "(31) 98765-4321", "residencial", "B",
    "127/220 V", "bi", "63", "", "Contagem", "SCL-T1", *("350" for _ in MONTHS),
)  # fmt: skip


@for_roles(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def customers(request: HttpRequest) -> HttpResponse:
    """How many customers are known and since when, the latest files, and the place for a new one."""
    form = CustomerFileForm(request.POST, request.FILES) if request.method == "POST" else CustomerFileForm()
    if form.is_bound and form.is_valid():
        assert isinstance(request.user, User)
        try:
            staged = stage_import(
                file=form.cleaned_data["file"], uploaded_by=request.user, now=timezone.now()
            )
        except Refused as refused:
            form.add_error("file", refused.message)
        else:
            return redirect("customer_import", public_id=staged.public_id)
    context = {
        "form": form,
        "count": CustomerAccount.objects.count(),
        "imports": CustomerImport.objects.select_related("uploaded_by").order_by("-id")[:_LATEST],
        "columns": COLUMNS,
        "crumbs": [("Administração", reverse("administration"))],
    }
    return render(request, f"{_FOLDER}/room.html", context, status=422 if form.is_bound else 200)


@for_roles(Role.ADMIN)
@require_safe
def customer_import(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What the file would change; once confirmed, what it changed. Lines and columns, never a value."""
    found = get_object_or_404(CustomerImport.objects.select_related("uploaded_by"), public_id=public_id)
    context = {
        "found": found,
        "is_waiting": bool(found.storage_key),
        "columns_changed": [
            (label, found.columns_changed[name])
            for name, label in FIELD_LABELS.items()
            if name in found.columns_changed
        ],
        "most_problems": MOST_PROBLEMS,
        "crumbs": [("Administração", reverse("administration")), ("Clientes", reverse("customers"))],
    }
    return render(request, f"{_FOLDER}/import.html", context)


@for_roles(Role.ADMIN)
@require_POST
def customer_import_apply(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write the good lines; a second click is told that it is done."""
    return _finish(request, public_id, is_applied=True)


@for_roles(Role.ADMIN)
@require_POST
def customer_import_discard(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Throw the file away."""
    return _finish(request, public_id, is_applied=False)


@for_roles(Role.ADMIN)
@require_safe
def customer_example(request: HttpRequest) -> HttpResponse:
    """A file with the header and one invented customer."""
    text = StringIO()
    csv.writer(text, delimiter=";").writerows((COLUMNS, _EXAMPLE))
    answer = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="clientes-modelo.csv"'
    return answer


def _finish(request: HttpRequest, public_id: uuid.UUID, *, is_applied: bool) -> HttpResponse:
    get_object_or_404(CustomerImport, public_id=public_id)
    try:
        if is_applied:
            apply_import(public_id=public_id, now=timezone.now())
            messages.success(request, "Arquivo carregado.")
        else:
            discard_import(public_id=public_id)
            messages.success(request, "Arquivo descartado. Nada mudou.")
    except Refused as refused:
        messages.info(request, refused.message)
    return redirect("customer_import", public_id=public_id) if is_applied else redirect("customers")
