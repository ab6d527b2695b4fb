"""Complementary demand of rural and seasonal units: three of twelve billed demands must reach the contracted one."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from eligibility.domain.bill.quantities import Indicator, bill_rule, indicator, positive, quantity, shown
from eligibility.domain.findings import refuse


class ComplementaryDemand(BaseModel):
    """`missing.value` is how many cycles are short of the three. The charged amount is the utility's account."""

    model_config = ConfigDict(frozen=True)

    reached_cycles: int
    is_due: bool
    missing: Indicator


def complementary_demand(
    *, contracted_kw: Decimal, billed_kw: Sequence[Decimal], on: date
) -> ComplementaryDemand:
    """One tariff post over 12 cycles (art. 300). Refused `bill.complementary.cycles` with another number of them."""
    entry = bill_rule("bill.complementary_demand", on)
    table = entry.as_table()
    if len(billed_kw) != table["cycles"]:
        raise refuse(
            "bill.complementary.cycles",
            f"Informe as demandas faturadas de {table['cycles']} ciclos. Há {len(billed_kw)}.",
            entry.citation,
            field="billed_kw",
        )
    contracted = positive(
        contracted_kw,
        "contracted_kw",
        code="bill.demand_zero",
        message="Sem demanda contratada não há demanda complementar.",
    )
    reached = sum(1 for each in billed_kw if quantity(each, "billed_kw") >= contracted)
    missing = max(0, int(table["reached"]) - reached)
    return ComplementaryDemand(
        reached_cycles=reached,
        is_due=missing > 0,
        missing=indicator(
            entry,
            code="complementary_demand",
            label="Ciclos que faltam para não haver demanda complementar",
            value=Decimal(missing),
            unit="ciclos",
            line=(
                f"{reached} de {table['cycles']} demandas faturadas chegam a {shown(contracted)} kW; "
                f"são necessárias {table['reached']}"
            ),
            notice=entry.note if missing else "",
        ),
    )
