"""Titles, instants and numbers of a load record as meters and spreadsheets write them."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

from eligibility.domain.findings import Refused, refuse
from eligibility.domain.numbers_pt import LARGEST

FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2100
LONGEST_CELL: Final = 40

_WORD: Final = re.compile(r"[a-z0-9]+")
_INSTANT: Final = re.compile(
    r"(?:(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})|(?P<iso>\d{4}-\d{2}-\d{2}))"
    r"[ T](?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?",
    re.ASCII,
)
_NUMBER: Final = re.compile(r"-?\d+(?:[.,]\d+)*", re.ASCII)
_OTHER_ENERGY: Final = ("inj", "gerad", "gerac", "rev", "forn", "hp", "hfp", "hr", "pont", "fora")
_MINUTES: Final = 15


class Column(StrEnum):
    """What a column may hold; the value is its Portuguese name in a refusal."""

    moment = "data e hora"
    day = "data"
    clock = "hora"
    kwh = "kWh"
    kw = "kW"
    kvarh = "kVArh"
    kvar = "kVAr"
    inductive_kvarh = "kVArh indutivo"
    inductive_kvar = "kVAr indutivo"
    capacitive_kvarh = "kVArh capacitivo"
    capacitive_kvar = "kVAr capacitivo"

    @property
    def is_amount(self) -> bool:
        """Whether its cells are numbers."""
        return self not in {Column.moment, Column.day, Column.clock}

    @property
    def is_reactive(self) -> bool:
        """Whether it holds reactive energy or power."""
        return "kVAr" in self.value


POWER_OF: Final = {
    Column.kwh: Column.kw,
    Column.kvarh: Column.kvar,
    Column.inductive_kvarh: Column.inductive_kvar,
    Column.capacitive_kvarh: Column.capacitive_kvar,
}
"""Energy column → the power column that may stand for it."""
_SPLIT_REACTIVE: Final = {
    Column.inductive_kvarh,
    Column.inductive_kvar,
    Column.capacitive_kvarh,
    Column.capacitive_kvar,
}


class DecimalMark(StrEnum):
    """Which sign separates decimal places in a file."""

    comma = ","
    dot = "."


_THOUSANDS: Final = {DecimalMark.comma: DecimalMark.dot, DecimalMark.dot: DecimalMark.comma}
_WRITTEN: Final = {
    mark: re.compile(rf"-?(?:\d+|[1-9]\d{{0,2}}(?:[{other}]\d{{3}})+)(?:[{mark}]\d+)?", re.ASCII)
    for mark, other in _THOUSANDS.items()
}
_SIGNED: Final = {Column.kvarh, Column.kvar}


def problem(line: int, column: Column, message: str) -> Refused:
    """The refusal of one cell: where it stands and what is wrong, never what it holds."""
    return refuse("mass_memory.cell", f"Linha {line}, coluna {column.value}: {message}", field="file")


def columns_of(titles: Sequence[str]) -> dict[Column, int]:
    """Which place holds what. Energy wins over power, and split reactive columns over a single one.

    Refused `mass_memory.header` when two titles say the same thing: choosing one would be a guess.
    """
    found: dict[Column, int] = {}
    for place, title in enumerate(titles):
        column = _column(title)
        if column is None:
            continue
        if column in found:
            raise refuse("mass_memory.header", f"Há duas colunas de {column.value}.", field="file")
        found[column] = place
    for energy, power in POWER_OF.items():
        if energy in found:
            found.pop(power, None)
    if _SPLIT_REACTIVE & found.keys():
        found.pop(Column.kvarh, None)
        found.pop(Column.kvar, None)
    if Column.moment in found:
        found.pop(Column.day, None)
        found.pop(Column.clock, None)
    return found


def decimal_mark(cells: Iterable[tuple[int, Column, str]]) -> DecimalMark:
    """The decimal mark of a file, from every number in it.

    "12.345" alone may be twelve or twelve thousand. Refused `mass_memory.numbers` when nothing in the file tells
    which, or when it holds both ways of writing.
    """
    says: dict[DecimalMark, tuple[int, Column]] = {}
    doubtful: tuple[int, Column] | None = None
    for line, column, text in cells:
        compact = text.strip()
        if not _NUMBER.fullmatch(compact) or not any(mark in compact for mark in ".,"):
            continue
        mark = _evidence(compact)
        if mark is None:
            doubtful = doubtful or (line, column)
        else:
            says.setdefault(mark, (line, column))
    if len(says) > 1:
        line, column = max(says.values(), key=lambda place: place[0])
        message = (
            f"Linha {line}, coluna {column.value}: o arquivo mistura vírgula e ponto nas casas decimais."
        )
        raise refuse("mass_memory.numbers", message, field="file")
    if not says and doubtful:
        line, column = doubtful
        message = (
            f"Linha {line}, coluna {column.value}: não dá para saber se o ponto separa milhares ou casas decimais. "
            "Use vírgula nas casas decimais."
        )
        raise refuse("mass_memory.numbers", message, field="file")
    return next(iter(says), DecimalMark.comma)


def instant(text: str, *, line: int, column: Column) -> datetime:
    """`01/02/2023 00:15` or `2023-02-01T00:15:00`, on a quarter of an hour; 24:00 is midnight of the next day."""
    match = _INSTANT.fullmatch(" ".join(text.split()))
    if match is None:
        raise problem(line, column, "escreva a data e a hora assim: 01/02/2023 00:15.")
    hour, minute = int(match["hour"]), int(match["minute"])
    is_midnight = (hour, minute) == (24, 0)
    try:
        if match["iso"]:
            day = datetime.fromisoformat(match["iso"])
        else:
            day = datetime.combine(date(int(match["y"]), int(match["m"]), int(match["d"])), time())
        at = day + timedelta(days=1) if is_midnight else day.replace(hour=hour, minute=minute)
    except (ValueError, OverflowError):
        raise problem(line, column, "esta data ou hora não existe.") from None
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise problem(line, column, f"o ano fica entre {FIRST_YEAR} e {LAST_YEAR}.")
    if minute % _MINUTES or match["second"] not in {None, "00"}:
        raise problem(line, column, f"a hora cai em um intervalo de {_MINUTES} minutos: 00, 15, 30 ou 45.")
    return at


def number(text: str, mark: DecimalMark, *, line: int, column: Column) -> Decimal:
    """A number in the file's own decimal mark; only a column of both kinds of reactive energy may be negative."""
    compact = text.strip()
    if not compact:
        raise problem(line, column, "falta o número.")
    plain = _plain(compact, mark) if len(compact) <= LONGEST_CELL else None
    if plain is None:
        raise problem(line, column, "isto não é um número.")
    value = Decimal(plain)
    if value < 0 and column not in _SIGNED:
        raise problem(line, column, "o número não pode ser negativo.")
    if abs(value) > LARGEST:
        raise problem(line, column, "o número é grande demais.")
    return value


