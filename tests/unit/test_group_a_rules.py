"""Group A: the group that fits the power, demands, transformers, and the entry substation."""

from decimal import Decimal
from typing import Any

import pytest

from eligibility.domain.facts import ProjectFacts
from eligibility.domain.substations import limits_of
from eligibility.domain.vocabulary import Phases, RequestKind, SubstationType, TariffGroup
from eligibility.domain.voltages import is_high_voltage, volts
from tests.unit.situations import (
    FILED_ON,
    anas_house,
    codes_of,
    findings_of,
    solar,
    solar_plant,
    valley_plant,
)

BIG_BREAKER: dict[str, Any] = {"phases": Phases.three, "breaker_a": 800}


def test_a_good_plant_of_group_a_has_no_finding() -> None:
    assert codes_of(valley_plant()) == []


@pytest.mark.parametrize(
    ("kw", "code"),
    [
        ("50", None),
        ("50.001", "group.may_be_group_a"),
        ("75", "group.may_be_group_a"),
        ("75.1", "group.mini_needs_group_a"),
    ],
)
def test_the_group_follows_the_power(kw: str, code: str | None) -> None:
    facts = anas_house(**BIG_BREAKER, **solar(1, str(Decimal(kw) * 1000), 1, kw))
    assert codes_of(facts) == ([code] if code else [])
    if code:
        finding = findings_of(facts)[code]
        assert finding.is_blocking is (code == "group.mini_needs_group_a")
        assert finding.citation is not None
        assert (
            finding.citation.label == f"REN ANEEL 1.000/2021, art. 23, § {6 if finding.is_blocking else 1}º"
        )


@pytest.mark.parametrize(
    ("changes", "code", "is_blocking", "citation"),
    [
        ({"contracted_demand_kw": None}, "unit.contracted_demand_missing", True, "art. 655-J"),
        ({"contracted_demand_kw": Decimal(0)}, None, False, ""),
        ({"contracted_demand_kw": Decimal("0.1")}, "unit.contracted_demand_low", False, "art. 148"),
        ({"contracted_demand_kw": Decimal("29.9")}, "unit.contracted_demand_low", False, "art. 148"),
        ({"contracted_demand_kw": Decimal(30)}, None, False, ""),
        (
            {"injection_demand_kw": None, "contracted_demand_kw": Decimal(400)},
            "unit.injection_demand_missing",
            True,
            "art. 655-J",
        ),
        (
            {"injection_demand_kw": None, "contracted_demand_kw": Decimal(400), "is_grid_zero": True},
            None,
            False,
            "",
        ),
        ({"installed_load_kw": Decimal(0)}, None, False, ""),
        (
            {
                "installed_load_kw": Decimal(100),
                "injection_demand_kw": Decimal("299.9"),
                "contracted_demand_kw": Decimal(400),
            },
            "unit.injection_demand_low",
            True,
            "art. 149",
        ),
        (
            {
                "installed_load_kw": Decimal(100),
                "injection_demand_kw": Decimal(300),
                "contracted_demand_kw": Decimal(400),
            },
            None,
            False,
            "",
        ),
        ({"transformers_kva": ()}, "unit.transformers_missing", True, "dados da unidade"),
        ({"substation_type": None}, "unit.substation_missing", True, "tipos de subestação"),
    ],
)
def test_what_group_a_misses(
    changes: dict[str, Any], code: str | None, is_blocking: bool, citation: str
) -> None:
    facts = valley_plant(**changes)
    assert codes_of(facts) == ([code] if code else [])
    if code:
        finding = findings_of(facts)[code]
        assert finding.is_blocking is is_blocking
        assert finding.citation is not None
        assert finding.citation.provision == citation


def test_group_b_is_asked_nothing_of_group_a() -> None:
    facts = anas_house(contracted_demand_kw=None, transformers_kva=(), substation_type=None)
    assert codes_of(facts) == []


@pytest.mark.parametrize(
    ("contracted", "injection", "fits"),
    [("400", "0", True), ("0", "400", True), ("399.9", "399.9", False), ("100", "400", True)],
)
def test_in_group_a_the_larger_demand_is_the_available_power(
    contracted: str, injection: str, fits: bool
) -> None:
    facts = valley_plant(contracted_demand_kw=Decimal(contracted), injection_demand_kw=Decimal(injection))
    assert ("power.above_available" not in codes_of(facts)) is fits


def with_posto(kind: SubstationType, **changes: Any) -> ProjectFacts:
    return solar_plant("300", substation_type=kind, **changes)


@pytest.mark.parametrize("kind", [SubstationType.posto_1, SubstationType.posto_3, SubstationType.posto_6])
def test_some_types_exist_in_old_units_only(kind: SubstationType) -> None:
    new = with_posto(kind, request_kind=RequestKind.new_unit, unit_number="")
    assert codes_of(new) == ["unit.substation_existing_only"]
    finding = findings_of(new)["unit.substation_existing_only"]
    assert not finding.is_blocking
    assert "ainda não confirmado pela distribuidora" in finding.message
    assert codes_of(with_posto(kind)) == []


@pytest.mark.parametrize(
    ("voltage", "fits"), [("22.000 V", True), ("34,5 kV", True), ("13.800 V", False), ("?", True)]
)
def test_posto_2_is_used_at_two_voltages(voltage: str, fits: bool) -> None:
    facts = with_posto(SubstationType.posto_2, voltage=voltage)
    assert codes_of(facts) == ([] if fits else ["unit.substation_voltage"])


@pytest.mark.parametrize("kind", SubstationType)
@pytest.mark.parametrize("kw", ["300", "300.1"])
def test_small_types_go_up_to_300_kw_of_demand_and_generation(kind: SubstationType, kw: str) -> None:
    is_limited = kind not in {SubstationType.posto_2, SubstationType.posto_4} and kw == "300.1"
    by_demand = with_posto(kind, contracted_demand_kw=Decimal(kw), voltage="22.000 V")
    by_generation = solar_plant(kw, substation_type=kind, voltage="22.000 V")
    for facts in (by_demand, by_generation):
        assert codes_of(facts) == (["unit.substation_limit"] if is_limited else [])


@pytest.mark.parametrize("kind", SubstationType)
def test_only_two_types_may_be_shared(kind: SubstationType) -> None:
    facts = with_posto(kind, voltage="22.000 V", is_substation_shared=True)
    may_be_shared = kind in {SubstationType.posto_2, SubstationType.posto_4}
    assert codes_of(facts) == ([] if may_be_shared else ["unit.substation_not_shared"])
    assert limits_of(kind, FILED_ON).may_be_shared is may_be_shared


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("13.800", "13800"),
        ("13.800 V", "13800"),
        ("13800", "13800"),
        ("13,8 kV", "13800"),
        ("34.5 kV", "34500"),
        ("69 kv", "69000"),
        ("127/220", "220"),
        ("127/220 V", "220"),
        ("", None),
        ("média", None),
        ("1,2,3.4", None),
    ],
)
def test_voltages_are_read_as_people_write_them(text: str, value: str | None) -> None:
    assert volts(text) == (Decimal(value) if value else None)


@pytest.mark.parametrize(
    ("text", "is_high"), [("68,9 kV", False), ("69 kV", True), ("138.000", True), ("", False)]
)
def test_high_voltage_begins_at_69_kv(text: str, is_high: bool) -> None:
    assert is_high_voltage(text, FILED_ON) is is_high


def test_the_group_may_be_unknown() -> None:
    facts = valley_plant(group=None)
    assert "unit.group_missing" in codes_of(facts)
    assert facts.group is not TariffGroup.a
