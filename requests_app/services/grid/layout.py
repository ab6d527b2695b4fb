"""Files of the grid as a layout, and a batch of their lines against what stands: new, changed, the same, or refused."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import IO, Any, Final

from django.db.models import QuerySet

from eligibility.domain.operator import StateWindow
from requests_app.domain.csv_cells import CellProblem, plain
from requests_app.domain.grid_rows import (
    COLUMNS,
    PARENT_KINDS,
    REQUIRED,
    TITLES,
    GridKind,
    GridRow,
    read_line,
)
from requests_app.models import Feeder, Substation, Transformer
from requests_app.services.exchange.csv_batches import Batch, Batches, Layout, batches

MAX_BYTES: Final = 40 * 1024 * 1024
MAX_LINES: Final = 200_000
REPORT_COLUMNS: Final = ("linha", "problema")
_PLAIN_FIELDS: Final = ("name", "municipality", "measured_on", "source", "has_reverse_flow")
_KEPT_WHEN_EMPTY: Final = ("latitude", "longitude", "voltage_kv", "hosting_capacity_kw")
Standing = Substation | Transformer | Feeder
Codes = dict[GridKind, set[str]]


@dataclass
class Sorted:
    """A batch against what stands, by line number."""

    new: dict[int, GridRow] = field(default_factory=dict)
    changed: dict[int, GridRow] = field(default_factory=dict)
    same: int = 0
    problems: dict[int, list[CellProblem]] = field(default_factory=dict)


@dataclass(frozen=True)
class Grid:
    """What stands of the codes that a batch names, by kind and code."""

    found: Mapping[GridKind, dict[str, Any]]

    def get(self, kind: GridKind, code: str) -> Any:
        """The row of that code; None where there is none."""
        return self.found[kind].get(code)

    def add(self, kind: GridKind, rows: Iterable[Any]) -> None:
        """What was just inserted stands from now on."""
        self.found[kind].update((row.code, row) for row in rows)


def read_grid(file: IO[bytes], *, today: date, window: StateWindow | None) -> Batches[GridRow]:
    """The file in batches. Raises Refused `grid.*` when it is no such file, or too long; leaves it open."""
    return batches(file, grid_layout(today, window))


def grid_layout(today: date, window: StateWindow | None) -> Layout[GridRow]:
    """How a file of the grid is written; what the portal adds to refused lines may come back with them."""
    return Layout[GridRow](
        code="grid",
        columns=COLUMNS,
        required=REQUIRED,
        read_line=partial(read_line, today=today, window=window),
        key=lambda row: row.key,
        key_column="codigo",
        repeated="Este código já está na linha {line}, para o mesmo tipo.",
        max_bytes=MAX_BYTES,
        max_lines=MAX_LINES,
        titles=TITLES,
        ignored=REPORT_COLUMNS,
    )


def standing_grid(batch: Batch[GridRow], *, lock: bool = False) -> Grid:
    """What stands of a batch and of its parents, three statements; locked from the top down, each kind by id."""
    codes = _codes_of(batch.good.values())
    tables: dict[GridKind, QuerySet[Any]] = {
        GridKind.SUBSTATION: Substation.objects.all(),
        GridKind.TRANSFORMER: Transformer.objects.select_related("substation"),
        GridKind.FEEDER: Feeder.objects.select_related("substation", "transformer"),
    }
    found: dict[GridKind, dict[str, Any]] = {}
    for kind, table in tables.items():
        rows = table.filter(code__in=codes[kind]).order_by("pk")
        if lock:
            rows = rows.select_for_update(of=("self",), no_key=True)
        found[kind] = {row.code: row for row in rows}
    return Grid(found)


def no_codes() -> Codes:
    """Nothing to come yet."""
    return {kind: set() for kind in GridKind}


def _codes_of(rows: Iterable[GridRow]) -> Codes:
    codes = no_codes()
    for row in rows:
        codes[row.kind].add(row.code)
        for parent in PARENT_KINDS[row.kind]:
            codes[parent].add(row.parent_code)
    return codes


def sort_lines(batch: Batch[GridRow], grid: Grid, to_come: Codes) -> Sorted:
    """Compare a batch with what stands, line after line.

    `to_come` are the codes of the lines before, which stand once those are taken in; the good lines are added to it. A parent
    stands already or on a line before, so that a file that was cut short never leaves something hanging.
    """
    found = Sorted(problems=dict(batch.problems))

    def stands(kind: GridKind, code: str) -> bool:
        return code in to_come[kind] or grid.get(kind, code) is not None

    for number, row in batch.good.items():
        standing = grid.get(row.kind, row.code)
        wrong = _wrong(row, standing, stands)
        if wrong is not None:
            found.problems[number] = [wrong]
            continue
        to_come[row.kind].add(row.code)
        if standing is None:
            found.new[number] = row
        elif changes(row, standing) or _parent_of(standing) != row.parent_code:
            found.changed[number] = row
        else:
            found.same += 1
    found.problems = dict(sorted(found.problems.items()))
    return found


def changes(row: GridRow, standing: Standing) -> dict[str, Any]:
    """What a line changes of what stands, by field. An empty cell says of the flag that nobody measured; place and voltage
    stay as they are without it."""
    given = {name: getattr(row, name) for name in _PLAIN_FIELDS}
    given |= {name: getattr(row, name) for name in _KEPT_WHEN_EMPTY if getattr(row, name) is not None}
    return {name: value for name, value in given.items() if getattr(standing, name) != value}


def fields_of(row: GridRow) -> dict[str, Any]:
    """Columns of a new row. The capacity is left out where an account has to book it first."""
    names = (*_PLAIN_FIELDS, *(name for name in _KEPT_WHEN_EMPTY if name != "hosting_capacity_kw"))
    values = {name: getattr(row, name) for name in names} | keys_of(row) | {"code": row.code}
    if row.kind is GridKind.FEEDER:
        values["hosting_capacity_kw"] = row.hosting_capacity_kw
    return values


def keys_of(row: GridRow) -> dict[str, str]:
    """What the search compares. Lower case may be longer than what was written: the columns take twice as much."""
    return {"name_key": plain(row.name)[:240], "municipality_key": plain(row.municipality)[:160]}


def _wrong(row: GridRow, standing: Any | None, stands: Callable[[GridKind, str], bool]) -> CellProblem | None:
    parents = PARENT_KINDS[row.kind]
    if parents and not any(stands(kind, row.parent_code) for kind in parents):
        message = "Este código não está no portal nem numa linha anterior. Ponha-o antes."
        return CellProblem("pertence_a", message)
    if standing is None:
        return None
    if row.measured_on < standing.measured_on:
        return CellProblem("data", "O portal já tem um dado mais novo. Nada foi mudado.")
    if row.hosting_capacity_kw is None and standing.hosting_capacity_kw is not None:
        # The date and the source of the line would stand beside a number that is older.
        message = "O portal já tem a capacidade deste ponto. Escreva o número desta data. Nada foi mudado."
        return CellProblem("capacidade_kw", message)
    if isinstance(standing, Transformer) and _parent_of(standing) != row.parent_code:
        # Its entries stand in the account of that substation.
        message = "Este transformador é de outra subestação. Use outro código. Nada foi mudado."
        return CellProblem("pertence_a", message)
    return None


def _parent_of(standing: Any) -> str:
    """The code that the line of this row has to name; feeders name their transformer where they have one."""
    if isinstance(standing, Feeder):
        return standing.transformer.code if standing.transformer is not None else standing.substation.code
    return standing.substation.code if isinstance(standing, Transformer) else ""
