"""Specific consumption: energy for each unit produced."""

from datetime import date
from decimal import Decimal

from eligibility.domain.bill.quantities import Indicator, bill_rule, indicator, positive, quantity, shown

LONGEST_UNIT = 30


def specific_consumption(*, energy_kwh: Decimal, produced: Decimal, unit: str, on: date) -> Indicator:
    """kWh per `unit` (piece, tonne…) over the same period. Refused `bill.production_zero` without production."""
    energy = quantity(energy_kwh, "energy_kwh")
    made = positive(
        produced,
        "produced",
        code="bill.production_zero",
        message="Sem produção no período não há consumo específico.",
    )
    value = energy / made
    name = " ".join(unit.split())[:LONGEST_UNIT] or "unidade"
    return indicator(
        bill_rule("bill.specific_consumption", on),
        code="specific_consumption",
        label="Consumo específico",
        value=value,
        unit=f"kWh/{name}",
        line=f"{shown(energy)} kWh ÷ {shown(made)} ({name}) = {shown(value)} kWh/{name}",
    )
