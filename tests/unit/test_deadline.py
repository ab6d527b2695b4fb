"""The fold of clock events into a due date: starts, pauses, resets, changes of rule, stops."""

from datetime import date

import pytest
from pydantic import ValidationError

from requests_app.domain.deadline import (
    ClockError,
    ClockEvent,
    ClockEventKind,
    ClockState,
    DayState,
    Reckoning,
    fold,
)
from tests.unit.clock_cases import (
    BELO_HORIZONTE,
    DOCUMENT_CHECK,
    NATIONAL,
    READING_A,
    READING_B,
    WORKS,
    business_term,
    calendar_term,
    pause,
    reckon,
    reset,
    resume,
    start,
    stop,
    switch,
)
from tests.unit.test_calendar import CALENDAR_VECTORS

MONDAY = date(2026, 11, 23)


def drawn(reckoning: Reckoning) -> str:
    """`23f0 24r1 25a2! 26l1@`: day, first letter of its state, number, due, today."""
    return " ".join(
        f"{cell.on.day}{cell.state.value[0]}{'' if cell.number is None else cell.number}"
        f"{'!' if cell.is_due else ''}{'@' if cell.is_today else ''}"
        for cell in reckoning.days
    )


def test_nothing_recorded_is_a_clock_that_has_not_started() -> None:
    reckoning = fold((), cal=NATIONAL, policy=READING_B, today=MONDAY)
    assert reckoning.state is ClockState.NOT_STARTED
    assert (reckoning.due_on, reckoning.term, reckoning.days, reckoning.lines) == (None, None, (), ())


@pytest.mark.parametrize(("event_on", "days", "due_b", "due_a"), CALENDAR_VECTORS)
def test_the_fold_of_a_start_alone_gives_the_vectors(
    event_on: date, days: int, due_b: date, due_a: date
) -> None:
    started = start(event_on, calendar_term(days))
    assert reckon(started, today=event_on).due_on == due_b
    assert reckon(started, today=event_on, policy=READING_A).due_on == due_a


def test_the_fold_of_business_days_gives_the_vectors() -> None:
    assert reckon(start(date(2026, 11, 19), DOCUMENT_CHECK), today=MONDAY).due_on == date(2026, 11, 27)
    assert reckon(start(date(2026, 12, 22), business_term(10)), today=MONDAY).due_on == date(2027, 1, 7)


def test_the_pause_vector_of_fifteen_days_ends_on_17_12_2026() -> None:
    """Issue 2 point 5: from 23/11/2026, paused 27/11, resumed on Saturday 05/12."""
    reckoning = reckon(
        start(MONDAY), pause(date(2026, 11, 27)), resume(date(2026, 12, 5)), today=date(2026, 12, 10)
    )
    assert reckoning.due_on == date(2026, 12, 17)
    assert (reckoning.state, reckoning.used_days, reckoning.left_days) == (ClockState.RUNNING, 8, 7)
    assert reckoning.paused_days == 8
    assert drawn(reckoning) == (
        "23f0 24r1 25r2 26r3 27r4 28p 29p 30p 1p 2p 3p 4p 5p 6o "
        "7r5 8r6 9r7 10r8@ 11a9 12a10 13a11 14a12 15a13 16a14 17a15!"
    )


def test_while_it_stands_still_the_date_is_the_one_if_it_came_back_today() -> None:
    events = (start(date(2026, 3, 12)), pause(date(2026, 3, 17)))
    reckoning = reckon(*events, today=date(2026, 3, 24))
    assert reckoning.state is ClockState.PAUSED
    assert reckoning.is_provisional
    assert (reckoning.used_days, reckoning.paused_days) == (5, 7)
    assert reckoning.due_on == date(2026, 4, 6)  # day 15 falls on Good Friday
    assert drawn(reckoning) == (
        "12f0 13r1 14r2 15r3 16r4 17r5 18p 19p 20p 21p 22p 23p 24p@ "
        "25a6 26a7 27a8 28a9 29a10 30a11 31a12 1a13 2a14 3a15 4o 5o 6o!"
    )
    came_back = reckon(*events, resume(date(2026, 3, 24)), today=date(2026, 3, 24))
    assert came_back.due_on == reckoning.due_on
    assert not came_back.is_provisional


@pytest.mark.parametrize(
    ("paused_on", "due_on"),
    [
        (date(2026, 11, 25), date(2026, 12, 8)),  # Wednesday: Thursday goes on, nothing is lost
        (date(2026, 11, 27), date(2026, 12, 10)),  # Friday: it goes on with Monday, as after every return
    ],
)
def test_a_pause_that_ends_on_its_own_day_loses_no_business_day(paused_on: date, due_on: date) -> None:
    reckoning = reckon(start(MONDAY), pause(paused_on), resume(paused_on), today=paused_on)
    assert reckoning.due_on == due_on
    assert reckoning.paused_days == 0


