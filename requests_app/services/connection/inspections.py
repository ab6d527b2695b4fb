"""The inspection: asked for, carried out, and what it ends in: a meter, or reasons and a report (arts. 91 to 94)."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from eligibility.domain.citation import Citation
from eligibility.domain.findings import Finding, Refused, refuse
from portal.accounts.roles import Actor
from portal.outbox.effects import enqueue
from requests_app.domain.clock import ClockName
from requests_app.domain.dates import long_day
from requests_app.domain.faults import Fault, checked, same_words
from requests_app.domain.guards import check_guards
from requests_app.domain.lifecycle import Action, State, row_for
from requests_app.domain.snapshot import Snapshot
from requests_app.models import (
    AccessRequest,
    Deadline,
    Event,
    Inspection,
    InspectionReason,
    InspectionReport,
    InspectionReportContent,
)
from requests_app.services.sheets.inspection import build_inspection_sheet
from requests_app.services.snapshots import is_works_owed, project_standing
from requests_app.services.telling.inspections import (
    tell_connected,
    tell_inspection_failed,
    tell_inspection_reported,
    tell_inspection_requested,
)
from requests_app.services.transitions import find_row, lock, perform

EFFECT = "requests.inspection_report"
_METER = re.compile(r"[0-9A-Za-z][0-9A-Za-z ./-]{1,38}[0-9A-Za-z]")
_VISIT = Citation(norm="REN ANEEL 1.000/2021", provision="art. 91")


@transaction.atomic
def request_inspection(
    *, access_request_id: int, actor: Actor, now: datetime, is_ready_confirmed: bool = False
) -> Event:
    """The installation is ready: the validity of the opinion ends here and the term of the visit begins.

    `is_ready_confirmed` records that the technician ticked so. Raises Refused (state, works, project).
    """
    access_request = lock(access_request_id)
    event = perform(
        access_request,
        Action.REQUEST_INSPECTION,
        actor=actor,
        at=now,
        data={"is_ready_confirmed": 1} if is_ready_confirmed else None,
    )
    tell_inspection_requested(access_request, event, now=now)
    return event


@transaction.atomic
def connect(
    *, access_request_id: int, inspected_on: date, meter_number: str, actor: Actor, now: datetime
) -> Inspection:
    """The visit passed and the meter was installed on that day: the plant is connected.

    Credits count from the billing cycle that follows (art. 655-G, § 1º). Raises Refused (state, date, meter).
    """
    access_request = lock(access_request_id)
    requested_on = _visit_allowed(access_request, Action.CONNECT, inspected_on, actor, now)
    meter = _meter(meter_number)
    number = _next_number(access_request)
    access_request.connected_on = inspected_on
    event = perform(
        access_request,
        Action.CONNECT,
        actor=actor,
        at=now,
        on=inspected_on,
        data={"inspection": number, "inspected_on": inspected_on.isoformat(), "meter_number": meter},
    )
    inspection = _record(access_request, event, number, requested_on, inspected_on, actor, meter=meter)
    tell_connected(access_request, inspection)
    return inspection


@transaction.atomic
def fail_inspection(
    *,
    access_request_id: int,
    inspected_on: date,
    reasons: Sequence[Fault],
    actor: Actor,
    now: datetime,
    sends_report: bool = False,
) -> Inspection:
    """The visit failed, with every reason. `sends_report` delivers the report in the same act.

    A reason that an earlier report had is marked, by its `repeats_id` or because it says the same.
    Raises Refused (state, date, no reason, a repetition of nothing).
    """
    access_request = lock(access_request_id)
    requested_on = _visit_allowed(access_request, Action.FAIL_INSPECTION, inspected_on, actor, now)
    given = checked(reasons)
    number = _next_number(access_request)
    earlier = reported_reasons(access_request)
    repeats = [_repeated(fault, place, earlier) for place, fault in enumerate(given)]
    event = perform(
        access_request,
        Action.FAIL_INSPECTION,
        actor=actor,
        at=now,
        on=inspected_on,
        data={
            "inspection": number,
            "inspected_on": inspected_on.isoformat(),
            "reasons": len(given),
            "repeated": sum(found is not None for found in repeats),
        },
        reasons_given=len(given),
    )
    inspection = _record(access_request, event, number, requested_on, inspected_on, actor)
    InspectionReason.objects.bulk_create(
        InspectionReason(
            inspection=inspection,
            number=place,
            what=fault.what,
            rule=fault.rule,
            how_to_fix=fault.how_to_fix,
            repeats=found,
        )
        for place, (fault, found) in enumerate(zip(given, repeats, strict=True), start=1)
    )
    if sends_report:
        _report(access_request, inspection, actor, now)
    else:
        tell_inspection_failed(access_request, inspection, now=now)
    return inspection


@transaction.atomic
def report_inspection(*, access_request_id: int, actor: Actor, now: datetime) -> InspectionReport:
    """Deliver the report of the visit that failed; in group B the 120 days begin. Raises Refused (state)."""
    access_request = lock(access_request_id)
    find_row(access_request, Action.REPORT_INSPECTION, actor)
    inspection = Inspection.objects.filter(access_request=access_request).latest("number")
    return _report(access_request, inspection, actor, now)


def inspection_obstacles(access_request: AccessRequest, *, now: datetime) -> tuple[Finding, ...]:
    """Why asking for the inspection would be refused now, in a state that has the row. At most one statement."""
    state = State(access_request.state)
    row = row_for(Action.REQUEST_INSPECTION, state)
    if row is None:
        return ()
    is_group_a = access_request.consumer_unit.group == "A"
    clock = Deadline.objects.filter(access_request=access_request, clock=ClockName.PROJECT.value)
    snapshot = Snapshot(
        state=state,
        now=now,
        today=timezone.localdate(now),
        is_works_owed=is_works_owed(access_request),
        project=project_standing(access_request, clock.first() if is_group_a else None),
    )
    try:
        check_guards(row, snapshot)
    except Refused as refused:
        return refused.findings
    return ()


def reported_reasons(access_request: AccessRequest) -> list[InspectionReason]:
    """Every reason of the reports delivered so far, oldest first."""
    rows = InspectionReason.objects.filter(
        inspection__access_request=access_request, inspection__report__isnull=False
    )
    return list(rows.select_related("inspection").order_by("inspection__number", "number"))


def requested_on_of(access_request: AccessRequest) -> date | None:
    """The day of the newest request of an inspection."""
    asked = access_request.events.filter(action=Action.REQUEST_INSPECTION.value).order_by("-id")
    return asked.values_list("on", flat=True).first()


def _visit_allowed(
    access_request: AccessRequest, action: Action, inspected_on: date, actor: Actor, now: datetime
) -> date:
    """The day on which the visit was asked for, once the table and the date allow it."""
    find_row(access_request, action, actor)
    requested_on = requested_on_of(access_request)
    assert requested_on is not None, "only a request of inspection leads to this state"
    if inspected_on > timezone.localdate(now):
        raise refuse("inspected_in_the_future", "O dia da vistoria ainda não chegou.", field="inspected_on")
    if inspected_on < requested_on:
        raise refuse(
            "inspected_before_request",
            f"A vistoria foi pedida em {long_day(requested_on)}: ela não pode ser de antes.",
            _VISIT,
            field="inspected_on",
        )
    return requested_on


def _meter(typed: str) -> str:
    meter = " ".join(typed.split())
    if not _METER.fullmatch(meter) or not any(c.isdigit() for c in meter):
        raise refuse(
            "meter_number_odd",
            "Escreva o número do medidor como está nele, com 3 a 40 letras e números.",
            field="meter_number",
        )
    return meter


def _next_number(access_request: AccessRequest) -> int:
    return Inspection.objects.filter(access_request=access_request).count() + 1


def _record(
    access_request: AccessRequest,
    event: Event,
    number: int,
    requested_on: date,
    inspected_on: date,
    actor: Actor,
    *,
    meter: str = "",
) -> Inspection:
    result = Inspection.Result.PASSED if meter else Inspection.Result.FAILED
    return Inspection.objects.create(
        access_request=access_request,
        number=number,
        event=event,
        requested_on=requested_on,
        inspected_on=inspected_on,
        result=result.value,
        meter_number=meter,
        recorded_at=event.at,
        recorded_by_id=actor.account_id,
    )


def _repeated(fault: Fault, place: int, earlier: Sequence[InspectionReason]) -> InspectionReason | None:
    if fault.repeats_id is None:
        return next((r for r in reversed(earlier) if same_words(r.what, fault.what)), None)
    found = next((r for r in earlier if r.pk == fault.repeats_id), None)
    if found is None:
        raise refuse(
            "repeated_reason_unknown",
            f"Motivo {place + 1}: escolha na lista o motivo que se repete.",
            field=f"reason_{place}_repeats",
        )
    return found


def _report(
    access_request: AccessRequest, inspection: Inspection, actor: Actor, now: datetime
) -> InspectionReport:
    event = perform(
        access_request,
        Action.REPORT_INSPECTION,
        actor=actor,
        at=now,
        data={"inspection": inspection.number},
    )
    limit = Deadline.objects.filter(
        access_request=access_request, clock=ClockName.REINSPECTION.value, is_open=True
    ).first()
    report = InspectionReport.objects.create(
        inspection=inspection,
        event=event,
        delivered_at=now,
        delivered_on=event.on,
        repeat_until_on=limit.due_on if limit else None,
    )
    sheet = build_inspection_sheet(access_request, report)
    InspectionReportContent.objects.create(report=report, sheet=sheet.model_dump(mode="json"))
    enqueue(EFFECT, key=f"inspection_report:{report.pk}", payload={"report_id": report.pk})
    tell_inspection_reported(access_request, report)
    return report
