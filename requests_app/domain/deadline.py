"""The deadline is a fold: what happened to a clock goes in, a due date and its explanation come out."""

from collections.abc import Sequence
from datetime import date

from requests_app.domain.calendar import BusinessCalendar, CountingPolicy
from requests_app.domain.clock import (
    ClockEffect,
    ClockError,
    ClockEvent,
    ClockEventKind,
    ClockName,
    ClockState,
    DayCell,
    DayState,
    LedgerLine,
    Pause,
    Reckoning,
    Term,
)
from requests_app.domain.counting import count, state_after
from requests_app.domain.days import day_cells
from requests_app.domain.ledger import ledger_lines
from requests_app.domain.steps import arithmetic_steps

__all__ = [
    "ClockEffect",
    "ClockError",
    "ClockEvent",
    "ClockEventKind",
    "ClockName",
    "ClockState",
    "DayCell",
    "DayState",
    "LedgerLine",
    "Pause",
    "Reckoning",
    "Term",
    "fold",
]


def fold(
    events: Sequence[ClockEvent], *, cal: BusinessCalendar, policy: CountingPolicy, today: date
) -> Reckoning:
    """Reckon one clock as of `today` from everything recorded about it, in the order in which it happened.

    No event gives a clock that has not started. REN ANEEL 1.000/2021 arts. 656 and 440; the arithmetic of a
    pause is the utility's policy. Raises ClockError when the events are out of order or contradict each other
    (a return without a pause, two starts, anything but a reset after the stop), CalendarRangeError when a day
    lies outside the years whose holidays are known.
    """
    state = state_after(events)
    if state is ClockState.NOT_STARTED:
        return Reckoning(state=state, today=today)
    reckoned = count(events, cal=cal, policy=policy, today=today)
    return Reckoning(
        state=state,
        today=today,
        term=reckoned.term,
        started_on=reckoned.started_on,
        stopped_on=reckoned.stopped_on,
        due_on=reckoned.due_on,
        is_provisional=reckoned.is_provisional,
        used_days=reckoned.used_on(today),
        late_days=reckoned.late_days_on(today),
        was_reset=reckoned.was_reset,
        pauses=reckoned.pauses,
        days=day_cells(reckoned, cal=cal, today=today),
        lines=ledger_lines(events, cal=cal, policy=policy, today=today),
        steps=arithmetic_steps(events, reckoned, cal=cal, policy=policy, today=today),
    )
