"""What the pages show of the visits and of the rounds of a project: read only, a fixed number of statements."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Prefetch
from django.utils import timezone

from documents.models import PageImage
from requests_app.domain.clock import ClockName
from requests_app.models import (
    AccessRequest,
    Inspection,
    InspectionReason,
    InspectionReport,
    SubstationProject,
    SubstationProjectAnswer,
    SubstationProjectFile,
)
from requests_app.services.clocks.outlook import Outlook
from requests_app.services.clocks.reckoning import calendar_of


def visits_of(access_request: AccessRequest) -> list[Inspection]:
    """The visits, newest first, with reasons and report. Two statements."""
    reasons = InspectionReason.objects.select_related("repeats__inspection")
    return list(
        Inspection.objects.filter(access_request=access_request)
        .select_related("report__file__stored_file")
        .prefetch_related(Prefetch("reasons", reasons))
        .order_by("-number")
    )


def report_of(visit: Inspection) -> InspectionReport | None:
    """The report of a visit; None while it was not delivered, and for a visit that passed."""
    found: InspectionReport | None = getattr(visit, "report", None)
    return found


def rounds_of(access_request: AccessRequest, *, with_pages: bool = False) -> list[SubstationProject]:
    """The rounds of the project, newest first, with files, answer and reasons. Three statements, four with pages."""
    files = SubstationProjectFile.objects.select_related("stored_file__label").order_by("id")
    images = PageImage.objects.only("id", "stored_file_id", "page_number").order_by("page_number")
    pages = [Prefetch("files__stored_file__page_images", images)] if with_pages else []
    return list(
        SubstationProject.objects.filter(access_request=access_request)
        .select_related("answer")
        .prefetch_related(
            Prefetch("files", files),
            *pages,
            "answer__reasons",
        )
        .order_by("-round")
    )


def answer_of(project: SubstationProject) -> SubstationProjectAnswer | None:
    """The answer to a round; None while it is in analysis."""
    found: SubstationProjectAnswer | None = getattr(project, "answer", None)
    return found


def next_project_rule(rounds: Sequence[SubstationProject]) -> str:
    """The term that the analysis of one more round would take, from the rounds as read (art. 51)."""
    last = next((answer for project in rounds if (answer := answer_of(project))), None)
    return "project.reanalysis" if last is not None and last.found_gaps else "project.analysis"


def due_if_started_today(
    access_request: AccessRequest, clock: ClockName, *, reason_code: str, rule_code: str, now: datetime
) -> date | None:
    """The day on which a term would end that starts, or starts over, today. One statement."""
    view = Outlook(
        events={},
        calendar=calendar_of(access_request),
        now=now,
        today=timezone.localdate(now),
        opinion_rules=(),
    )
    return view.started_today(clock, reason_code=reason_code, rule_code=rule_code).due_on
