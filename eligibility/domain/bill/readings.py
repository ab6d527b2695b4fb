"""From the readings of the meter to what it measured: differences, the billing constant, and registers of demand."""

from datetime import date
from decimal import Decimal

from eligibility.domain.bill.quantities import Indicator, bill_rule, indicator, positive, quantity, shown
from eligibility.domain.findings import refuse

_NO_CONSTANT = "A constante de faturamento precisa ser maior que zero."


def billing_constant(*, rtc: Decimal, rtp: Decimal, on: date) -> Indicator:
    """RTC × RTP: the ratios of the current and potential transformers of the metering."""
    current = positive(rtc, "rtc", code="bill.constant_zero", message=_NO_CONSTANT)
    potential = positive(rtp, "rtp", code="bill.constant_zero", message=_NO_CONSTANT)
    value = current * potential
    return indicator(
        bill_rule("bill.reading", on),
        code="reading.constant",
        label="Constante de faturamento",
        value=value,
        unit="",
        line=f"RTC {shown(current)} × RTP {shown(potential)} = {shown(value)}",
    )


def metered(*, before: Decimal, after: Decimal, constant: Decimal, unit: str, on: date) -> Indicator:
    """(after − before) × constant, in `unit`. Refused `bill.reading_goes_back` for a meter changed or wrapped."""
    first, second = quantity(before, "before"), quantity(after, "after")
    factor = positive(constant, "constant", code="bill.constant_zero", message=_NO_CONSTANT)
    if second < first:
        raise refuse(
            "bill.reading_goes_back",
            "A leitura atual é menor que a anterior. O medidor pode ter sido trocado ou ter voltado ao zero, "
            "e a conta não pode ser feita só com estas leituras.",
            field="after",
        )
    value = (second - first) * factor
    return indicator(
        bill_rule("bill.reading", on),
        code="reading.energy",
        label="Energia medida",
        value=value,
        unit=unit,
        line=f"({shown(second)} − {shown(first)}) × {shown(factor)} = {shown(value)} {unit}",
    )


def register_demand(*, register: Decimal, constant: Decimal, on: date) -> Indicator:
    """Demand of a register: the meter shows hundredths without the comma, so 108 × 700 is 756 kW."""
    entry = bill_rule("bill.reading.demand_decimals", on)
    factor = positive(constant, "constant", code="bill.constant_zero", message=_NO_CONSTANT)
    read = quantity(register, "register").scaleb(-entry.as_int())
    value = read * factor
    return indicator(
        entry,
        code="reading.demand",
        label="Demanda medida",
        value=value,
        unit="kW",
        line=f"{shown(read)} × {shown(factor)} = {shown(value)} kW",
    )
