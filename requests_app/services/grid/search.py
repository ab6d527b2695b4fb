"""Find points of the grid: by words, on a part of the map, near a place, by a consumer unit; and what is in force."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from math import cos, radians
from operator import and_
from typing import Any, Final

from django.db.models import Case, Count, DecimalField, F, Max, Min, Q, QuerySet, Value, When

from requests_app.domain.csv_cells import plain
from requests_app.domain.grid_ledger import Account
from requests_app.domain.grid_map import Bounds, GridMap, MapPoint, draw, kilometres
from requests_app.domain.grid_rows import GridKind
from requests_app.models import CustomerAccount, Feeder, Substation, Transformer
from requests_app.services.grid.ledger import AccountRow, account_of

PAGE: Final = 20
NEAREST: Final = 10
MOST_POINTS: Final = 2_000
"""How many points a picture is drawn of; kinds that would pass it are left out, from the feeders up."""
MOST_MARKS: Final = 80
TABLES: Final[Mapping[GridKind, Any]] = {
    GridKind.SUBSTATION: Substation,
    GridKind.TRANSFORMER: Transformer,
    GridKind.FEEDER: Feeder,
}
_PARENTS: Final[Mapping[GridKind, tuple[str, ...]]] = {
    GridKind.SUBSTATION: ("came_with",),
    GridKind.TRANSFORMER: ("came_with", "substation"),
    GridKind.FEEDER: ("came_with", "substation", "transformer"),
}


@dataclass(frozen=True)
class Query:
    """What somebody looks for. Without words and area the substations are shown: they are where a person begins."""

    words: str = ""
    kind: GridKind | None = None
    area: Bounds | None = None

    @property
    def kinds(self) -> tuple[GridKind, ...]:
        if self.kind is not None:
            return (self.kind,)
        return tuple(GridKind) if self.words or self.area else (GridKind.SUBSTATION,)


@dataclass(frozen=True)
class GridPoint:
    """A point with the account that a request there would be booked in first; a feeder has none of its own."""

    kind: GridKind
    row: Substation | Transformer | Feeder
    distance_km: Decimal | None = None

    @property
    def account_row(self) -> AccountRow:
        if isinstance(self.row, Feeder):
            return self.row.transformer or self.row.substation
        return self.row

    @property
    def account(self) -> Account:
        return account_of(self.account_row)


@dataclass(frozen=True)
class InForce:
    """What the portal knows of one kind; `oldest` and `newest` are the days of the data, None without any."""

    kind: GridKind
    count: int
    with_capacity: int
    with_reverse_flow: int
    oldest: date | None
    newest: date | None


@dataclass(frozen=True)
class Picture:
    """The map of a query, and the kinds that were too many to be drawn; no map where no point has coordinates."""

    drawn: GridMap | None
    left_out: tuple[GridKind, ...]


def counts(query: Query) -> dict[GridKind, int]:
    """How many points of each kind the query finds."""
    return {kind: _rows(kind, query).count() for kind in query.kinds}


def page_of(query: Query, number: int) -> list[GridPoint]:
    """The points of a page, from 1: the exact code first, then by kind, municipality and name."""
    parts = [
        _rows(kind, query)
        .annotate(
            is_other=Case(When(code=query.words.upper(), then=Value(0)), default=Value(1)),
            place=Value(place),
        )
        .values_list("is_other", "place", "municipality_key", "name_key", "code", "pk")
        .order_by()
        for place, kind in enumerate(GridKind)
        if kind in query.kinds
    ]
    keys = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    keys = keys.order_by("is_other", "place", "municipality_key", "name_key", "code")
    first = (number - 1) * PAGE
    return _load((list(GridKind)[place], pk) for _, place, _, _, _, pk in keys[first : first + PAGE])


def picture_of(query: Query) -> Picture:
    """The points of the query that have coordinates."""
    points: list[MapPoint] = []
    left_out: list[GridKind] = []
    for kind in query.kinds:
        rows = _rows(kind, query).filter(latitude__isnull=False)
        found = rows.order_by("code").values_list(
            "code", "name", "municipality", "latitude", "longitude", "has_reverse_flow"
        )[: MOST_POINTS + 1 - len(points)]
        these = [MapPoint(f"{kind.value}:{code}", *rest) for code, *rest in found]
        if left_out or len(points) + len(these) > MOST_POINTS:
            left_out.append(kind)
        else:
            points += these
    return Picture(draw(points, most_marks=MOST_MARKS), tuple(left_out))


def nearest(latitude: Decimal, longitude: Decimal) -> list[GridPoint]:
    """The points of any kind that lie nearest, the nearest first."""
    shrink = Decimal(str(round(cos(radians(float(latitude))), 6)))
    number = DecimalField(max_digits=18, decimal_places=12)
    down = F("latitude") - Value(latitude, number)
    across = (F("longitude") - Value(longitude, number)) * Value(shrink, number)
    parts = [
        table.objects.filter(latitude__isnull=False)
        .annotate(away=down * down + across * across, place=Value(place))
        .order_by("away", "pk")
        .values_list("away", "place", "pk")[:NEAREST]
        for place, table in enumerate(TABLES.values())
    ]
    keys = sorted(key for part in parts for key in part)[:NEAREST]
    here = (latitude, longitude)
    return [
        GridPoint(point.kind, point.row, kilometres(here, (point.row.latitude, point.row.longitude)))
        for point in _load((list(GridKind)[place], pk) for _, place, pk in keys)
        if point.row.latitude is not None and point.row.longitude is not None
    ]


def point_of_unit(unit_number: str) -> GridPoint | None:
    """The transformer or feeder that a consumer unit hangs on, as the customers' file says; None where it does not."""
    code = CustomerAccount.objects.filter(unit_number=unit_number).values_list("grid_code", flat=True).first()
    if not code:
        return None
    return find(GridKind.TRANSFORMER, code) or find(GridKind.FEEDER, code)


