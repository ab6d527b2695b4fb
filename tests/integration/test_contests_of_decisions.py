"""Contests of decisions: kept or begun anew, by somebody who did not sign, and what both parties read."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from portal.accounts.models import User
from requests_app.domain.clock import ClockName
from requests_app.models import Opinion, ReviewItem
from requests_app.services.clocks.reckoning import reckon_all
from requests_app.services.grid.capacity import balance_of
from requests_app.services.opinions import decisions
from tests.case_steps import approve, approve_with_works, deny
from tests.factories import make_analyst, make_supervisor, make_technician
from tests.integration.case_reading import NOW
from tests.integration.contest_room import LATER, decided, how_again, mails, refusal
from tests.life_contests import (
    contest_decision,
    holder_of,
    judge,
    judge_second_round,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _an_hour_later() -> Iterator[None]:
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        yield


@pytest.fixture
def technician() -> User:
    return make_technician()


@pytest.fixture
def analyst() -> User:
    return make_analyst()


@pytest.mark.parametrize("by_holder", [False, True])
def test_a_rejected_contest_keeps_the_denial_and_names_the_next_channels(
    technician: User, analyst: User, by_holder: bool
) -> None:
    case, opinion = decided(technician, analyst, deny)
    actor = holder_of(case) if by_holder else technician.as_actor()
    contest = contest_decision(case, actor, NOW)
    # Ten business days from Monday 23/11/2026 (REN 1.000, art. 421).
    assert reckon_all(case, NOW.date())[ClockName.CONTEST].due_on == date(2026, 12, 7)
    judged = judge(case, LATER, is_upheld=False)
    case.refresh_from_db()
    assert judged == contest
    assert (case.state, case.opinion, judged.outcome) == ("not_approved", opinion, "rejected")
    for mail in mails("contest_answered"):
        assert "não aceita" in mail.subject
        assert "A decisão continua como está." in mail.text
        for expected in ("Ouvidoria", "ANEEL", "REN ANEEL 1.000/2021, art. 416"):
            assert expected in mail.text


def test_the_signer_does_not_judge_and_an_analyst_neither(technician: User) -> None:
    signer = make_supervisor("Assinou Ela")
    case, _ = decided(technician, signer, deny)
    contest_decision(case, technician.as_actor(), NOW)
    assert refusal(lambda: judge(case, LATER, is_upheld=True, supervisor=signer)) == "judged_by_another"
    with pytest.raises(PermissionDenied):
        judge(case, LATER, is_upheld=True, supervisor=make_analyst("Outra"))


def test_each_side_contests_a_decision_once(technician: User, analyst: User) -> None:
    case, _ = decided(technician, analyst, deny)
    contest_decision(case, technician.as_actor(), NOW)
    assert refusal(lambda: contest_decision(case, holder_of(case), NOW)) == "no_contest_open"
    judge(case, NOW, is_upheld=False)
    assert refusal(lambda: contest_decision(case, technician.as_actor(), LATER)) == "contested_before"
    contest_decision(case, holder_of(case), LATER)


def test_an_upheld_contest_of_a_denial_begins_the_analysis_anew(technician: User, analyst: User) -> None:
    case, denial = decided(technician, analyst, deny)
    assert not case.documents_checked_on
    contest_decision(case, technician.as_actor(), NOW)
    judge(case, LATER, is_upheld=True)
    case.refresh_from_db()
    assert (case.state, case.opinion, case.round, case.documents_checked_on) == (
        "analysis",
        None,
        2,
        LATER.date(),
    )
    opinion_clock = reckon_all(case, LATER.date())[ClockName.OPINION]
    # The whole fifteen days of art. 64, I, from 25/11/2026.
    assert (opinion_clock.total_days, opinion_clock.due_on) == (15, date(2026, 12, 10))
    assert "quinta, 10/12/2026" in mails("contest_answered")[0].text
    open_items = ReviewItem.objects.filter(access_request=case, round=2, verdict="")
    assert open_items.count() == 2
    judge_second_round(case, analyst, LATER)
    decision = decisions.Decision(outcome=Opinion.Outcome.FAVOURABLE)
    opinion = decisions.decide(
        access_request_id=case.pk, decision=decision, actor=analyst.as_actor(), now=LATER
    )
    case.refresh_from_db()
    assert (opinion.replaces, case.opinion, case.state) == (denial, opinion, "approved")


@pytest.mark.parametrize("how", [approve, approve_with_works])
def test_an_upheld_contest_of_an_approval_gives_the_capacity_back_and_a_new_opinion_replaces_it(
    technician: User, analyst: User, how: Callable[..., Opinion]
) -> None:
    case, old = decided(technician, analyst, how)
    held = balance_of(case).held
    assert held > 0
    contest_decision(case, holder_of(case), NOW)
    assert reckon_all(case, LATER.date())[ClockName.VALIDITY].is_paused
    judge(case, LATER, is_upheld=True)
    case.refresh_from_db()
    assert (case.state, balance_of(case).held) == ("analysis", Decimal(0))
    # The study of works begins anew, and with it the term: 15 days until works are found again.
    assert case.days_total == 15
    # What ended the validity was the contest, not an end of the request.
    told = reckon_all(case, LATER.date())[ClockName.VALIDITY].lines[-1]
    assert told.reason == "Contestação aceita: a análise recomeça"
    again = how_again(case, analyst, how)
    assert len(mails("works_study")) == (4 if how is approve_with_works else 0)
    case.refresh_from_db()
    assert (again.replaces, case.opinion, balance_of(case).held) == (old, again, held)
    assert reckon_all(case, LATER.date())[ClockName.VALIDITY].due_on == date(2027, 3, 25)


def test_a_rejected_contest_of_an_approval_lets_the_validity_run_on(technician: User, analyst: User) -> None:
    case, opinion = decided(technician, analyst, approve)
    contest_decision(case, technician.as_actor(), NOW)
    judge(case, LATER, is_upheld=False)
    case.refresh_from_db()
    validity = reckon_all(case, LATER.date())[ClockName.VALIDITY]
    # 120 days from 23/11/2026 end on 23/03/2027; two days stood still.
    assert (case.opinion, validity.is_paused, validity.due_on) == (opinion, False, date(2027, 3, 25))
    assert "vai até quinta, 25/03/2027" in mails("contest_answered")[0].text


def test_a_decision_is_not_contested_after_its_validity(technician: User, analyst: User) -> None:
    case, _ = decided(technician, analyst, approve)
    late = NOW + timedelta(days=121)
    assert refusal(lambda: contest_decision(case, technician.as_actor(), late)) == "term_over"
