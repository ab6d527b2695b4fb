"""The history of thirteen months: demand and energy by post in group A, kWh and days in group B."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from operator import attrgetter
from statistics import median

from documents.domain.bills import kinds
from documents.domain.bills.fields import Findings, Value
from documents.domain.bills.tables import Column, Grid, Row, strays
from documents.domain.bills.words import Run, Sheets

POSTS = {"hp": "hp", "ponta": "hp", "hfp": "hfp", "foraponta": "hfp", "hr": "hr", "reservado": "hr"}
_GROUPS = {"demandakw": "demand", "energiakwh": "energy"}
_MONTH_HEADERS = ("mes/ano", "mes", "mesano")
_CONSUMPTION = {
    "consumokwh": "kwh",
    "consumo": "kwh",
    "mediakwh/dia": "daily",
    "media": "daily",
    "dias": "days",
    "nodedias": "days",
}
_KINDS: dict[str, Callable[[str], Value | None]] = {"daily": kinds.number, "days": kinds.days}
# No bill leaves these empty for a year: a month without energy prints 0.
_NEEDED = ("demand_hp", "demand_hfp", "energy_hp", "energy_hfp", "kwh", "daily", "days")
HEADER_DEPTH = 3.0
ON_THE_MONTH = 4.0
LONGEST_JUMP = 3.5
"""A month so many row heights below the one before belongs to something else."""


def read_history(sheets: Sheets, findings: Findings) -> list[int]:
    """Read the history of either layout; gives the number of rows of each table found."""
    return [
        _take_rows(sheets, findings, header, columns)
        for header, columns in [*_by_post(sheets), *_by_consumption(sheets)]
    ]


def _by_post(sheets: Sheets) -> list[tuple[Run, list[Column]]]:
    """Headers with demand and energy over the posts; the month may stand on either line."""
    tables = []
    for run in sheets:
        if run.key != "energiakwh":
            continue
        others = [other for other in sheets.row(run) if other.key == "demandakw"]
        months = _near(sheets, run, _MONTH_HEADERS)
        if len(others) != 1 or len(months) != 1:
            continue
        columns = _columns(sheets, sorted([run, others[0]], key=lambda one: one.centre), months[0])
        if columns:
            tables.append((months[0], columns))
    return tables


def _columns(sheets: Sheets, groups: Sequence[Run], month: Run) -> list[Column]:
    """The posts under demand and under energy: where a post comes again, the second group begins."""
    top = max(group.y1 for group in groups) - 0.3 * groups[0].height
    under = [
        run
        for run in sheets.between(month.page, top, top + HEADER_DEPTH * groups[0].height)
        if run.key in POSTS
    ]
    if not under:
        return []
    names = [run for run in sheets.row(under[0]) if run.key in POSTS]
    parts: list[list[Run]] = [[]]
    for run in names:
        if POSTS[run.key] in {POSTS[before.key] for before in parts[-1]}:
            parts.append([])
        parts[-1].append(run)
    if len(parts) != 2:
        return []
    columns = []
    for group, part in zip(groups, parts, strict=True):
        posts = {POSTS[run.key] for run in part}
        reach = group.height * 3
        if not {"hp", "hfp"} <= posts or not part[0].x0 - reach <= group.centre <= part[-1].x1 + reach:
            return []
        columns += [Column(f"{_GROUPS[group.key]}_{POSTS[run.key]}", run.x0, run.x1) for run in part]
    return columns


def _by_consumption(sheets: Sheets) -> list[tuple[Run, list[Column]]]:
    """Headers of group B: month, kWh, daily mean and days on one line."""
    tables = []
    for run in sheets:
        if run.key not in _MONTH_HEADERS:
            continue
        header = [other for other in sheets.row(run) if other.key in _CONSUMPTION and other.x0 > run.x0]
        names = [_CONSUMPTION[other.key] for other in header]
        if "kwh" in names and len(set(names)) == len(names):
            tables.append((run, [Column(_CONSUMPTION[one.key], one.x0, one.x1) for one in header]))
    return tables


def _near(sheets: Sheets, run: Run, keys: Sequence[str]) -> list[Run]:
    band = sheets.between(run.page, run.middle - 2 * run.height, run.middle + HEADER_DEPTH * run.height)
    return [one for one in band if one.key in keys and one.x1 < run.x0]


def _take_rows(sheets: Sheets, findings: Findings, header: Run, columns: Sequence[Column]) -> int:
    grid = Grid(columns)
    months = _months(sheets, header, grid.columns[0])
    cells = [[run for run in sheets.row(month) if run.x0 > month.x1] for month in months]
    rows = grid.settle(cells, needed=[column.name for column in grid.columns if column.name in _NEEDED])
    grid.distrust([run for run in strays(sheets, months, cells, reach=0) if not _is_unnamed(run, months)])
    if any(_is_crowded(sheets, month) for month in months):
        # The columns may all have moved to the left.
        rows = [Row({}, is_doubtful=True) for _ in rows]
    edges = [row for row in (rows[:1] + rows[-1:]) if not row.is_doubtful]
    grid.distrusted |= _slid(sheets, header, months, grid, has_empty_edge=not all(map(_has_number, edges)))
    for number, (month, row) in enumerate(zip(months, rows, strict=True)):
        findings.take(f"history.{number}.month", month, kinds.month)
        for column in grid.columns:
            kind = _KINDS.get(column.name, kinds.whole)
            grid.take(findings, row, column.name, f"history.{number}.{column.name}", kind)
    return len(months)


def _is_unnamed(run: Run, months: Sequence[Run]) -> bool:
    """Whether a run between two months that do not follow each other is of one whose name is missing."""
    above = max((month for month in months if month.middle < run.middle), key=attrgetter("middle"))
    below = min((month for month in months if month.middle >= run.middle), key=attrgetter("middle"))
    newer, older = kinds.month(above.text), kinds.month(below.text)
    return newer is not None and older != newer.before


def _has_number(row: Row) -> bool:
    return any(kinds.number(cell.text) is not None for cell in row.cells.values())


def _is_crowded(sheets: Sheets, month: Run) -> bool:
    """Whether a number stands on the month or close before it, where no column is."""
    return any(
        run is not month
        and kinds.number(run.text) is not None
        and month.x0 - ON_THE_MONTH * month.height < run.x1
        and run.centre < month.x1
        for run in sheets.row(month)
    )


def _slid(
    sheets: Sheets, header: Run, months: Sequence[Run], grid: Grid, *, has_empty_edge: bool
) -> set[str]:
    """Columns with a number just above the first or below the last month: they may have slid by a row."""
    if not months:
        return set()
    edge = months[0].height
    around = [
        *sheets.between(header.page, header.place.y0, months[0].middle - 0.5 * edge),
        *sheets.between(header.page, months[-1].middle + 0.5 * edge, months[-1].middle + 2.5 * edge),
    ]
    found = {
        column.name
        for run in around
        for column in grid.columns
        if run.is_figures and run.overlap(column.x0, column.x1) > 0
    }
    if found and has_empty_edge:
        return {column.name for column in grid.columns}
    # A whole row of them is a month whose name is missing.
    return set() if len(found) >= min(3, len(grid.columns)) else found


def _months(sheets: Sheets, header: Run, first: Column) -> list[Run]:
    """The months below the header of their column, from the top down, without a wide gap."""
    reach = first.x0 - header.x0
    below = [
        run
        for run in sheets.between(header.page, header.y1, header.y1 + 200 * header.height)
        if kinds.month(run.text) and abs(run.centre - header.centre) <= reach and run.x1 < first.x0
    ]
    below = [run for run in below if run.overlap(below[0].x0, below[0].x1) > 0]
    if not below:
        return []
    pitch = median([after.middle - before.middle for before, after in pairwise(below)] or [0])
    found = below[:1]
    for run in below[1:]:
        if run.middle - found[-1].middle > LONGEST_JUMP * max(pitch, run.height):
            break
        found.append(run)
    return found
