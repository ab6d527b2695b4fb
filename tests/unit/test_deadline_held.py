"""An applicant's term that was held in time comes back with a business day (decision 17)."""

from datetime import date

import pytest

from tests.unit.clock_cases import (
    DOCUMENT_CHECK,
    OF_AN_APPLICANT,
    calendar_term,
    pause,
    reckon,
    resume,
    start,
    stop,
)
from tests.unit.test_deadline import MONDAY, drawn


@pytest.mark.parametrize(
    ("holds", "due_on"),
    [
        (((7, 8),), date(2026, 12, 9)),  # day 14 of 15: day 15 is left, on Wednesday
        (((8, 8),), date(2026, 12, 9)),  # held and lifted on the last day: the day after is left
        (((8, 10),), date(2026, 12, 11)),
        (((8, 11),), date(2026, 12, 14)),  # lifted on a Friday: Monday
        (((8, 12),), date(2026, 12, 14)),
        (((8, 24),), date(2026, 12, 28)),  # Christmas, then a weekend
        (((9, 10),), date(2026, 12, 8)),  # held when it was over: nothing moves
        (((8, 10), (11, 15)), date(2026, 12, 16)),  # held again on the day that was left
        (((8, 10), (12, 15)), date(2026, 12, 11)),  # and held again too late
        (((8, 10), (10, 10)), date(2026, 12, 11)),  # held for another reason as soon as it came back
    ],
)
def test_an_applicants_term_held_in_time_comes_back_with_a_business_day(
    holds: tuple[tuple[int, int], ...], due_on: date
) -> None:
    """Decision 17: whatever is held on its last day still leaves the day after the return."""
    events = [start(MONDAY)]
    for held, back in holds:
        events += [pause(date(2026, 12, held)), resume(date(2026, 12, back))]
    reckoning = reckon(*events, today=date(2026, 12, 28), policy=OF_AN_APPLICANT)
    assert (reckoning.due_on, reckoning.used_days) == (due_on, 15)
    assert reckoning.late_days == (date(2026, 12, 28) - due_on).days


def test_an_applicants_business_days_come_back_with_one_too() -> None:
    events = (start(date(2026, 11, 19), DOCUMENT_CHECK), pause(date(2026, 11, 27)))
    back = resume(date(2026, 12, 4))
    assert reckon(*events, back, today=date(2026, 12, 4)).due_on == date(2026, 11, 27)
    kind = reckon(*events, back, today=date(2026, 12, 4), policy=OF_AN_APPLICANT)
    assert kind.due_on == date(2026, 12, 7)


def test_days_held_on_the_last_day_are_drawn_as_standing_still_and_the_date_is_the_one_of_the_return() -> (
    None
):
    events = (start(MONDAY, calendar_term(4)), pause(date(2026, 11, 27)))
    held = reckon(*events, today=date(2026, 12, 1), policy=OF_AN_APPLICANT)
    assert (held.due_on, held.is_provisional, held.late_days) == (date(2026, 12, 2), True, 0)
    assert drawn(held) == "23f0 24r1 25r2 26r3 27r4 28p 29p 30p 1p@ 2o!"
    back = reckon(*events, resume(date(2026, 12, 4)), today=date(2026, 12, 8), policy=OF_AN_APPLICANT)
    assert (back.due_on, back.is_provisional, back.late_days) == (date(2026, 12, 7), False, 1)
    assert drawn(back) == "23f0 24r1 25r2 26r3 27r4 28p 29p 30p 1p 2p 3p 4p 5o 6o 7o! 8l1@"
    ended = reckon(*events, stop(date(2026, 12, 1)), today=date(2026, 12, 8), policy=OF_AN_APPLICANT)
    assert (ended.late_days, drawn(ended)) == (0, "23f0 24r1 25r2 26r3 27r4 28p 29p 30p 1p")


def test_a_hold_between_the_last_day_and_the_date_it_was_moved_to_is_in_time() -> None:
    saturday_end = start(date(2026, 11, 6), calendar_term(13))  # day 13 is Saturday 21/11, due Monday 23/11
    on_monday = reckon(
        saturday_end,
        pause(date(2026, 11, 23)),
        resume(date(2026, 11, 25)),
        today=MONDAY,
        policy=OF_AN_APPLICANT,
    )
    assert on_monday.due_on == date(2026, 11, 26)
    on_sunday = (saturday_end, pause(date(2026, 11, 22)), resume(date(2026, 11, 22)))
    kind = reckon(*on_sunday, today=date(2026, 11, 23), policy=OF_AN_APPLICANT)
    usual = reckon(*on_sunday, today=date(2026, 11, 23))
    assert (kind.due_on, kind.days, kind.steps) == (usual.due_on, usual.days, usual.steps)
