"""The business calendar of a place: national holidays from the library plus the table that admins extend."""

import hashlib
from collections.abc import Iterable, Sequence

from django.db.models import Q

from requests_app.domain.calendar import BusinessCalendar, HolidayEntry
from requests_app.models import Holiday


def calendar_for(*, state: str | None = None, municipality: str | None = None) -> BusinessCalendar:
    """National days, plus those of the state and municipality when given. `version` names the exact set used."""
    wanted = Q(scope=Holiday.Scope.NATIONAL)
    if state:
        wanted |= Q(scope=Holiday.Scope.STATE, place__iexact=state)
    if municipality:
        wanted |= Q(scope=Holiday.Scope.MUNICIPAL, place__iexact=municipality)
    return calendar_of_rows(Holiday.objects.filter(wanted).order_by("on", "scope", "place"))


def calendar_of_rows(rows: Iterable[Holiday]) -> BusinessCalendar:
    """The calendar with exactly these added days."""
    extra = tuple(
        HolidayEntry(on=row.on, name=row.name, scope=row.scope, place=row.place or None) for row in rows
    )
    mark = hashlib.sha256(repr([(e.on, e.scope, e.place) for e in extra]).encode()).hexdigest()[:8]
    return BusinessCalendar(version=f"br-{mark}", extra=extra)


def rows_of_place(rows: Sequence[Holiday], *, state: str | None, municipality: str | None) -> list[Holiday]:
    """Of all added days those that count in a place, as `calendar_for` chooses them."""
    places = {
        Holiday.Scope.STATE.value: (state or "").upper(),
        Holiday.Scope.MUNICIPAL.value: (municipality or "").upper(),
    }
    return [
        row
        for row in rows
        if row.scope == Holiday.Scope.NATIONAL or (row.place and row.place.upper() == places[row.scope])
    ]
