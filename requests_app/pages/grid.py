"""What the public pages of the grid show: lines of points, the map's signs with their links, and what is in force."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse

from requests_app.domain.grid_map import Bounds, FlowWord, GridMap, Mark, flow_word
from requests_app.domain.grid_rows import GridKind
from requests_app.forms.grid import KIND_SLUGS, PLURALS
from requests_app.services.grid.search import GridPoint, InForce, Query

_FLOW_LOOKS: Final = {
    FlowWord.YES: ("amber", "warn"),
    FlowWord.NO: ("green", "check-circle"),
    FlowWord.UNKNOWN: ("grey", "info"),
}


@dataclass(frozen=True)
class FlowTag:
    """The word of a flag with its colour and icon."""

    word: FlowWord

    @property
    def text(self) -> str:
        return self.word.label

    @property
    def colour(self) -> str:
        return _FLOW_LOOKS[self.word][0]

    @property
    def icon(self) -> str:
        return _FLOW_LOOKS[self.word][1]


@dataclass(frozen=True)
class Sign:
    """A mark of the map, ready to be drawn: numbers as SVG writes them."""

    url: str
    label: str
    css: str
    x: str
    y: str
    radius: int
    path: str
    count: int
    code: str
    code_x: str
    count_y: str

    @property
    def is_cluster(self) -> bool:
        return self.count > 1


def point_url(kind: GridKind, code: str) -> str:
    """The page of one point."""
    return reverse("grid_point", kwargs={"grid_kind": KIND_SLUGS[kind], "grid_code": code})


def line_of(point: GridPoint) -> dict[str, Any]:
    """A row of the table of points, and the heading of one point's page."""
    row, account = point.row, point.account
    own_account = point.row is point.account_row
    return {
        "url": point_url(point.kind, row.code),
        "kind": point.kind.label,
        "code": row.code,
        "name": row.name,
        "municipality": row.municipality,
        "hosting_kw": row.hosting_capacity_kw,
        "free_kw": account.free_kw(),
        "is_over": account.is_limited and account.balance_kw < 0,
        "account_place": "" if own_account else account.place,
        "flow": FlowTag(flow_word(row.has_reverse_flow)),
        "measured_on": row.measured_on,
        "source": row.source,
        "account_measured_on": None if own_account else point.account_row.measured_on,
        "is_invented": row.came_with.is_invented,
        "distance_km": point.distance_km,
    }


def search_url(query: Query, *, page: int = 1, area: Bounds | None = None) -> str:
    """The address that shows this query again; `area` looks closer."""
    around = area or query.area
    parts: dict[str, str] = {}
    if query.words:
        parts["busca"] = query.words
    if query.kind is not None:
        parts["tipo"] = KIND_SLUGS[query.kind]
    if around is not None:
        parts["area"] = ",".join(format(side, "f") for side in around)
    if page > 1:
        parts["pagina"] = str(page)
    address = reverse("grid_capacity")
    return f"{address}?{urlencode(parts)}" if parts else address


def signs_of(drawn: GridMap, query: Query) -> list[Sign]:
    """The marks with where they lead: a point to its page, several to a closer look at them."""
    return [_sign(mark, query) for mark in drawn.marks]


def _sign(mark: Mark, query: Query) -> Sign:
    name = ""
    if mark.is_cluster:
        # Points of one place cannot be told apart by looking closer: the table below says which they are.
        bounds = mark.bounds
        is_one_place = bounds.south == bounds.north and bounds.west == bounds.east
        url = search_url(query, area=bounds) + ("#pontos" if is_one_place else "#mapa")
    else:
        kind, _, code = mark.points[0].key.partition(":")
        url = point_url(GridKind(kind), code)
        name = code
    radius = max(mark.radius, 9)
    return Sign(
        url=url,
        label=mark.label,
        css=mark.flow.value,
        x=str(mark.x),
        y=str(mark.y),
        radius=radius,
        path=_path(mark.flow, mark.x, mark.y, radius),
        count=len(mark.points),
        code=name,
        code_x=str(mark.x + radius + 4),
        # The room in a triangle is below its middle.
        count_y=str(mark.y + (radius // 4 if mark.flow is FlowWord.YES else 0)),
    )


def _path(flow: FlowWord, x: Decimal, y: Decimal, radius: int) -> str:
    """A triangle, a circle or a square around the point, each about as large."""
    match flow.shape:
        case "triangle":
            side = radius * 6 // 5
            return f"M{x} {y - side}L{x + side} {y + radius}L{x - side} {y + radius}Z"
        case "square":
            return f"M{x - radius} {y - radius}h{2 * radius}v{2 * radius}h{-2 * radius}Z"
        case _:
            return f"M{x - radius} {y}a{radius} {radius} 0 1 0 {2 * radius} 0a{radius} {radius} 0 1 0 {-2 * radius} 0Z"


def legend() -> list[dict[str, Any]]:
    """The three shapes with their words."""
    middle = Decimal(12)
    return [
        {"css": word.value, "path": _path(word, middle, middle, 8), "text": word.label} for word in FlowWord
    ]


def kinds_in_words(kinds: Iterable[GridKind]) -> str:
    """`subestações e transformadores`."""
    words = [PLURALS[kind] for kind in kinds]
    return " e ".join(", ".join(words).rsplit(", ", 1))


def count_words(found: Mapping[GridKind, int]) -> str:
    """`1 subestação, 12 alimentadores`; kinds of which there is none are left out."""
    return ", ".join(
        f"{count} {kind.label.lower() if count == 1 else PLURALS[kind]}"
        for kind, count in found.items()
        if count
    )


def stock_lines(stock: Iterable[InForce]) -> list[dict[str, Any]]:
    """What is in force, kind by kind, for the tables that say it."""
    return [
        {
            "kind": PLURALS[each.kind].capitalize(),
            "count": each.count,
            "with_capacity": each.with_capacity,
            "with_reverse_flow": each.with_reverse_flow,
            "oldest": each.oldest,
            "newest": each.newest,
        }
        for each in stock
    ]
