"""What would happen to the clocks of a request: the same fold over what is recorded plus what is only thought of."""

from dataclasses import dataclass
from datetime import date, datetime

from requests_app.domain.calendar import BusinessCalendar
from requests_app.domain.clock import ClockEvent, ClockEventKind, ClockName, ClockState, Reckoning
from requests_app.domain.deadline import fold
from requests_app.models import AccessRequest, ClockEntry
from requests_app.services.clocks.reckoning import as_clock_event, calendar_of, counting_policy
from requests_app.services.clocks.terms import opinion_rules


@dataclass(frozen=True)
class Outlook:
    """The recorded clock events of a request, ready to be folded again with imagined ones."""

    events: dict[ClockName, tuple[ClockEvent, ...]]
    calendar: BusinessCalendar
    now: datetime
    today: date
    opinion_rules: tuple[str, ...]

    def reckon(self, clock: ClockName, *imagined: ClockEvent) -> Reckoning:
        """The clock as of today when these events are added. Raises ClockError when they cannot follow."""
        events = (*self.events.get(clock, ()), *imagined)
        policy = counting_policy(clock, events[0].on if events else self.today)
        return fold(events, cal=self.calendar, policy=policy, today=self.today)

    def event(
        self, kind: ClockEventKind, *, reason_code: str = "", rule_code: str = "", on: date | None = None
    ) -> ClockEvent:
        """An imagined event, today unless `on` says another day, in the words a recorded one would have."""
        day = on or self.today
        return as_clock_event(
            ClockEntry(kind=kind.value, on=day, at=self.now, reason_code=reason_code, rule_code=rule_code)
        )

    def started_today(self, clock: ClockName, *, reason_code: str, rule_code: str) -> Reckoning:
        """The clock when it starts today, or starts over because it ran before."""
        state = self.reckon(clock).state if clock in self.events else ClockState.NOT_STARTED
        kind = ClockEventKind.START if state is ClockState.NOT_STARTED else ClockEventKind.RESET
        return self.reckon(clock, self.event(kind, reason_code=reason_code, rule_code=rule_code))


def outlook(access_request: AccessRequest, *, now: datetime, today: date) -> Outlook:
    """Read the recorded clock events once. Two statements of SQL."""
    found: dict[ClockName, list[ClockEvent]] = {}
    for entry in ClockEntry.objects.filter(access_request=access_request).order_by("id"):
        found.setdefault(ClockName(entry.clock), []).append(as_clock_event(entry))
    return Outlook(
        events={clock: tuple(events) for clock, events in found.items()},
        calendar=calendar_of(access_request),
        now=now,
        today=today,
        opinion_rules=opinion_rules(access_request),
    )
