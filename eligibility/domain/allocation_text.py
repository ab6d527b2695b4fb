"""Pasted text or the text of a CSV file as rows of cells, whatever separates the columns."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from eligibility.domain.findings import refuse

LONGEST_TEXT = 1_000_000
MOST_LINES = 20_000
LONGEST_CELL = 200
MOST_COLUMNS = 20
_LONGEST_LINE = 400
_UNIT_BEFORE_COMMA = re.compile(
    r'"?\s*(?:[0-9][0-9.\-]{8,}|esta unidade|[a-zç_ãêíóú º.]{2,40})\s*"?', re.IGNORECASE
)
_TAX_ID = (
    r"[0-9]{3}\.?[0-9]{3}\.?[0-9]{3}-?[0-9]{2}|[0-9A-Z]{2}\.?[0-9A-Z]{3}\.?[0-9A-Z]{3}/?[0-9A-Z]{4}-?[0-9]{2}"
)
_SPACED = re.compile(
    rf"(?P<unit>esta unidade|\S+)(?: (?P<value>\S+(?: ?%)?))?(?: (?P<name>.*?))??(?: (?P<tax_id>{_TAX_ID}))?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Row:
    """One line with something in it: its number as people count, and its cells with spaces tidied."""

    line: int
    cells: tuple[str, ...]


def text_rows(text: str) -> tuple[Row, ...]:
    """The rows of a text with tabs, semicolons, commas or plain spaces between columns; empty lines are left out.

    Raises Refused when the text is too long or cannot be split at all.
    """
    if len(text) > LONGEST_TEXT:
        raise refuse(
            "allocation.text_too_long", "O texto é longo demais. Envie só as colunas da lista.", field="text"
        )
    text = text.replace("\x00", "").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > MOST_LINES:
        raise refuse(
            "allocation.text_too_long",
            "O texto tem linhas demais, mesmo vazias. Envie só a lista.",
            field="text",
        )
    separator = _separator(text)
    found = _spaced(text) if separator is None else _separated(text, separator)
    try:
        return tuple(row for row in found if any(row.cells))
    except csv.Error as error:
        raise refuse(
            "allocation.unreadable_text",
            "Não conseguimos ler o texto como uma tabela. Copie as células de novo.",
            field="text",
        ) from error


def tidy(cell: str) -> str:
    """One line, single spaces, nothing invisible, at most `LONGEST_CELL` characters."""
    visible = "".join(c if c.isprintable() else " " for c in cell[: LONGEST_CELL * 4])
    return " ".join(visible.split())[:LONGEST_CELL]


def row_of(line: int, cells: Iterator[str] | list[str] | tuple[str, ...]) -> Row:
    return Row(line, tuple(tidy(cell) for cell in list(cells)[:MOST_COLUMNS]))


def _separator(text: str) -> str | None:
    for mark in ("\t", ";"):
        if mark in text:
            return mark
    first = [line for line in text[: 4 * _LONGEST_LINE].split("\n") if line.strip()][:3]
    is_comma = any(
        "," in line and _UNIT_BEFORE_COMMA.fullmatch(line.partition(",")[0][:60]) for line in first
    )
    return "," if is_comma else None


def _separated(text: str, separator: str) -> Iterator[Row]:
    # A lone quote mark in a name would swallow every line after it.
    is_quoted = text.count('"') % 2 == 0
    lines = text.split("\n")
    reader = (
        csv.reader(lines, delimiter=separator)
        if is_quoted
        else csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_NONE)
    )
    for cells in reader:
        yield row_of(reader.line_num, cells)


def _spaced(text: str) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), start=1):
        compact = " ".join(line[:_LONGEST_LINE].split())
        match = _SPACED.fullmatch(compact)
        cells = [match[name] or "" for name in ("unit", "value", "name", "tax_id")] if match else [compact]
        yield row_of(number, cells)
