"""Tell people about the inspection: asked for, failed, reported, passed with the meter installed."""

from datetime import datetime

from django.utils import timezone

from eligibility.domain.rulebook import rule
from requests_app.domain.clock import ClockName
from requests_app.domain.dates import long_day
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, Event, Inspection, InspectionReport
from requests_app.services.clocks.terms import inspection_rule
from requests_app.services.telling.messages import due_text, to_both
from requests_app.services.telling.projects import reason_lines

_FIRST = "A validade do parecer parou de contar."
_AGAIN = "É uma nova vistoria, depois das correções."


def tell_inspection_requested(access_request: AccessRequest, event: Event, *, now: datetime) -> None:
    """Both get the day until which the visit and the meter are due."""
    term = rule(inspection_rule(access_request, event.on), on=event.on)
    to_both(
        access_request,
        "inspection_requested",
        f"event{event.pk}",
        at=f"{timezone.localtime(now):%d/%m/%Y às %H:%M:%S}",
        due=due_text(access_request, ClockName.INSPECTION, now),
        citation=term.citation.label,
        consequence=_FIRST if event.source == State.READY.value else _AGAIN,
    )


def tell_inspection_failed(access_request: AccessRequest, inspection: Inspection, *, now: datetime) -> None:
    """The visit failed and the report follows: both get its day."""
    to_both(
        access_request,
        "inspection_failed",
        f"inspection{inspection.pk}",
        on=long_day(inspection.inspected_on),
        due=due_text(access_request, ClockName.INSPECTION_REPORT, now),
        citation=rule("inspection.report", on=timezone.localdate(now)).citation.label,
    )


def tell_inspection_reported(access_request: AccessRequest, report: InspectionReport) -> None:
    """Every reason with its rule and correction, and in group B the last day to ask again."""
    limit = report.repeat_until_on
    again = rule("inspection.repeated_reason", on=report.delivered_on)
    reasons = list(report.inspection.reasons.all())
    to_both(
        access_request,
        "inspection_reported",
        f"report{report.pk}",
        on=long_day(report.inspection.inspected_on),
        count=len(reasons),
        lines=reason_lines(reasons),
        until=long_day(limit) if limit else "",
        citation=rule("inspection.repeat", on=report.delivered_on).citation.label,
        again=f"{again.text} ({again.citation.label})",
    )


def tell_connected(access_request: AccessRequest, inspection: Inspection) -> None:
    start = rule("compensation.start", on=inspection.inspected_on)
    to_both(
        access_request,
        "connected",
        f"inspection{inspection.pk}",
        on=long_day(inspection.inspected_on),
        meter=inspection.meter_number,
        start=start.text,
        citation=start.citation.label,
    )
