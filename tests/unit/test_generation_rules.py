"""Sources, equipment, storage, dispatch and changes of a generator."""

from decimal import Decimal
from typing import Any

import pytest

from eligibility.domain.dispatch import is_plant_dispatchable, storage_needed_kwh
from eligibility.domain.facts import InverterSet
from eligibility.domain.vocabulary import RequestKind, Source
from tests.unit.situations import FILED_ON, anas_house, codes_of, findings_of, solar_plant, valley_plant

CHANGE = {"request_kind": RequestKind.change_generator}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"second_source": Source.hydro, "second_declared_power_kw": Decimal(0)},
            ["generation.second_source_same"],
        ),
        ({"second_source": Source.wind}, ["generation.declared_power_missing"]),
        (
            {
                "second_source": Source.wind,
                "second_declared_power_kw": Decimal(10),
                "declared_power_kw": Decimal(390),
            },
            [],
        ),
        ({"declared_power_kw": None}, ["generation.declared_power_missing"]),
        ({"declared_power_kw": None, "inverters": (InverterSet(quantity=2, power_kw=Decimal(200)),)}, []),
        (
            {"second_source": Source.solar},
            ["generation.modules_missing", "generation.inverters_missing"],
        ),
        ({"declared_power_kw": Decimal(0)}, ["power.zero"]),
        ({"declared_power_kw": Decimal("0.0009")}, ["power.too_small"]),
        ({**CHANGE, "existing_power_kw": None}, ["generation.existing_power_missing"]),
        ({**CHANGE, "existing_power_kw": Decimal(0)}, []),
        ({**CHANGE, "existing_power_kw": Decimal(400)}, ["generation.no_change"]),
        ({**CHANGE, "existing_power_kw": Decimal("400.1")}, ["generation.change_is_reduction"]),
        ({**CHANGE, "existing_power_kw": Decimal(399)}, []),
        ({"is_dispatchable": True}, []),
        ({"is_dispatchable": True, "source": Source.wind}, ["generation.not_dispatchable"]),
        ({"is_dispatchable": True, "source": Source.other}, ["generation.not_dispatchable"]),
        ({"is_dispatchable": False, "source": Source.wind}, []),
    ],
)
def test_what_a_plant_without_modules_misses(changes: dict[str, Any], expected: list[str]) -> None:
    assert codes_of(valley_plant(**changes)) == expected


def test_a_zero_power_points_at_the_field_that_was_typed() -> None:
    finding = findings_of(valley_plant(declared_power_kw=Decimal(0)))["power.zero"]
    assert (finding.field, finding.section) == ("declared_power_kw", "geracao")


def test_a_house_without_source_is_asked_only_for_the_source() -> None:
    assert codes_of(anas_house(source=None)) == ["generation.source_missing"]


def test_stale_modules_of_another_source_are_not_judged() -> None:
    facts = anas_house(source=Source.wind, declared_power_kw=Decimal(8))
    assert codes_of(facts) == []


@pytest.mark.parametrize(
    ("kwh", "expected"),
    [
        (None, ["generation.dispatchable_storage_low", "generation.storage_capacity_missing"]),
        ("9215.9", ["generation.dispatchable_storage_low"]),
        ("9216", []),
    ],
)
def test_dispatchable_solar_keeps_a_fifth_of_its_month(kwh: str | None, expected: list[str]) -> None:
    facts = solar_plant(
        "400", is_dispatchable=True, has_storage=True, storage_kwh=None if kwh is None else Decimal(kwh)
    )
    assert codes_of(facts) == [*expected[:1], "generation.storage", *expected[1:]]
    assert is_plant_dispatchable(facts, FILED_ON) is (expected == [])


def test_a_thousand_kilowatts_need_23040_kwh() -> None:
    assert storage_needed_kwh(Decimal(1000), FILED_ON) == Decimal(23_040)


@pytest.mark.parametrize(
    ("changes", "is_dispatchable"),
    [
        ({}, True),
        ({"is_dispatchable": False}, False),
        ({"source": Source.biomass, "second_source": Source.qualified_cogeneration}, True),
        ({"second_source": Source.wind}, False),
        ({"second_source": Source.solar, "is_dispatchable": True, "storage_kwh": Decimal(10**6)}, False),
        ({"source": Source.wind, "is_dispatchable": True}, False),
        ({"source": None}, False),
    ],
)
def test_a_plant_is_dispatchable_when_every_part_is(changes: dict[str, Any], is_dispatchable: bool) -> None:
    assert is_plant_dispatchable(valley_plant(**changes), FILED_ON) is is_dispatchable


@pytest.mark.parametrize(
    ("kw", "changes", "is_refused"),
    [
        ("5000", {}, False),
        ("5000.1", {}, True),
        ("3000.1", {"is_dispatchable": False}, True),
        ("3000.1", {"source": Source.wind}, True),
        ("2990", {"second_source": Source.wind, "second_declared_power_kw": Decimal(10)}, False),
        ("2990", {"second_source": Source.wind, "second_declared_power_kw": Decimal("10.1")}, True),
        ("4990", {"second_source": Source.biomass, "second_declared_power_kw": Decimal(10)}, False),
    ],
)
def test_the_limit_follows_every_source(kw: str, changes: dict[str, Any], is_refused: bool) -> None:
    facts = valley_plant(declared_power_kw=Decimal(kw), injection_demand_kw=Decimal(9000), **changes)
    assert ("power.out_of_range" in codes_of(facts)) is is_refused
