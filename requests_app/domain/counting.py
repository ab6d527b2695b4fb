"""Which calendar days a term counts, given what happened to its clock."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from requests_app.domain.calendar import BusinessCalendar, CountingPolicy, first_counted_day
from requests_app.domain.clock import ClockError, ClockEvent, ClockEventKind, ClockState, Pause, Term

_ONE_DAY: Final = timedelta(days=1)
_NEXT_STATE: Final = {
    (ClockState.NOT_STARTED, ClockEventKind.START): ClockState.RUNNING,
    (ClockState.RUNNING, ClockEventKind.PAUSE): ClockState.PAUSED,
    (ClockState.PAUSED, ClockEventKind.RESUME): ClockState.RUNNING,
    (ClockState.RUNNING, ClockEventKind.SWITCH_RULE): ClockState.RUNNING,
    (ClockState.PAUSED, ClockEventKind.SWITCH_RULE): ClockState.PAUSED,
    (ClockState.RUNNING, ClockEventKind.RESET): ClockState.RUNNING,
    (ClockState.PAUSED, ClockEventKind.RESET): ClockState.RUNNING,
    (ClockState.RUNNING, ClockEventKind.STOP): ClockState.STOPPED,
    (ClockState.PAUSED, ClockEventKind.STOP): ClockState.STOPPED,
    # A second round: the clock that had ended counts from zero again.
    (ClockState.STOPPED, ClockEventKind.RESET): ClockState.RUNNING,
}


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of counting after the event of `after_on`: from day `first_number`, on `first_on`.

    `first_on` is None when no day was left to count, or when the clock stood still again before one could
    count.
    """

    after_on: date
    first_number: int
    first_on: date | None
    last_on: date | None


@dataclass(frozen=True, slots=True)
class Count:
    """The whole count of a term. `counted` holds as many days as the term has, those of the future included.

    While the clock stands still with days left, or in the applicant's own time, the future is the one in which it
    comes back on `assumed_return_on`.
    """

    term: Term
    started_on: date
    stopped_on: date | None
    counted: tuple[date, ...]
    due_on: date
    pauses: tuple[Pause, ...]
    runs: tuple[Run, ...]
    was_reset: bool
    assumed_return_on: date | None

    @property
    def is_provisional(self) -> bool:
        """Whether the due date depends on the day on which the clock comes back."""
        return self.assumed_return_on is not None

    @property
    def last_on(self) -> date:
        """The last day of the term before it is moved to a business day."""
        return self.counted[-1]

    @property
    def is_date_of_a_return(self) -> bool:
        """Whether the due date is the day that a return left to the applicant, not that of the last day counted."""
        if not self.pauses or self.pauses[-1].began_on < self.last_on:
            return False
        return self.is_provisional or any(pause.given_on for pause in self.pauses)

    def moves(self, pause: Pause) -> bool:
        """Whether this stop bears on the due date: it left days to count, or its end leaves the applicant one."""
        if pause.began_on < self.last_on or pause.given_on is not None:
            return True
        return pause.ended_on is None and self.is_provisional

    def used_on(self, day: date) -> int:
        """How many days have been counted by the end of `day`, or by the stop if that came before."""
        return bisect_right(self.counted, min(day, self.stopped_on) if self.stopped_on else day)

    def next_counted_after(self, day: date) -> date | None:
        """The day on which the count begins or goes on after `day`; None when all days are used."""
        position = bisect_right(self.counted, day)
        return self.counted[position] if position < len(self.counted) else None

    def late_days_on(self, day: date) -> int:
        """How many calendar days lie between the due date and `day` (or the stop); 0 when it is not late."""
        return max(((min(day, self.stopped_on) if self.stopped_on else day) - self.due_on).days, 0)


def state_after(events: Sequence[ClockEvent]) -> ClockState:
    """What the clock is doing after these events; ClockError when they contradict each other."""
    for before, after in pairwise(events):
        if after.on < before.on:
            raise ClockError(f"{after.kind} on {after.on} comes after {before.kind} on {before.on}")
    state = ClockState.NOT_STARTED
    for event in events:
        following = _NEXT_STATE.get((state, event.kind))
        if following is None:
            raise ClockError(f"{event.kind} on {event.on} is not possible: the clock is {state}")
        state = following
    return state


