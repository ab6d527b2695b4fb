"""Record what the utility owes for terms it kept late (REN 1.000, art. 440), with every input of the formula."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from eligibility.domain.compensation import Breach, breach_type, compensation
from eligibility.domain.vocabulary import TariffGroup
from eligibility.profile import current_profile
from requests_app.domain.clock import OF_THE_UTILITY, ClockEventKind, ClockName
from requests_app.domain.deadline import fold
from requests_app.models import AccessRequest, ClockEntry, Compensation, Event, ImproperPause
from requests_app.services.clocks.reckoning import as_clock_event, calendar_of, counting_policy

_START, _RESET = ClockEventKind.START.value, ClockEventKind.RESET.value
_STOP, _RESUME = ClockEventKind.STOP.value, ClockEventKind.RESUME.value


class Run(NamedTuple):
    """How one count of a clock ended: the rule, the days of it, when it was due and when it stopped."""

    rule_code: str
    days: int
    due_on: date
    done_on: date

    @property
    def late_days(self) -> int:
        return (self.done_on - self.due_on).days


def record_breaches(access_request: AccessRequest, event: Event, *, at: datetime) -> list[Compensation]:
    """One row for each term of the utility that this event stopped after its due date. Needs the lock.

    Calendar days decide, also in a term of business days (art. 440, § 3º). One statement where nothing stopped.
    """
    stopped = {
        clock
        for clock in ClockEntry.objects.filter(event=event, kind=_STOP).values_list("clock", flat=True)
        if ClockName(clock) in OF_THE_UTILITY and breach_type(clock, event.on) is not None
    }
    if stopped:
        # Asked twice of one event, it answers once.
        stopped -= set(Compensation.objects.filter(event=event).values_list("clock", flat=True))
    if not stopped:
        return []
    entries = list(ClockEntry.objects.filter(access_request=access_request, clock__in=stopped).order_by("id"))
    improper = improper_among(entry.pk for entry in entries)
    found = []
    for clock in sorted(stopped):
        run = run_of([e for e in entries if e.clock == clock], improper, access_request)
        if run is not None and run.late_days > 0:
            found.append(write_compensation(access_request, ClockName(clock), run, event=event, at=at))
    return found


def improper_among(entry_ids: Iterable[int]) -> set[int]:
    """Which of these entries are pauses that a supervisor found improper."""
    rows = ImproperPause.objects.filter(clock_entry__in=list(entry_ids))
    return set(rows.values_list("clock_entry_id", flat=True))


def run_of(entries: Sequence[ClockEntry], improper: set[int], access_request: AccessRequest) -> Run | None:
    """The last count of these entries as it stands without the improper pauses; None where it has no due date."""
    kept: list[ClockEntry] = []
    is_skipping = False
    for entry in entries:
        if entry.pk in improper:
            is_skipping = True
        elif is_skipping and entry.kind == _RESUME:
            is_skipping = False
        else:
            is_skipping = is_skipping and entry.kind not in (_START, _RESET)
            kept.append(entry)
    events = [as_clock_event(entry) for entry in kept]
    last = entries[-1].on
    policy = counting_policy(ClockName(entries[0].clock), events[0].on)
    reckoned = fold(events, cal=calendar_of(access_request), policy=policy, today=last)
    if reckoned.due_on is None or reckoned.is_provisional or reckoned.term is None or not reckoned.stopped_on:
        return None
    return Run(reckoned.term.rule_code, reckoned.term.days, reckoned.due_on, reckoned.stopped_on)


def write_compensation(
    access_request: AccessRequest,
    clock: ClockName,
    run: Run,
    *,
    at: datetime,
    event: Event | None = None,
    pause: ImproperPause | None = None,
    replaces: Compensation | None = None,
) -> Compensation:
    kind = breach_type(clock.value, run.done_on)
    assert kind is not None
    group = TariffGroup(access_request.consumer_unit.group)
    breach = Breach(kind=kind, group=group, regulatory_days=run.days, late_days=run.late_days)
    terms = compensation(breach, run.done_on, profile=current_profile())
    return Compensation.objects.create(
        access_request=access_request,
        event=event,
        improper_pause=pause,
        replaces=replaces,
        clock=clock.value,
        kind=kind,
        group=group.value,
        rule_code=run.rule_code,
        due_on=run.due_on,
        done_on=run.done_on,
        regulatory_days=run.days,
        verified_days=breach.verified_days,
        at=at,
        **terms.model_dump(),
    )


def compensations_of(access_request: AccessRequest) -> list[Compensation]:
    """The rows that count now, the newest first. One statement."""
    return list(Compensation.objects.filter(access_request=access_request, replaced_by=None).order_by("-id"))
