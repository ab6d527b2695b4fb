"""The automatic check: each defect gives its own finding, with severity, field, screen and citation."""

from decimal import Decimal
from typing import Any

import pytest

from eligibility.domain.facts import ProjectFacts
from eligibility.domain.findings import Finding, Section, Severity
from eligibility.domain.operator import load_profile
from eligibility.domain.vocabulary import Phases, RequestKind, TariffGroup
from tests.unit.situations import FILED_ON, anas_house, codes_of, findings_of, solar

EMPTY = {"monthly_consumption_kwh": ()}


codes = codes_of


def the_finding(code: str, facts: ProjectFacts) -> Finding:
    return findings_of(facts)[code]


def test_a_good_project_has_no_finding() -> None:
    assert codes(anas_house()) == []


@pytest.mark.parametrize(
    ("changes", "code", "severity", "section", "field"),
    [
        ({"unit_number": ""}, "unit_number.empty", "blocking", "unidade", "unit_number"),
        ({"unit_number": "123"}, "unit_number.shape", "blocking", "unidade", "unit_number"),
        ({"unit_number": "3014056287"}, "unit_number.old_scheme", "advisory", "unidade", "unit_number"),
        (
            {"unit_number": "001347925805910"},
            "unit_number.other_utility",
            "advisory",
            "unidade",
            "unit_number",
        ),
        ({"request_kind": None}, "generation.kind_missing", "blocking", "unidade", "request_kind"),
        ({"consumer_class": None}, "unit.class_missing", "blocking", "unidade", "consumer_class"),
        ({"group": None}, "unit.group_missing", "blocking", "unidade", "group"),
        ({"voltage": ""}, "unit.voltage_missing", "blocking", "unidade", "voltage"),
        ({"phases": None}, "unit.phases_missing", "blocking", "unidade", "phases"),
        ({"breaker_a": None}, "unit.breaker_missing", "blocking", "unidade", "breaker_a"),
        ({"breaker_a": 0}, "unit.breaker_missing", "blocking", "unidade", "breaker_a"),
        (
            {"breaker_a": 64, "available_power_kw": Decimal(15)},
            "unit.breaker_unknown",
            "advisory",
            "unidade",
            "breaker_a",
        ),
        (EMPTY, "unit.consumption_incomplete", "advisory", "unidade", "monthly_consumption_kwh"),
        (
            {"monthly_consumption_kwh": (Decimal(0),) * 12},
            "unit.consumption_zero",
            "advisory",
            "unidade",
            "monthly_consumption_kwh",
        ),
        ({"source": None}, "generation.source_missing", "blocking", "geracao", "source"),
        ({"modules": ()}, "generation.modules_missing", "blocking", "geracao", "modules"),
        ({"inverters": ()}, "generation.inverters_missing", "blocking", "geracao", "inverters"),
        (solar(40, "0", 1, "8"), "generation.modules_zero", "blocking", "geracao", "modules"),
        (solar(0, "550", 1, "8"), "generation.modules_zero", "blocking", "geracao", "modules"),
        (solar(16, "550", 1, "0"), "generation.inverters_zero", "blocking", "geracao", "inverters"),
        (solar(1, "0.1", 1, "8"), "power.too_small", "blocking", "geracao", "inverters"),
        (solar(40, "550", 1, "8"), "generation.ratio_unusual", "advisory", "geracao", "modules"),
        (
            {"has_storage": True},
            "generation.storage_capacity_missing",
            "advisory",
            "geracao",
            "storage_kwh",
        ),
        (
            {"has_storage": True, "storage_kwh": Decimal(10)},
            "generation.storage",
            "advisory",
            "geracao",
            "has_storage",
        ),
        ({"wants_fast_track": True}, "power.fast_track_limit", "blocking", "creditos", "wants_fast_track"),
        ({"modality": None}, "credits.modality_missing", "blocking", "creditos", "modality"),
        ({"latitude": None}, "unit.coordinates_missing", "advisory", "unidade", "latitude"),
        ({"longitude": None}, "unit.coordinates_missing", "advisory", "unidade", "longitude"),
        ({"longitude": Decimal("43.9352")}, "unit.coordinates_outside", "advisory", "unidade", "latitude"),
        (
            {"has_emergency_generator": True},
            "unit.emergency_power_missing",
            "advisory",
            "unidade",
            "emergency_generator_kva",
        ),
        ({"is_holder_company": None}, "holder.kind_missing", "blocking", "titular", "is_company"),
    ],
)
def test_each_defect_gives_one_finding_at_its_field(
    changes: dict[str, Any], code: str, severity: str, section: str, field: str
) -> None:
    facts = anas_house(**changes)
    if code not in {"generation.ratio_unusual", "power.too_small", "generation.storage_capacity_missing"}:
        assert codes(facts) == [code]
    finding = the_finding(code, facts)
    assert (finding.severity, finding.section, finding.field) == (Severity(severity), Section(section), field)
    assert finding.message.endswith((".", "?"))


