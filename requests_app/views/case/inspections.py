"""The technician's page of the inspection: asking for it, and what each visit found."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from eligibility.domain.findings import Finding, Refused
from eligibility.domain.rulebook import rule
from portal.accounts.roles import Role
from portal.http import actor_of, for_roles
from requests_app.domain.clock import ClockName
from requests_app.domain.lifecycle import Action, State
from requests_app.forms.inspections import InspectionRequestForm
from requests_app.models import AccessRequest
from requests_app.pages.case import Part, case_frame, case_of, crumbs_of
from requests_app.permissions import may
from requests_app.services.clocks.terms import inspection_rule
from requests_app.services.connection import inspections
from requests_app.services.connection.reading import due_if_started_today, visits_of
from requests_app.services.standing.projects import is_project_needed
from requests_app.services.transitions import find_row

_SINCE_ASKED = frozenset(
    {State.INSPECTION_REQUESTED, State.INSPECTION_FAILED, State.INSPECTION_REPORTED, State.CONNECTED}
)


@for_roles(Role.TECHNICIAN)
@require_http_methods(["GET", "POST"])
def request_inspection(request: HttpRequest, filing_number: str) -> HttpResponse:
    """The term by voltage, the day that would result and what is in the way; below, every visit with its report."""
    actor, now = actor_of(request), timezone.now()
    case = case_of(actor, filing_number)
    may_ask = may(actor, Action.REQUEST_INSPECTION, case)
    visits = visits_of(case)
    if request.method == "POST" or not (may_ask or visits or State(case.state) in _SINCE_ASKED):
        find_row(case, Action.REQUEST_INSPECTION, actor)
    form = InspectionRequestForm(request.POST if request.method == "POST" else None)
    problems: tuple[Finding, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            inspections.request_inspection(
                access_request_id=case.pk,
                actor=actor,
                now=now,
                is_ready_confirmed=form.cleaned_data["is_ready"],
            )
        except Refused as refused:
            if refused.code == "action_not_in_state":
                raise
            problems = refused.findings
        else:
            messages.success(
                request, "Vistoria pedida. Você e o titular recebem um aviso com a data da visita."
            )
            return redirect("request_inspection", filing_number=case.filing_number)
    frame = case_frame(case, actor=actor, now=now, part=Part.SUMMARY)
    today = timezone.localdate(now)
    reckonings = frame["reckonings"]
    term = inspection_rule(case, today)
    context = {
        "form": form,
        "problems": problems,
        "has_errors": bool(problems),
        "may_ask": may_ask,
        "missing": inspections.inspection_obstacles(case, now=now) if may_ask else (),
        "term": rule(term, on=today) if may_ask else None,
        "due_if_asked": due_if_started_today(
            case, ClockName.INSPECTION, reason_code="inspection_requested", rule_code=term, now=now
        )
        if may_ask
        else None,
        "visits": visits,
        "protection": rule("protection.settings", on=today) if may_ask and is_project_needed(case) else None,
        "inspection_clock": _running(case, State.INSPECTION_REQUESTED, reckonings.get(ClockName.INSPECTION)),
        "report_clock": _running(case, State.INSPECTION_FAILED, reckonings.get(ClockName.INSPECTION_REPORT)),
        "repeat_clock": _running(case, State.INSPECTION_REPORTED, reckonings.get(ClockName.REINSPECTION)),
        "report_url_name": "request_inspection_report",
        "crumbs": crumbs_of(case, actor),
        "crumb_name": "Vistoria",
        "actions": [],
    }
    return render(
        request, "requests_app/case/inspection.html", frame | context, status=422 if problems else 200
    )


def _running(case: AccessRequest, state: State, reckoned: object) -> object:
    return reckoned if case.state == state.value else None
