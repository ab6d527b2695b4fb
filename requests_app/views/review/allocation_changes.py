"""The division of credits in the analysts' room: who enters or leaves is confirmed by the document."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from documents.views.file_answers import as_download
from eligibility.domain.findings import Refused, refuse
from portal.http import actor_of, for_roles
from requests_app.forms.guarantee_life import AnswerForm
from requests_app.models import AllocationChange
from requests_app.pages.allocation_changes import list_context, preview_context, versions
from requests_app.services.allocations import change_rules as rules_of_change
from requests_app.services.allocations.changes import decide_change
from requests_app.services.review.shown_pages import check_shown
from requests_app.views.review.door import REVIEWERS, case_context, open_case

_WAITING = AllocationChange.Status.WAITING


@for_roles(*REVIEWERS)
@never_cache
@require_http_methods(["GET", "POST"])
def review_allocation(request: HttpRequest, filing_number: str) -> HttpResponse:
    """The division, its versions and the change that waits. POST answers it; without one it is refused (409)."""
    actor, now = actor_of(request), timezone.now()
    case = open_case(request, filing_number)
    waiting = case.allocation_changes.filter(status=_WAITING).first()
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and waiting is None:
        raise refuse("change_decided", "Não há mudança à espera de resposta.")
    if form.is_bound and waiting is not None:
        check_shown(request.POST.get("change", ""), waiting.pk, "A divisão pedida")
    if form.is_bound and waiting is not None and form.is_valid():
        try:
            decide_change(
                access_request_id=case.pk,
                change_id=waiting.pk,
                is_accepted=form.is_accepted,
                reason=form.cleaned_data["reason"],
                actor=actor,
                now=now,
            )
        except Refused as refused:
            if not form.take(refused):
                raise
        else:
            messages.success(request, "Resposta registrada. O técnico e o titular foram avisados.")
            return redirect("review_allocation", filing_number=filing_number)
    listed = rules_of_change.list_in_force(case)
    here = reverse("review_allocation", args=[filing_number])
    found = rules_of_change.settled_for(case, listed.reading) if listed else None
    context = case_context(case, actor, now, current="Divisão dos créditos") | {
        **list_context(found, url=here, page=request.GET.get("pagina", "")),
        "form": form,
        "waiting": waiting,
        "versions": versions(case),
    }
    if waiting is not None:
        after = rules_of_change.settled_for(case, waiting.reading)
        context |= preview_context(rules_of_change.compare(case, listed, after), after)
        context["rule"] = rules_of_change.applied_rule_of(waiting)
    return render(
        request, "requests_app/review/allocation.html", context, status=422 if form.is_bound else 200
    )


@for_roles(*REVIEWERS)
@never_cache
@require_safe
def allocation_document(request: HttpRequest, filing_number: str, change_id: int) -> FileResponse:
    """The document of a change, as a download."""
    case = open_case(request, filing_number)
    rows = case.allocation_changes.select_related("document__label").exclude(document=None).defer("entries")
    change = rows.filter(pk=change_id).first()
    if change is None or change.document is None:
        raise Http404
    return as_download(change.document)
