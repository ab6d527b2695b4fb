"""Historic requests: the admins' room that takes files in, and the reviewers' page of one request."""

import csv
import uuid
from io import StringIO

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eligibility.domain.consumer_units import format_unit_number
from eligibility.domain.findings import Refused
from eligibility.domain.numbers_pt import format_kw
from eligibility.domain.taxpayer import mask_taxpayer
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.http import for_roles
from requests_app.domain.legacy_columns import COLUMNS, REQUIRED
from requests_app.forms.legacy import HistoricFileForm
from requests_app.models import HistoricImport, HistoricRequest
from requests_app.services.exchange.legacy import (
    MOST_PROBLEMS,
    apply_historic,
    discard_historic,
    stage_historic,
)
from requests_app.views.review.door import REVIEWERS

_FOLDER = "requests_app/legacy"
_LATEST = 10
_EXAMPLES = (
    (
        "micro até 10", "2021-000123", "12/03/2021", "8,2", "Contagem", "PA-555/2021", "favorável", "30/03/2021",
        "02/06/2021", "3014056287", "", "MG20211234567", "", "1012345678", "Ana Figueiredo", "123.456.789-09",
    ),
    (
        "micro acima de 10", "2022-000456", "05/01/2022", "40", "Betim", "PA-600/2022", "favorável com obra",
        "04/02/2022", "", "", "001347925802810", "MG20221234567", "", "1012345679", "", "",
    ),
    (
        "mini", "2019-000789", "10/10/2019", "1.500,5", "Uberaba", "PA-701/2019", "não aprovado", "20/12/2019",
        "", "", "", "", "UFV.RS.MG.012345-6.01", "1012345680", "", "",
    ),
)  # fmt: skip


@for_roles(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def historic(request: HttpRequest) -> HttpResponse:
    """How many historic requests are known, the latest files, and the place for a new one."""
    form = HistoricFileForm(request.POST, request.FILES) if request.method == "POST" else HistoricFileForm()
    if form.is_bound and form.is_valid():
        assert isinstance(request.user, User)
        try:
            staged = stage_historic(
                file=form.cleaned_data["file"], uploaded_by=request.user, now=timezone.now()
            )
        except Refused as refused:
            form.add_error("file", refused.message)
        else:
            return redirect("historic_import", import_id=staged.public_id)
    context = {
        "form": form,
        "count": HistoricRequest.objects.count(),
        "imports": HistoricImport.objects.select_related("uploaded_by").order_by("-id")[:_LATEST],
        "columns": COLUMNS,
        "required_count": len(REQUIRED),
        "crumbs": [("Administração", reverse("administration"))],
    }
    return render(request, f"{_FOLDER}/room.html", context, status=422 if form.is_bound else 200)


@for_roles(Role.ADMIN)
@require_safe
def historic_import(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """What the file would bring; once confirmed, what it brought. Lines and columns, never a value."""
    found = get_object_or_404(HistoricImport.objects.select_related("uploaded_by"), public_id=import_id)
    context = {
        "found": found,
        "is_waiting": bool(found.storage_key),
        "most_problems": MOST_PROBLEMS,
        "crumbs": [("Administração", reverse("administration")), ("Histórico", reverse("historic"))],
    }
    return render(request, f"{_FOLDER}/import.html", context)


@for_roles(Role.ADMIN)
@require_POST
def historic_import_apply(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """Take the good lines in; what was cut short goes on, and a second click is told that it is done."""
    get_object_or_404(HistoricImport, public_id=import_id)
    try:
        apply_historic(public_id=import_id, now=timezone.now())
        messages.success(request, "Arquivo carregado.")
    except Refused as refused:
        messages.info(request, refused.message)
    return redirect("historic_import", import_id=import_id)


@for_roles(Role.ADMIN)
@require_POST
def historic_import_discard(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """Throw the file away."""
    get_object_or_404(HistoricImport, public_id=import_id)
    try:
        discard_historic(public_id=import_id)
        messages.success(request, "Arquivo descartado. Nada mudou.")
    except Refused as refused:
        messages.info(request, refused.message)
    return redirect("historic")


@for_roles(Role.ADMIN)
@require_safe
def historic_example(request: HttpRequest) -> HttpResponse:
    """A file with the header and one invented request of each form."""
    text = StringIO()
    csv.writer(text, delimiter=";").writerows((COLUMNS, *_EXAMPLES))
    answer = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="historico-modelo.csv"'
    return answer


@for_roles(*REVIEWERS)
@never_cache
@require_safe
def historic_request(request: HttpRequest, historic_id: int) -> HttpResponse:
    """One historic request, read only; who the holder is stays behind the mask."""
    row = get_object_or_404(HistoricRequest.objects.select_related("came_with"), pk=historic_id)
    context = {
        "row": row,
        "rows": [{"label": label, "value": value} for label, value in _facts(row) if value],
        "crumbs": [("Fila", reverse("queue")), ("Busca", reverse("review_search"))],
    }
    return render(request, f"{_FOLDER}/request.html", context)


def _facts(row: HistoricRequest) -> tuple[tuple[str, str], ...]:
    def on(day: object) -> str:
        return f"{day:%d/%m/%Y}" if day else ""

    return (
        ("Formulário", row.get_form_display()),
        ("Enviado em", on(row.filed_on)),
        ("Potência", f"{format_kw(row.installed_power_kw)} kW"),
        ("Município", row.municipality),
        ("Parecer", row.opinion_number),
        ("Resultado", row.get_result_display()),
        ("Decidido em", on(row.decided_on)),
        ("Ligado em", on(row.connected_on)),
        ("Instalação, número antigo", format_unit_number(row.old_unit_number) if row.old_unit_number else ""),
        ("Instalação, número novo", format_unit_number(row.new_unit_number) if row.new_unit_number else ""),
        ("ART ou TRT", row.responsibility_number),
        ("CEG", row.plant_code),
        ("Nota de serviço", row.service_order),
        ("CPF ou CNPJ do titular", mask_taxpayer(row.holder_tax_id) if row.holder_tax_id else ""),
    )
