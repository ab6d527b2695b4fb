"""Billed demand: consumption, the part contracted and unused, rural and seasonal units, and injection (art. 294)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from eligibility.domain.bill.quantities import Indicator, bill_rule, indicator, quantity, shown
from eligibility.domain.findings import refuse


def billed_demand(*, measured_kw: Decimal, contracted_kw: Decimal, on: date) -> Indicator:
    """The larger of measured and contracted, in kW."""
    measured, contracted = quantity(measured_kw, "measured_kw"), quantity(contracted_kw, "contracted_kw")
    value = max(measured, contracted)
    return indicator(
        bill_rule("bill.billed_demand", on),
        code="billed_demand",
        label="Demanda faturada",
        value=value,
        unit="kW",
        line=f"O maior entre {shown(measured)} kW medidos e {shown(contracted)} kW contratados: {shown(value)} kW",
    )


def unused_demand(*, measured_kw: Decimal, contracted_kw: Decimal, on: date) -> Indicator:
    """What is contracted and not used, in kW: the line that the bill prices without ICMS."""
    measured, contracted = quantity(measured_kw, "measured_kw"), quantity(contracted_kw, "contracted_kw")
    value = max(Decimal(0), contracted - measured)
    return indicator(
        bill_rule("bill.billed_demand.unused", on),
        code="billed_demand.unused",
        label="Demanda contratada e não usada",
        value=value,
        unit="kW",
        line=(
            f"{shown(contracted)} kW contratados − {shown(measured)} kW medidos = {shown(value)} kW"
            if value
            else f"Os {shown(contracted)} kW contratados foram usados"
        ),
    )


def seasonal_billed_demand(*, measured_kw: Decimal, previous_kw: Sequence[Decimal], on: date) -> Indicator:
    """Rural or seasonal unit: the larger of measured and 10 % of the largest of the 11 cycles before, in kW.

    Refused `bill.seasonal.cycles` with another number of cycles: nothing is made up for a missing one.
    """
    entry = bill_rule("bill.billed_demand.seasonal", on)
    table = entry.as_table()
    if len(previous_kw) != table["cycles"]:
        raise refuse(
            "bill.seasonal.cycles",
            f"Informe as demandas medidas nos {table['cycles']} ciclos anteriores. Há {len(previous_kw)}.",
            entry.citation,
            field="previous_kw",
        )
    measured = quantity(measured_kw, "measured_kw")
    largest = max(quantity(each, "previous_kw") for each in previous_kw)
    floor = largest * Decimal(table["percent"]) / 100
    value = max(measured, floor)
    return indicator(
        entry,
        code="billed_demand.seasonal",
        label="Demanda faturada, rural ou sazonal",
        value=value,
        unit="kW",
        line=(
            f"O maior entre {shown(measured)} kW medidos e {shown(Decimal(table['percent']))}% de "
            f"{shown(largest)} kW = {shown(floor)} kW: {shown(value)} kW"
        ),
    )


def injection_billed(*, contracted_kw: Decimal, consumption_kw: Decimal, on: date) -> Indicator:
    """Contracted injection − the largest consumption demand used, never below zero, in kW (art. 655-J, III)."""
    contracted = quantity(contracted_kw, "contracted_kw")
    consumption = quantity(consumption_kw, "consumption_kw")
    value = max(Decimal(0), contracted - consumption)
    return indicator(
        bill_rule("bill.billed_demand.injection", on),
        code="billed_demand.injection",
        label="Demanda de injeção faturada",
        value=value,
        unit="kW",
        line=(
            f"{shown(contracted)} kW de injeção − {shown(consumption)} kW de consumo = {shown(value)} kW"
            if value
            else f"{shown(contracted)} kW de injeção não passam de {shown(consumption)} kW de consumo: nada a faturar"
        ),
    )
