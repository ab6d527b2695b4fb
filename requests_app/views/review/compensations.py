"""Breached terms of the utility: one request's, with pauses found improper, and the supervisors' room with its file."""

import csv

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from eligibility.domain.findings import refuse
from portal.accounts.roles import Role
from portal.http import actor_of, for_roles
from requests_app.models import Compensation
from requests_app.pages.compensations import CSV_TITLES, compensations_context, csv_rows, line, term_name
from requests_app.services.clocks.improper_pauses import mark_improper, pauses_of
from requests_app.views.review.door import REVIEWERS, case_context, open_case

PAGE = 50


@for_roles(*REVIEWERS)
@never_cache
@require_http_methods(["GET", "POST"])
def review_compensations(request: HttpRequest, filing_number: str) -> HttpResponse:
    """The breaches of one request and its pauses; POST marks one pause as improper (supervisors only)."""
    actor, now = actor_of(request), timezone.now()
    case = open_case(request, filing_number)
    if request.method == "POST":
        entry = request.POST.get("entry", "")
        if not (entry.isascii() and entry.isdigit() and len(entry) < 18):
            raise refuse("no_such_pause", "Não há essa parada em um prazo da distribuidora.")
        mark_improper(access_request_id=case.pk, entry_id=int(entry), actor=actor, now=now)
        messages.success(request, "Parada marcada como indevida. Os dias dela contam como atraso.")
        return redirect("review_compensations", filing_number=filing_number)
    context = case_context(case, actor, now, current="Compensações") | compensations_context(case)
    context |= {
        "pauses": [
            {
                "id": entry.pk,
                "on": entry.on,
                "name": term_name(entry.clock),
                "reason": reason,
                "is_improper": is_marked,
            }
            for entry, reason, is_marked in pauses_of(case)
        ],
        "is_chief": actor.role is Role.SUPERVISOR,
    }
    return render(request, "requests_app/review/compensations.html", context)


@for_roles(Role.SUPERVISOR)
@never_cache
@require_GET
def compensations(request: HttpRequest) -> HttpResponse:
    """Every breach that counts, the newest first."""
    rows = Compensation.objects.filter(replaced_by=None).select_related("access_request").order_by("-id")
    page = Paginator(rows, PAGE).get_page(request.GET.get("pagina"))
    here = reverse("compensations")
    context = {
        "lines": [line(row) | {"number": row.access_request.filing_number} for row in page.object_list],
        "page_text": f"Página {page.number} de {page.paginator.num_pages}",
        "previous_url": f"{here}?pagina={page.number - 1}" if page.has_previous() else "",
        "next_url": f"{here}?pagina={page.number + 1}" if page.has_next() else "",
        "total": page.paginator.count,
    }
    return render(request, "requests_app/review/compensations_room.html", context)


@for_roles(Role.SUPERVISOR)
@never_cache
@require_GET
def compensations_csv(request: HttpRequest) -> HttpResponse:
    """The same as a spreadsheet, whole."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="compensacoes.csv"'
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    writer.writerow(CSV_TITLES)
    rows = Compensation.objects.filter(replaced_by=None).select_related("access_request").order_by("-id")
    writer.writerows(csv_rows(rows.iterator(chunk_size=1000)))
    return response
