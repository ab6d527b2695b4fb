"""Load factor: how evenly the contracted grid is used, by post with real hours and in the guide's simple form."""

from datetime import date
from decimal import Decimal

from eligibility.domain.bill.peak_hours import Post
from eligibility.domain.bill.quantities import Indicator, bill_rule, indicator, positive, quantity, shown

NO_DEMAND = "Sem demanda medida não há fator de carga."
_NO_HOURS = "Neste período o posto não tem nenhuma hora."


def post_load_factor(
    *, post: Post, energy_kwh: Decimal, max_kw: Decimal, hours: Decimal, on: date
) -> Indicator:
    """kWh ÷ (kW × h) of one post over its real hours (art. 2, XIX).

    Energy of the reserved post is not added to off-peak, and its hours are not taken out. Refused `bill.demand_zero`
    or `bill.hours_zero` where there is nothing to divide by. A factor above 1 is kept, with a notice.
    """
    energy = quantity(energy_kwh, "energy_kwh")
    hours = positive(hours, "hours", code="bill.hours_zero", message=_NO_HOURS)
    demand = positive(max_kw, "max_kw", code="bill.demand_zero", message=NO_DEMAND)
    value = energy / (demand * hours)
    notice = (
        "A energia é maior do que esta demanda permite nestas horas. Confira as leituras."
        if value > 1
        else ""
    )
    return indicator(
        bill_rule("bill.load_factor.real_hours", on),
        code=f"load_factor.{post.name}",
        label=f"Fator de carga, {post.label}",
        value=value,
        unit="",
        line=f"{shown(energy)} kWh ÷ ({shown(demand)} kW × {shown(hours)} h) = {shown(value)}",
        notice=notice,
    )


def simple_load_factor(*, energy_kwh: Decimal, demand_kw: Decimal, on: date) -> Indicator:
    """kWh ÷ (kW × 730 h), the form of the guide; in a month of 31 days it may pass 1. Refused `bill.demand_zero`."""
    energy = quantity(energy_kwh, "energy_kwh")
    demand = positive(demand_kw, "demand_kw", code="bill.demand_zero", message=NO_DEMAND)
    entry = bill_rule("bill.load_factor.month_hours", on)
    hours = entry.as_decimal()
    value = energy / (demand * hours)
    notice = (
        f"A forma simples usa {shown(hours)} h. Em um mês mais longo, ou com leitura errada, ela passa de 1."
        if value > 1
        else ""
    )
    return indicator(
        entry,
        code="load_factor.simple",
        label="Fator de carga, forma simples",
        value=value,
        unit="",
        line=f"{shown(energy)} kWh ÷ ({shown(demand)} kW × {shown(hours)} h) = {shown(value)}",
        notice=notice,
    )
