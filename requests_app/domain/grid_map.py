"""A plain map of the grid's own points: where each stands in the picture, clusters of many, and the table that says the same.

Nothing is fetched: no tiles, no outline of another's. Degrees in, units of an SVG viewBox out.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple, TypeAlias

from eligibility.domain.numbers_pt import format_decimal, format_kw

WIDTH: Final = Decimal(720)
MOST_HEIGHT: Final = Decimal(720)
PADDING: Final = Decimal(24)
MOST_MARKS: Final = 500
_LEAST_SPAN: Final = Decimal("0.02")
"""Degrees that the picture shows at least, about two kilometres: one point alone stands in the middle."""
_FIRST_CELL: Final = 8
_REACH: Final = 28
"""Signs nearer than this in both directions would cover each other."""
_TENTH: Final = Decimal("0.1")
_KM_PER_DEGREE: Final = Decimal("111.195")
"""Of latitude, on a sphere of 6,371 km."""
_PLACES: Final = Decimal("0.000001")


class FlowWord(StrEnum):
    """What is known of reverse flow at a point; each has its own shape, so that nobody needs the colour."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return {
            FlowWord.YES: "Com inversão de fluxo",
            FlowWord.NO: "Sem inversão de fluxo",
            FlowWord.UNKNOWN: "Sem informação de fluxo",
        }[self]

    @property
    def shape(self) -> str:
        """`triangle`, `circle` or `square`."""
        return {FlowWord.YES: "triangle", FlowWord.NO: "circle", FlowWord.UNKNOWN: "square"}[self]


def flow_word(has_reverse_flow: bool | None) -> FlowWord:
    """The word of a flag; None is nobody's measurement."""
    if has_reverse_flow is None:
        return FlowWord.UNKNOWN
    return FlowWord.YES if has_reverse_flow else FlowWord.NO


class MapPoint(NamedTuple):
    """A point in decimal degrees. `free_kw` is None where no capacity was published."""

    key: str
    name: str
    municipality: str
    latitude: Decimal
    longitude: Decimal
    has_reverse_flow: bool | None = None
    free_kw: Decimal | None = None


class Bounds(NamedTuple):
    """The degrees that enclose some points, both ends included."""

    south: Decimal
    west: Decimal
    north: Decimal
    east: Decimal


_Placed: TypeAlias = tuple[MapPoint, tuple[Decimal, Decimal]]
"""A point and its place in the viewBox."""


class Mark(NamedTuple):
    """One sign of the picture: a point, or a cluster of several. `x`, `y` and `radius` in units of the viewBox."""

    x: Decimal
    y: Decimal
    radius: int
    points: tuple[MapPoint, ...]
    flow: FlowWord
    label: str

    @property
    def is_cluster(self) -> bool:
        return len(self.points) > 1

    @property
    def bounds(self) -> Bounds:
        """What a closer look at the cluster has to show."""
        return bounds_of(self.points)


class GridMap(NamedTuple):
    """The whole picture: `viewBox="0 0 width height"`, its marks from north to south, and its alternative text."""

    width: Decimal
    height: Decimal
    marks: tuple[Mark, ...]
    summary: str


class TextRow(NamedTuple):
    """A row of the table beside the picture."""

    key: str
    name: str
    municipality: str
    place: str
    flow: str
    free: str


def bounds_of(points: Sequence[MapPoint]) -> Bounds:
    """The box around the points; ValueError without any."""
    return Bounds(
        south=min(point.latitude for point in points),
        west=min(point.longitude for point in points),
        north=max(point.latitude for point in points),
        east=max(point.longitude for point in points),
    )


class Projection:
    """Degrees to the viewBox: north is up, and a kilometre is as long to the east as to the north.

    Equirectangular around the middle latitude, which is exact enough for a state and needs no library.
    """

    def __init__(self, bounds: Bounds) -> None:
        middle = (bounds.south + bounds.north) / 2
        self._shrink = Decimal(str(round(math.cos(math.radians(float(middle))), 6)))
        self._west, self._north = bounds.west, bounds.north
        across = (bounds.east - bounds.west) * self._shrink
        down = bounds.north - bounds.south
        room_x, room_y = WIDTH - 2 * PADDING, MOST_HEIGHT - 2 * PADDING
        self._scale = min(room_x / max(across, _LEAST_SPAN), room_y / max(down, _LEAST_SPAN))
        self.width = WIDTH
        self.height = (max(down, _LEAST_SPAN) * self._scale + 2 * PADDING).quantize(_TENTH)
        self._left = (WIDTH - across * self._scale) / 2
        self._top = (self.height - down * self._scale) / 2

    def place(self, latitude: Decimal, longitude: Decimal) -> tuple[Decimal, Decimal]:
        """`x` to the right and `y` down, in tenths."""
        x = self._left + (longitude - self._west) * self._shrink * self._scale
        y = self._top + (self._north - latitude) * self._scale
        return x.quantize(_TENTH), y.quantize(_TENTH)


