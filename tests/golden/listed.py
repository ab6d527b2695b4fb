"""A list of units as a technician would paste it, with the faults that its facts count."""

from collections.abc import Iterator
from decimal import Decimal

from eligibility.domain.facts import AllocationFacts
from eligibility.domain.vocabulary import AllocationBasis

MOST_LINES = 12
FIRST_UNIT, OTHER_UTILITY = 3_014_100_000, "001347925801811"
ANA = "529.982.247-25"


def pasted(facts: AllocationFacts) -> str:
    """Tab-separated lines; no more than `MOST_LINES` units, whatever the facts count."""
    return "\r\n".join("\t".join(cells) for cells in _lines(facts))


def _lines(facts: AllocationFacts) -> Iterator[tuple[str, str, str, str]]:
    count = min(facts.unit_count, MOST_LINES)
    total = Decimal(100) if facts.total_percent is None else facts.total_percent
    largest = min(facts.largest_share_percent or Decimal(0), total) if count else Decimal(0)
    is_percent = facts.basis is AllocationBasis.percentage
    yield "esta unidade", _number(total - largest) if is_percent else str(count + 1), "", ""
    for place in range(count):
        share = largest if place == 0 else Decimal(0)
        member = ("", "") if place < facts.units_without_member else (f"Pessoa {place}", ANA)
        number = str(FIRST_UNIT + place)
        if place and place <= facts.duplicated_units:
            number = str(FIRST_UNIT)
        if count - place <= facts.units_of_other_utility:
            number = OTHER_UTILITY
        yield number, _number(share) if is_percent else str(place + 1), *member
    for place in range(facts.unreadable_lines):
        yield "casa da praia", "metade", f"Pessoa {place}", "1"


def _number(value: Decimal) -> str:
    return f"{value:f}".replace(".", ",")