def _column(title: str) -> Column | None:
    apart = unicodedata.normalize("NFD", title.casefold())
    words = _WORD.findall("".join(c for c in apart if not unicodedata.combining(c)))
    if "datahora" in words or ({"data"} <= set(words) and {"hora", "horario"} & set(words)):
        return Column.moment
    if words == ["data"]:
        return Column.day
    if words in (["hora"], ["horario"]):
        return Column.clock
    unit = next((word for word in words if word in {"kwh", "kw", "kvarh", "kvar"}), None)
    if unit is None or any(word.startswith(_OTHER_ENERGY) for word in words):
        return None
    if unit in {"kwh", "kw"}:
        return Column.kwh if unit == "kwh" else Column.kw
    kind = next((word[:3] for word in words if word.startswith(("ind", "cap"))), "")
    return {
        ("kvarh", ""): Column.kvarh,
        ("kvar", ""): Column.kvar,
        ("kvarh", "ind"): Column.inductive_kvarh,
        ("kvar", "ind"): Column.inductive_kvar,
        ("kvarh", "cap"): Column.capacitive_kvarh,
        ("kvar", "cap"): Column.capacitive_kvar,
    }[unit, kind]


def _evidence(compact: str) -> DecimalMark | None:
    """What one number tells about the marks of its file; None when it can be read both ways."""
    dots, commas = compact.count("."), compact.count(",")
    if dots and commas:
        return DecimalMark.comma if compact.rfind(",") > compact.rfind(".") else DecimalMark.dot
    if commas:
        return DecimalMark.dot if commas > 1 else DecimalMark.comma
    if dots > 1:
        return DecimalMark.comma
    whole, _, places = compact.lstrip("-").partition(".")
    is_grouped = len(places) == 3 and len(whole) <= 3 and not whole.startswith("0")
    return None if is_grouped else DecimalMark.dot


def _plain(compact: str, mark: DecimalMark) -> str | None:
    """The same number with a dot as its only mark; None when it is not written that way."""
    if not _WRITTEN[mark].fullmatch(compact):
        return None
    return compact.replace(_THOUSANDS[mark], "").replace(mark, ".")
