"""The utility's side of the inspection: record the visit, deliver the report."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from eligibility.domain.findings import Refused
from eligibility.domain.rulebook import rule
from portal.accounts.roles import Actor
from portal.http import actor_of, for_roles
from requests_app.domain.clock import ClockName
from requests_app.domain.dates import long_day
from requests_app.domain.lifecycle import Action
from requests_app.forms.inspections import VisitForm
from requests_app.models import AccessRequest, InspectionReason
from requests_app.services.clocks.outlook import outlook
from requests_app.services.clocks.terms import repeat_rule
from requests_app.services.connection import inspections
from requests_app.services.connection.reading import visits_of
from requests_app.services.transitions import find_row
from requests_app.views.case.projects import put_beside
from requests_app.views.review.door import REVIEWERS, case_context, open_case

_LONGEST_CHOICE = 90


@for_roles(*REVIEWERS)
@require_http_methods(["GET", "POST"])
def review_inspection(request: HttpRequest, filing_number: str) -> HttpResponse:
    """One visit: its day and result; a meter, or reasons with the report now or later."""
    actor, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    case = open_case(request, filing_number)
    find_row(case, Action.CONNECT, actor)
    earlier = inspections.reported_reasons(case)
    form = VisitForm(
        request.POST if request.method == "POST" else None,
        today=today,
        repeatable=[(reason.pk, _choice_text(reason)) for reason in earlier],
    )
    if request.method == "POST" and form.is_valid():
        try:
            done = _record(case, form, actor, now)
        except Refused as refused:
            if not put_beside(form, refused):
                raise
        else:
            messages.success(request, done)
            return redirect("bench", filing_number=filing_number)
    view = outlook(case, now=now, today=today)
    context = case_context(case, actor, now, current="Registrar a vistoria") | {
        "form": form,
        "requested_on": inspections.requested_on_of(case),
        "clock": view.reckon(ClockName.INSPECTION),
        "earlier": earlier,
        "repeat": rule(repeat_rule(case), on=today) if repeat_rule(case) else None,
        "again": rule("inspection.repeated_reason", on=today) if repeat_rule(case) else None,
        "start": rule("compensation.start", on=today),
    }
    return render(
        request, "requests_app/review/inspection.html", context, status=422 if form.is_bound else 200
    )


@for_roles(*REVIEWERS)
@require_http_methods(["GET", "POST"])
def review_inspection_report(request: HttpRequest, filing_number: str) -> HttpResponse:
    """The report of the visit that failed, as it will go out, with the dates that follow."""
    actor, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    case = open_case(request, filing_number)
    find_row(case, Action.REPORT_INSPECTION, actor)
    if request.method == "POST":
        inspections.report_inspection(access_request_id=case.pk, actor=actor, now=now)
        messages.success(request, "Relatório entregue. O técnico e o titular foram avisados.")
        return redirect("bench", filing_number=filing_number)
    view = outlook(case, now=now, today=today)
    code = repeat_rule(case)
    context = case_context(case, actor, now, current="Relatório da vistoria") | {
        "visit": visits_of(case)[0],
        "clock": view.reckon(ClockName.INSPECTION_REPORT),
        "repeat": rule(code, on=today) if code else None,
        "again": rule("inspection.repeated_reason", on=today) if code else None,
        "repeat_until_on": _repeat_until(view, code),
    }
    return render(request, "requests_app/review/inspection_report.html", context)


def _repeat_until(view: Any, code: str) -> Any:
    if not code:
        return None
    return view.started_today(ClockName.REINSPECTION, reason_code="report_delivered", rule_code=code).due_on


def _record(case: AccessRequest, form: VisitForm, actor: Actor, now: datetime) -> str:
    given = form.cleaned_data
    if form.has_passed:
        inspections.connect(
            access_request_id=case.pk,
            inspected_on=given["inspected_on"],
            meter_number=given["meter_number"],
            actor=actor,
            now=now,
        )
        return "Vistoria aprovada e ligação registrada. O técnico e o titular foram avisados."
    inspections.fail_inspection(
        access_request_id=case.pk,
        inspected_on=given["inspected_on"],
        reasons=form.faults(),
        actor=actor,
        now=now,
        sends_report=form.sends_report,
    )
    what = "e relatório entregue" if form.sends_report else "sem relatório ainda"
    return f"Vistoria não aprovada registrada, {what}. O técnico e o titular foram avisados."


def _choice_text(reason: InspectionReason) -> str:
    text = f"{reason.inspection.number}ª vistoria, {long_day(reason.inspection.inspected_on)}: {reason.what}"
    return text if len(text) <= _LONGEST_CHOICE else f"{text[: _LONGEST_CHOICE - 1].rstrip()}…"
