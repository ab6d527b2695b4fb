"""Laws of the bill's arithmetic: linear, monotonic, bounded, and the same answer in any unit."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.domain.bill.billed_demand import billed_demand, injection_billed, unused_demand
from eligibility.domain.bill.contracted_demand import Load, suggest_demand
from eligibility.domain.bill.demand_overrun import DemandKind, overrun
from eligibility.domain.bill.flags import Flag, FlagSpan, flag_charge
from eligibility.domain.bill.load_factor import post_load_factor, simple_load_factor
from eligibility.domain.bill.losses import with_losses
from eligibility.domain.bill.modality import (
    BlueTariffs,
    GreenTariffs,
    MonthUse,
    TariffModality,
    compare_modalities,
    may_change_modality,
)
from eligibility.domain.bill.peak_hours import Post, ReadingPeriod
from eligibility.domain.bill.power_factor import power_factor
from eligibility.domain.bill.pricing import item_value, price
from eligibility.domain.bill.quantities import quantity
from eligibility.domain.bill.reactive import MeasuredHour, counted_factor, reactive_demand
from eligibility.domain.bill.readings import metered
from eligibility.domain.bill.specific_consumption import specific_consumption
from eligibility.domain.findings import Refused

ON = date(2026, 6, 30)
JUNE = ReadingPeriod(first=date(2026, 6, 1), last=ON)
TINY = Decimal("1e-15")

amount = st.decimals(min_value=0, max_value=1_000_000, places=2)
more_than_zero = st.decimals(min_value="0.01", max_value=1_000_000, places=2)
tariff = st.decimals(min_value=0, max_value=100, places=5)
rate = st.decimals(min_value=0, max_value=40, places=2)
kinds = st.sampled_from(DemandKind)


@given(more_than_zero, more_than_zero, st.integers(1, 744))
def test_a_load_factor_never_passes_one_while_the_energy_is_possible(
    max_kw: Decimal, share: Decimal, hours: int
) -> None:
    possible = max_kw * hours * min(Decimal(1), share / 1_000_000)
    found = post_load_factor(
        post=Post.off_peak, energy_kwh=possible, max_kw=max_kw, hours=Decimal(hours), on=ON
    )
    assert 0 <= found.value <= 1 + TINY
    assert found.unit == ""


@given(amount, more_than_zero, st.integers(1, 20))
def test_load_factor_is_linear_in_energy_and_falls_with_demand(
    energy: Decimal, demand: Decimal, times: int
) -> None:
    one = simple_load_factor(energy_kwh=energy, demand_kw=demand, on=ON).value
    larger = simple_load_factor(energy_kwh=energy * times, demand_kw=demand, on=ON).value
    smaller = simple_load_factor(energy_kwh=energy, demand_kw=demand * times, on=ON).value
    assert abs(larger - one * times) <= TINY * max(Decimal(1), larger)
    assert abs(smaller * times - one) <= TINY * max(Decimal(1), one)


@given(amount, amount)
def test_a_power_factor_lies_between_zero_and_one(active: Decimal, reactive: Decimal) -> None:
    if active == reactive == 0:
        with pytest.raises(Refused) as refusal:
            power_factor(energy_kwh=active, reactive_kvarh=reactive, on=ON)
        assert refusal.value.code == "bill.no_energy"
        return
    assert 0 <= power_factor(energy_kwh=active, reactive_kvarh=reactive, on=ON).value <= 1


@given(more_than_zero, amount, more_than_zero)
def test_more_reactive_energy_never_helps_and_the_unit_does_not_matter(
    active: Decimal, reactive: Decimal, more: Decimal
) -> None:
    before = power_factor(energy_kwh=active, reactive_kvarh=reactive, on=ON).value
    assert power_factor(energy_kwh=active, reactive_kvarh=reactive + more, on=ON).value <= before
    in_mega = power_factor(energy_kwh=active / 1000, reactive_kvarh=reactive / 1000, on=ON).value
    assert abs(in_mega - before) <= TINY


@given(kinds, amount, amount, tariff)
def test_an_overrun_is_nothing_or_the_whole_excess(
    kind: DemandKind, measured: Decimal, contracted: Decimal, per_kw: Decimal
) -> None:
    found = overrun(
        kind=kind, measured_kw=measured, contracted_kw=contracted, on=ON, tariff_brl_per_kw=per_kw
    )
    tolerance = Decimal("1.05") if kind is DemandKind.consumption else Decimal("1.01")
    assert found.is_charged == (measured > contracted * tolerance)
    assert found.excess.value == (measured - contracted if found.is_charged else 0)
    assert found.price_brl_per_kw == 2 * per_kw
    assert found.amount_brl == found.excess.value * 2 * per_kw
    assert found.excess.unit == "kW"


@given(amount, amount)
def test_billed_demand_is_what_was_used_plus_what_was_not(measured: Decimal, contracted: Decimal) -> None:
    billed = billed_demand(measured_kw=measured, contracted_kw=contracted, on=ON).value
    unused = unused_demand(measured_kw=measured, contracted_kw=contracted, on=ON).value
    assert billed == measured + unused
    assert billed >= contracted


@given(amount, amount)
def test_differences_never_go_below_zero(one: Decimal, other: Decimal) -> None:
    assert injection_billed(contracted_kw=one, consumption_kw=other, on=ON).value == max(0, one - other)
    assert reactive_demand(dmcr_kw=one, billed_kw=other, on=ON).value == max(0, one - other)


@given(st.lists(st.tuples(more_than_zero, st.integers(0, 100)), min_size=1, max_size=8))
def test_the_suggested_demand_covers_the_simultaneous_load(rows: list[tuple[Decimal, int]]) -> None:
    loads = [Load(name="carga", installed_kw=size, simultaneous_kw=size * part / 100) for size, part in rows]
    found = suggest_demand(loads, on=ON)
    assert found.suggested.value > found.simultaneous_kw
    assert found.suggested.value >= 30
    assert found.suggested.value == max(Decimal(30), found.simultaneous_kw // 1 + 1)
    assert 0 <= found.simultaneity <= 1


@given(amount, amount, amount, amount, st.lists(tariff, min_size=7, max_size=7), st.integers(2, 12))
def test_comparing_is_linear_and_says_which_is_cheaper(
    peak_kw: Decimal, off_kw: Decimal, peak_kwh: Decimal, off_kwh: Decimal, rates: list[Decimal], times: int
) -> None:
    green = GreenTariffs(demand=rates[0], peak_energy=rates[1], off_peak_energy=rates[2])
    blue = BlueTariffs(
        peak_demand=rates[3], off_peak_demand=rates[4], peak_energy=rates[5], off_peak_energy=rates[6]
    )
    use = MonthUse(peak_kw=peak_kw, off_peak_kw=off_kw, peak_kwh=peak_kwh, off_peak_kwh=off_kwh)
    many = MonthUse(
        peak_kw=peak_kw * times,
        off_peak_kw=off_kw * times,
        peak_kwh=peak_kwh * times,
        off_peak_kwh=off_kwh * times,
    )
    one, all_of_them = (compare_modalities(each, green=green, blue=blue, on=ON) for each in (use, many))
    assert all_of_them.green_brl == one.green_brl * times
    assert all_of_them.blue_brl == one.blue_brl * times
    cheapest = {
        TariffModality.green: one.green_brl,
        TariffModality.blue: one.blue_brl,
        TariffModality.same: one.blue_brl,
    }
    assert cheapest[one.cheaper] == min(one.green_brl, one.blue_brl)
    assert one.difference.value == abs(one.green_brl - one.blue_brl)


@given(st.integers(0, 60))
def test_a_modality_that_may_change_still_may_a_cycle_later(cycles: int) -> None:
    now, later = (
        may_change_modality(TariffModality.blue, subgroup="A4", cycles_since_change=each, on=ON)
        for each in (cycles, cycles + 1)
    )
    assert later.is_allowed or not now.is_allowed


@given(amount, st.sampled_from(["kW", "kWh", "kVAr"]))
def test_losses_keep_the_unit_and_add_a_fortieth(value: Decimal, unit: str) -> None:
    found = with_losses(value=value, unit=unit, on=ON)
    assert (found.value, found.unit) == (value + value / 40, unit)


@given(amount, st.integers(1, 29), tariff, tariff)
def test_flags_weigh_by_days(consumed: Decimal, days: int, one: Decimal, other: Decimal) -> None:
    turn = JUNE.first + timedelta(days=days)
    spans = [
        FlagSpan(flag=Flag.red_2, first=turn, last=JUNE.last, brl_per_kwh=other),
        FlagSpan(flag=Flag.yellow, first=date(2026, 5, 1), last=turn - timedelta(days=1), brl_per_kwh=one),
    ]
    found = flag_charge(consumption_kwh=consumed, compensated_kwh=Decimal(0), period=JUNE, spans=spans).value
    wanted = consumed * (days * one + (30 - days) * other) / 30
    assert abs(found - wanted) <= TINY * max(Decimal(1), wanted)
    assert (
        flag_charge(consumption_kwh=consumed, compensated_kwh=consumed, period=JUNE, spans=spans).value == 0
    )


@given(tariff, rate, rate, rate)
def test_taking_the_taxes_out_of_a_price_gives_the_tariff_back(
    base: Decimal, pis: Decimal, cofins: Decimal, icms: Decimal
) -> None:
    found = price(tariff_brl=base, pis_percent=pis, cofins_percent=cofins, icms_percent=icms, on=ON).value
    assert found >= base
    back = found * (100 - icms) / 100 * (100 - pis - cofins) / 100
    assert abs(back - base) <= TINY * max(Decimal(1), found)


@given(more_than_zero, amount, st.integers(1, 50))
def test_more_pieces_with_the_same_energy_need_less_each(made: Decimal, energy: Decimal, times: int) -> None:
    one = specific_consumption(energy_kwh=energy, produced=made, unit="t", on=ON)
    many = specific_consumption(energy_kwh=energy, produced=made * times, unit="t", on=ON)
    assert many.value <= one.value
    assert one.unit == many.unit == "kWh/t"


@given(amount, amount, st.integers(1, 10_000))
def test_the_meter_is_linear_in_its_constant(before: Decimal, more: Decimal, constant: int) -> None:
    found = metered(before=before, after=before + more, constant=Decimal(constant), unit="kVArh", on=ON)
    assert (found.value, found.unit) == (more * constant, "kVArh")
    assert item_value(amount=more, price_brl=Decimal(constant), on=ON).value == found.value


@given(st.integers(0, 23), more_than_zero, amount, amount)
def test_only_the_kind_that_the_window_looks_at_counts(
    hour: int, active: Decimal, inductive: Decimal, capacitive: Decimal
) -> None:
    both = MeasuredHour(
        starts_at=datetime.combine(date(2026, 6, 1), time(hour)),
        active_kwh=active,
        inductive_kvarh=inductive,
        capacitive_kvarh=capacitive,
        demand_kw=active,
    )
    other = "inductive_kvarh" if hour < 6 else "capacitive_kvarh"
    assert counted_factor(both) == counted_factor(both.model_copy(update={other: Decimal(0)}))


@pytest.mark.parametrize("bad", ["NaN", "Infinity", "-Infinity", "-0.01", "1e12"])
def test_what_is_no_quantity_is_refused(bad: str) -> None:
    with pytest.raises(Refused) as refusal:
        quantity(Decimal(bad), "energy_kwh")
    assert refusal.value.code in {"bill.number", "bill.negative"}
    assert refusal.value.findings[0].field == "energy_kwh"
