"""Search of requests. Both forms are sent by POST: no number ever stands in an address or a log."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.roles import Actor
from portal.http import actor_of, for_roles
from requests_app.forms.review import NumberSearchForm, TaxIdSearchForm
from requests_app.models import AccessRequest, HistoricRequest
from requests_app.queries import visible_to
from requests_app.services.review.disclosures import record_search_by_tax_id
from requests_app.services.review.number_search import MOST_FOUND, Found, find_by_number
from requests_app.views.review.door import REVIEWERS, badge_of


@for_roles(*REVIEWERS)
@never_cache
@require_http_methods(["GET", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """By any number of a request; or by the exact CPF or CNPJ, and that is recorded."""
    actor = actor_of(request)
    is_tax_id = "tax_id" in request.POST
    data = request.POST if request.method == "POST" else None
    by_number = NumberSearchForm(None if is_tax_id else data)
    by_tax_id = TaxIdSearchForm(data if is_tax_id else None)
    form = by_tax_id if is_tax_id else by_number
    tasks: list[dict[str, Any]] | None = None
    if form.is_bound and form.is_valid():
        if is_tax_id:
            tasks = _by_tax_id(by_tax_id, actor)
        else:
            found = find_by_number(by_number.cleaned_data["number"], visible_to(actor))
            tasks = [_task_of(each) for each in found]
            if len(found) == 1:
                messages.info(request, f"Achado por: {found[0].by}.")
                return HttpResponseRedirect(tasks[0]["url"])
    context: dict[str, Any] = {
        "by_number": by_number,
        "by_tax_id": by_tax_id,
        "forms": [by_number, by_tax_id],
        "has_searched": tasks is not None,
        "tasks": tasks or [],
        "shown_at_most": MOST_FOUND if tasks is not None and len(tasks) >= MOST_FOUND else 0,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "requests_app/review/search.html", context, status=status)


def _by_tax_id(form: TaxIdSearchForm, actor: Actor) -> list[dict[str, Any]]:
    record_search_by_tax_id(actor=actor)
    number = form.cleaned_data["tax_id"].number
    rows = visible_to(actor).filter(Q(holder__tax_id=number)).order_by("-filed_at", "-id")[:MOST_FOUND]
    historic = HistoricRequest.objects.filter(holder_tax_id=number).order_by("-filed_on", "-id")[:MOST_FOUND]
    return [*(_request_task(row) for row in rows), *(_historic_task(row) for row in historic)]


def _task_of(found: Found) -> dict[str, Any]:
    if found.request is not None:
        return _request_task(found.request, found.by)
    assert found.historic is not None
    return _historic_task(found.historic, found.by)


def _request_task(row: AccessRequest, by: str = "") -> dict[str, Any]:
    assert row.installed_power_kw is not None and row.filed_at is not None
    arrived = f"{row.municipality} · chegou em {timezone.localtime(row.filed_at):%d/%m/%Y}"
    return {
        "title": row.filing_number,
        "url": reverse("bench", args=[row.filing_number]),
        "meta": f"{arrived} · achado por: {by}" if by else arrived,
        "detail": row.situation.label,
        "badge": badge_of(row, timezone.now()) or row.situation,
    }


def _historic_task(row: HistoricRequest, by: str = "") -> dict[str, Any]:
    arrived = f"{row.municipality} · enviado em {row.filed_on:%d/%m/%Y}"
    return {
        "title": f"Histórico {row.protocol}",
        "url": reverse("historic_request", args=[row.pk]),
        "meta": f"{arrived} · achado por: {by}" if by else arrived,
        "detail": f"{row.get_form_display()}, de antes deste portal",
    }
