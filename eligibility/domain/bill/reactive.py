"""Reactive excess of group A: UFER hour by hour, corrected demand (DMCR), and UFDR; inductive and capacitive windows."""

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from eligibility.domain.bill.peak_hours import clock_time
from eligibility.domain.bill.power_factor import ratio
from eligibility.domain.bill.quantities import Indicator, bill_rule, indicator, quantity, shown


class MeasuredHour(BaseModel):
    """One clock hour of a meter: energies in kWh and kVArh, and the largest 15-minute demand inside it in kW."""

    model_config = ConfigDict(frozen=True)

    starts_at: datetime
    active_kwh: Decimal = Field(ge=0, allow_inf_nan=False)
    inductive_kvarh: Decimal = Field(ge=0, allow_inf_nan=False)
    capacitive_kvarh: Decimal = Field(ge=0, allow_inf_nan=False)
    demand_kw: Decimal = Field(ge=0, allow_inf_nan=False)


def counted_factor(hour: MeasuredHour) -> Decimal:
    """The power factor that counts in that hour: only the kind of reactive energy that its window looks at."""
    is_capacitive = is_capacitive_time(hour.starts_at.time(), hour.starts_at.date())
    reactive = hour.capacitive_kvarh if is_capacitive else hour.inductive_kvarh
    return ratio(hour.active_kwh, reactive)


def is_capacitive_time(moment: time, on: date) -> bool:
    """Whether capacitive energy is looked at then; the rest of the day looks at inductive energy (art. 304, § 1)."""
    table = bill_rule("bill.reactive.capacitive_window", on).as_table()
    begins, ends = clock_time(table["from"]), clock_time(table["to"])
    if begins <= ends:
        return begins <= moment < ends
    return moment >= begins or moment < ends


def reactive_excess_energy(hours: Iterable[MeasuredHour], *, on: date) -> Indicator:
    """UFER: the sum of kWh × (0.92 ÷ f − 1) over the hours under the reference (art. 304), in kWh.

    An hour with reactive energy and no active energy adds nothing, because the formula has no value there.
    """
    reference = bill_rule("bill.power_factor.reference", on).as_decimal()
    total, below = Decimal(0), 0
    for hour in hours:
        factor = counted_factor(hour)
        if 0 < factor < reference:
            below += 1
            total += hour.active_kwh * (reference / factor - 1)
    return indicator(
        bill_rule("bill.reactive.energy", on),
        code="reactive.energy",
        label="Excedente de energia reativa (UFER)",
        value=total,
        unit="kWh",
        line=f"{below} horas com fator de potência abaixo de {shown(reference)} somam {shown(total)} kWh",
    )


def corrected_demand(hours: Iterable[MeasuredHour], *, on: date) -> Indicator:
    """DMCR: the largest kW × 0.92 ÷ f of all hours (art. 304). An hour without active energy is left out.

    Presumed: an hour whose reactive energy is of the kind that its window does not look at counts with f = 1.
    """
    reference = bill_rule("bill.power_factor.reference", on).as_decimal()
    best, line = Decimal(0), "Nenhuma hora com energia ativa"
    for hour in hours:
        factor = counted_factor(hour)
        corrected = hour.demand_kw * reference / factor if factor > 0 else Decimal(0)
        if corrected > best:
            best = corrected
            line = (
                f"{hour.starts_at:%d/%m/%Y %H:%M}: {shown(hour.demand_kw)} kW × {shown(reference)} ÷ {shown(factor)} "
                f"= {shown(corrected)} kW"
            )
    return indicator(
        bill_rule("bill.reactive.demand", on),
        code="reactive.corrected_demand",
        label="Demanda corrigida (DMCR)",
        value=best,
        unit="kW",
        line=line,
        notice="A conta usa a maior demanda de 15 minutos de cada hora; a norma fala em intervalo de uma hora.",
    )


def reactive_demand(*, dmcr_kw: Decimal, billed_kw: Decimal, on: date) -> Indicator:
    """UFDR: DMCR − billed demand, never below zero (art. 304)."""
    dmcr, billed = quantity(dmcr_kw, "dmcr_kw"), quantity(billed_kw, "billed_kw")
    value = max(Decimal(0), dmcr - billed)
    line = (
        f"{shown(dmcr)} kW − {shown(billed)} kW = {shown(value)} kW"
        if value
        else f"{shown(dmcr)} kW não passa da demanda faturada de {shown(billed)} kW: nada a cobrar"
    )
    return indicator(
        bill_rule("bill.reactive.demand", on),
        code="reactive.demand",
        label="Excedente de demanda reativa (UFDR)",
        value=value,
        unit="kW",
        line=line,
    )
