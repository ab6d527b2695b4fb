"""Contests of corrections: who may, what moves, who answers, what both parties read."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from portal.accounts.models import User
from requests_app.domain.clock import ClockName
from requests_app.domain.lifecycle import State
from requests_app.models import Pending, ReviewItem
from requests_app.services.clocks import sweeps
from requests_app.services.clocks.reckoning import reckon_all
from requests_app.services.endings import withdrawals
from requests_app.services.review import contests, corrections
from requests_app.services.review.contest_reading import contest_lines, waiting_contests
from tests.case_steps import send_pendings
from tests.factories import filed_request, make_analyst, make_supervisor, make_technician
from tests.integration.case_reading import NOW
from tests.integration.contest_room import LATER, mails, pending_case, refusal
from tests.life_contests import (
    ANSWER,
    WHY,
    answer_contest,
    contest_pendings,
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


def test_a_contest_of_corrections_has_a_protocol_and_stops_the_term_to_correct(
    technician: User, analyst: User
) -> None:
    case = pending_case(technician, analyst)
    contest = contest_pendings(case, technician, NOW, 1, 3)
    assert contest.number.startswith("CT-2026-000001-")
    assert [item.pending.number for item in contest.items.all()] == [1, 3]
    found = reckon_all(case, LATER.date())
    assert found[ClockName.CURE].is_paused
    # Five business days from Monday 23/11/2026 (REN 1.000, art. 408).
    assert found[ClockName.CONTEST].due_on == date(2026, 11, 30)
    filed = mails("contest_filed")
    assert {m.recipient for m in filed} == {technician.email, "ana@exemplo.test"}
    for mail in filed:
        assert (
            mail.subject
            == f"Contestação do pedido {case.filing_number}: recebida com o protocolo {contest.number}"
        )
        assert "as correções 1 e 3" in mail.text
        assert "segunda, 30/11/2026" in mail.text
        assert "o prazo para corrigir fica parado" in mail.text


def test_upheld_items_leave_the_list_and_rejected_ones_stay_with_the_answer(
    technician: User, analyst: User
) -> None:
    case = pending_case(technician, analyst)
    contest_pendings(case, technician, NOW, 1, 2)
    second = make_analyst("Segunda Leitora")
    contest = answer_contest(case, LATER, 1, second=second)
    assert (contest.outcome, contest.answered_by) == ("partly", second)
    dropped, kept, untouched = Pending.objects.filter(notice__access_request=case)
    assert (dropped.dropped_at, dropped.contested.is_upheld) == (LATER, True)
    assert (kept.dropped_at, kept.fixed_at, kept.contested.is_upheld) == (None, None, False)
    assert untouched.fixed_at is None
    item = ReviewItem.objects.get(access_request=case, criterion_code=dropped.criterion_code)
    assert (item.verdict, item.decided_by) == ("meets", second)
    cure = reckon_all(case, LATER.date())[ClockName.CURE]
    # Thirty days from 23/11 end on 23/12; the pause from 23 to 25/11 moves them by two days.
    assert (cure.is_paused, cure.due_on) == (False, date(2026, 12, 28))
    for mail in mails("contest_answered"):
        assert ANSWER in mail.text
        assert "aceita em parte" in mail.subject
        assert "Falta corrigir 2 itens" in mail.text
        assert "Ouvidoria" in mail.text


def test_with_every_item_dropped_the_request_goes_back_at_once(technician: User, analyst: User) -> None:
    case = pending_case(technician, analyst, failing=1)
    contest_pendings(case, technician, NOW)
    answer_contest(case, LATER, 1)
    assert "Não falta corrigir nada" in mails("contest_answered")[0].text
    corrections.answer_pendings(access_request_id=case.pk, actor=technician.as_actor(), now=LATER)
    case.refresh_from_db()
    assert case.state == State.CORRECTED.value
    # The item counts as judged in the new round too.
    dropped = Pending.objects.get(notice__access_request=case)
    fresh = ReviewItem.objects.get(access_request=case, round=2, criterion_code=dropped.criterion_code)
    assert fresh.verdict == "meets"


def test_nobody_answers_a_contest_of_his_own_corrections(technician: User, analyst: User) -> None:
    case = pending_case(technician, analyst)
    contest_pendings(case, technician, NOW)
    assert refusal(lambda: answer_contest(case, LATER, second=analyst)) == "judged_by_another"
    supervisor = make_supervisor()
    assert answer_contest(case, LATER, second=supervisor).outcome == "rejected"


def test_who_gave_the_verdict_does_not_judge_it_although_a_colleague_sent_the_notice(
    technician: User, analyst: User
) -> None:
    case = filed_request(technician, at=NOW)
    other = make_analyst("Outra Analista")
    send_pendings(case, analyst, NOW, failing=1)
    ReviewItem.objects.filter(access_request=case, verdict="fails").update(decided_by=other)
    contest_pendings(case, technician, NOW)
    assert refusal(lambda: answer_contest(case, LATER, second=other)) == "judged_by_another"
    assert refusal(lambda: answer_contest(case, LATER, second=analyst)) == "judged_by_another"


def test_an_item_is_contested_once_and_one_contest_is_open_at_a_time(technician: User, analyst: User) -> None:
    case = pending_case(technician, analyst)
    contest_pendings(case, technician, NOW, 1)
    assert refusal(lambda: contest_pendings(case, technician, NOW, 2)) == "no_contest_open"
    answer_contest(case, LATER)
    assert refusal(lambda: contest_pendings(case, technician, LATER, 1)) == "contested_before"
    assert contest_pendings(case, technician, LATER, 2).number.startswith("CT-2026-000002-")


def test_bad_input_of_a_contest_is_refused_and_writes_nothing(technician: User, analyst: User) -> None:
    case = pending_case(technician, analyst)

    def contest(numbers: tuple[int, ...], text: str, who: User = technician) -> Callable[[], object]:
        return lambda: contests.contest_pending(
            access_request_id=case.pk, pending_numbers=numbers, text=text, actor=who.as_actor(), now=NOW
        )

    assert refusal(contest((), WHY)) == "contest_items_missing"
    assert refusal(contest((9,), WHY)) == "contest_item_unknown"
    assert refusal(contest((1,), "   ")) == "words_missing"
    assert refusal(contest((1,), "x" * 4001)) == "words_too_long"
    for stranger in (make_technician("Carla Dias"), analyst):
        with pytest.raises(PermissionDenied):
            contest((1,), WHY, stranger)()
    corrections.fix_pending(
        pending_id=Pending.objects.get(notice__access_request=case, number=1).pk,
        file=None,
        answer="Feito.",
        actor=technician.as_actor(),
        now=NOW,
    )
    assert refusal(contest((1,), WHY)) == "already_fixed"
    late = NOW + timedelta(days=40)
    assert (
        refusal(
            lambda: contests.contest_pending(
                access_request_id=case.pk,
                pending_numbers=(2,),
                text=WHY,
                actor=technician.as_actor(),
                now=late,
            )
        )
        == "term_over"
    )


def test_the_answer_needs_words_and_only_items_of_the_contest_and_comes_once(
    technician: User, analyst: User
) -> None:
    case = pending_case(technician, analyst)
    contest_pendings(case, technician, NOW, 1)
    second = make_analyst("Segunda Leitora")

    def answer(numbers: tuple[int, ...], words: str) -> None:
        contests.answer_contest(
            access_request_id=case.pk,
            upheld_numbers=numbers,
            answer=words,
            actor=second.as_actor(),
            now=LATER,
        )

    assert refusal(lambda: answer((), " ")) == "words_missing"
    assert refusal(lambda: answer((2,), ANSWER)) == "contest_item_unknown"
    answer_contest(case, LATER, second=second)
    assert refusal(lambda: answer_contest(case, LATER, second=second)) == "contest_open"


def test_the_request_is_not_given_back_nor_closed_while_a_contest_waits(
    technician: User, analyst: User
) -> None:
    case = pending_case(technician, analyst, failing=2)
    contest_pendings(case, technician, NOW, 1)
    for pending in Pending.objects.filter(notice__access_request=case):
        corrections.fix_pending(
            pending_id=pending.pk, file=None, answer="Feito.", actor=technician.as_actor(), now=NOW
        )
    assert (
        refusal(
            lambda: corrections.answer_pendings(
                access_request_id=case.pk, actor=technician.as_actor(), now=LATER
            )
        )
        == "no_contest_open"
    )
    sweeps.sweep(NOW + timedelta(days=60))
    case.refresh_from_db()
    assert case.state == State.PENDING.value


def test_a_contest_whose_request_was_withdrawn_waits_for_nobody(technician: User, analyst: User) -> None:
    case = pending_case(technician, analyst)
    contest_pendings(case, technician, NOW)
    assert [c.number for c in waiting_contests()] == [case.contests.get().number]
    withdrawals.withdraw(access_request_id=case.pk, actor=technician.as_actor(), now=LATER)
    case.refresh_from_db()
    assert list(waiting_contests()) == []
    line = contest_lines(case)[0]
    assert (line.is_open, line.badge[0]) == (False, "Sem efeito: o pedido mudou antes da resposta")
    assert refusal(lambda: answer_contest(case, LATER)) == "action_not_in_state"
