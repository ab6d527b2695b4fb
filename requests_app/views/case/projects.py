"""The technician's page of the entry substation's project: what was sent, what came back, the next round."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from eligibility.domain.citation import Citation
from eligibility.domain.findings import Refused, refuse
from eligibility.domain.rulebook import rule
from portal.accounts.roles import Role
from portal.http import actor_of, for_roles
from requests_app.domain.clock import ClockName
from requests_app.domain.lifecycle import Action
from requests_app.forms.substation import ProjectForm
from requests_app.models import AccessRequest
from requests_app.pages.case import Part, case_frame, case_of, crumbs_of
from requests_app.permissions import may
from requests_app.services.connection.projects import submit_project
from requests_app.services.connection.reading import (
    answer_of,
    due_if_started_today,
    next_project_rule,
    rounds_of,
)
from requests_app.services.standing.projects import is_project_needed
from requests_app.services.transitions import find_row

RULES = (
    "project.paid_art",
    "project.free",
    "project.order",
    "project.before_inspection",
    "protection.settings",
)
_NEEDED = Citation(norm="REN ANEEL 1.000/2021", provision="arts. 50 e 51")


@for_roles(Role.TECHNICIAN)
@require_http_methods(["GET", "POST"])
def request_project(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Files in; every round with its answer below. Raises Refused where the unit needs no project."""
    actor, now = actor_of(request), timezone.now()
    case = case_of(actor, filing_number)
    require_project(case)
    rounds = rounds_of(case)
    frame = case_frame(case, actor=actor, now=now, part=Part.SUMMARY)
    clock = frame["reckonings"].get(ClockName.PROJECT)
    is_in_analysis = clock is not None and clock.stopped_on is None
    is_awaited = case.project_approved_on is None and not is_in_analysis
    may_submit = is_awaited and may(actor, Action.SUBMIT_PROJECT, case)
    if request.method == "POST" or not (rounds or may_submit):
        find_row(case, Action.SUBMIT_PROJECT, actor)
    kept = frozenset(file.part for file in rounds[0].files.all()) if rounds else frozenset[str]()
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ProjectForm(*given, kept=kept)
    if request.method == "POST" and form.is_valid():
        try:
            submit_project(access_request_id=case.pk, files=form.uploads(), actor=actor, now=now)
        except Refused as refused:
            if not put_beside(form, refused):
                raise
        else:
            messages.success(
                request, "Projeto enviado. Você e o titular recebem um aviso com a data da resposta."
            )
            return redirect("request_project", filing_number=case.filing_number)
    today = timezone.localdate(now)
    term = next_project_rule(rounds) if may_submit else ""
    context = {
        "form": form if may_submit else None,
        "rounds": rounds,
        "is_unanswered": bool(rounds) and answer_of(rounds[0]) is None,
        "rules": [rule(code, on=today) for code in RULES],
        "term": rule(term, on=today) if term else None,
        "analysis": clock if is_in_analysis else None,
        "due_if_sent": due_if_started_today(
            case, ClockName.PROJECT, reason_code="project_submitted", rule_code=term, now=now
        )
        if term
        else None,
        "crumbs": crumbs_of(case, actor),
        "crumb_name": "Projeto da subestação",
        "actions": [],
    }
    return render(
        request, "requests_app/case/project.html", frame | context, status=422 if form.is_bound else 200
    )


def require_project(case: AccessRequest) -> None:
    """Raises Refused (409) where the unit is not fed in medium voltage."""
    if getattr(case, "consumer_unit", None) is None or not is_project_needed(case):
        raise refuse(
            "project_needed",
            "Esta ligação não pede projeto da subestação de entrada: só a de média tensão pede.",
            _NEEDED,
        )


def put_beside(form: Any, refused: Refused) -> bool:
    """Show the findings beside their fields; False when one has no field on this form, and then nothing is shown."""
    if not all(finding.field in form.fields for finding in refused.findings):
        return False
    for finding in refused.findings:
        form.add_error(finding.field, finding.message)
    return True
