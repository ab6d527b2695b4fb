"""The visits in the holder's words, and the PDF of a report for each party."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import FileResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from documents.models import StoredFile
from documents.views.file_answers import as_paper, being_made
from eligibility.domain.rulebook import rule
from portal.accounts.roles import Role
from portal.http import actor_of, for_roles
from requests_app.domain.clock import ClockName
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, Deadline, InspectionReport
from requests_app.pages.case import case_of, crumbs_of
from requests_app.services.connection.reading import visits_of
from requests_app.views.case.summary import READERS


@for_roles(*READERS)
@require_safe
def request_inspection_report(request: HttpRequest, filing_number: str, number: int) -> HttpResponseBase:
    """The report of one visit as PDF, for the technician and the utility; 202 while the worker makes it."""
    case = case_of(actor_of(request), filing_number)
    if stored := _kept(case, number):
        return _file(stored, case, number)
    context = {
        "what": "O relatório da vistoria",
        "filing_number": case.filing_number,
        "crumbs": crumbs_of(case, actor_of(request)),
    }
    return being_made(request, "requests_app/case/being_made.html", context)


@for_roles(Role.HOLDER)
@require_safe
def holder_inspection_report(request: HttpRequest, filing_number: str, number: int) -> HttpResponseBase:
    """The same for the holder, once it is made: before that the page has no link to it."""
    case = case_of(actor_of(request), filing_number)
    stored = _kept(case, number)
    if stored is None:
        raise Http404
    return _file(stored, case, number)


@for_roles(Role.HOLDER)
@require_safe
def holder_inspection(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Every visit with its result; the meter and when the credits begin, or the reasons and the last day to ask again."""
    case = case_of(actor_of(request), filing_number)
    clock = {
        State.INSPECTION_REQUESTED.value: ClockName.INSPECTION,
        State.INSPECTION_FAILED.value: ClockName.INSPECTION_REPORT,
        State.INSPECTION_REPORTED.value: ClockName.REINSPECTION,
    }.get(case.state)
    deadline = (
        Deadline.objects.filter(access_request=case, clock=clock.value, is_open=True).first()
        if clock
        else None
    )
    context = {
        "case": case,
        "filing_number": filing_number,
        "visits": visits_of(case),
        "due_on": deadline.due_on if deadline else None,
        "start": rule("compensation.start", on=timezone.localdate()),
        "report_url_name": "holder_inspection_report",
        "crumbs": [("Seu pedido", reverse("holder_request", args=[filing_number]))],
    }
    return render(request, "requests_app/holder/inspection.html", context)


def _kept(case: AccessRequest, number: int) -> StoredFile | None:
    report = get_object_or_404(
        InspectionReport.objects.select_related("file__stored_file"),
        inspection__access_request=case,
        inspection__number=number,
    )
    kept = getattr(report, "file", None)
    return kept.stored_file if kept else None


def _file(stored: StoredFile, case: AccessRequest, number: int) -> FileResponse:
    return as_paper(stored, f"vistoria-{number}-{case.filing_number}.pdf")