def test_two_pauses_add_up() -> None:
    events = [start(MONDAY), pause(date(2026, 11, 25)), resume(date(2026, 11, 26))]
    assert reckon(*events, today=date(2026, 11, 26)).due_on == date(2026, 12, 9)
    events += [pause(date(2026, 12, 1)), resume(date(2026, 12, 3))]
    reckoning = reckon(*events, today=date(2026, 12, 3))
    assert reckoning.due_on == date(2026, 12, 11)
    assert reckoning.used_days == 7
    assert [(p.began_on.day, p.ended_on.day if p.ended_on else None) for p in reckoning.pauses] == [
        (25, 26),
        (1, 3),
    ]


def test_pausing_again_on_the_day_of_the_return_does_not_count_that_day() -> None:
    reckoning = reckon(
        start(MONDAY),
        pause(date(2026, 11, 25)),
        resume(date(2026, 11, 27)),
        pause(date(2026, 11, 27)),
        resume(date(2026, 11, 30)),
        today=date(2026, 11, 30),
    )
    assert reckoning.used_days == 2
    assert reckoning.days[-1].on == reckoning.due_on == date(2026, 12, 14)  # day 15 is Sunday 13/12


def test_a_pause_before_day_one_cannot_make_the_count_begin_sooner() -> None:
    saturday_filing = date(2026, 11, 14)
    paused = reckon(
        start(saturday_filing), pause(saturday_filing), resume(saturday_filing), today=saturday_filing
    )
    assert paused.due_on == reckon(start(saturday_filing), today=saturday_filing).due_on
    in_reading_a = [
        reckon(*events, today=date(2026, 11, 20), policy=READING_A).due_on
        for events in (
            (start(date(2026, 11, 20)),),
            (start(date(2026, 11, 20)), pause(date(2026, 11, 20)), resume(date(2026, 11, 20))),
        )
    ]
    assert in_reading_a == [date(2026, 12, 8), date(2026, 12, 8)]


@pytest.mark.parametrize("paused_on", [date(2026, 12, 8), date(2026, 12, 9), date(2026, 12, 14)])
def test_a_pause_on_the_last_day_or_later_moves_nothing_and_hides_no_delay(paused_on: date) -> None:
    still = reckon(start(MONDAY), pause(paused_on), today=date(2026, 12, 16))
    back = reckon(start(MONDAY), pause(paused_on), resume(date(2026, 12, 15)), today=date(2026, 12, 16))
    for reckoning in (still, back):
        assert reckoning.due_on == date(2026, 12, 8)
        assert (reckoning.used_days, reckoning.late_days, reckoning.paused_days) == (15, 8, 0)
        assert not reckoning.is_provisional
        assert [c.number for c in reckoning.days if c.state is DayState.LATE] == list(range(1, 9))


def test_a_pause_between_the_last_day_and_the_date_it_was_moved_to_changes_nothing() -> None:
    friday = date(2026, 11, 6)
    saturday_end = start(friday, calendar_term(13))  # day 13 is Saturday 21/11, due Monday 23/11
    reckoning = reckon(saturday_end, pause(date(2026, 11, 22)), today=date(2026, 11, 23))
    assert (reckoning.due_on, reckoning.is_provisional) == (date(2026, 11, 23), False)
    assert drawn(reckoning).endswith("21r13 22o 23o!@")


def test_found_works_keep_the_start_and_the_pauses_and_change_the_days() -> None:
    events = [start(MONDAY), pause(date(2026, 11, 27)), resume(date(2026, 12, 5))]
    reckoning = reckon(*events, switch(date(2026, 12, 10)), today=date(2026, 12, 10))
    assert reckoning.term == WORKS
    assert (reckoning.used_days, reckoning.total_days) == (8, 30)
    assert reckoning.due_on == date(2027, 1, 4)  # day 30 is New Year's day, a Friday


def test_found_works_after_the_date_bring_a_late_request_back_in_time() -> None:
    late = reckon(start(MONDAY), today=date(2026, 12, 10))
    switched = reckon(start(MONDAY), switch(date(2026, 12, 10)), today=date(2026, 12, 10))
    assert (late.late_days, switched.late_days) == (2, 0)
    assert (switched.used_days, switched.due_on) == (17, date(2026, 12, 23))


def test_a_change_of_rule_while_it_stands_still_leaves_it_standing() -> None:
    reckoning = reckon(
        start(MONDAY), pause(date(2026, 11, 27)), switch(date(2026, 11, 30)), today=date(2026, 11, 30)
    )
    assert reckoning.state is ClockState.PAUSED
    assert (reckoning.used_days, reckoning.total_days) == (4, 30)


def test_a_reset_starts_over_from_its_day_with_the_same_term() -> None:
    reckoning = reckon(
        start(MONDAY), pause(date(2026, 11, 27)), reset(date(2026, 12, 1)), today=date(2026, 12, 3)
    )
    assert reckoning.state is ClockState.RUNNING
    assert reckoning.started_on == date(2026, 12, 1)
    assert reckoning.was_reset
    assert (reckoning.used_days, reckoning.pauses) == (2, ())
    assert reckoning.due_on == reckon(start(date(2026, 12, 1)), today=MONDAY).due_on


