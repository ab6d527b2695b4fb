"""A list of units in Portuguese: shares, what is missing to the whole, and the lines as they are typed."""

from collections.abc import Iterator
from decimal import Decimal

from eligibility.domain.allocation import (
    MEMBER,
    OWN_UNIT,
    PERCENT,
    PRIORITY,
    TAX_ID,
    UNIT,
    WHOLE_PERCENT,
    AllocationEntry,
    AllocationReading,
)
from eligibility.domain.consumer_units import format_unit_number
from eligibility.domain.numbers_pt import format_decimal
from eligibility.domain.taxpayer import format_taxpayer
from eligibility.domain.vocabulary import AllocationBasis

BASIS_LABELS = {
    AllocationBasis.percentage: "Por percentual",
    AllocationBasis.priority: "Por ordem de prioridade",
}
_PLURAL_FROM = 2


def percent_text(percent: Decimal) -> str:
    """`33,33%`."""
    return f"{format_decimal(percent)}%"


def share_text(entry: AllocationEntry) -> str:
    """`33,33%` or `1º`."""
    if entry.percent is not None:
        return percent_text(entry.percent)
    return f"{entry.priority}º" if entry.priority is not None else ""


def difference_text(total: Decimal) -> str:
    """`Falta 0,01 ponto percentual para 100%.`; "" when the sum is exact."""
    gap = WHOLE_PERCENT - total
    if not gap:
        return ""
    is_plural = abs(gap) >= _PLURAL_FROM
    noun = "pontos percentuais" if is_plural else "ponto percentual"
    if gap > 0:
        hint = " As partes parecem frações: escreva 25 para 25%." if total == 1 else ""
        return f"{'Faltam' if is_plural else 'Falta'} {format_decimal(gap)} {noun} para 100%.{hint}"
    return f"{'Passam' if is_plural else 'Passa'} {format_decimal(-gap)} {noun} de 100%."


def column_titles(basis: AllocationBasis) -> tuple[str, ...]:
    """The titles of the four columns, as the reader of lists knows them."""
    return (UNIT, PERCENT if basis is AllocationBasis.percentage else PRIORITY, MEMBER, TAX_ID)


def typed_lines(reading: AllocationReading) -> Iterator[tuple[str, ...]]:
    """Every line in its place, in the usual order of columns: also those that could not be read, as they were."""
    lines = {entry.line: _cells(entry) for entry in reading.entries}
    lines |= {problem.line: tuple(problem.text.split("\t")) for problem in reading.unreadable}
    for _, cells in sorted(lines.items()):
        yield cells


def _cells(entry: AllocationEntry) -> tuple[str, ...]:
    unit = OWN_UNIT if entry.is_generating_unit else format_unit_number(entry.unit_number)
    share = format_decimal(entry.percent) if entry.percent is not None else str(entry.priority or "")
    return (unit, share, entry.member_name, format_taxpayer(entry.member_tax_id))
