"""Items new in a later round on what did not change: why, and the supervisor who lets them through (A-06)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from eligibility.domain.findings import Refused, refuse
from portal.accounts.roles import Actor, Role
from portal.http import actor_of, for_roles
from requests_app.forms.contests import ExplainForm, put_refusal
from requests_app.models import AccessRequest, ReviewItem
from requests_app.services.review import late_items as service
from requests_app.services.review.verdicts import criterion_of
from requests_app.services.standing.late_items import is_let_through
from requests_app.services.standing.late_items import late_items as late_items_of
from requests_app.views.review.door import REVIEWERS, case_context, open_case

_LISTED_AT_MOST = 200


@for_roles(*REVIEWERS)
@require_GET
def late_items(request: HttpRequest) -> HttpResponse:
    """What waits for the release of a supervisor, and how many items came late and why."""
    rows = [
        {
            "item": item,
            "phrase": service.late_phrase(item),
            "filing_number": item.access_request.filing_number,
            "url": reverse("review_late_items", args=[item.access_request.filing_number]),
        }
        for item in service.waiting_items()[:_LISTED_AT_MOST]
    ]
    context = {
        "rows": rows,
        "counts": service.late_item_counts(),
        "is_supervisor": actor_of(request).role is Role.SUPERVISOR,
        "crumbs": [("Fila", reverse("queue"))],
    }
    return render(request, "requests_app/review/late_items.html", context)


@for_roles(*REVIEWERS)
@require_http_methods(["GET", "POST"])
def review_late_items(request: HttpRequest, filing_number: str) -> HttpResponse:
    """The late items of one request: the analyst says why, the supervisor releases."""
    access_request = open_case(request, filing_number)
    actor, now = actor_of(request), timezone.now()
    found = late_items_of(access_request)
    forms = {item.pk: ExplainForm(item) for item in found}
    if request.method == "POST":
        item = _posted(found, request.POST.get("item", ""))
        if "release" in request.POST:
            service.release(
                item_id=item.pk, version=_number(request.POST.get("version", "")), actor=actor, now=now
            )
            messages.success(request, "Item liberado.")
            return redirect("review_late_items", filing_number=filing_number)
        form = forms[item.pk] = ExplainForm(item, request.POST)
        if form.is_valid():
            try:
                service.explain(item_id=item.pk, **form.cleaned_data, actor=actor, now=now)
            except Refused as refused:
                put_refusal(form, refused)
            else:
                messages.success(request, "Motivo salvo.")
                return redirect("review_late_items", filing_number=filing_number)
    context = case_context(access_request, actor, now, current="Itens novos")
    rows = [_row(access_request, item, forms[item.pk], actor) for item in found]
    wrong = [form for form in forms.values() if form.is_bound and form.errors]
    context |= {"rows": rows, "forms": wrong, "has_errors": bool(wrong)}
    return render(request, "requests_app/review/late_items_case.html", context, status=422 if wrong else 200)


def _row(access_request: AccessRequest, item: ReviewItem, form: ExplainForm, actor: Actor) -> dict[str, Any]:
    assert access_request.checklist_version is not None
    entry, criterion = criterion_of(access_request.checklist_version.checklist, item)
    is_through = is_let_through(item)
    return {
        "item": item,
        "entry": entry,
        "criterion": criterion,
        "form": form,
        "phrase": service.late_phrase(item),
        "is_through": is_through,
        "is_safety": item.late_reason_code == ReviewItem.LateReason.SAFETY,
        "can_release": bool(item.late_reason_code) and not is_through and actor.role is Role.SUPERVISOR,
        "is_own": item.late_explained_by_id == actor.user_id,
    }


def _posted(found: list[ReviewItem], text: str) -> ReviewItem:
    """The late item that the form is about. Raises Refused for anything else."""
    for item in found:
        if str(item.pk) == text:
            return item
    raise refuse("not_late", "Este item não é novo: não precisa de motivo nem de liberação.")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
