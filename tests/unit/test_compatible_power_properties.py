"""Compatible power for any consumption: linear, monotone, reversible, and no number where none is known."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from eligibility.domain.billed_cycles import Kwh
from eligibility.domain.compatible_power import CompatiblePower, NoCompatiblePower, Status, compatible_power
from eligibility.domain.compatible_power_meanings import is_compatible
from eligibility.domain.numbers_pt import format_decimal
from eligibility.domain.vocabulary import ConsumerClass, Source
from tests.unit.compatible_powers import CENT, TODAY, none, power

WITH_FACTOR = tuple(item for item in ConsumerClass if item is not ConsumerClass.public_lighting)
classes = st.sampled_from(WITH_FACTOR)
kwh = st.decimals(0, 1_000_000, places=3)
twelve = st.lists(kwh, min_size=12, max_size=12)


@given(kwh, kwh, classes)
def test_twice_adds_up_and_scales(one: Decimal, other: Decimal, unit_class: ConsumerClass) -> None:
    first, second = power(one, unit_class), power(other, unit_class)
    assert power(one + other, unit_class).exact == first.exact + second.exact
    assert power(one * 7, unit_class).exact == 7 * first.exact


@given(kwh, kwh, classes)
def test_more_consumption_never_gives_less_power(
    one: Decimal, other: Decimal, unit_class: ConsumerClass
) -> None:
    less, more = (power(value, unit_class) for value in sorted((one, other)))
    assert less.exact <= more.exact and less.power_kw <= more.power_kw
    assert (less.exact == more.exact) is (one == other)


@given(kwh, classes)
def test_the_power_gives_the_consumption_back(consumption: Decimal, unit_class: ConsumerClass) -> None:
    found = power(consumption, unit_class)
    monthly = found.exact * Fraction(found.fc) * 24 * 30
    assert monthly == Fraction(consumption) * Fraction(found.fa)
    back = found.power_kw_exact * found.fc * 24 * 30
    assert abs(back - consumption * found.fa) <= Decimal("1e-20")


@given(kwh, classes)
def test_a_mean_in_mwh_is_a_thousandth(consumption: Decimal, unit_class: ConsumerClass) -> None:
    assert power(consumption / 1000, unit_class).exact * 1000 == power(consumption, unit_class).exact


@given(st.one_of(kwh, twelve), classes)
def test_what_is_shown_is_the_last_cent_not_above_the_power(
    consumption: Kwh, unit_class: ConsumerClass
) -> None:
    found = power(consumption, unit_class)
    assert found.power_kw.as_tuple().exponent == -2
    assert Fraction(found.power_kw) <= found.exact < Fraction(found.power_kw + CENT)
    assert found.power_kw <= found.power_kw_exact
    assert f"{format_decimal(found.power_kw, places=2)} kW" in found.lines[-1].text


@given(kwh, classes)
def test_a_project_fits_exactly_up_to_the_power(consumption: Decimal, unit_class: ConsumerClass) -> None:
    found = power(consumption, unit_class)
    assert is_compatible(found.power_kw, found) is (found.power_kw <= 75)
    assert not is_compatible(found.power_kw + CENT, found)
    assert is_compatible(Decimal(0), found, existing_kw=found.power_kw) is (found.power_kw <= 75)


@given(twelve, classes, st.randoms(use_true_random=False))
def test_twelve_cycles_are_their_mean_in_any_order(
    cycles: list[Decimal], unit_class: ConsumerClass, shuffle: Any
) -> None:
    expected = sum((Fraction(value) for value in cycles), Fraction(0)) / 12
    found = power(cycles, unit_class)
    assert found.exact == expected / Fraction(found.fc) / 720 * Fraction(found.fa)
    mixed = list(cycles)
    shuffle.shuffle(mixed)
    assert power(mixed, unit_class).exact == found.exact


@given(twelve, st.lists(st.decimals(0, 1, places=3), min_size=12, max_size=12))
def test_an_irrigator_counts_the_difference_and_never_more(
    cycles: list[Decimal], shares: list[Decimal]
) -> None:
    discounted = [value * share for value, share in zip(cycles, shares, strict=True)]
    kept = [value - part for value, part in zip(cycles, discounted, strict=True)]
    found = power(cycles, "rural", discounted=discounted, has_irrigation_discount=True)
    assert found.exact == power(kept, "rural").exact <= power(cycles, "rural").exact


@given(
    st.lists(st.one_of(st.none(), kwh), max_size=12).filter(
        lambda values: values.count(None) or len(values) < 12
    ),
    classes,
)
def test_a_missing_cycle_never_becomes_a_number(
    values: list[Decimal | None], unit_class: ConsumerClass
) -> None:
    found = none(values, unit_class)
    assert found.status is Status.needs_analysis
    assert found.code in {"compatible_power.no_history", "compatible_power.too_few_cycles"}


@given(st.text(max_size=40), st.one_of(kwh, twelve))
def test_any_class_is_answered_and_only_a_known_one_with_a_number(name: str, consumption: Kwh) -> None:
    found = compatible_power(consumption, name, TODAY)
    if isinstance(found, CompatiblePower):
        assert found.consumer_class in WITH_FACTOR
    else:
        assert found.status is Status.needs_analysis


@given(st.sets(st.sampled_from(Source)).filter(lambda found: found != {Source.solar}), classes)
def test_no_other_source_is_ever_computed(sources: set[Source], unit_class: ConsumerClass) -> None:
    assert none(Decimal(1000), unit_class, sources=sources).status is Status.needs_analysis


@given(st.dates(date(1990, 1, 1), date(2024, 9, 28)), classes)
def test_before_its_first_day_there_is_no_waiver(on: date, unit_class: ConsumerClass) -> None:
    found = compatible_power(Decimal(300), unit_class, on)
    assert isinstance(found, NoCompatiblePower)
    assert found.status is Status.not_in_force
    assert "29/09/2024" in found.message
