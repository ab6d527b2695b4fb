"""Tell people about the works in the grid: begun, stopped and why, going on, done."""

from datetime import datetime

from django.utils import timezone

from eligibility.domain.rulebook import rule
from requests_app.domain.clock import ClockName, Reckoning
from requests_app.domain.dates import long_day
from requests_app.models import AccessRequest, Event, WorksNotice
from requests_app.services.clocks.reckoning import reckon_all
from requests_app.services.telling.messages import to_both


def _works(access_request: AccessRequest, now: datetime) -> Reckoning:
    return reckon_all(access_request, timezone.localdate(now))[ClockName.WORKS]


def _due(reckoning: Reckoning) -> str:
    assert reckoning.due_on is not None
    return long_day(reckoning.due_on)


def tell_works_started(access_request: AccessRequest, event: Event, *, now: datetime) -> None:
    reckoning = _works(access_request, now)
    assert reckoning.term is not None
    to_both(
        access_request,
        "works_started",
        f"event{event.pk}",
        due=_due(reckoning),
        length=reckoning.term.length_text,
        citation=reckoning.term.citation_label,
    )


def tell_works_paused(access_request: AccessRequest, notice: WorksNotice, *, now: datetime) -> None:
    """The prior written notice of art. 89: reason, ground and where the count stands. The day of it still counts."""
    reckoning = _works(access_request, now)
    reason = rule(notice.reason_code, on=timezone.localdate(now))
    to_both(
        access_request,
        "works_paused",
        f"event{notice.event_id}",
        reason=reason.text,
        basis=reason.basis_text.rstrip("."),
        detail=notice.detail,
        until=long_day(notice.until_on) if notice.until_on else "",
        used=reckoning.used_days,
        total=reckoning.total_days,
        due=_due(reckoning),
    )


def tell_works_resumed(access_request: AccessRequest, event: Event, *, now: datetime) -> None:
    reckoning = _works(access_request, now)
    to_both(
        access_request,
        "works_resumed",
        f"event{event.pk}",
        used=reckoning.used_days,
        total=reckoning.total_days,
        due=_due(reckoning),
    )


def tell_works_finished(access_request: AccessRequest, event: Event, *, now: datetime) -> None:
    """What comes next and until when; no date while something else holds the validity."""
    validity = reckon_all(access_request, timezone.localdate(now)).get(ClockName.VALIDITY)
    is_running = validity is not None and validity.due_on is not None and not validity.is_paused
    to_both(
        access_request,
        "works_finished",
        f"event{event.pk}",
        until=_due(validity) if validity is not None and is_running else "",
    )
