"""Which column a cell stands in; cells that could stand in two make their row, and those columns, doubtful."""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from documents.domain.bills.fields import Findings, Reason, Value
from documents.domain.bills.words import SIGN_GAP, Run, Sheets

CLEARLY_NEARER = 0.5
CLEARLY_MORE = 4
EDGE_REACH = 0.5
"""How far from an outer column a cell may stand, as a share of the distance to its neighbour."""
LEARNING_STEPS = 2
STRAY_REACH = 1.2
"""How far above and below the outer rows a half of their values may stand, in heights."""
TABLE_REACH = 0.9
"""How far beyond the outer columns a stray cell still spoils its row, in the same share."""


@dataclass(frozen=True)
class Column:
    """The name of a column and the width of its header."""

    name: str
    x0: float
    x1: float

    @property
    def centre(self) -> float:
        """Middle of the header."""
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True)
class Row:
    """The cells of one row by the name of their column, or doubtful as a whole."""

    cells: dict[str, Run]
    is_doubtful: bool = False


def strays(
    sheets: Sheets,
    titles: Sequence[Run],
    rows: Sequence[Sequence[Run]],
    *,
    reach: float = STRAY_REACH,
    segments: Container[str] = (),
) -> list[Run]:
    """Figures among the rows that are of none of them: the other half of a value on two lines, nobody knows whose.

    What has a title of its own at its left is a row that is not read; `segments` are words that title no row.
    """
    if not titles:
        return []
    known = {run for row in rows for run in row}
    left, right = min(run.x0 for run in titles), max(run.x1 for run in titles)
    around = reach * titles[0].height
    band = sheets.between(
        titles[0].page, min(run.middle for run in titles) - around, max(run.middle for run in titles) + around
    )
    return [
        run
        for run in band
        if run.is_figures
        and run.x0 > left
        and run not in known
        and not any(
            left - titles[0].height <= title.x0 < min(run.x0, right)
            and title.key not in segments
            and any(letter.isalpha() for letter in title.text)
            for title in sheets.row(run)
        )
    ]


