"""What holds for every clock, whatever happened to it."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from requests_app.domain.calendar import CountingPolicy
from requests_app.domain.dates import long_day
from requests_app.domain.deadline import ClockEvent, DayState, Reckoning, Term, fold
from tests.unit.clock_cases import (
    BELO_HORIZONTE,
    OF_AN_APPLICANT,
    READING_A,
    READING_B,
    business_term,
    calendar_term,
    pause,
    reset,
    resume,
    start,
    stop,
    switch,
)

DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2031, 12, 31))
LENGTHS = st.integers(min_value=1, max_value=60)
TERMS = st.one_of(LENGTHS.map(calendar_term), LENGTHS.map(business_term))
POLICIES = st.sampled_from([READING_A, READING_B, OF_AN_APPLICANT])
GAPS = st.integers(min_value=0, max_value=25)
PAUSES = st.lists(st.tuples(GAPS, GAPS), max_size=4)
every_clock = settings(deadline=None, max_examples=150, derandomize=True)


def shift(day: date, days: int) -> date:
    return day + timedelta(days=days)


def paused_clock(filed_on: date, term: Term, pauses: list[tuple[int, int]]) -> list[ClockEvent]:
    """A start and its pauses, each `gap` days after what came before and `length` days long."""
    events = [start(filed_on, term)]
    for gap, length in pauses:
        events.append(pause(shift(events[-1].on, gap)))
        events.append(resume(shift(events[-1].on, length)))
    return events


def reckon(events: list[ClockEvent], today: date, policy: CountingPolicy = READING_B) -> Reckoning:
    return fold(events, cal=BELO_HORIZONTE, policy=policy, today=today)


def due(events: list[ClockEvent], policy: CountingPolicy = READING_B) -> date:
    found = reckon(events, events[-1].on, policy).due_on
    assert found is not None
    return found


@st.composite
def clocks(draw: st.DrawFn) -> list[ClockEvent]:
    """Any lawful history: pauses, then perhaps a change of rule, a reset, an open pause or a stop."""
    events = paused_clock(draw(DAYS), draw(TERMS), draw(PAUSES))
    for ending in draw(st.lists(st.sampled_from(["switch", "reset", "pause"]), max_size=2, unique=True)):
        on = shift(events[-1].on, draw(GAPS))
        match ending:
            case "switch":
                events.append(switch(on, calendar_term(draw(LENGTHS))))
            case "reset":
                events.append(reset(on))
            case _:
                events.append(pause(on))
    if events[-1].kind != "pause" and draw(st.booleans()):
        events.append(stop(shift(events[-1].on, draw(GAPS))))
    return events


@every_clock
@given(DAYS, TERMS, PAUSES, GAPS, GAPS, POLICIES)
def test_pausing_never_brings_a_date_forward(
    filed_on: date,
    term: Term,
    pauses: list[tuple[int, int]],
    gap: int,
    length: int,
    policy: CountingPolicy,
) -> None:
    before = paused_clock(filed_on, term, pauses)
    after = paused_clock(filed_on, term, [*pauses, (gap, length)])
    assert due(after, policy) >= due(before, policy)
    assert due(after[:-1], policy) >= due(before, policy)


@every_clock
@given(DAYS, TERMS, PAUSES, GAPS, st.integers(min_value=0, max_value=40), POLICIES)
def test_a_later_return_never_gets_an_earlier_date(
    filed_on: date,
    term: Term,
    pauses: list[tuple[int, int]],
    gap: int,
    later: int,
    policy: CountingPolicy,
) -> None:
    returned = paused_clock(filed_on, term, [*pauses, (gap, 3)])
    returned_later = [*returned[:-1], resume(shift(returned[-1].on, later))]
    assert due(returned_later, policy) >= due(returned, policy)


@every_clock
@given(DAYS, st.integers(min_value=0, max_value=40), TERMS, POLICIES)
def test_a_later_filing_never_gets_an_earlier_date(
    filed_on: date, later: int, term: Term, policy: CountingPolicy
) -> None:
    assert due([start(shift(filed_on, later), term)], policy) >= due([start(filed_on, term)], policy)


@every_clock
@given(DAYS, LENGTHS, st.integers(min_value=0, max_value=40), PAUSES, POLICIES)
def test_a_longer_term_never_ends_sooner(
    filed_on: date, days: int, more: int, pauses: list[tuple[int, int]], policy: CountingPolicy
) -> None:
    shorter = paused_clock(filed_on, calendar_term(days), pauses)
    longer = [*shorter, switch(shorter[-1].on, calendar_term(days + more))]
    assert due(longer, policy) >= due(shorter, policy)


@every_clock
@given(DAYS, TERMS, PAUSES, GAPS, GAPS)
def test_an_applicants_hold_that_began_in_time_leaves_a_business_day_and_a_late_one_moves_nothing(
    filed_on: date, term: Term, pauses: list[tuple[int, int]], gap: int, length: int
) -> None:
    before = paused_clock(filed_on, term, pauses)
    after = paused_clock(filed_on, term, [*pauses, (gap, length)])
    held, back = after[-2:]
    if held.on <= due(before, OF_AN_APPLICANT):
        least = BELO_HORIZONTE.next_business_day_on_or_after(shift(back.on, 1))
        assert due(after, OF_AN_APPLICANT) >= least
    else:
        assert due(after, OF_AN_APPLICANT) == due(before, OF_AN_APPLICANT)
    assert due(after, OF_AN_APPLICANT) >= due(after)


@every_clock
@given(clocks(), GAPS, POLICIES)
def test_the_days_of_the_ledger_sum_to_the_days_used(
    events: list[ClockEvent], later: int, policy: CountingPolicy
) -> None:
    reckoning = reckon(events, shift(events[-1].on, later), policy)
    assert sum(line.counted_days for line in reckoning.lines) == reckoning.used_days
    assert reckoning.lines[-1].used_days == reckoning.used_days
    assert sum(cell.state is DayState.RUN for cell in reckoning.days) == reckoning.used_days
    assert 0 <= reckoning.used_days <= reckoning.total_days


@every_clock
@given(clocks(), GAPS, POLICIES)
def test_the_date_is_always_a_business_day(
    events: list[ClockEvent], later: int, policy: CountingPolicy
) -> None:
    due_on = reckon(events, shift(events[-1].on, later), policy).due_on
    assert due_on is not None
    assert BELO_HORIZONTE.is_business_day(due_on)


@every_clock
@given(clocks(), GAPS, POLICIES)
def test_the_days_are_every_calendar_day_once_and_count_one_by_one(
    events: list[ClockEvent], later: int, policy: CountingPolicy
) -> None:
    reckoning = reckon(events, shift(events[-1].on, later), policy)
    cells = reckoning.days
    assert [cell.on for cell in cells] == [shift(cells[0].on, n) for n in range(len(cells))]
    counted = [cell.number for cell in cells if cell.state in (DayState.RUN, DayState.AHEAD)]
    assert counted == list(range(1, len(counted) + 1))
    if reckoning.stopped_on is None:
        assert len(counted) == reckoning.total_days
        assert [cell.on for cell in cells if cell.is_due] == [reckoning.due_on]
    late = [cell.number for cell in cells if cell.state is DayState.LATE]
    assert late == list(range(1, reckoning.late_days + 1))


@every_clock
@given(clocks(), GAPS, GAPS, POLICIES)
def test_time_that_passes_never_gives_days_back(
    events: list[ClockEvent], later: int, more: int, policy: CountingPolicy
) -> None:
    today = shift(events[-1].on, later)
    reckoning, afterwards = reckon(events, today, policy), reckon(events, shift(today, more), policy)
    assert afterwards.used_days >= reckoning.used_days
    assert afterwards.late_days >= reckoning.late_days
    if not reckoning.is_provisional:
        assert afterwards.due_on == reckoning.due_on


@every_clock
@given(clocks(), GAPS, POLICIES)
def test_the_same_events_give_the_same_reckoning(
    events: list[ClockEvent], later: int, policy: CountingPolicy
) -> None:
    today = shift(events[-1].on, later)
    assert reckon(events, today, policy) == reckon(list(events), today, policy)


@every_clock
@given(clocks(), GAPS, POLICIES)
def test_the_line_of_an_event_does_not_change_afterwards(
    events: list[ClockEvent], later: int, policy: CountingPolicy
) -> None:
    today = shift(events[-1].on, later)
    whole = reckon(events, today, policy).lines
    for known in range(1, len(events) + 1):
        assert reckon(events[:known], events[known - 1].on, policy).lines == whole[:known]


@every_clock
@given(clocks(), GAPS, POLICIES)
def test_the_last_line_and_the_arithmetic_name_the_date(
    events: list[ClockEvent], later: int, policy: CountingPolicy
) -> None:
    reckoning = reckon(events, shift(events[-1].on, later), policy)
    assert reckoning.due_on is not None
    last = reckoning.lines[-1]
    assert last.due_on in (reckoning.due_on, None)
    if last.due_on is None:
        assert reckoning.is_provisional
    if not (reckoning.stopped_on and reckoning.is_provisional):
        assert long_day(reckoning.due_on) in " ".join(reckoning.steps)
