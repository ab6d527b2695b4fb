"""The one service that books, releases and connects capacity: an entry for each event that moves it."""

from datetime import datetime

from requests_app.domain.capacity import BOOKINGS, Balance, CapacityKind, balance
from requests_app.domain.lifecycle import CapacityEffect
from requests_app.models import AccessRequest, CapacityEntry, Event, Opinion
from requests_app.services.filed_facts import filed_facts


def move_capacity(
    access_request: AccessRequest, effect: CapacityEffect, event: Event, *, at: datetime
) -> CapacityEntry | None:
    """Write the entry of an event. None where there is nothing to release: the opinion holds nothing."""
    last = CapacityEntry.objects.filter(access_request=access_request).order_by("-id").first()
    is_held = last is not None and last.kind in BOOKINGS
    match effect:
        case CapacityEffect.BOOK:
            return _add(access_request, _booking(access_request, event), event, at)
        case CapacityEffect.RELEASE if is_held:
            assert last is not None
            return _add(access_request, CapacityKind.RELEASE, event, at, of=last)
        case CapacityEffect.CONNECT if is_held:
            assert last is not None
            return _add(access_request, CapacityKind.CONNECT, event, at, of=last)
        case _:
            return None


def balance_of(access_request: AccessRequest) -> Balance:
    """What the request holds and has connected now, in kW."""
    rows = CapacityEntry.objects.filter(access_request=access_request).order_by("id")
    return balance((CapacityKind(kind), power) for kind, power in rows.values_list("kind", "power_kw"))


def _booking(access_request: AccessRequest, event: Event) -> CapacityKind:
    if str(event.data.get("outcome")) == Opinion.Outcome.FAVOURABLE_WITH_WORKS:
        return CapacityKind.WORKS
    facts = filed_facts(access_request)
    is_waived = facts.is_grid_zero or facts.wants_fast_track or facts.wants_compatible_power
    return CapacityKind.EXEMPT if is_waived else CapacityKind.RESERVE


def _add(
    access_request: AccessRequest,
    kind: CapacityKind,
    event: Event,
    at: datetime,
    of: CapacityEntry | None = None,
) -> CapacityEntry:
    assert access_request.installed_power_kw is not None
    return CapacityEntry.objects.create(
        access_request=access_request,
        event=event,
        kind=kind.value,
        power_kw=of.power_kw if of else access_request.installed_power_kw,
        at=at,
    )