class Grid:
    """Columns of a table and its rows of cells, settled together."""

    def __init__(self, columns: Sequence[Column], *, is_numeric: bool = True) -> None:
        self.is_numeric = is_numeric
        self.columns = sorted(columns, key=lambda column: column.centre)
        self.distrusted: set[str] = set()

    @property
    def left(self) -> float:
        """Left edge of the table, with the reach for stray cells."""
        return self.columns[0].x0 - TABLE_REACH * self._pitch(0)

    @property
    def right(self) -> float:
        """Right edge of the table, with the reach for stray cells."""
        return self.columns[-1].x1 + TABLE_REACH * self._pitch(len(self.columns) - 1)

    def settle(
        self,
        rows: Sequence[Sequence[Run]],
        *,
        needed: Sequence[str] = (),
        paired: Sequence[Sequence[str]] = (),
    ) -> list[Row]:
        """Assign the cells of all rows.

        `needed` are columns that no good table leaves empty in every row; of those `paired`, none is empty when
        another is not. Where one is, everything may have moved by a column and nothing tells: all is doubtful.
        """
        inside = [
            [cell for cell in cells if cell.x1 >= self.left and cell.x0 <= self.right] for cells in rows
        ]
        self._learn([[cell for cell in cells if self._counts(cell)] for cells in inside])
        settled = [self._row(cells) for cells in inside]
        filled = {name for row in settled for name in row.cells}
        groups = [set(names) for names in paired if filled & set(names)]
        if filled and not filled.issuperset(set(needed).union(*groups)):
            return [Row({}, is_doubtful=True) for _ in settled]
        return settled

    def _counts(self, cell: Run) -> bool:
        """In a table of numbers, words may be noise: they never make a number doubtful."""
        return not self.is_numeric or any(letter.isdigit() for letter in cell.text)

    def _learn(self, rows: Sequence[Sequence[Run]]) -> None:
        """Widen the columns by the cells that are surely theirs, as numbers seldom end where their header ends.

        Sure are the cells of a row that has one for each column, in order and clear of the other headers;
        and then, step by step, every cell that stands clearly in one column.
        """
        widened = {column.name: [column] for column in self.columns}
        for cells in rows:
            ordered = sorted(cells, key=lambda cell: cell.centre)
            is_full = len(ordered) == len(self.columns)
            if is_full and all(self._is_between(number, cell) for number, cell in enumerate(ordered)):
                for cell, column in zip(ordered, self.columns, strict=True):
                    widened[column.name].append(Column(column.name, cell.x0, cell.x1))
        self._widen(widened)
        for _ in range(LEARNING_STEPS):
            widened = {column.name: [column] for column in self.columns}
            for cells in rows:
                near = [self._columns_of(cell) for cell in cells]
                for cell, names in zip(cells, near, strict=True):
                    if len(names) == 1 and near.count(names) == 1:
                        widened[names[0]].append(Column(names[0], cell.x0, cell.x1))
            self._widen(widened)

    def _is_between(self, number: int, cell: Run) -> bool:
        """Whether a cell stands clear of the headers at both sides of its own."""
        is_after = number == 0 or cell.x0 > self.columns[number - 1].x1
        return is_after and (number + 1 == len(self.columns) or cell.x1 < self.columns[number + 1].x0)

    def _widen(self, parts: dict[str, list[Column]]) -> None:
        """Columns that would run into each other stay as they are, all of them."""
        wide = [
            Column(name, min(one.x0 for one in found), max(one.x1 for one in found))
            for name, found in parts.items()
        ]
        if all(before.x1 < after.x0 for before, after in pairwise(wide)):
            self.columns = wide

    def take(
        self, findings: Findings, row: Row, column: str, code: str, kind: Callable[[str], Value | None]
    ) -> None:
        """What the row says in a column, as a value of a kind."""
        if row.is_doubtful or column in self.distrusted:
            findings.refuse(code, Reason.ambiguous)
        elif any(one.name == column for one in self.columns):
            findings.take(code, row.cells.get(column), kind)

    def _row(self, cells: Sequence[Run]) -> Row:
        found: dict[str, Run] = {}
        is_doubtful = False
        for cell in sorted(cells, key=self._counts, reverse=True):
            near = self._columns_of(cell)
            if cell.is_sign and self._is_between_columns(cell) and _is_beside(cell, found.values()):
                is_doubtful = True
                continue
            is_clear = len(near) == 1 and near[0] not in found
            if not is_clear and not self._counts(cell):
                # The minus of a number that stands apart from it.
                is_doubtful = is_doubtful or (cell.is_sign and bool(found.keys() & set(near)))
                continue
            if not is_clear:
                is_doubtful = True
                self.distrusted.update(near)
            else:
                found[near[0]] = cell
        return Row({}, is_doubtful=True) if is_doubtful else Row(found)

    def _is_between_columns(self, cell: Run) -> bool:
        """Whether it stands in no column, where the mark of an empty cell would stand."""
        return all(cell.overlap(column.x0, column.x1) <= 0 for column in self.columns)

    def _columns_of(self, cell: Run) -> list[str]:
        """The one column that a cell surely stands in; two when it may be either, none when it is far away."""
        overlaps = sorted(
            ((cell.overlap(column.x0, column.x1), column.name) for column in self.columns), reverse=True
        )
        if len(overlaps) == 1:
            return [overlaps[0][1]] if overlaps[0][0] > -2 * cell.height else []
        first, second = overlaps[0], overlaps[1]
        if first[0] > 0:
            is_clear = second[0] <= 0 or first[0] >= CLEARLY_MORE * second[0]
            return [first[1]] if is_clear else [first[1], second[1]]
        index = next(i for i, column in enumerate(self.columns) if column.name == first[1])
        if -first[0] > EDGE_REACH * self._pitch(index):
            return []
        return [first[1]] if -first[0] <= CLEARLY_NEARER * -second[0] else [first[1], second[1]]

    def distrust(self, strays: Sequence[Run]) -> None:
        """Runs that may be half of a value: their columns are doubtful."""
        self.distrusted.update(
            column.name
            for column in self.columns
            if any(run.overlap(column.x0, column.x1) > 0 for run in strays)
        )

    def _pitch(self, index: int) -> float:
        here = self.columns[index].centre
        around = [self.columns[i].centre for i in (index - 1, index + 1) if 0 <= i < len(self.columns)]
        return min((abs(here - other) for other in around), default=40.0)


def _is_beside(sign: Run, numbers: Iterable[Run]) -> bool:
    return any(-sign.overlap(number.x0, number.x1) < SIGN_GAP * number.height for number in numbers)