def test_a_reset_may_bring_another_term() -> None:
    reckoning = reckon(start(MONDAY), reset(date(2026, 12, 1), WORKS), today=date(2026, 12, 1))
    assert (reckoning.term, reckoning.due_on) == (WORKS, date(2026, 12, 31))


def test_a_second_round_resets_a_clock_that_had_stopped() -> None:
    reckoning = reckon(
        start(MONDAY), stop(date(2026, 11, 30)), reset(date(2026, 12, 1)), today=date(2026, 12, 3)
    )
    assert (reckoning.state, reckoning.stopped_on, reckoning.used_days) == (ClockState.RUNNING, None, 2)


def test_the_stop_freezes_the_days_used_and_keeps_the_date() -> None:
    events = (start(MONDAY), stop(date(2026, 12, 2)))
    for today in (date(2026, 12, 2), date(2027, 2, 1)):
        reckoning = reckon(*events, today=today)
        assert reckoning.state is ClockState.STOPPED
        assert (reckoning.used_days, reckoning.late_days) == (9, 0)
        assert reckoning.due_on == date(2026, 12, 8)
        assert len(reckoning.days) == 16


def test_a_late_stop_freezes_the_delay() -> None:
    reckoning = reckon(start(MONDAY), stop(date(2026, 12, 11)), today=date(2027, 2, 1))
    assert (reckoning.used_days, reckoning.late_days) == (15, 3)
    assert reckoning.days[-1].on == date(2026, 12, 11)


def test_a_clock_stopped_while_standing_still_has_no_days_ahead() -> None:
    reckoning = reckon(
        start(MONDAY), pause(date(2026, 11, 27)), stop(date(2026, 12, 4)), today=date(2027, 2, 1)
    )
    assert (reckoning.used_days, reckoning.paused_days, reckoning.late_days) == (4, 7, 0)
    assert reckoning.days[-1].on == date(2026, 12, 4)
    assert DayState.AHEAD not in {cell.state for cell in reckoning.days}


def test_delay_is_counted_in_calendar_days_after_the_date() -> None:
    reckoning = reckon(start(date(2026, 3, 2)), today=date(2026, 3, 20))
    assert (reckoning.due_on, reckoning.late_days) == (date(2026, 3, 17), 3)
    assert drawn(reckoning).endswith("17r15! 18l1 19l2 20l3@")


def test_business_days_skip_the_days_off_and_go_on_after_a_return() -> None:
    filed = start(date(2026, 4, 15), DOCUMENT_CHECK)
    reckoning = reckon(filed, today=date(2026, 4, 17))
    assert drawn(reckoning) == "15f0 16r1 17r2@ 18o 19o 20a3 21o 22a4 23a5!"
    paused = reckon(filed, pause(date(2026, 4, 16)), resume(date(2026, 4, 18)), today=date(2026, 4, 20))
    assert drawn(paused) == "15f0 16r1 17p 18p 19o 20r2@ 21o 22a3 23a4 24a5!"


def test_a_holiday_is_named_in_its_cell_and_the_calendar_is_an_argument() -> None:
    reckoning = reckon(start(MONDAY), today=MONDAY, cal=BELO_HORIZONTE)
    assert reckoning.due_on == date(2026, 12, 9)
    assert [c.holiday_name for c in reckoning.days if c.on == date(2026, 12, 8)] == ["Imaculada Conceição"]


def test_leap_day_counts_as_any_other_day() -> None:
    reckoning = reckon(start(date(2028, 2, 21)), today=date(2028, 2, 29))
    assert (reckoning.used_days, reckoning.due_on) == (8, date(2028, 3, 7))


@pytest.mark.parametrize(
    "events",
    [
        (pause(MONDAY),),
        (resume(MONDAY),),
        (stop(MONDAY),),
        (reset(MONDAY),),
        (switch(MONDAY),),
        (start(MONDAY), start(MONDAY)),
        (start(MONDAY), resume(MONDAY)),
        (start(MONDAY), pause(MONDAY), pause(MONDAY)),
        (start(MONDAY), pause(MONDAY), resume(MONDAY), resume(MONDAY)),
        (start(MONDAY), stop(MONDAY), stop(MONDAY)),
        (start(MONDAY), stop(MONDAY), pause(MONDAY)),
        (start(MONDAY), stop(MONDAY), switch(MONDAY)),
        (start(MONDAY), stop(MONDAY), start(MONDAY)),
        (start(MONDAY), pause(date(2026, 11, 22))),
    ],
    ids=lambda events: "-".join(event.kind.value for event in events),
)
def test_events_that_contradict_each_other_are_an_error(events: tuple[ClockEvent, ...]) -> None:
    with pytest.raises(ClockError):
        reckon(*events, today=MONDAY)


@pytest.mark.parametrize("kind", [ClockEventKind.START, ClockEventKind.SWITCH_RULE])
def test_a_start_and_a_change_of_rule_need_their_term(kind: ClockEventKind) -> None:
    with pytest.raises(ValidationError, match="needs a term"):
        ClockEvent(kind=kind, on=MONDAY)
