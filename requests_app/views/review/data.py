"""What corrections changed in the typed answers, for the reviewer: before and after, set by set."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.http import actor_of, for_roles
from requests_app.views.case.data_changes import changes_by_round
from requests_app.views.review.door import REVIEWERS, case_context, open_case


@for_roles(*REVIEWERS)
@require_safe
def review_data(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Every later set of answers against the one before."""
    access_request = open_case(request, filing_number)
    context = case_context(access_request, actor_of(request), timezone.now(), current="Dados corrigidos")
    return render(
        request, "requests_app/review/data.html", context | {"rounds": changes_by_round(access_request)}
    )
