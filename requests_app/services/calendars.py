"""The business calendar of a place: national holidays from the library plus the table that admins extend."""

import hashlib

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
    rows = Holiday.objects.filter(wanted).order_by("on", "scope", "place")
    extra = tuple(
        HolidayEntry(on=row.on, name=row.name, scope=row.scope, place=row.place or None) for row in rows
    )
    mark = hashlib.sha256(repr([(e.on, e.scope, e.place) for e in extra]).encode()).hexdigest()[:8]
    return BusinessCalendar(version=f"br-{mark}", extra=extra)
