"""Demand overrun (ultrapassagem): 5 % on consumption, 1 % on injection, double price on the whole excess (art. 301)."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from eligibility.domain.bill.quantities import Indicator, bill_rule, indicator, money, quantity, shown
from eligibility.domain.numbers_pt import format_decimal


class DemandKind(StrEnum):
    """What the demand carries; each has its own tolerance."""

    consumption = "consumption"
    injection = "injection"

    @property
    def label(self) -> str:
        """Portuguese wording for people."""
        return {DemandKind.consumption: "consumo", DemandKind.injection: "injeção"}[self]


class Overrun(BaseModel):
    """`excess.value` is the charged excess in kW, 0 within tolerance. R$ are None without a given tariff."""

    model_config = ConfigDict(frozen=True)

    kind: DemandKind
    limit_kw: Decimal
    is_charged: bool
    excess: Indicator
    price_brl_per_kw: Decimal | None
    amount_brl: Decimal | None


def overrun(
    *,
    kind: DemandKind,
    measured_kw: Decimal,
    contracted_kw: Decimal,
    on: date,
    tariff_brl_per_kw: Decimal | None = None,
) -> Overrun:
    """Whether measured demand passes the tolerance over the contracted one; once it does, all the excess is charged.

    `tariff_brl_per_kw` is given, with or without taxes: price and amount come out the same way, unrounded.
    """
    measured, contracted = quantity(measured_kw, "measured_kw"), quantity(contracted_kw, "contracted_kw")
    entry = bill_rule(f"bill.overrun.{kind}_percent", on)
    percent = entry.as_decimal()
    limit = contracted * (100 + percent) / 100
    is_charged = measured > limit
    excess = measured - contracted if is_charged else Decimal(0)
    account = f"{shown(contracted)} kW + {shown(percent)}% = {shown(limit)} kW"
    line = (
        f"{shown(measured)} kW passa de {account}: excesso de {shown(measured)} − {shown(contracted)} = {shown(excess)} kW"
        if is_charged
        else f"{shown(measured)} kW não passa de {account}: nada a cobrar"
    )
    price, amount = None, None
    if tariff_brl_per_kw is not None:
        tariff = quantity(tariff_brl_per_kw, "tariff_brl_per_kw")
        factor = bill_rule("bill.overrun.price_factor", on).as_decimal()
        price, amount = tariff * factor, excess * tariff * factor
        if is_charged:
            line += f"; {shown(excess)} kW × {shown(factor)} × R$ {format_decimal(tariff)} por kW = {money(amount)}"
    return Overrun(
        kind=kind,
        limit_kw=limit,
        is_charged=is_charged,
        excess=indicator(
            entry,
            code=f"overrun.{kind}",
            label=f"Ultrapassagem da demanda de {kind.label}",
            value=excess,
            unit="kW",
            line=line,
        ),
        price_brl_per_kw=price,
        amount_brl=amount,
    )
