"""Transformer losses: what is added when the meter stands after the transformer (substation of type 1)."""

from datetime import date
from decimal import Decimal

from eligibility.domain.bill.quantities import Indicator, bill_rule, indicator, quantity, shown


def with_losses(*, value: Decimal, unit: str, on: date) -> Indicator:
    """The same kW, kWh or kVAr with the percentage of losses added."""
    measured = quantity(value, "value")
    entry = bill_rule("bill.losses_percent", on)
    percent = entry.as_decimal()
    total = measured * (100 + percent) / 100
    return indicator(
        entry,
        code="losses",
        label="Com perdas de transformação",
        value=total,
        unit=unit,
        line=f"{shown(measured)} {unit} + {shown(percent)}% = {shown(total)} {unit}",
        notice=bill_rule("bill.losses_high_percent", on).text,
    )