def find(kind: GridKind, code: str) -> GridPoint | None:
    """The point of that code, with what stands above it."""
    row = TABLES[kind].objects.select_related(*_PARENTS[kind]).filter(code=code).first()
    return GridPoint(kind, row) if row is not None else None


def is_code(text: str) -> bool:
    """Whether some point has this code."""
    return any(table.objects.filter(code=text.upper()).exists() for table in TABLES.values())


def below(point: GridPoint, kind: GridKind) -> QuerySet[Any]:
    """The rows of that kind which belong to the point, directly or through a transformer."""
    owner = "substation" if point.kind is GridKind.SUBSTATION else "transformer"
    rows: QuerySet[Any] = TABLES[kind].objects.select_related(*_PARENTS[kind])
    return rows.filter(**{owner: point.row}).order_by("code")


def in_force() -> tuple[InForce, ...]:
    """What the portal knows, kind by kind. Three statements."""
    return tuple(
        InForce(
            kind,
            **table.objects.aggregate(
                count=Count("pk"),
                with_capacity=Count("pk", filter=Q(hosting_capacity_kw__isnull=False)),
                with_reverse_flow=Count("pk", filter=Q(has_reverse_flow=True)),
                oldest=Min("measured_on"),
                newest=Max("measured_on"),
            ),
        )
        for kind, table in TABLES.items()
    )


def sources() -> list[tuple[str, bool]]:
    """Where the data come from, and whether they are invented; by name. One statement."""
    parts = [
        table.objects.values_list("source", "came_with__is_invented").order_by() for table in TABLES.values()
    ]
    return sorted(parts[0].union(*parts[1:]))


def _rows(kind: GridKind, query: Query) -> QuerySet[Any]:
    rows: QuerySet[Any] = TABLES[kind].objects.all()
    words = plain(query.words).split()
    if words:
        rows = rows.filter(
            reduce(
                and_,
                (
                    Q(name_key__contains=word)
                    | Q(municipality_key__contains=word)
                    | Q(code__contains=word.upper())
                    for word in words
                ),
            )
        )
    if query.area is not None:
        south, west, north, east = query.area
        rows = rows.filter(latitude__range=(south, north), longitude__range=(west, east))
    return rows


def _load(keys: Iterable[tuple[GridKind, int]]) -> list[GridPoint]:
    """The rows of these keys in their order, one statement for each kind among them."""
    wanted = list(keys)
    rows: dict[tuple[GridKind, int], Any] = {}
    for kind in dict.fromkeys(kind for kind, _ in wanted):
        own = [pk for found, pk in wanted if found is kind]
        for row in TABLES[kind].objects.select_related(*_PARENTS[kind]).filter(pk__in=own):
            rows[kind, row.pk] = row
    return [GridPoint(kind, rows[kind, pk]) for kind, pk in wanted if (kind, pk) in rows]
