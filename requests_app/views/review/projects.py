"""The utility's side of the entry substation's project: read the documents, return with reasons or approve."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from eligibility.domain.findings import Refused
from eligibility.domain.rulebook import rule
from portal.http import actor_of, for_roles
from requests_app.domain.clock import ClockName
from requests_app.domain.lifecycle import Action
from requests_app.forms.substation import ReturnProjectForm
from requests_app.models import AccessRequest
from requests_app.services.connection.projects import approve_project, return_project
from requests_app.services.connection.reading import answer_of, rounds_of
from requests_app.services.review.reading import for_bench
from requests_app.services.review.shown_pages import check_shown
from requests_app.services.transitions import find_row
from requests_app.views.case.projects import put_beside, require_project
from requests_app.views.review.door import REVIEWERS, case_context


@for_roles(*REVIEWERS)
@require_http_methods(["GET", "POST"])
def review_project(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Every round with its files; the one in analysis is answered here. Raises Refused where no project is needed."""
    actor, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    # The equipment, which the bench needs, is not shown here.
    case = get_object_or_404(for_bench(actor).prefetch_related(None), filing_number=filing_number)
    require_project(case)
    is_approval = request.POST.get("answer") == "approve"
    action = Action.APPROVE_PROJECT if is_approval else Action.RETURN_PROJECT
    if request.method == "POST":
        find_row(case, action, actor)
    rounds = rounds_of(case, with_pages=True)
    if request.method == "POST" and rounds:
        check_shown(request.POST.get("round", ""), rounds[0].round, "O projeto")
    has_earlier = any(answer_of(project) for project in rounds)
    form = ReturnProjectForm(
        request.POST if request.method == "POST" and not is_approval else None,
        shorter_term=rule("project.reanalysis", on=today) if has_earlier else None,
    )
    if request.method == "POST" and (is_approval or form.is_valid()):
        try:
            _answer(case, form, request.POST.get("round", ""), is_approval=is_approval, actor=actor, now=now)
        except Refused as refused:
            if not put_beside(form, refused):
                raise
        else:
            words = "Projeto aprovado." if is_approval else "Projeto devolvido com os motivos."
            messages.success(request, f"{words} O técnico e o titular foram avisados.")
            return redirect("review_project", filing_number=filing_number)
    clock = case.deadlines.filter(clock=ClockName.PROJECT.value, is_open=True).first()
    context = case_context(case, actor, now, current="Projeto da subestação") | {
        "rounds": rounds,
        "form": form if clock else None,
        "clock": clock,
        "term": rule(clock.rule_code, on=today) if clock else None,
        "rules": [
            rule(code, on=today)
            for code in ("project.analysis", "project.reanalysis", "project.before_inspection")
        ],
    }
    return render(request, "requests_app/review/project.html", context, status=422 if form.is_bound else 200)


def _answer(
    case: AccessRequest, form: ReturnProjectForm, seen_round: str, *, is_approval: bool, actor: Any, now: Any
) -> None:
    if is_approval:
        approve_project(access_request_id=case.pk, actor=actor, now=now, seen_round=seen_round)
        return
    return_project(
        access_request_id=case.pk,
        reasons=form.faults(),
        found_gaps=bool(form.cleaned_data.get("found_gaps")),
        actor=actor,
        now=now,
        seen_round=seen_round,
    )
