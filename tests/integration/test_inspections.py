"""From the request of the inspection to the meter: terms by voltage, reasons, the report, the connection."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied

from eligibility.domain.findings import Refused
from portal.accounts.models import User
from portal.accounts.roles import Actor, Role
from portal.outbox.models import Message
from requests_app.domain.clock import ClockName
from requests_app.domain.lifecycle import State
from requests_app.models import (
    AccessRequest,
    CapacityEntry,
    Event,
    Inspection,
)
from requests_app.services.clocks.reckoning import reckon_all
from requests_app.services.connection import inspections
from requests_app.services.exchange.regulator import COLUMNS, monthly_file
from tests import life_inspections as life
from tests.factories import make_analyst, make_technician
from tests.stages import request_in

BRASILIA = ZoneInfo("America/Sao_Paulo")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=BRASILIA)
"""A Monday."""
pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst() -> User:
    return make_analyst()


@pytest.fixture
def case(analyst: User) -> AccessRequest:
    return request_in(State.READY, technician=make_technician(), analyst=analyst, at=NOW)


def fresh(case: AccessRequest) -> AccessRequest:
    return AccessRequest.objects.get(pk=case.pk)


def due(case: AccessRequest, clock: ClockName, on: date) -> date | None:
    return reckon_all(fresh(case), on)[clock].due_on


def test_in_low_voltage_the_visit_is_due_in_5_business_days(case: AccessRequest) -> None:
    """Art. 91. Asked on Monday 23/11/2026: the first day is Tuesday, the fifth is Monday 30/11."""
    life.ask_inspection(case, NOW)
    assert due(case, ClockName.INSPECTION, NOW.date()) == date(2026, 11, 30)
    told = Message.objects.filter(template="inspection_requested")
    assert told.count() == 2
    assert all("segunda, 30/11/2026" in message.text and "art. 91" in message.text for message in told)


@pytest.mark.parametrize(
    ("voltage", "expected"),
    [
        # Asked on Monday 23/11/2026. Ten business days from 24/11 end on Monday 07/12.
        ("13.800 V", date(2026, 12, 7)),
        ("34,5 kV", date(2026, 12, 7)),
        # Fifteen end on Monday 14/12: no national holiday falls on a weekday before.
        ("138 kV", date(2026, 12, 14)),
    ],
)
def test_in_medium_and_high_voltage_the_visit_takes_10_and_15_business_days(
    analyst: User, voltage: str, expected: date
) -> None:
    case = life.ready(make_technician(), analyst, NOW, kind="mini", voltage=voltage)
    life.submit_project(case, NOW)
    life.approve_project(case, analyst, NOW)
    life.ask_inspection(case, NOW)
    assert due(case, ClockName.INSPECTION, NOW.date()) == expected


def test_a_holiday_and_the_year_end_move_the_day_of_the_visit(analyst: User) -> None:
    """Asked on Tuesday 29/12/2026: 30, 31/12, 04, 05 and 06/01 count; 01/01 is a holiday."""
    asked = datetime(2026, 12, 29, 9, 0, tzinfo=BRASILIA)
    case = request_in(State.READY, technician=make_technician(), analyst=analyst, at=asked)
    life.ask_inspection(case, asked)
    assert due(case, ClockName.INSPECTION, asked.date()) == date(2027, 1, 6)


def test_the_confirmation_that_it_is_ready_stays_in_history_and_nothing_depends_on_it(
    case: AccessRequest,
) -> None:
    inspections.request_inspection(
        access_request_id=case.pk, actor=case.technician.as_actor(), now=NOW, is_ready_confirmed=True
    )
    assert Event.objects.get(access_request=case, action="request_inspection").data == {
        "is_ready_confirmed": 1
    }


def test_without_an_approved_project_a_group_a_unit_cannot_ask(analyst: User) -> None:
    case = life.ready(make_technician(), analyst, NOW, kind="mini")
    assert [f.code for f in inspections.inspection_obstacles(case, now=NOW)] == ["project_settled"]
    with pytest.raises(Refused, match="project_settled"):
        life.ask_inspection(case, NOW)
    life.submit_project(case, NOW)
    assert [f.code for f in inspections.inspection_obstacles(fresh(case), now=NOW)] == ["project_settled"]
    life.approve_project(case, analyst, NOW)
    assert inspections.inspection_obstacles(fresh(case), now=NOW) == ()
    life.ask_inspection(case, NOW)
    assert fresh(case).state == State.INSPECTION_REQUESTED.value


def test_a_passed_visit_connects_the_plant_on_the_day_of_the_visit(
    case: AccessRequest, analyst: User
) -> None:
    life.ask_inspection(case, NOW)
    later = NOW + timedelta(days=3)
    visit = life.connect(case, analyst, later, on=date(2026, 11, 25))
    case = fresh(case)
    assert case.state == State.CONNECTED.value and case.connected_on == date(2026, 11, 25)
    assert (visit.number, visit.meter_number, visit.requested_on) == (1, "ABC 1234567", date(2026, 11, 23))
    event = Event.objects.get(access_request=case, action="connect")
    assert event.data == {"inspection": 1, "inspected_on": "2026-11-25", "meter_number": "ABC 1234567"}
    assert CapacityEntry.objects.filter(access_request=case).latest("id").kind == "connect"
    told = Message.objects.filter(template="connected")
    assert told.count() == 2
    for message in told:
        assert "ABC 1234567" in message.text and "quarta, 25/11/2026" in message.text
        assert "ciclo seguinte" in message.text and "art. 655-G, § 1º" in message.text


def test_a_connected_plant_stands_in_the_monthly_file_of_the_month_of_the_visit(
    case: AccessRequest, analyst: User
) -> None:
    """Art. 655-W, end to end: visited on 30/11, recorded in December, the plant belongs to November."""
    life.ask_inspection(case, NOW)
    life.connect(case, analyst, datetime(2026, 12, 2, 9, 0, tzinfo=BRASILIA), on=date(2026, 11, 30))
    head, line = monthly_file(2026, 11).splitlines()
    cells = dict(zip(head.split(";"), line.split(";"), strict=True))
    assert cells["Pedido"] == case.filing_number and cells["Ligada em"] == "30/11/2026"
    assert cells["Campos em branco"] == "Latitude, Longitude, CEG"
    assert monthly_file(2026, 12).splitlines() == [";".join(COLUMNS)]


@pytest.mark.parametrize(
    ("on", "code"),
    [(date(2026, 11, 27), "inspected_in_the_future"), (date(2026, 11, 22), "inspected_before_request")],
)
def test_a_visit_is_neither_tomorrow_nor_before_it_was_asked_for(
    case: AccessRequest, analyst: User, on: date, code: str
) -> None:
    life.ask_inspection(case, NOW)
    at = NOW + timedelta(days=3)
    with pytest.raises(Refused, match=code):
        life.connect(case, analyst, at, on=on)
    with pytest.raises(Refused, match=code):
        life.fail(case, analyst, at, on=on)
    assert not Inspection.objects.exists() and fresh(case).connected_on is None
    assert fresh(case).state == State.INSPECTION_REQUESTED.value


@pytest.mark.parametrize("meter", ["", "  ", "AB", "sem numero", "1" * 41, "12\n<b>3"])
def test_a_meter_number_is_what_stands_on_a_meter(case: AccessRequest, analyst: User, meter: str) -> None:
    life.ask_inspection(case, NOW)
    with pytest.raises(Refused, match="meter_number_odd"):
        inspections.connect(
            access_request_id=case.pk,
            inspected_on=NOW.date(),
            meter_number=meter,
            actor=analyst.as_actor(),
            now=NOW,
        )
    assert fresh(case).state == State.INSPECTION_REQUESTED.value


def test_a_second_visit_may_pass(case: AccessRequest, analyst: User) -> None:
    life.ask_inspection(case, NOW)
    life.fail(case, analyst, NOW, sends_report=True)
    again = NOW + timedelta(days=30)
    life.ask_inspection(case, again)
    visit = life.connect(case, analyst, again)
    assert visit.number == 2 and visit.requested_on == again.date()
    assert fresh(case).state == State.CONNECTED.value


def test_only_the_utility_records_visits_and_only_the_technician_asks(
    case: AccessRequest, analyst: User
) -> None:
    holder = Actor(role=Role.HOLDER, holder_request_id=case.pk)
    for actor in (analyst.as_actor(), holder, make_technician("Carla Dias").as_actor()):
        with pytest.raises(PermissionDenied):
            inspections.request_inspection(access_request_id=case.pk, actor=actor, now=NOW)
    life.ask_inspection(case, NOW)
    for actor in (case.technician.as_actor(), holder):
        with pytest.raises(PermissionDenied):
            inspections.connect(
                access_request_id=case.pk, inspected_on=NOW.date(), meter_number="M-123", actor=actor, now=NOW
            )
        with pytest.raises(PermissionDenied):
            inspections.fail_inspection(
                access_request_id=case.pk,
                inspected_on=NOW.date(),
                reasons=(life.FAULT,),
                actor=actor,
                now=NOW,
            )
    life.fail(case, analyst, NOW)
    with pytest.raises(PermissionDenied):
        inspections.report_inspection(access_request_id=case.pk, actor=case.technician.as_actor(), now=NOW)


def test_what_was_done_cannot_be_done_again(case: AccessRequest, analyst: User) -> None:
    with pytest.raises(Refused, match="action_not_in_state"):
        life.connect(case, analyst, NOW)
    life.ask_inspection(case, NOW)
    with pytest.raises(Refused, match="action_not_in_state"):
        life.ask_inspection(case, NOW)
    with pytest.raises(Refused, match="action_not_in_state"):
        life.report(case, analyst, NOW)
    life.connect(case, analyst, NOW)
    for step in (life.connect, life.fail, life.report):
        with pytest.raises(Refused, match="action_not_in_state"):
            step(case, analyst, NOW)
    assert Inspection.objects.count() == 1 and Message.objects.filter(template="connected").count() == 2
