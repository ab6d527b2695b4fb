"""The one service that books, releases and connects capacity: an entry for each event that moves it, in the grid too."""

from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from eligibility.domain.findings import Refused
from requests_app.domain.capacity import BOOKINGS, Balance, CapacityKind, balance
from requests_app.domain.lifecycle import Action, CapacityEffect
from requests_app.models import AccessRequest, CapacityEntry, Event, Opinion
from requests_app.services.grid.ledger import book
from requests_app.services.grid.places import place_of
from requests_app.services.grid.queue import added_kw
from requests_app.services.standing.flow import choice_of, newest_study, waiver_in_force


def move_capacity(
    access_request: AccessRequest, effect: CapacityEffect, event: Event, *, at: datetime
) -> CapacityEntry | None:
    """Write the entry of an event, in the accounts of the grid as well.

    None where nothing moves: the opinion holds nothing, or adds no power. Raises Refused `capacity.*` where the grid
    has no room for an opinion without works and without a waiver, or is known while nobody said where the request
    connects: the caller's transaction is then undone.
    """
    last = last_entry(access_request)
    is_held = last is not None and last.kind in BOOKINGS
    match effect:
        case CapacityEffect.BOOK:
            outcome = Opinion.Outcome(str(event.data.get("outcome") or Opinion.Outcome.FAVOURABLE))
            if event.action == Action.RESTORE.value and access_request.works_finished_on is not None:
                # Its works are built already and stand in the accounts: nothing more will come to make room.
                outcome = Opinion.Outcome.FAVOURABLE
            kind, power = booking_for(access_request, outcome)
            if not power:
                return None
            # A restored opinion was issued as it was issued: where it had no place, none is asked for now.
            if event.action != Action.RESTORE.value and (
                missing := place_of(access_request).missing(timezone.localdate(at))
            ):
                raise Refused(missing)
            return _add(access_request, kind, event, at, power)
        case CapacityEffect.RELEASE if is_held:
            assert last is not None
            return _add(access_request, CapacityKind.RELEASE, event, at, last.power_kw)
        case CapacityEffect.CONNECT if is_held:
            assert last is not None
            return _add(access_request, CapacityKind.CONNECT, event, at, last.power_kw)
        case _:
            return None


def booking_for(access_request: AccessRequest, outcome: Opinion.Outcome) -> tuple[CapacityKind, Decimal]:
    """Kind and kW of what a favourable opinion would book now; 0 kW where the request adds no power.

    What injects nothing, by the request or by the chosen reduction, is booked whole and never refused (policies
    `capacity.grid_zero` and `capacity.reduction`).
    """
    power = added_kw(access_request)
    if outcome is Opinion.Outcome.FAVOURABLE_WITH_WORKS:
        return CapacityKind.WORKS, power
    if waiver_in_force(access_request) is not None:
        return CapacityKind.EXEMPT, power
    chosen = choice_of(newest_study(access_request))
    if chosen is None:
        return CapacityKind.RESERVE, power
    return (
        (CapacityKind.RESERVE, min(chosen.booked_kw, power))
        if chosen.booked_kw
        else (CapacityKind.EXEMPT, power)
    )


def last_entry(access_request: AccessRequest) -> CapacityEntry | None:
    """What moved last; a booking is held, anything else is over."""
    return CapacityEntry.objects.filter(access_request=access_request).order_by("-id").first()


def held_entry(access_request: AccessRequest) -> CapacityEntry | None:
    """The booking that the request holds; None where it holds nothing, and once it is connected."""
    last = last_entry(access_request)
    return last if last is not None and last.kind in BOOKINGS else None


def balance_of(access_request: AccessRequest) -> Balance:
    """What the request holds and has connected now, in kW."""
    rows = CapacityEntry.objects.filter(access_request=access_request).order_by("id")
    return balance((CapacityKind(kind), power) for kind, power in rows.values_list("kind", "power_kw"))


def _add(
    access_request: AccessRequest, kind: CapacityKind, event: Event, at: datetime, power_kw: Decimal
) -> CapacityEntry:
    entry = CapacityEntry.objects.create(
        access_request=access_request, event=event, kind=kind.value, power_kw=power_kw, at=at
    )
    book(entry, actor_id=event.actor_id)
    return entry