def test_ten_kilowatts_on_a_single_phase_63_ampere_breaker_is_refused_with_article_31() -> None:
    facts = anas_house(phases=Phases.single, breaker_a=63, **solar(20, "550", 1, "10"))
    assert codes(facts) == ["power.above_available"]
    finding = the_finding("power.above_available", facts)
    assert finding.is_blocking
    assert finding.citation is not None
    assert finding.citation.label == "REN ANEEL 1.000/2021, art. 31"
    assert "10 kW" in finding.message
    assert "8 kW" in finding.message
    assert "ainda não confirmado pela distribuidora" in finding.message


def test_the_table_wins_over_a_typed_available_power() -> None:
    facts = anas_house(phases=Phases.single, available_power_kw=Decimal(50), **solar(20, "550", 1, "10"))
    assert codes(facts) == ["power.above_available"]


def test_a_typed_available_power_counts_when_the_table_has_no_such_breaker() -> None:
    assert "unit.available_power_missing" in codes(anas_house(breaker_a=64))
    assert "power.above_available" in codes(anas_house(breaker_a=64, available_power_kw=Decimal(8)))


def test_power_beyond_every_category_is_refused() -> None:
    facts = anas_house(phases=Phases.three, breaker_a=800, **solar(10_000, "550", 1000, "4"))
    assert codes(facts) == ["power.out_of_range"]


def test_a_new_unit_is_asked_no_number_and_no_consumption() -> None:
    facts = anas_house(request_kind=RequestKind.new_unit, unit_number="", monthly_consumption_kwh=())
    assert codes(facts) == []


def test_phases_and_breaker_are_asked_in_group_b_only() -> None:
    facts = anas_house(phases=None, breaker_a=None)
    assert set(codes(facts)) == {"unit.phases_missing", "unit.breaker_missing"}
    asked = set(codes(facts.model_copy(update={"group": TariffGroup.a})))
    assert not asked & {"unit.phases_missing", "unit.breaker_missing"}


def test_forty_modules_of_zero_watts_says_so() -> None:
    finding = the_finding("generation.modules_zero", anas_house(**solar(40, "0", 1, "8")))
    assert finding.message == "Você informou 40 módulos de 0 W. Nenhum dos dois pode ser zero."


@pytest.mark.parametrize(
    ("known", "text"), [(0, "Faltam 12 meses de consumo."), (11, "Falta 1 mês de consumo."), (12, None)]
)
def test_missing_months_are_counted(known: int, text: str | None) -> None:
    facts = anas_house(monthly_consumption_kwh=(Decimal(300),) * known + (None,) * (12 - known))
    found = [finding.message for finding in findings_of(facts).values()]
    assert found == [] if text is None else found[0].startswith(text)


def test_a_number_of_another_utility_is_not_judged_without_a_profile_code() -> None:
    profile = load_profile().model_copy(update={"utility_code": ""})
    assert codes(anas_house(unit_number="001347925805910"), profile) == []


def test_the_fast_track_fits_up_to_seven_and_a_half_kilowatts() -> None:
    assert codes(anas_house(wants_fast_track=True, **solar(16, "550", 1, "7.5"))) == []


def test_blocking_findings_come_first() -> None:
    severities = [finding.severity for finding in findings_of(ProjectFacts(filed_on=FILED_ON)).values()]
    assert severities == sorted(severities, key=lambda severity: severity is Severity.advisory)
    assert severities.count(Severity.blocking) == 8
