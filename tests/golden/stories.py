"""The golden stories: dated events of one request and what is expected after each, read from TOML written by hand."""

import tomllib
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent / "stories"


@dataclass(frozen=True)
class Holiday:
    """A day that an admin added for a place."""

    on: date
    name: str
    scope: str
    place: str


@dataclass(frozen=True)
class Step:
    """One event and what stands after it. What is None or empty is not asked.

    `do` is a step of `tests.life_steps`, or "look", which only looks. Dates by clock in `due` (running), days
    used in `paused` and `used`, days of delay in `late`, kinds of entries in `lines`; `mails` are rows of the
    table of e-mails, `told` who got one at least; `refused` is the code of the refusal, "forbidden", or "any".
    """

    on: date
    do: str
    at: time | None = None
    given: dict[str, Any] = field(default_factory=dict)
    refused: str = ""
    state: str = ""
    due: dict[str, date] = field(default_factory=dict)
    paused: dict[str, int] = field(default_factory=dict)
    used: dict[str, int] = field(default_factory=dict)
    late: dict[str, int] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)
    stopped: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    breaches: tuple[str, ...] | None = None
    mails: frozenset[int] | None = None
    told: frozenset[str] = frozenset()
    held: float | None = None
    connected: float | None = None
    bookings: str = ""
    opinions: int | None = None
    reassessed: bool = False


_GIVEN = frozenset(
    {"by", "reason", "failing", "late_item", "same_items", "incomplete", "inspected_on", "reasons", "upheld"}
)
"""What a step takes besides its day; everything else in a row is expected of it."""


@dataclass(frozen=True)
class Story:
    """A name, where the answer comes from, the project, the operator's choices, and the steps."""

    file: str
    name: str
    source: str
    kind: str
    steps: tuple[Step, ...]
    begin_at: str = ""
    on: date | None = None
    declarations: str = "df"
    has_project: bool = False
    choices: dict[str, str] = field(default_factory=dict)
    opinion: dict[str, str] = field(default_factory=dict)
    holidays: tuple[Holiday, ...] = ()


def stories() -> tuple[Story, ...]:
    """Every story of every file, in order. Raises TypeError for a word that no story has."""
    return tuple(
        _story(path.stem, row)
        for path in sorted(_HERE.glob("*.toml"))
        for row in tomllib.loads(path.read_text("utf-8"))["story"]
    )


def _story(file: str, row: dict[str, Any]) -> Story:
    row = dict(row)
    return Story(
        file=file,
        begin_at=row.pop("from", ""),
        has_project=row.pop("project", False),
        holidays=tuple(Holiday(**day) for day in row.pop("holidays", ())),
        steps=tuple(_step(step) for step in row.pop("steps")),
        **row,
    )


def _step(row: dict[str, Any]) -> Step:
    expected = {key: value for key, value in row.items() if key not in _GIVEN}
    for key in ("stopped", "none", "breaches"):
        if key in expected:
            expected[key] = tuple(expected[key])
    for key in ("mails", "told"):
        if key in expected:
            expected[key] = frozenset(expected[key])
    return Step(**expected, given={key: value for key, value in row.items() if key in _GIVEN})