def draw(points: Iterable[MapPoint], *, most_marks: int = MOST_MARKS) -> GridMap | None:
    """The picture of the points, each of them in exactly one mark; None when there is no point to show.

    Points whose signs would cover each other share a mark. Up to `most_marks` places stand alone; more are put together
    by squares that double until the marks are few enough.
    """
    every = sorted(points, key=lambda point: point.key)
    if not every:
        return None
    projection = Projection(bounds_of(every))
    placed = [(point, projection.place(point.latitude, point.longitude)) for point in every]
    # Feeders often stand where their substation does: signs on top of each other could not be told apart.
    here: dict[tuple[Decimal, Decimal], list[_Placed]] = defaultdict(list)
    for one in placed:
        here[one[1]].append(one)
    groups = list(here.values())
    cell = _FIRST_CELL
    while len(groups) > most_marks:
        squares: dict[tuple[int, int], list[_Placed]] = defaultdict(list)
        for point, (x, y) in placed:
            squares[int(x // cell), int(y // cell)].append((point, (x, y)))
        groups = list(squares.values())
        cell *= 2
    marks = sorted((_mark(group) for group in _apart(groups)), key=lambda mark: (mark.y, mark.x, mark.label))
    return GridMap(projection.width, projection.height, tuple(marks), _summary(every))


def _apart(groups: Iterable[Sequence[_Placed]]) -> Iterable[list[_Placed]]:
    """The groups, those put together whose signs would cover each other."""
    kept: list[tuple[tuple[Decimal, Decimal], list[_Placed]]] = []
    for group in groups:
        x, y = _middle(group)
        near = (one for (at_x, at_y), one in kept if max(abs(x - at_x), abs(y - at_y)) < _REACH)
        joined = next(near, None)
        if joined is None:
            kept.append(((x, y), list(group)))
        else:
            joined.extend(group)
    return [group for _, group in kept]


def _middle(group: Sequence[_Placed]) -> tuple[Decimal, Decimal]:
    count = len(group)
    x = (sum((place[0] for _, place in group), Decimal(0)) / count).quantize(_TENTH)
    y = (sum((place[1] for _, place in group), Decimal(0)) / count).quantize(_TENTH)
    return x, y


def _mark(group: Sequence[_Placed]) -> Mark:
    members = tuple(sorted((point for point, _ in group), key=lambda point: point.key))
    count = len(members)
    x, y = _middle(group)
    flows = [flow_word(point.has_reverse_flow) for point in members]
    # A cluster with one inversion inside says so: nobody shall read it as free of them.
    flow = next((word for word in (FlowWord.YES, FlowWord.UNKNOWN) if word in flows), FlowWord.NO)
    if count == 1:
        only = members[0]
        return Mark(x, y, 6, members, flow, f"{only.name}, {only.municipality}: {flow.label.lower()}")
    inverted = flows.count(FlowWord.YES)
    radius = min(9 + 3 * (len(str(count)) - 1), 18)
    return Mark(x, y, radius, members, flow, f"{count} pontos, {inverted} com inversão de fluxo")


def kilometres(start: tuple[Decimal, Decimal], end: tuple[Decimal, Decimal]) -> Decimal:
    """How far two points (latitude, longitude) lie apart, in kilometres with one place; good to a few hundred of them."""
    middle = (start[0] + end[0]) / 2
    shrink = Decimal(str(round(math.cos(math.radians(float(middle))), 6)))
    down, across = end[0] - start[0], (end[1] - start[1]) * shrink
    return ((down * down + across * across).sqrt() * _KM_PER_DEGREE).quantize(_TENTH)


def text_rows(points: Iterable[MapPoint]) -> tuple[TextRow, ...]:
    """The same points as a table, by municipality and name."""
    ordered = sorted(
        points, key=lambda point: (point.municipality.casefold(), point.name.casefold(), point.key)
    )
    return tuple(
        TextRow(
            key=point.key,
            name=point.name,
            municipality=point.municipality,
            place=f"{_degrees(point.latitude)}; {_degrees(point.longitude)}",
            flow=flow_word(point.has_reverse_flow).label,
            free="sem dado" if point.free_kw is None else f"{format_kw(point.free_kw)} kW",
        )
        for point in ordered
    )


def _degrees(value: Decimal) -> str:
    text = format_decimal(abs(value).quantize(_PLACES))
    return f"\N{MINUS SIGN}{text}" if value < 0 else text


def _summary(points: Sequence[MapPoint]) -> str:
    count, towns = len(points), len({point.municipality.casefold() for point in points})
    words = [flow_word(point.has_reverse_flow) for point in points]
    return (
        f"{count} {'ponto' if count == 1 else 'pontos'} em {towns} {'município' if towns == 1 else 'municípios'}: "
        f"{words.count(FlowWord.YES)} com inversão de fluxo, {words.count(FlowWord.NO)} sem, "
        f"{words.count(FlowWord.UNKNOWN)} sem informação. A tabela mostra os mesmos pontos."
    )
