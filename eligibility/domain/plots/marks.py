"""What a plot is drawn of. Places are in the units of its view box; colour and line are the sheet's, by class."""

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

_KILO = 1000
Anchor = Literal["start", "middle", "end"]


class Mark(BaseModel):
    """Something drawn; `css` names what it is."""

    model_config = ConfigDict(frozen=True)

    css: str


class Rect(Mark):
    """A bar or a band. `pattern` names the hatch that is laid over it, so that it reads without colour."""

    kind: Literal["rect"] = "rect"
    x: float
    y: float
    width: float
    height: float
    pattern: str = ""


class Path(Mark):
    """A line or an area."""

    kind: Literal["path"] = "path"
    d: str


class Dot(Mark):
    """A point of a line."""

    kind: Literal["dot"] = "dot"
    x: float
    y: float
    r: float


class Words(Mark):
    """A label."""

    kind: Literal["words"] = "words"
    x: float
    y: float
    text: str
    anchor: Anchor = "start"


class KeyEntry(BaseModel):
    """One line of the key: `css` and `pattern` as the marks that it explains."""

    model_config = ConfigDict(frozen=True)

    css: str
    text: str
    pattern: str = ""
    is_line: bool = False


class Plot(BaseModel):
    """A whole figure: drawing, one sentence that says it, key, and the table with every number."""

    model_config = ConfigDict(frozen=True)

    name: str
    title: str
    says: str
    width: int
    height: int
    marks: tuple[Rect | Path | Dot | Words, ...]
    key: tuple[KeyEntry, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Scale:
    """Amounts from 0 to a round end, as places between two others (`low` for 0)."""

    def __init__(self, largest: Decimal, low: float, high: float, *, steps: int = 4) -> None:
        self.step = nice_step(largest, steps)
        self.end = self.step * max(1, int((largest / self.step).to_integral_value(ROUND_CEILING)))
        self._low, self._high = low, high

    def at(self, amount: Decimal) -> float:
        """Where the amount stands."""
        share = float(amount / self.end)
        return round(self._low + (self._high - self._low) * share, 1)

    @property
    def ticks(self) -> tuple[Decimal, ...]:
        """0, each step and the end."""
        count = int(self.end / self.step)
        return tuple(self.step * number for number in range(count + 1))


def unit_of(end: Decimal, units: Sequence[str]) -> tuple[int, str]:
    """What to divide amounts by, and the unit of what comes out: a label of five signs still has room on a telephone."""
    divisor, place = 1, 0
    while end >= 10 * _KILO * divisor and place < len(units) - 1:
        divisor, place = divisor * _KILO, place + 1
    return divisor, units[place]


def nice_step(largest: Decimal, steps: int) -> Decimal:
    """1, 2, 2.5 or 5 times a power of ten, so that `steps` of them or fewer reach `largest`; 1 for nothing at all."""
    if largest <= 0:
        return Decimal(1)
    rough = largest / steps
    ten = Decimal(1).scaleb(rough.adjusted())
    return next(ten * Decimal(each) for each in ("1", "2", "2.5", "5", "10") if ten * Decimal(each) >= rough)


def polyline(points: Sequence[tuple[float, float]]) -> str:
    """The path through the points, in order."""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
