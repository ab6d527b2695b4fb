"""The term day by day: one cell for each calendar day, as the day ruler draws it."""

from datetime import date, timedelta

from requests_app.domain.calendar import BusinessCalendar
from requests_app.domain.clock import DayCell, DayState
from requests_app.domain.counting import Count


def day_cells(reckoned: Count, *, cal: BusinessCalendar, today: date) -> tuple[DayCell, ...]:
    """From the day of the event to the due date, or to the day of the delay that has been reached.

    A clock that stopped while it stood still has no date ahead: its days end with the stop.
    """
    stopped_on = reckoned.stopped_on
    if stopped_on and reckoned.is_provisional:
        last_on = stopped_on
    else:
        last_on = max(reckoned.due_on, stopped_on or today)
    numbers = {day: number for number, day in enumerate(reckoned.counted, start=1)}
    reached_on = min(today, stopped_on) if stopped_on else today
    length = (last_on - reckoned.started_on).days + 1
    cells: list[DayCell] = []
    for offset in range(length):
        day = reckoned.started_on + timedelta(days=offset)
        state, number = _state(day, reckoned, numbers.get(day), reached_on)
        holiday_name = cal.holiday_name(day)
        cells.append(
            DayCell(
                on=day,
                state=state,
                number=number,
                is_due=day == reckoned.due_on,
                is_today=day == today,
                is_business_day=cal.is_business_day(day),
                holiday_name=holiday_name,
            )
        )
    return tuple(cells)


def _state(day: date, reckoned: Count, number: int | None, reached_on: date) -> tuple[DayState, int | None]:
    if day == reckoned.started_on:
        return DayState.FILED, 0
    if number is not None:
        return (DayState.RUN if day <= reached_on else DayState.AHEAD), number
    if day > reckoned.due_on:
        return DayState.LATE, (day - reckoned.due_on).days
    if _stands_still(day, reckoned):
        return DayState.PAUSE, None
    return DayState.OFF, None


def _stands_still(day: date, reckoned: Count) -> bool:
    return any(
        pause.began_on < day <= (pause.ended_on or reckoned.assumed_return_on or pause.began_on)
        for pause in reckoned.pauses
        if reckoned.moves(pause)
    )
