"""Short ways to ask for a compatible power in tests, and the table worked out by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

from eligibility.domain.billed_cycles import Kwh
from eligibility.domain.compatible_power import CompatiblePower, NoCompatiblePower, compatible_power
from eligibility.domain.vocabulary import ConsumerClass, Source
from tests.golden.rows import golden

GOLDEN = golden("compatible_power")
CASES, PASTES = GOLDEN["case"], GOLDEN["paste"]
TODAY = date(2026, 11, 21)
CENT = Decimal("0.01")


def power(consumption: Kwh, consumer_class: ConsumerClass | str, **more: Any) -> CompatiblePower:
    found = compatible_power(consumption, consumer_class, TODAY, **more)
    assert isinstance(found, CompatiblePower), found
    return found


def none(consumption: Kwh, consumer_class: ConsumerClass | str | None, **more: Any) -> NoCompatiblePower:
    found = compatible_power(consumption, consumer_class, TODAY, **more)
    assert isinstance(found, NoCompatiblePower), found
    return found


def typed(value: str | list[str] | None) -> Kwh:
    if isinstance(value, list):
        return tuple(Decimal(item) if item else None for item in value)
    return None if value is None else Decimal(value)


def answer(row: dict[str, Any]) -> CompatiblePower | NoCompatiblePower:
    return compatible_power(
        typed(row.get("cycles", row.get("consumption"))),
        row.get("class"),
        row.get("on", TODAY),
        sources=[Source(name) for name in row.get("sources", ["solar"])],
        discounted=typed(row.get("discounted")),
        has_irrigation_discount=row.get("irrigation", False),
    )
