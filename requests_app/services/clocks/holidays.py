"""Adding and removing holidays: which open terms would move, and then the change with its record (D-04, D-10)."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Final, TypeVar

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from eligibility.domain.findings import refuse
from portal.accounts.roles import Actor, Role
from portal.outbox.effects import enqueue
from requests_app.domain.calendar import BusinessCalendar
from requests_app.domain.clock import ClockEvent, ClockName
from requests_app.domain.counting import count
from requests_app.models import ClockEntry, Deadline, Holiday, HolidayChange, HolidayMove
from requests_app.services.clocks.calendars import calendar_of_rows, rows_of_place
from requests_app.services.clocks.reckoning import as_clock_event, counting_policy, refresh_deadlines
from requests_app.services.transitions import lock

EFFECT: Final = "requests.holiday_moved"
_READ_AT_ONCE: Final = 1000
_REFRESHED_AT_ONCE: Final = 200
T = TypeVar("T")
Place = tuple[str | None, str | None]


@dataclass(frozen=True)
class Wanted:
    """A holiday that an admin wants to add, or the one of `removed_id` that goes."""

    on: date
    name: str
    scope: str
    place: str = ""
    removed_id: int | None = None

    @property
    def is_removal(self) -> bool:
        return self.removed_id is not None


@dataclass(frozen=True)
class Move:
    """One open term that the change would move, with both dates."""

    access_request_id: int
    filing_number: str
    clock: ClockName
    due_before: date
    due_after: date


class MovesChanged(Exception):
    """What would move is no longer what the page showed; carries what would move now."""

    def __init__(self, moves: tuple[Move, ...]) -> None:
        super().__init__(f"{len(moves)} terms would move")
        self.moves = moves


def wanted_removal(holiday: Holiday) -> Wanted:
    return Wanted(holiday.on, holiday.name, holiday.scope, holiday.place, removed_id=holiday.pk)


def moves_of(wanted: Wanted, today: date) -> tuple[Move, ...]:
    """The open terms of that place whose due date the change moves, by number and clock.

    Two statements of SQL, and one more for each thousand open clocks that end on that day or later.
    """
    rows = list(Holiday.objects.order_by("on", "scope", "place"))
    changed = _after(rows, wanted)
    calendars: dict[Place, tuple[BusinessCalendar, BusinessCalendar]] = {}
    found = []
    for deadlines in _batches(_candidates(wanted), _READ_AT_ONCE):
        events = _events_of(deadlines)
        for deadline in deadlines:
            place = _place_of(deadline)
            if place not in calendars:
                calendars[place] = (_calendar(rows, place), _calendar(changed, place))
            known = events[deadline.access_request_id, deadline.clock]
            policy = counting_policy(ClockName(deadline.clock), known[0].on)
            before, after = (
                count(known, cal=cal, policy=policy, today=today).due_on for cal in calendars[place]
            )
            if before != after:
                case = deadline.access_request
                found.append(Move(case.pk, str(case.filing_number), ClockName(deadline.clock), before, after))
    return tuple(sorted(found, key=lambda move: (move.filing_number, move.clock)))


def mark_of(moves: Sequence[Move]) -> str:
    """A short name for exactly these moves: the confirmed page carries it."""
    return hashlib.sha256(
        repr([(m.access_request_id, m.clock, m.due_after) for m in moves]).encode()
    ).hexdigest()[:16]


@transaction.atomic
def change_holidays(*, wanted: Wanted, seen: str, actor: Actor, now: datetime) -> HolidayChange:
    """Carry the change out, keep its record and a line for each moved term, and reckon their deadlines anew.

    The first deadlines are written at once and the rest by the worker. Raises MovesChanged when the page showed
    other moves than would happen now, Refused when the day is there already or gone.
    """
    if actor.role is not Role.ADMIN:
        raise refuse("not_an_admin", "Só administradores mudam feriados.")
    with connection.cursor() as cursor:
        # Two changes at once would each be shown and counted without the other.
        cursor.execute(f'LOCK TABLE "{Holiday._meta.db_table}" IN SHARE ROW EXCLUSIVE MODE')
    moves = moves_of(wanted, timezone.localdate(now))
    if mark_of(moves) != seen:
        raise MovesChanged(moves)
    _write(wanted)
    change = HolidayChange.objects.create(
        is_removal=wanted.is_removal,
        on=wanted.on,
        name=wanted.name,
        scope=wanted.scope,
        place=wanted.place,
        affected=len(moves),
        by_id=actor.account_id,
        at=now,
    )
    HolidayMove.objects.bulk_create(
        HolidayMove(
            change=change,
            access_request_id=move.access_request_id,
            clock=move.clock.value,
            due_before=move.due_before,
            due_after=move.due_after,
        )
        for move in moves
    )
    requests = sorted({move.access_request_id for move in moves})
    refresh(requests[:_REFRESHED_AT_ONCE], timezone.localdate(now))
    for part in _batches(requests[_REFRESHED_AT_ONCE:], _REFRESHED_AT_ONCE):
        enqueue(
            EFFECT,
            key=f"{EFFECT}:{change.pk}:{part[0]}",
            payload={"change_id": change.pk, "first": part[0], "last": part[-1]},
        )
    return change


def refresh(request_ids: Iterable[int], today: date) -> None:
    """Write the due columns of these requests from the fold; running twice changes nothing."""
    for request_id in request_ids:
        access_request = lock(request_id)
        refresh_deadlines(access_request, today)
        access_request.save(update_fields=["due_on", "is_clock_paused", "days_used", "days_total"])


def refresh_part(*, change_id: int, first: int, last: int, today: date) -> None:
    """The requests of a change, from one id to another, that were too many for the page."""
    moved = HolidayMove.objects.filter(
        change_id=change_id, access_request_id__gte=first, access_request_id__lte=last
    )
    refresh(sorted(set(moved.values_list("access_request_id", flat=True))), today)


def _batches(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    rest = iter(items)
    while batch := tuple(islice(rest, size)):
        yield batch


def _after(rows: Sequence[Holiday], wanted: Wanted) -> list[Holiday]:
    if wanted.is_removal:
        return [row for row in rows if row.pk != wanted.removed_id]
    return [*rows, Holiday(on=wanted.on, name=wanted.name, scope=wanted.scope, place=wanted.place)]


def _candidates(wanted: Wanted) -> Iterator[Deadline]:
    """Open clocks of the place that end on that day or later, or stand still, when their end moves each day."""
    place = Q()
    if wanted.scope == Holiday.Scope.STATE:
        place = Q(access_request__consumer_unit__state__iexact=wanted.place)
    elif wanted.scope == Holiday.Scope.MUNICIPAL:
        place = Q(access_request__consumer_unit__municipality__iexact=wanted.place) | Q(
            access_request__consumer_unit=None, access_request__municipality__iexact=wanted.place
        )
    rows = Deadline.objects.filter(place, Q(due_on__gte=wanted.on) | Q(is_paused=True), is_open=True)
    return rows.select_related("access_request__consumer_unit").order_by("id").iterator(_READ_AT_ONCE)


def _events_of(deadlines: Sequence[Deadline]) -> dict[tuple[int, str], list[ClockEvent]]:
    found: dict[tuple[int, str], list[ClockEvent]] = defaultdict(list)
    ids = {deadline.access_request_id for deadline in deadlines}
    for entry in ClockEntry.objects.filter(access_request_id__in=ids).order_by("id"):
        found[entry.access_request_id, entry.clock].append(as_clock_event(entry))
    return found


def _place_of(deadline: Deadline) -> Place:
    unit = getattr(deadline.access_request, "consumer_unit", None)
    return (unit.state, unit.municipality) if unit else (None, deadline.access_request.municipality or None)


def _calendar(rows: Sequence[Holiday], place: Place) -> BusinessCalendar:
    return calendar_of_rows(rows_of_place(rows, state=place[0], municipality=place[1]))


def _write(wanted: Wanted) -> None:
    if wanted.removed_id is not None:
        if not Holiday.objects.filter(pk=wanted.removed_id).delete()[0]:
            raise refuse("holiday_gone", "Este feriado já não está na lista.")
        return
    try:
        with transaction.atomic():
            Holiday.objects.create(on=wanted.on, name=wanted.name, scope=wanted.scope, place=wanted.place)
    except IntegrityError as error:
        raise refuse("holiday_there", "Este feriado já está na lista.", field="on") from error
