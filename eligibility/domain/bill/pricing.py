"""How a price on the bill is made from a tariff: PIS and COFINS first, ICMS after, each by a division."""

from datetime import date
from decimal import Decimal

from eligibility.domain.bill.quantities import Indicator, bill_rule, indicator, money, quantity, shown
from eligibility.domain.findings import refuse
from eligibility.domain.numbers_pt import format_decimal

_PRICE_PLACES = 8


def price(
    *, tariff_brl: Decimal, pis_percent: Decimal, cofins_percent: Decimal, icms_percent: Decimal, on: date
) -> Indicator:
    """Tariff ÷ (1 − PIS − COFINS) ÷ (1 − ICMS), in R$ per unit. Rates in %, given; ICMS 0 where it is not charged.

    Refused `bill.rate` for a rate that is negative or leaves nothing to divide by.
    """
    tariff = quantity(tariff_brl, "tariff_brl")
    _rate(pis_percent, "pis_percent")
    _rate(cofins_percent, "cofins_percent")
    federal = _rate(pis_percent + cofins_percent, "pis_percent")
    state = _rate(icms_percent, "icms_percent")
    value = tariff / (1 - federal) / (1 - state)
    line = f"{format_decimal(tariff)} ÷ (1 − {shown(federal, 6)})"
    if state:
        line += f" ÷ (1 − {shown(state, 6)})"
    return indicator(
        bill_rule("bill.price", on),
        code="price",
        label="Preço unitário",
        value=value,
        unit="R$",
        line=f"{line} = R$ {shown(value, _PRICE_PLACES)}",
    )


def item_value(*, amount: Decimal, price_brl: Decimal, on: date) -> Indicator:
    """Quantity × unit price of one line of the bill, in R$, unrounded."""
    count, unit_price = quantity(amount, "amount"), quantity(price_brl, "price_brl")
    value = count * unit_price
    return indicator(
        bill_rule("bill.price", on),
        code="item_value",
        label="Valor do item",
        value=value,
        unit="R$",
        line=f"{shown(count)} × R$ {shown(unit_price, _PRICE_PLACES)} = {money(value)}",
    )


def _rate(percent: Decimal, field: str) -> Decimal:
    if not percent.is_finite() or not 0 <= percent < 100:
        raise refuse("bill.rate", "Escreva a alíquota em %, de 0 até menos de 100.", field=field)
    return percent / 100
