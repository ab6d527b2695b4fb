"""Search of filed requests. Both forms are sent by POST: no number ever stands in an address or a log."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.roles import Actor
from portal.http import actor_of, for_roles
from requests_app.domain.identifiers import parse_filing_number, parse_opinion_number
from requests_app.forms.review import NumberSearchForm, TaxIdSearchForm
from requests_app.models import AccessRequest
from requests_app.queries import visible_to
from requests_app.services.disclosures import record_search_by_tax_id
from requests_app.views.review_case import REVIEWERS, badge_of

_SHOWN_AT_MOST = 50


@for_roles(*REVIEWERS)
@never_cache
@require_http_methods(["GET", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """By filing, opinion or unit number; or by the exact CPF or CNPJ, and that is recorded."""
    actor = actor_of(request)
    is_tax_id = "tax_id" in request.POST
    data = request.POST if request.method == "POST" else None
    by_number = NumberSearchForm(None if is_tax_id else data)
    by_tax_id = TaxIdSearchForm(data if is_tax_id else None)
    form = by_tax_id if is_tax_id else by_number
    found: list[AccessRequest] | None = None
    if form.is_bound and form.is_valid():
        where = _by_tax_id(by_tax_id, actor) if is_tax_id else _by_number(by_number)
        found = _rows(actor, where)
        if not is_tax_id and len(found) == 1:
            return HttpResponseRedirect(reverse("bench", args=[found[0].filing_number]))
    now = timezone.now()
    context: dict[str, Any] = {
        "by_number": by_number,
        "by_tax_id": by_tax_id,
        "forms": [by_number, by_tax_id],
        "has_searched": found is not None,
        "tasks": [_task(row, badge_of(row, now) or row.situation) for row in found or ()],
        "shown_at_most": _SHOWN_AT_MOST if found is not None and len(found) == _SHOWN_AT_MOST else 0,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "requests_app/review/search.html", context, status=status)


def _rows(actor: Actor, where: Q | None) -> list[AccessRequest]:
    if where is None:
        return []
    return list(visible_to(actor).filter(where).order_by("-filed_at", "-id")[:_SHOWN_AT_MOST])


def _by_number(form: NumberSearchForm) -> Q | None:
    """The same digits may be a filing's and an opinion's number: both are looked up."""
    text = form.cleaned_data["number"]
    filing, opinion, unit = parse_filing_number(text), parse_opinion_number(text), form.unit_digits()
    wanted = Q()
    if filing:
        wanted |= Q(filing_number=filing)
    if opinion:
        wanted |= Q(opinion__number=opinion)
    if unit:
        wanted |= Q(consumer_unit__number=unit)
    return wanted or None


def _by_tax_id(form: TaxIdSearchForm, actor: Actor) -> Q:
    record_search_by_tax_id(actor=actor)
    return Q(holder__tax_id=form.cleaned_data["tax_id"].number)


def _task(row: AccessRequest, badge: object) -> dict[str, Any]:
    assert row.installed_power_kw is not None and row.filed_at is not None
    return {
        "title": row.filing_number,
        "url": reverse("bench", args=[row.filing_number]),
        "meta": f"{row.municipality} · chegou em {timezone.localtime(row.filed_at):%d/%m/%Y}",
        "detail": row.situation.label,
        "badge": badge,
    }
