"""The billed consumption of the last cycles: pasted text read value by value, and the mean that a formula counts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from eligibility.domain.findings import Finding, Refused, refuse
from eligibility.domain.numbers_pt import LARGEST, format_decimal, parse_decimal
from eligibility.domain.rulebook import rule

Kwh = Decimal | Sequence[Decimal | None] | None
"""A mean in kWh a month, or one value per billing cycle with None for one not given; None when nothing is known."""

LONGEST_TEXT = 2_000
MOST_PLACES = 60
_MOST_PROBLEMS = 12
# parse_decimal also strips kW, R$ and %, which would turn another quantity into a consumption without a word.
_CELL = re.compile(r"(?P<number>-?[0-9][0-9.,]*)(?:\s?kWh(?:/m[eê]s)?)?", re.IGNORECASE)
_CODES = {"number.negative": "cycles.negative", "number.too_large": "cycles.too_large"}


@dataclass(frozen=True)
class BilledConsumption:
    """What counts, in kWh: the total of `cycles` billing cycles, or of one when a mean was given."""

    total_kwh: Fraction
    cycles: int
    values: tuple[Fraction, ...]

    @property
    def mean_kwh(self) -> Fraction:
        """Arithmetic mean in kWh a month."""
        return self.total_kwh / self.cycles


class ShortHistory(LookupError):
    """Not every cycle is known: `given` of `cycles`. Nothing is made up in its place."""

    def __init__(self, given: int, cycles: int) -> None:
        self.given, self.cycles = given, cycles
        super().__init__(given, cycles)


def read_cycles(text: str, on: date) -> tuple[Decimal, ...]:
    """Read pasted kWh values, one per line or with `;` or tabs between, as Brazilians write numbers.

    A space or a comma with a space is refused as a separator: it could be a thousand or a slip. Fewer values than
    cycles come back as they are. Raises Refused `cycles.*` with one finding per problem, each naming its line.
    """
    if len(text) > LONGEST_TEXT:
        raise refuse("cycles.too_long", "O texto é longo demais. Cole só os valores em kWh.", field="cycles")
    values: list[Decimal] = []
    problems: list[Finding] = []
    for number, cell in _cells(text):
        try:
            values.append(_value(cell))
        except Refused as refused:
            message = f"Linha {number}: {refused.message}"
            problems.append(Finding(code=refused.code, message=message, field="cycles"))
    if problems:
        raise Refused(problems[:_MOST_PROBLEMS])
    if not values:
        raise refuse("cycles.empty", "Cole os valores em kWh, um por linha.", field="cycles")
    _cycles_of(len(values), on, "cycles.too_many")
    return tuple(values)


def read_kwh(text: str) -> Decimal:
    """Read one value in kWh, with or without its unit. Raises Refused `cycles.*`, also for another unit."""
    try:
        return _value(text.strip())
    except Refused as refused:
        if refused.code in _CODES.values():
            raise refuse(refused.code, f"{refused.message[0].upper()}{refused.message[1:]}") from refused
        raise refuse("cycles.invalid", "Escreva um número em kWh. Exemplo: 312,5.") from refused


def billed(consumption: Kwh, on: date) -> BilledConsumption:
    """The consumption as exact numbers. Raises ShortHistory, or Refused `consumption.*` for what no bill can show."""
    if isinstance(consumption, Decimal):
        value = _checked(consumption)
        return BilledConsumption(total_kwh=value, cycles=1, values=(value,))
    places = tuple(consumption or ())
    cycles = _cycles_of(len(places), on, "consumption.too_many_cycles")
    values = tuple(_checked(value) for value in places if value is not None)
    if len(values) < cycles:
        raise ShortHistory(len(values), cycles)
    return BilledConsumption(total_kwh=sum(values, Fraction(0)), cycles=cycles, values=values)


def without(whole: BilledConsumption, part: BilledConsumption) -> BilledConsumption:
    """The whole less a part of it, cycle by cycle; Refused when a part is larger than its whole.

    Both must be of the same kind, means or cycles; ShortHistory otherwise.
    """
    if whole.cycles != part.cycles:
        raise ShortHistory(part.cycles, whole.cycles)
    values = tuple(all_hours - hours for all_hours, hours in zip(whole.values, part.values, strict=True))
    if min(values) < 0:
        message = "O consumo do horário com desconto é maior que o consumo total. Confira na conta de luz."
        raise refuse("consumption.discounted_above_total", message, field="discounted")
    return BilledConsumption(total_kwh=sum(values, Fraction(0)), cycles=whole.cycles, values=values)


def _cells(text: str) -> Iterator[tuple[int, str]]:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(text.split("\n"), start=1):
        content = line.strip()
        if not content:
            continue
        cells = [cell.strip() for cell in re.split(r"[;\t]", content)]
        if len(cells) > 1 and not cells[-1]:
            cells.pop()
        yield from ((number, cell) for cell in cells)


def _value(cell: str) -> Decimal:
    if not cell:
        raise refuse("cycles.gap", "falta um valor entre dois separadores.")
    match = _CELL.fullmatch(cell.replace("\N{MINUS SIGN}", "-"))
    invalid = refuse(
        "cycles.invalid",
        "escreva só valores em kWh, um por linha ou separados por ponto e vírgula. Exemplo: 312,5.",
    )
    # Two commas may be thousands to parse_decimal; in a pasted list they are rather three values.
    if match is None or match["number"].count(",") > 1:
        raise invalid
    try:
        return parse_decimal(match["number"])
    except Refused as refused:
        if refused.code not in _CODES:
            raise invalid from refused
        message = refused.message[0].lower() + refused.message[1:]
        raise refuse(_CODES[refused.code], message) from refused


def _checked(value: Decimal) -> Fraction:
    if not value.is_finite():
        raise refuse(
            "consumption.not_a_number", "Escreva o consumo em kWh. Exemplo: 312,5.", field="consumption"
        )
    if value < 0:
        raise refuse("consumption.negative", "O consumo não pode ser negativo.", field="consumption")
    if value > LARGEST:
        message = f"O consumo é grande demais. O máximo é {format_decimal(LARGEST)} kWh."
        raise refuse("consumption.too_large", message, field="consumption")
    if int(value.as_tuple().exponent) < -MOST_PLACES:
        message = f"O consumo tem casas decimais demais. O máximo é {MOST_PLACES}."
        raise refuse("consumption.too_precise", message, field="consumption")
    return Fraction(value)


def _cycles_of(given: int, on: date, code: str) -> int:
    """How many cycles count on that day; Refused when more were given, as nobody can tell which are the last."""
    entry = rule("consumption.cycles", on)
    cycles = entry.as_int()
    if given > cycles:
        message = f"São {given} valores. Deixe só os {cycles} ciclos mais recentes."
        raise refuse(code, message, entry.citation, field="cycles")
    return cycles