def count(
    events: Sequence[ClockEvent], *, cal: BusinessCalendar, policy: CountingPolicy, today: date
) -> Count:
    """Count the term of a started clock whose events `state_after` has accepted.

    Calendar days: the day of the event does not count, the first one is a business day, so is the due date.
    A pause counts the day on which it begins; the count goes on with the first day after the return, moved to
    a business day under both readings of the policy, also when the pause began and ended on one day. Business
    days: the same without moving. The term in force is applied to the whole count, so a change of rule keeps
    the start and the pauses. Days that are all used stay used: a pause that begins on the last day or later
    moves nothing, but where the policy leaves a day: then the return of a pause that began in time puts the due
    date on the next business day at the earliest.
    """
    term = next(event.term for event in reversed(events) if event.term is not None)
    origin = max(
        index
        for index, event in enumerate(events)
        if event.kind in (ClockEventKind.START, ClockEventKind.RESET)
    )
    counter = _Counter(term, cal, policy, events[origin].on)
    stopped_on: date | None = None
    for event in events[origin + 1 :]:
        match event.kind:
            case ClockEventKind.PAUSE:
                counter.pause(event)
            case ClockEventKind.RESUME:
                counter.resume(event.on)
            case ClockEventKind.STOP:
                stopped_on = event.on
            case _:
                pass
    pauses = tuple(counter.pauses)
    assumed_return_on: date | None = None
    if counter.is_paused:
        looked_at_on = min(today, stopped_on) if stopped_on else today
        return_on = max(looked_at_on, pauses[-1].began_on)
        if counter.is_date_open:
            assumed_return_on = return_on
        counter.resume(return_on)
    counter.advance(None)
    return Count(
        term=term,
        started_on=events[origin].on,
        stopped_on=stopped_on,
        counted=tuple(counter.counted),
        due_on=counter.due_on,
        pauses=pauses,
        runs=tuple(counter.runs),
        was_reset=events[origin].kind is ClockEventKind.RESET,
        assumed_return_on=assumed_return_on,
    )


class _Counter:
    """A finger that moves along the calendar; `next_on` is the first day that may still count."""

    def __init__(self, term: Term, cal: BusinessCalendar, policy: CountingPolicy, origin_on: date) -> None:
        self._term = term
        self._cal = cal
        self._leaves_a_day = policy.leaves_a_day
        self._given_on: date | None = None
        self._began_in_time = False
        self._next_on = (
            origin_on + _ONE_DAY if term.is_business else first_counted_day(origin_on, cal, policy)
        )
        self._run_after_on = origin_on
        self._run_began_at = 0
        self.is_paused = False
        self.counted: list[date] = []
        self.pauses: list[Pause] = []
        self.runs: list[Run] = []

    @property
    def has_days_left(self) -> bool:
        return len(self.counted) < self._term.days

    @property
    def is_date_open(self) -> bool:
        """Whether the due date depends on the day on which the pause that is open ends."""
        return self.has_days_left or (self._leaves_a_day and self._began_in_time)

    @property
    def due_on(self) -> date:
        """The due date once every day is counted."""
        last_on = self.counted[-1]
        usual_on = last_on if self._term.is_business else self._cal.next_business_day_on_or_after(last_on)
        return max(usual_on, self._given_on or usual_on)

    def advance(self, until_on: date | None) -> None:
        """Count up to `until_on` (included), or to the end of the term, and close the stretch."""
        while self.has_days_left and (until_on is None or self._next_on <= until_on):
            if not self._term.is_business or self._cal.is_business_day(self._next_on):
                self.counted.append(self._next_on)
            self._next_on += _ONE_DAY
        stretch = self.counted[self._run_began_at :]
        self.runs.append(
            Run(
                after_on=self._run_after_on,
                first_number=self._run_began_at + 1,
                first_on=stretch[0] if stretch else None,
                last_on=stretch[-1] if stretch else None,
            )
        )

    def pause(self, event: ClockEvent) -> None:
        self.advance(event.on)
        self.is_paused = True
        self._began_in_time = self.has_days_left or event.on <= self.due_on
        self.pauses.append(
            Pause(began_on=event.on, reason_code=event.reason_code, reason=event.reason, basis=event.basis)
        )

    def resume(self, on: date) -> None:
        self.is_paused = False
        self.pauses[-1] = self.pauses[-1].model_copy(update={"ended_on": on, "given_on": self._given(on)})
        back_on = on + _ONE_DAY
        if not self._term.is_business:
            back_on = self._cal.next_business_day_on_or_after(back_on)
        # The count may not have begun yet: a pause cannot make it begin sooner.
        self._next_on = max(self._next_on, back_on)
        self._run_after_on = on
        self._run_began_at = len(self.counted)

    def _given(self, back_on: date) -> date | None:
        """Days that are left go on by themselves after the return, in a business day; only used-up ones need one."""
        if self.has_days_left or not self.is_date_open:
            return None
        next_on = self._cal.next_business_day_on_or_after(back_on + _ONE_DAY)
        if next_on <= self.due_on:
            return None
        self._given_on = next_on
        return next_on
