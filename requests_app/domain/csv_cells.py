"""Cells of the files that admins send: what any of them may hold, and what is wrong with one."""

import re
import unicodedata
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeAlias

from eligibility.domain.findings import Refused, refuse

LONGEST_CELL: Final = 254
FORMULA: Final = ("=", "+", "-", "@")
EMPTY: Final = "Preencha este campo."
Parsers: TypeAlias = Mapping[str, tuple[str, Callable[[str], Any]]]
"""Column → what its value is called, and how its text is read; raises Refused."""
_DAY: Final = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})")
_ISO_DAY: Final = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?:[T ][\d:.]+Z?)?")


@dataclass(frozen=True, slots=True)
class CellProblem:
    """Why a line is not taken: the column and a Portuguese sentence, never the value."""

    column: str
    message: str


def plain(text: str) -> str:
    """Lower case, without accents and outer spaces: how headers and words of a closed set are compared."""
    apart = unicodedata.normalize("NFD", " ".join(text.split()).casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))


def readable(text: str) -> str:
    """The text of a cell. Raises Refused when it is too long or holds signs that cannot be read."""
    if len(text) > LONGEST_CELL:
        raise refuse("cell.too_long", f"Use até {LONGEST_CELL} letras.")
    if not text.isprintable() or "\N{REPLACEMENT CHARACTER}" in text:
        raise refuse("cell.unreadable", "Há um caractere que não se lê.")
    return text


def words(longest: int) -> Callable[[str], str]:
    """Free text. What a spreadsheet would run as a formula is no place name and no voltage."""

    def parse(text: str) -> str:
        if text.startswith(FORMULA):
            raise refuse("cell.formula", "O texto não pode começar com =, +, - ou @.")
        if len(text) > longest:
            raise refuse("cell.too_long", f"Use até {longest} letras.")
        return " ".join(text.split())

    return parse


def named(longest: int) -> Callable[[str], str]:
    """Free text that may not be empty."""
    parse = words(longest)

    def filled(text: str) -> str:
        if not text:
            raise refuse("cell.empty", EMPTY)
        return parse(text)

    return filled


def one_of(values: Mapping[str, Any], message: str) -> Callable[[str], str]:
    """A word of a closed set, as the value that stands for it."""

    def parse(text: str) -> str:
        found = values.get(plain(text))
        if found is None:
            raise refuse("cell.word", message)
        return str(found.value)

    return parse


def day(text: str) -> date:
    """`12/03/2024` or `2024-03-12`. Raises Refused for anything that is no day."""
    found = _DAY.fullmatch(text) or _ISO_DAY.fullmatch(text)
    if found is None:
        raise refuse("cell.day", "Escreva a data assim: 12/03/2024.")
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        raise refuse("cell.day", "Esta data não existe.") from None


def read_cells(
    cells: Mapping[str, str], parsers: Parsers, required: Container[str]
) -> tuple[dict[str, Any], list[CellProblem]]:
    """The cells of a line that can be read, by name, and why the others cannot; an empty one only where it must not be."""
    problems: list[CellProblem] = []
    values: dict[str, Any] = {}
    for column, (name, parse) in parsers.items():
        text = cells.get(column, "").strip()
        if not text and column not in required:
            continue
        try:
            values[name] = parse(readable(text))
        except Refused as refused:
            problems.append(CellProblem(column, refused.message))
    return values, problems
