"""A contracted demand from a table of loads with simultaneity, and whether a test period follows the change."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from eligibility.domain.bill.quantities import Indicator, bill_rule, indicator, positive, quantity, shown
from eligibility.domain.findings import refuse

LARGEST_TABLE = 200


class Load(BaseModel):
    """One line of the survey: what it is, its installed power and the part that runs with the others, in kW."""

    model_config = ConfigDict(frozen=True)

    name: str
    installed_kw: Decimal
    simultaneous_kw: Decimal


class DemandSuggestion(BaseModel):
    """`suggested` in kW; `tolerated_kw` is what may be measured over it without overrun."""

    model_config = ConfigDict(frozen=True)

    installed_kw: Decimal
    simultaneous_kw: Decimal
    simultaneity: Decimal
    suggested: Indicator
    tolerated_kw: Decimal


class DemandChange(StrEnum):
    """Changes that may have a test period (arts. 311 and 312)."""

    new_supply = "new_supply"
    from_group_b = "from_group_b"
    to_blue = "to_blue"
    increase = "increase"


def suggest_demand(loads: Sequence[Load], *, on: date) -> DemandSuggestion:
    """The next whole kW above the simultaneous load, never below the minimum of art. 148.

    Refused `bill.loads.missing`, `bill.loads.too_many`, or `bill.loads.simultaneous_above_installed` beside its line.
    """
    if not loads:
        raise refuse("bill.loads.missing", "Informe pelo menos uma carga.", field="loads")
    if len(loads) > LARGEST_TABLE:
        raise refuse("bill.loads.too_many", f"Use até {LARGEST_TABLE} linhas.", field="loads")
    for number, load in enumerate(loads):
        if quantity(load.simultaneous_kw, "loads") > quantity(load.installed_kw, "loads"):
            raise refuse(
                "bill.loads.simultaneous_above_installed",
                "A carga simultânea não pode passar da instalada.",
                field=f"loads.{number}.simultaneous_kw",
            )
    installed = sum((load.installed_kw for load in loads), Decimal(0))
    positive(installed, "loads", code="bill.loads.missing", message="Informe a potência das cargas.")
    simultaneous = sum((load.simultaneous_kw for load in loads), Decimal(0))
    step = bill_rule("bill.contracted_demand.step", on)
    minimum = bill_rule("demand.contracted.min_kw", on).as_decimal()
    above = _next_step(simultaneous, step.as_decimal())
    value = max(above, minimum)
    tolerance = bill_rule("bill.overrun.consumption_percent", on).as_decimal()
    line = f"{shown(simultaneous)} kW ao mesmo tempo: {shown(above)} kW, um pouco acima"
    if value > above:
        line += f"; o mínimo é {shown(minimum)} kW"
    return DemandSuggestion(
        installed_kw=installed,
        simultaneous_kw=simultaneous,
        simultaneity=simultaneous / installed,
        suggested=indicator(
            step,
            code="contracted_demand",
            label="Demanda contratada sugerida",
            value=value,
            unit="kW",
            line=line,
            notice=step.basis_text,
        ),
        tolerated_kw=value * (100 + tolerance) / 100,
    )


def cycles_of_test_period(
    change: DemandChange,
    *,
    on: date,
    current_kw: Decimal | None = None,
    new_kw: Decimal | None = None,
) -> int:
    """Full cycles of the test period after that change, 0 without one. An increase needs both demands in kW.

    Refused `bill.demands_missing` when an increase comes without them.
    """
    cycles = bill_rule("bill.test_period.cycles", on).as_int()
    if change is not DemandChange.increase:
        return cycles
    if current_kw is None or new_kw is None:
        raise refuse("bill.demands_missing", "Informe a demanda de hoje e a nova, em kW.", field="new_kw")
    percent = bill_rule("bill.test_period.increase_percent", on).as_decimal()
    threshold = quantity(current_kw, "current_kw") * (100 + percent) / 100
    return cycles if quantity(new_kw, "new_kw") > threshold else 0


def _next_step(value: Decimal, step: Decimal) -> Decimal:
    """The first multiple of `step` strictly above the value."""
    return ((value / step).to_integral_value(ROUND_FLOOR) + 1) * step
