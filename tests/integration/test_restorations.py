"""Restoring an ended opinion: a new opinion that replaces the old, its whole term, capacity booked again."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client

from eligibility.domain.findings import Refused
from portal.accounts.models import User
from portal.outbox.models import Message
from requests_app.domain.clock import ClockName
from requests_app.models import AccessRequest, CapacityEntry, Event, Opinion, OpinionContent
from requests_app.services.clocks import sweeps
from requests_app.services.clocks.reckoning import reckon_all
from requests_app.services.endings import withdrawals
from requests_app.services.grid.capacity import balance_of
from requests_app.services.opinions import restorations
from requests_app.services.opinions.restorations import printed_sheet
from tests.case_steps import approve, approve_with_works
from tests.delivery import deliver
from tests.factories import filed_request, make_analyst, make_supervisor, make_technician
from tests.integration.case_reading import NOW, words
from tests.life_contests import holder_of, restore

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=130)


@pytest.fixture(autouse=True)
def _later() -> Iterator[None]:
    with time_machine.travel(LATER + timedelta(minutes=1), tick=False):
        yield


@pytest.fixture
def technician() -> User:
    return make_technician()


def ended(
    technician: User, *, is_lapsed: bool, how: Callable[..., Opinion] = approve
) -> tuple[AccessRequest, Opinion]:
    case = filed_request(technician, at=NOW)
    opinion = how(case, make_analyst(), NOW)
    if is_lapsed:
        sweeps.sweep(NOW + timedelta(days=121))
    else:
        withdrawals.cancel(access_request_id=case.pk, actor=holder_of(case), now=NOW + timedelta(days=119))
    case.refresh_from_db()
    return case, opinion


@pytest.mark.parametrize("is_lapsed", [True, False])
@pytest.mark.parametrize("how", [approve, approve_with_works])
def test_restoring_gives_the_whole_term_again_by_a_new_opinion(
    technician: User, is_lapsed: bool, how: Callable[..., Opinion]
) -> None:
    case, old = ended(technician, is_lapsed=is_lapsed, how=how)
    assert balance_of(case).held == 0
    new = restore(case, LATER)
    case.refresh_from_db()
    assert (case.state, case.opinion, new.replaces, new.outcome) == ("approved", new, old, old.outcome)
    assert new.number != old.number
    assert new.verification_code != old.verification_code
    # 120 days from 02/04/2027 end on Saturday 31/07: the Monday after.
    assert LATER.date() == date(2027, 4, 2)
    assert new.valid_until_on == date(2027, 8, 2)
    validity = reckon_all(case, LATER.date())[ClockName.VALIDITY]
    assert (validity.used_days, validity.due_on) == (0, new.valid_until_on)
    entry = CapacityEntry.objects.filter(access_request=case).latest("pk")
    assert entry.kind == ("works" if old.has_works else "reserve")
    assert balance_of(case).held == case.installed_power_kw
    assert (new.works_rule, new.participation_brl) == (old.works_rule, old.participation_brl)


def test_the_sheet_is_that_of_the_old_with_its_own_number_and_dates(technician: User) -> None:
    case, old = ended(technician, is_lapsed=True)
    new = restore(case, LATER)
    before, after = printed_sheet(old), printed_sheet(new)
    assert before is not None
    assert after is not None
    assert after.summary.startswith(f"Este parecer restaura o {old.number}, de segunda, 23/11/2026.")
    assert (after.conditions, after.connection, after.ledger) == (
        before.conditions,
        before.connection,
        before.ledger,
    )
    assert (after.opinion_number, after.verification_code) == (new.number, new.verification_code)
    assert after.valid_until_on == new.valid_until_on
    assert after.signer.name == "Sônia Prado"
    deliver("requests.opinion_pdf")
    assert Opinion.objects.get(pk=new.pk).file.stored_file.page_count >= 1


def test_both_are_told_and_the_old_paper_says_what_replaced_it(technician: User) -> None:
    case, old = ended(technician, is_lapsed=False)
    new = restore(case, LATER)
    sent = Message.objects.filter(template="opinion_restored")
    assert {mail.recipient for mail in sent} == {technician.email, "ana@exemplo.test"}
    for mail in sent:
        for expected in (new.number, old.number, "O cancelamento foi um engano.", new.verification_code):
            assert expected in mail.text
    text = words(Client().get(f"/v/{old.verification_code}"))
    assert "Este documento é verdadeiro, mas foi substituído" in text
    assert new.number in text
    assert "Este parecer é verdadeiro e vale" in words(Client().get(f"/v/{new.verification_code}"))


def test_a_restored_opinion_lapses_and_is_restored_again(technician: User) -> None:
    case, _ = ended(technician, is_lapsed=True)
    first = restore(case, LATER)
    sweeps.sweep(LATER + timedelta(days=140))
    case.refresh_from_db()
    assert case.state == "lapsed"
    second = restore(case, LATER + timedelta(days=141))
    assert second.replaces == first


def test_restoring_needs_a_reason_a_supervisor_and_an_ended_opinion(technician: User) -> None:
    case, old = ended(technician, is_lapsed=True)
    boss = make_supervisor().as_actor()
    events = Event.objects.count()
    for reason in ("  ", "x" * 1001):
        with pytest.raises(Refused) as caught:
            restorations.restore(access_request_id=case.pk, reason=reason, actor=boss, now=LATER)
        assert caught.value.code == "reason_missing"
    for actor in (make_analyst("Outra").as_actor(), technician.as_actor(), holder_of(case)):
        with pytest.raises(PermissionDenied):
            restorations.restore(access_request_id=case.pk, reason="Engano.", actor=actor, now=LATER)
    OpinionContent.objects.filter(opinion=old).update(sheet={})
    with pytest.raises(Refused) as caught:
        restorations.restore(access_request_id=case.pk, reason="Engano.", actor=boss, now=LATER)
    assert caught.value.code == "opinion_blanked"
    assert (Event.objects.count(), Opinion.objects.filter(access_request=case).count()) == (events, 1)


def test_restoring_twice_is_refused(technician: User) -> None:
    case, _ = ended(technician, is_lapsed=True)
    restore(case, LATER)
    with pytest.raises(Refused) as caught:
        restore(case, LATER)
    assert caught.value.code == "action_not_in_state"
