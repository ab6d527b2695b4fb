"""Reading the CSV of a meter's load record: tolerant of how it is written, never of what is not there."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from itertools import islice
from typing import Final

from pydantic import BaseModel, ConfigDict

from eligibility.domain.bill.mass_memory import STEP, Interval
from eligibility.domain.bill.mass_memory_cells import (
    POWER_OF,
    Column,
    DecimalMark,
    columns_of,
    decimal_mark,
    instant,
    number,
    problem,
)
from eligibility.domain.bill.quantities import bill_rule
from eligibility.domain.findings import Finding, Refused, refuse

MOST_PROBLEMS: Final = 20
_HEADER_WITHIN: Final = 20
_SEPARATORS: Final = (";", "\t", ",", "|")
_LONGEST_CELL: Final = 200
_MOST_COLUMNS: Final = 100
_PER_HOUR: Final = 4
_Line = tuple[int, Sequence[str]]


class Stamp(StrEnum):
    """What the written time of a line is: the end or the start of its fifteen minutes."""

    end = "end"
    start = "start"


class MassMemoryFile(BaseModel):
    """The intervals of a file in the order written, whether it has reactive columns, and columns nobody read."""

    model_config = ConfigDict(frozen=True)

    intervals: tuple[Interval, ...]
    has_reactive: bool
    ignored_columns: tuple[str, ...]


def read_mass_memory(data: bytes, *, on: date, stamp: Stamp | None = None) -> MassMemoryFile:
    """The lines of a CSV with date, time and kWh (or kW) per quarter of an hour, and kVArh (or kVAr) where it has them.

    Separator, encoding, decimal mark, order and title lines are found out. `stamp` None takes the rulebook's policy.
    Raises Refused: `mass_memory.size`, `.encoding`, `.header`, `.empty`, `.numbers` for the file, else one
    `mass_memory.cell` per problem with line and column (a line longer than the titles is one), at most MOST_PROBLEMS of them. Cell values are never repeated.
    """
    limits = bill_rule("bill.mass_memory.limits", on)
    if len(data) > limits.as_table()["bytes"]:
        raise refuse("mass_memory.size", limits.text, limits.citation, field="file")
    most_lines = limits.as_table()["lines"]
    rows = _rows(_text(data), most_lines + _HEADER_WITHIN)
    at, columns = _header(rows)
    body = rows[at + 1 :]
    if not body:
        raise refuse("mass_memory.empty", "O arquivo tem títulos, mas nenhuma medição.", field="file")
    if len(body) > most_lines:
        raise refuse("mass_memory.size", limits.text, limits.citation, field="file")
    mark = _mark(body, columns)
    meaning = stamp or Stamp(bill_rule("bill.mass_memory.stamp", on).as_text())
    titles = rows[at][1]
    intervals = _intervals(body, columns, len(titles), mark, meaning)
    return MassMemoryFile(
        intervals=intervals,
        has_reactive=any(column.is_reactive for column in columns),
        ignored_columns=tuple(
            " ".join(title.split())[:_LONGEST_CELL]
            for place, title in enumerate(titles)
            if title.strip() and place not in columns.values()
        ),
    )


def _text(data: bytes) -> str:
    encodings = ("utf-16",) if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise refuse("mass_memory.encoding", "Este arquivo não é um texto CSV.", field="file")


def _rows(text: str, most: int) -> list[_Line]:
    """The lines that say something, `most` + 1 at most, each with its number, cut at the mark that the first use most."""
    head = list(islice(io.StringIO(text, newline=None), _HEADER_WITHIN))
    separator = max(_SEPARATORS, key=lambda mark: max((line.count(mark) for line in head), default=0))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    said = ((reader.line_num, _without_empty_end(cells)) for cells in reader)
    try:
        return list(islice((line for line in said if line[1]), most + 1))
    except csv.Error:
        raise refuse("mass_memory.encoding", "Este arquivo não é um texto CSV.", field="file") from None


def _without_empty_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def _header(rows: Sequence[_Line]) -> tuple[int, dict[Column, int]]:
    for at, (_, cells) in enumerate(rows[:_HEADER_WITHIN]):
        if len(cells) > _MOST_COLUMNS:
            message = f"O arquivo tem colunas demais. O máximo é {_MOST_COLUMNS}."
            raise refuse("mass_memory.header", message, field="file")
        columns = columns_of(cells)
        if (Column.moment in columns or {Column.day, Column.clock} <= columns.keys()) and (
            columns.keys() & {Column.kwh, Column.kw}
        ):
            return at, columns
    raise refuse(
        "mass_memory.header",
        "Não achamos os títulos das colunas. A primeira linha traz data, hora e kWh; o kVArh é opcional.",
        field="file",
    )


def _mark(body: Sequence[_Line], columns: dict[Column, int]) -> DecimalMark:
    amounts = [
        (line, column, cells[place])
        for line, cells in body
        for column, place in columns.items()
        if column.is_amount and place < len(cells)
    ]
    return decimal_mark(amounts)


def _intervals(
    body: Sequence[_Line], columns: Mapping[Column, int], width: int, mark: DecimalMark, meaning: Stamp
) -> tuple[Interval, ...]:
    problems: list[Finding] = []
    seen: dict[datetime, int] = {}
    found = []
    for line, cells in body:
        try:
            if any(cell.strip() for cell in cells[width:]):
                raise refuse(
                    "mass_memory.cell", f"Linha {line}: há mais valores do que títulos.", field="file"
                )
            interval = _interval(_Row(line, cells, columns, mark), meaning)
            earlier = seen.setdefault(interval.starts_at, line)
            if earlier != line:
                raise problem(line, Column.moment, f"este intervalo já está na linha {earlier}.")
        except Refused as refusal:
            problems += refusal.findings
            if len(problems) >= MOST_PROBLEMS:
                break
        else:
            found.append(interval)
    if problems:
        raise Refused(problems)
    return tuple(found)


class _Row:
    """One line of the file: its cells by column."""

    def __init__(
        self, line: int, cells: Sequence[str], columns: Mapping[Column, int], mark: DecimalMark
    ) -> None:
        self.line, self._cells, self._columns, self._mark = line, cells, columns, mark

    def has(self, column: Column) -> bool:
        return column in self._columns

    def text(self, column: Column) -> str:
        place = self._columns[column]
        return self._cells[place] if place < len(self._cells) else ""

    def energy(self, column: Column) -> Decimal:
        """The energy of the interval, from the power where the file has only that; 0 without such a column."""
        power = POWER_OF[column]
        if self.has(column):
            return number(self.text(column), self._mark, line=self.line, column=column)
        if self.has(power):
            return number(self.text(power), self._mark, line=self.line, column=power) / _PER_HOUR
        return Decimal(0)


def _interval(row: _Row, meaning: Stamp) -> Interval:
    if row.has(Column.moment):
        written, where = row.text(Column.moment), Column.moment
    else:
        written, where = f"{row.text(Column.day)} {row.text(Column.clock)}", Column.clock
    at = instant(written, line=row.line, column=where)
    both = row.energy(Column.kvarh)
    return Interval(
        starts_at=at - STEP if meaning is Stamp.end else at,
        active_kwh=row.energy(Column.kwh),
        inductive_kvarh=row.energy(Column.inductive_kvarh) + max(both, Decimal(0)),
        capacitive_kvarh=row.energy(Column.capacitive_kvarh) + max(-both, Decimal(0)),
    )
