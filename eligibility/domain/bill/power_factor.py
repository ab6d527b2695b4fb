"""Power factor of a period, and whether it stays under the reference."""

from datetime import date
from decimal import Decimal

from eligibility.domain.bill.quantities import Indicator, bill_rule, indicator, quantity, shown
from eligibility.domain.findings import refuse


def power_factor(*, energy_kwh: Decimal, reactive_kvarh: Decimal, on: date, name: str = "") -> Indicator:
    """kWh ÷ √(kWh² + kVArh²), between 0 and 1 (art. 2, XXI). Refused `bill.no_energy` when both are zero.

    The bill charges reactive energy by the hour: a good mean of the month does not exclude a charge. `name` is that
    of the post.
    """
    active = quantity(energy_kwh, "energy_kwh")
    reactive = quantity(reactive_kvarh, "reactive_kvarh")
    if active == 0 and reactive == 0:
        raise refuse("bill.no_energy", "Sem energia medida não há fator de potência.", field="energy_kwh")
    entry = bill_rule("bill.power_factor", on)
    value = ratio(active, reactive)
    notice = ""
    if is_below_reference(value, on):
        reference = shown(bill_rule("bill.power_factor.reference", on).as_decimal())
        notice = f"Abaixo da referência de {reference}. Pode haver cobrança de excedente de reativos."
    return indicator(
        entry,
        code="power_factor",
        label=f"Fator de potência, {name}" if name else "Fator de potência",
        value=value,
        unit="",
        line=f"{shown(active)} ÷ √({shown(active)}² + {shown(reactive)}²) = {shown(value)}",
        notice=notice,
    )


def ratio(active: Decimal, reactive: Decimal) -> Decimal:
    """The bare formula; 1 without any energy, because nothing is out of phase then."""
    if reactive == 0:
        return Decimal(1)
    # The square root is rounded: without the limit a tiny reactive part could show 1.000…01.
    return min(Decimal(1), active / (active * active + reactive * reactive).sqrt())


def is_below_reference(value: Decimal, on: date) -> bool:
    """Whether an unrounded factor is under the reference of arts. 302 and 303."""
    return value < bill_rule("bill.power_factor.reference", on).as_decimal()
