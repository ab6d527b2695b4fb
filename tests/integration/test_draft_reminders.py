"""A draft that stands still: its technician is told after 3 days and after 25, with what it lacks, and never twice."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from time_machine import TimeMachineFixture

from documents.models import ChecklistVersion
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.outbox.models import Message
from requests_app import draft_reminders
from requests_app.draft_reminders import remind_of_drafts
from requests_app.models import AccessRequest, ResponsibleProfessional
from requests_app.services.filing.drafts import create_draft, delete_draft, save_section
from tests.factories import filed_request, put_in_every_slot
from tests.filing_data import answers
from tests.integration.filing_steps import filled_draft, technician

ZONE = ZoneInfo("America/Sao_Paulo")
MONDAY = datetime(2026, 11, 23, 21, 40, tzinfo=ZONE)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine: TimeMachineFixture) -> TimeMachineFixture:
    time_machine.move_to(MONDAY, tick=False)
    return time_machine


@pytest.fixture
def user() -> User:
    return technician()


@pytest.fixture
def draft(user: User) -> AccessRequest:
    return filled_draft(user)


def told(first: datetime = MONDAY, days: int = 40) -> list[str]:
    """Look every morning, twice; answers the day (dd/mm) of each mail that came."""
    came = []
    for step in range(days):
        morning = first.replace(hour=7, minute=0) + timedelta(days=step)
        known = Message.objects.filter(template="draft_idle").count()
        answered = remind_of_drafts(morning) + remind_of_drafts(morning)
        more = Message.objects.filter(template="draft_idle").count() - known
        assert answered == more
        came += [f"{morning:%d/%m}"] * more
    return came


def save_again(draft: AccessRequest) -> None:
    save_section(draft_id=draft.pk, section="unit", answers=answers("unit", nickname="Casa da praia"))


def test_it_is_told_on_the_third_day_and_on_the_25th_and_says_what_is_missing(
    draft: AccessRequest, user: User
) -> None:
    assert told() == ["26/11", "18/12"]
    first, last = Message.objects.filter(template="draft_idle").order_by("pk")
    assert first.recipient == user.email and first.subject == "Rascunho parado há 3 dias"
    assert "Um rascunho seu está parado desde 23/11/2026: Casa da Ana." in first.text
    assert "- Diagrama unifilar" in first.text and "- Titular" not in first.text
    assert f"/rascunhos/{draft.public_id}\n" in first.text
    assert "há 25 dias" in last.subject and "Este é o último lembrete" in last.text
    assert "Este é o último lembrete" not in first.text


def test_what_is_saved_or_sent_up_meanwhile_begins_the_wait_anew(
    draft: AccessRequest, user: User, clock: TimeMachineFixture
) -> None:
    clock.move_to(MONDAY + timedelta(days=2), tick=False)
    items = ChecklistVersion.in_force("micro_up_to_10", MONDAY.date()).checklist.items
    put_in_every_slot(draft, user, [item for item in items if item.document_code == "identity"])
    assert told(days=6) == ["28/11"]
    assert "desde 25/11/2026" in Message.objects.get(template="draft_idle").text
    clock.move_to(MONDAY + timedelta(days=6), tick=False)
    save_again(draft)
    assert told(MONDAY + timedelta(days=6), 26) == ["02/12", "24/12"]
    assert "Casa da praia" in Message.objects.filter(template="draft_idle").latest("pk").text


def test_nobody_is_told_of_what_was_sent_emptied_or_never_begun(user: User) -> None:
    filed_request(user, at=MONDAY)
    create_draft(actor=user.as_actor())
    with_files = filled_draft(user)
    items = ChecklistVersion.in_force("micro_up_to_10", MONDAY.date()).checklist.items
    put_in_every_slot(with_files, user, items[:1])
    delete_draft(draft_id=with_files.pk)
    assert told(days=30) == []


def test_who_left_is_told_nothing(draft: AccessRequest, user: User) -> None:
    user.is_active = False
    user.save()
    assert told(days=30) == []


def test_a_portal_that_was_away_tells_what_came_due_and_leaves_the_forgotten_alone(
    draft: AccessRequest,
) -> None:
    assert told(MONDAY + timedelta(days=8), 1) == ["01/12"]
    assert Message.objects.get(template="draft_idle").subject == "Rascunho parado há 8 dias"
    assert told(MONDAY + timedelta(days=60), 5) == []


def test_a_draft_that_cannot_be_read_does_not_silence_the_others(
    draft: AccessRequest, user: User, caplog: pytest.LogCaptureFixture
) -> None:
    bad = filled_draft(user)
    AccessRequest.objects.filter(pk=bad.pk).update(draft_answers={"unit": "nada"})
    assert told(days=4) == ["26/11"]
    assert f"draft {bad.pk}: no reminder" in caplog.text


def test_bad_drafts_do_not_take_the_places_of_good_ones(user: User) -> None:
    bad, good = filled_draft(user), filled_draft(user)
    AccessRequest.objects.filter(pk=bad.pk).update(draft_answers={"unit": "nada"})
    assert remind_of_drafts(MONDAY + timedelta(days=3), limit=1) == 1
    assert Message.objects.get(template="draft_idle").key.startswith(f"draft_idle:{good.pk}:")


def test_whoever_is_told_of_the_longer_wait_is_not_told_of_the_shorter(
    draft: AccessRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft_reminders, "_steps", lambda _today: [7, 3])
    assert told(MONDAY + timedelta(days=8), 3) == ["01/12"]


def test_who_is_no_technician_any_more_is_told_nothing(draft: AccessRequest, user: User) -> None:
    user.role = Role.ANALYST.value
    user.save()
    assert told(days=30) == []


def test_what_forbids_the_sending_is_said_where_nothing_is_missing(draft: AccessRequest, user: User) -> None:
    items = ChecklistVersion.in_force("micro_up_to_10", MONDAY.date()).checklist.items
    put_in_every_slot(draft, user, items)
    ResponsibleProfessional.objects.filter(user=user).update(
        registration_status="suspended", verified_until=None
    )
    assert told(days=4) == ["26/11"]
    text = Message.objects.get(template="draft_idle").text
    assert "Não falta nada" not in text and "suspenso" in text.casefold()


def test_one_with_nothing_missing_is_asked_for_its_sending(draft: AccessRequest, user: User) -> None:
    items = ChecklistVersion.in_force("micro_up_to_10", MONDAY.date()).checklist.items
    put_in_every_slot(draft, user, items)
    assert told(days=4) == ["26/11"]
    assert "Não falta nada: confira e envie." in Message.objects.get(template="draft_idle").text
