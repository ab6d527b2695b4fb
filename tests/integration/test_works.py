"""Works in the grid after a favourable opinion: the validity waits for their end and nothing lapses meanwhile."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from documents.pdf_check import check_pdf
from documents.storage import open_stored
from eligibility.domain.findings import Refused
from portal.accounts.roles import Actor, Role
from portal.outbox.models import Message
from portal.outbox.tasks import deliver_due
from requests_app.domain.clock import ClockName
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, Opinion
from requests_app.services import works
from requests_app.services.clocks import reckon_all
from requests_app.services.sweeps import sweep
from requests_app.services.withdrawals import cancel, request_inspection
from tests.factories import give_second_factor, make_analyst, make_technician
from tests.integration.review_room import signed_in
from tests.stages import request_in

NOW = datetime(2026, 11, 23, 14, 32, tzinfo=ZoneInfo("America/Sao_Paulo"))
ENDED = NOW + timedelta(days=50)
pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> AccessRequest:
    return request_in(State.WORKS, technician=make_technician(), analyst=make_analyst(), at=NOW)


def test_the_validity_stands_still_during_the_works_and_nothing_lapses(case: AccessRequest) -> None:
    assert case.opinion.valid_until_on is None and works.valid_until(case) is None
    sweep(NOW + timedelta(days=300))
    case.refresh_from_db()
    assert case.state == State.WORKS.value
    assert not Message.objects.filter(template__in=("opinion_expiring", "opinion_lapsed")).exists()


def test_the_validity_runs_its_whole_length_after_the_works(case: AccessRequest) -> None:
    works.finish_works(access_request_id=case.pk, actor=make_analyst().as_actor(), now=ENDED)
    case.refresh_from_db()
    assert case.state == State.APPROVED.value
    # Works ended on Tuesday 12/01/2027: day 1 is 13/01, day 120 is Wednesday 12/05/2027.
    assert works.valid_until(case) == case.due_on == date(2027, 5, 12)
    reasons = [line.reason for line in reckon_all(case, ENDED.date())[ClockName.VALIDITY].lines]
    assert "Obra na rede terminada" in reasons
    told = Message.objects.filter(template="works_finished")
    assert told.count() == 2
    assert all("quarta, 12/05/2027" in message.text for message in told)


def test_no_inspection_before_the_works_end(case: AccessRequest) -> None:
    with pytest.raises(Refused, match="action_not_in_state"):
        request_inspection(access_request_id=case.pk, actor=case.technician.as_actor(), now=NOW)


def test_only_the_utility_ends_its_works(case: AccessRequest) -> None:
    with pytest.raises(PermissionDenied):
        works.finish_works(access_request_id=case.pk, actor=case.technician.as_actor(), now=ENDED)


def test_the_holder_may_cancel_during_the_works(case: AccessRequest) -> None:
    holder = Actor(role=Role.HOLDER, holder_request_id=case.pk)
    cancel(access_request_id=case.pk, actor=holder, now=NOW)
    case.refresh_from_db()
    assert case.state == State.CANCELLED.value


def test_the_paper_and_the_mails_promise_no_day_before_the_works_end(case: AccessRequest) -> None:
    deliver_due()
    opinion = Opinion.objects.get()
    with open_stored(opinion.file.stored_file.storage_key) as stored:
        assert check_pdf(stored.read()) == []
    sheet = opinion.content.sheet
    assert "contam quando a obra terminar" in sheet["summary"]
    assert sheet["valid_until_on"] is None and not any(step["due_on"] for step in sheet["next_steps"])
    for message in Message.objects.filter(template="opinion_issued"):
        assert message.subject.endswith("aprovado, com obra na rede")
        assert "Peça a vistoria até" not in message.text


def test_the_analyst_sees_the_date_before_registering_the_end() -> None:
    now = timezone.now()
    case = request_in(State.WORKS, technician=make_technician(), analyst=make_analyst(), at=now)
    client = signed_in(give_second_factor(make_analyst()))
    address = reverse("review_works_finished", args=[case.filing_number])
    assert address in client.get(reverse("bench", args=[case.filing_number])).content.decode()
    shown = client.get(address)
    assert shown.status_code == 200 and "A validade do parecer começa a contar hoje" in shown.content.decode()
    assert client.post(address).status_code == 302
    case.refresh_from_db()
    assert case.state == State.APPROVED.value
    assert client.post(address).status_code == 409
