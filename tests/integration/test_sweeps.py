"""The sweeper tells what is due on the right day, once, ends what is over, and touches nothing else."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.outbox.models import Message
from requests_app.domain.clock import ClockName
from requests_app.domain.dates import long_day
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, ClockEntry, Deadline, Event, Pending
from requests_app.services.clocks.sweeps import sweep
from requests_app.services.review.corrections import fix_pending
from tests.factories import filed_request, make_analyst, make_supervisor, make_technician
from tests.stages import request_in

ZONE = ZoneInfo("America/Sao_Paulo")
NOW = datetime(2026, 11, 23, 14, 32, tzinfo=ZONE)
pytestmark = pytest.mark.django_db


def _at(day: date) -> datetime:
    return datetime.combine(day, time(6, 0), tzinfo=ZONE)


def _sweep_daily(first: datetime, days: int) -> dict[str, list[str]]:
    """Sweep each morning; answers, per template, the days (dd/mm) on which messages came."""
    came: dict[str, list[str]] = {}
    known = set(Message.objects.values_list("pk", flat=True))
    for step in range(days):
        morning = _at(first.date() + timedelta(days=step))
        sweep(morning)
        for message in Message.objects.exclude(pk__in=known).order_by("pk"):
            known.add(message.pk)
            came.setdefault(message.template, []).append(f"{morning:%d/%m}")
    return came


def test_the_team_is_told_three_days_before_one_day_before_today_and_when_late() -> None:
    make_supervisor()
    filed_request(at=NOW)
    came = _sweep_daily(NOW, 20)
    # Document check due Monday 30/11 and opinion due Tuesday 08/12 (domain.md 1.4 vectors).
    assert came["due_soon"] == ["27/11", "29/11", "30/11", "05/12", "07/12", "08/12"]
    assert came["overdue_team"] == ["01/12", "09/12"]
    assert came["overdue"] == ["09/12", "09/12"]


def test_e24_the_parties_read_of_a_delay_on_its_first_day_and_every_week_while_it_lasts() -> None:
    make_supervisor()
    access_request = filed_request(at=NOW)
    came = _sweep_daily(NOW, 35)
    # Opinion due Tuesday 08/12.
    assert came["overdue"] == ["09/12", "09/12", "16/12", "16/12", "23/12", "23/12"]
    assert came["overdue_team"] == ["01/12", "09/12"]
    last = Message.objects.filter(template="overdue", recipient=access_request.technician.email).latest("pk")
    assert f"O prazo terminou em {long_day(date(2026, 12, 8))}, há 15 dias." in last.text
    assert "art. 440" in last.text and "Ouvidoria" in last.text


def test_weeks_that_nobody_swept_are_told_as_one_delay() -> None:
    make_supervisor()
    access_request = filed_request(at=NOW)
    for day, mails in ((date(2026, 12, 20), 1), (date(2026, 12, 22), 1), (date(2026, 12, 23), 2)):
        sweep(_at(day))
        told = Message.objects.filter(template="overdue", recipient=access_request.technician.email)
        assert told.count() == mails


def test_e09_corrections_are_recalled_five_and_two_days_before_and_on_the_last_the_holder_once() -> None:
    technician = make_technician()
    access_request = request_in(State.PENDING, technician=technician, analyst=make_analyst(), at=NOW)
    due = Deadline.objects.get(access_request=access_request, clock=ClockName.CURE.value).due_on
    came = _sweep_daily(NOW, 40)
    days = [f"{due - timedelta(days=d):%d/%m}" for d in (5, 2, 2, 0)]
    assert came["cure_reminder"] == days
    assert (
        Message.objects.filter(template="cure_reminder", recipient=access_request.holder.email).count() == 1
    )


def test_a_reminder_lists_what_is_still_to_correct_and_nothing_else() -> None:
    technician = make_technician()
    access_request = request_in(State.PENDING, technician=technician, analyst=make_analyst(), at=NOW)
    due = Deadline.objects.get(access_request=access_request, clock=ClockName.CURE.value).due_on
    pending = Pending.objects.get(notice__access_request=access_request)
    sweep(_at(due - timedelta(days=5)))
    first = Message.objects.get(template="cure_reminder")
    assert pending.what in first.text and pending.how_to_fix in first.text
    fix_pending(pending_id=pending.pk, file=None, answer="Pronto.", actor=technician.as_actor(), now=NOW)
    sweep(_at(due - timedelta(days=2)))
    second = Message.objects.filter(template="cure_reminder", recipient=technician.email).latest("pk")
    assert pending.what not in second.text and "Falta só enviar as correções." in second.text


def test_sweeping_again_tells_nothing_twice() -> None:
    make_supervisor()
    filed_request(at=NOW)
    morning = _at(NOW.date() + timedelta(days=4))
    sweep(morning)
    told = Message.objects.count()
    assert sweep(morning) == 0
    assert Message.objects.count() == told


def test_a_missed_day_is_told_late_and_only_once() -> None:
    make_supervisor()
    access_request = filed_request(at=NOW)
    Deadline.objects.filter(clock=ClockName.DOCUMENT_CHECK.value).update(next_alert_on=None)
    sweep(_at(NOW.date() + timedelta(days=13)))  # two days left: the three-day look was missed
    assert Message.objects.filter(template="due_soon").count() == 1
    assert (
        Message.objects.get(template="due_soon").subject
        == f"Pedido {access_request.filing_number}: parecer vence em 2 dias"
    )


def test_unanswered_corrections_close_the_request_after_their_term() -> None:
    access_request = request_in(State.PENDING, technician=make_technician(), analyst=make_analyst(), at=NOW)
    due = Deadline.objects.get(access_request=access_request, clock=ClockName.CURE.value).due_on
    sweep(_at(due))
    access_request.refresh_from_db()
    assert access_request.state == State.PENDING.value
    sweep(_at(due + timedelta(days=1)))
    access_request.refresh_from_db()
    assert access_request.state == State.CLOSED.value
    assert Event.objects.get(access_request=access_request, action="close_unanswered").actor_role == "system"
    assert Message.objects.filter(template="closed_unanswered").count() == 2
    assert not Deadline.objects.filter(access_request=access_request, is_open=True).exists()


def test_an_opinion_is_announced_60_30_15_5_and_1_days_before_and_then_lapses() -> None:
    access_request = request_in(State.APPROVED, technician=make_technician(), analyst=make_analyst(), at=NOW)
    assert access_request.opinion is not None
    due = access_request.opinion.valid_until_on
    assert due is not None
    came = _sweep_daily(NOW, 125)
    expected = [f"{due - timedelta(days=d):%d/%m}" for d in (60, 30, 15, 5, 1) for _ in range(2)]
    assert came["opinion_expiring"] == expected
    assert came["opinion_lapsed"] == [f"{due + timedelta(days=1):%d/%m}"] * 2
    access_request.refresh_from_db()
    assert access_request.state == State.LAPSED.value


def test_a_paused_clock_is_left_alone() -> None:
    access_request = request_in(State.PENDING, technician=make_technician(), analyst=make_analyst(), at=NOW)
    opinion = Deadline.objects.get(access_request=access_request, clock=ClockName.OPINION.value)
    assert opinion.is_paused and opinion.next_alert_on is None


def test_the_sweep_touches_only_what_is_due() -> None:
    make_supervisor()
    technician = make_technician()
    due_one = filed_request(technician, at=NOW)
    others = [filed_request(technician, at=NOW + timedelta(days=60)) for _ in range(3)]
    before = {row.pk: row.updated_at for row in AccessRequest.objects.filter(pk__in=[o.pk for o in others])}
    with CaptureQueriesContext(connection) as captured:
        looked = sweep(_at(NOW.date() + timedelta(days=4)))
    assert looked == 1
    assert {row.pk: row.updated_at for row in AccessRequest.objects.filter(pk__in=before)} == before
    assert not any(str(o.filing_number) in q["sql"] for q in captured for o in others)
    assert due_one.filing_number is not None


def test_one_poisoned_row_does_not_stop_the_rest(caplog: pytest.LogCaptureFixture) -> None:
    make_supervisor()
    poisoned, healthy = filed_request(at=NOW), filed_request(at=NOW)
    # An impossible sequence of recorded events: two starts.
    entry = ClockEntry.objects.filter(access_request=poisoned, clock=ClockName.OPINION.value)[0]
    entry.pk = None
    entry.save(force_insert=True)
    sweep(_at(NOW.date() + timedelta(days=4)))
    assert Message.objects.filter(template="due_soon", about=str(healthy.filing_number)).exists()
    assert "failed" in caplog.text
