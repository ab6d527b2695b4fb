"""Where a request connects: found by name, placed by an analyst, and what that means for its capacity."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from eligibility.domain.findings import Finding, Refused, refuse
from portal.accounts.roles import Actor
from requests_app.domain.csv_cells import plain
from requests_app.domain.grid_ledger import EntryKind
from requests_app.domain.grid_map import flow_word
from requests_app.domain.lifecycle import LIVE_STATES, OPEN_STATES, State
from requests_app.models import (
    AccessRequest,
    CapacityEntry,
    Feeder,
    GridPlacement,
    Opinion,
    Substation,
    Transformer,
)
from requests_app.services.grid.capacity import booking_for, held_entry
from requests_app.services.grid.ledger import book_late
from requests_app.services.grid.places import Place, place_of
from requests_app.services.grid.reading import Room, rooms
from requests_app.services.transitions import lock

FOUND_AT_MOST: Final = 20
LONGEST_SEARCH: Final = 80


class Point(NamedTuple):
    """A point of the grid to choose: `key` goes through the form, as `feeder:ALIM-1` or `transformer:BTM-T1`."""

    key: str
    label: str
    detail: str


def find_points(words: str) -> list[Point]:
    """Substations, transformers and feeders whose code, name or municipality has these words; feeders first.

    A feeder without a transformer in the data is placed by its substation. Three statements; none without words.
    """
    words = words.strip()[:LONGEST_SEARCH]
    if not words:
        return []
    like = plain(words)
    here = Q(code__icontains=words) | Q(name_key__contains=like) | Q(municipality_key__startswith=like)
    feeders = Feeder.objects.filter(here).select_related("transformer", "substation")
    transformers = Transformer.objects.filter(here).select_related("substation")
    substations = Substation.objects.filter(here)
    found = [
        *(_of_feeder(row) for row in feeders.order_by("code")[:FOUND_AT_MOST]),
        *(
            Point(
                f"transformer:{row.code}",
                f"Transformador {row.code} {row.name}",
                f"Subestação {row.substation}, {row.municipality}. {_flow(row)}",
            )
            for row in transformers.order_by("code")[:FOUND_AT_MOST]
        ),
        *(
            Point(
                f"substation:{row.code}",
                f"Subestação {row.code} {row.name}",
                f"{row.municipality}. {_flow(row)} Só a conta da subestação.",
            )
            for row in substations.order_by("code")[:FOUND_AT_MOST]
        ),
    ]
    return found[:FOUND_AT_MOST]


def _of_feeder(row: Feeder) -> Point:
    above = f"Transformador {row.transformer}, subestação" if row.transformer else "Subestação"
    return Point(
        f"feeder:{row.code}",
        f"Alimentador {row.code} {row.name}",
        f"{above} {row.substation}, {row.municipality}. {_flow(row)}",
    )


def _flow(row: Feeder | Transformer | Substation) -> str:
    return f"{flow_word(row.has_reverse_flow).label}."


@transaction.atomic
def place(*, access_request_id: int, point: str, actor: Actor, now: datetime) -> GridPlacement:
    """Place a request, or place it anew. `point` is the key of a `Point`.

    An opinion in force that no account knows of is booked there, for the grid's data may be younger than it. Raises
    Refused: unknown point, a booking stands already. PermissionDenied for who is no reviewer.
    """
    if not actor.is_reviewer:
        raise PermissionDenied
    access_request = lock(access_request_id)
    held = held_entry(access_request)
    if not can_place(access_request, held):
        raise refuse(
            "grid.placed_for_good",
            "O ponto na rede não muda depois da decisão. O que este pedido reservou fica onde foi escrito.",
            field="point",
        )
    kind, _, code = point.partition(":")
    given: dict[str, Any] = {"transformer": None, "feeder": None}
    if kind == "feeder" and (feeder := _named(Feeder, code)):
        given |= {"feeder": feeder, "transformer": feeder.transformer, "substation": feeder.substation}
    elif kind == "transformer" and (transformer := _named(Transformer, code)):
        given |= {"transformer": transformer, "substation": transformer.substation}
    elif kind == "substation" and (substation := Substation.objects.filter(code=code).first()):
        given["substation"] = substation
    else:
        raise refuse("grid.point_unknown", "Escolha um ponto da lista.", field="point")
    placement, _ = GridPlacement.objects.update_or_create(
        access_request=access_request, defaults=given | {"placed_at": now, "placed_by_id": actor.user_id}
    )
    if held is not None:
        book_late(held, at=now, actor_id=actor.user_id)
    return placement


def follow_feeders(feeders: Sequence[Feeder]) -> None:
    """Requests at these feeders that hold no power go where those hang now; what was booked stays where it was written."""
    now_at = Feeder.objects.filter(pk=OuterRef("feeder_id"))
    booked = [state.value for state in (*LIVE_STATES, State.CONNECTED)]
    moving = GridPlacement.objects.filter(feeder__in=feeders).exclude(access_request__state__in=booked)
    moving.update(
        transformer_id=Subquery(now_at.values("transformer_id")),
        substation_id=Subquery(now_at.values("substation_id")),
    )


def can_place(access_request: AccessRequest, held: CapacityEntry | None) -> bool:
    """Whether the request waits for its decision, or holds power that stands in no account; `held` is its `held_entry`."""
    if held is None:
        return State(access_request.state) in OPEN_STATES
    return State(access_request.state) in LIVE_STATES and not held.grid_entries.exists()


class GridStanding(NamedTuple):
    """Where a request connects, the accounts it meets there, and why they would refuse each outcome in favour.

    `missing` is empty for an outcome that nothing holds up.
    """

    place: Place
    rooms: tuple[Room, ...]
    missing: dict[Opinion.Outcome, tuple[Finding, ...]]


def grid_standing(access_request: AccessRequest, now: datetime) -> GridStanding:
    """What the grid says to an opinion issued now, for a page; the service asks again on locked rows."""
    on, here = timezone.localdate(now), place_of(access_request)
    found, unplaced = rooms(access_request, here.placement), here.missing(on)
    missing = {
        outcome: _refusal(access_request, outcome, found, unplaced, on)
        for outcome in (Opinion.Outcome.FAVOURABLE, Opinion.Outcome.FAVOURABLE_WITH_WORKS)
    }
    return GridStanding(here, found, missing)


def _refusal(
    access_request: AccessRequest,
    outcome: Opinion.Outcome,
    found: tuple[Room, ...],
    unplaced: tuple[Finding, ...],
    on: date,
) -> tuple[Finding, ...]:
    if not unplaced and (not found or outcome is not Opinion.Outcome.FAVOURABLE):
        return ()
    kind, power = booking_for(access_request, outcome)
    if unplaced or not power:
        return unplaced if power else ()
    try:
        for room in found:
            room.account.post(EntryKind(kind), power, on=on, queue=room.queue)
    except Refused as refused:
        return refused.findings
    return ()


def _named(model: type[Feeder] | type[Transformer], code: str) -> Any:
    """The point of that code with its substation; None where there is none."""
    return model._default_manager.select_related("substation").filter(code=code).first()
