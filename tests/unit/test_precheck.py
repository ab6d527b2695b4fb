"""The automatic check: each defect gives its own finding, with severity, field, screen and citation."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.domain.facts import InverterSet, ModuleSet, ProjectFacts
from eligibility.domain.findings import Finding, Section, Severity
from eligibility.domain.precheck import check
from eligibility.domain.vocabulary import Modality, Phases, RequestKind, Source, TariffGroup
from tests.unit.situations import FILED_ON, anas_house, solar

EMPTY = {"monthly_consumption_kwh": ()}


def codes(facts: ProjectFacts) -> list[str]:
    return [finding.code for finding in check(facts, FILED_ON, utility_code="018")]


def the_finding(code: str, facts: ProjectFacts) -> Finding:
    return next(finding for finding in check(facts, FILED_ON, utility_code="018") if finding.code == code)


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
        ({"request_kind": None}, "generation.kind_missing", "blocking", "geracao", "request_kind"),
        (
            {"request_kind": RequestKind.new_unit},
            "generation.kind_not_open",
            "blocking",
            "geracao",
            "request_kind",
        ),
        ({"consumer_class": None}, "unit.class_missing", "blocking", "unidade", "consumer_class"),
        ({"group": None}, "unit.group_missing", "blocking", "unidade", "group"),
        ({"group": TariffGroup.a}, "unit.group_not_open", "blocking", "unidade", "group"),
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
        ({"has_storage": True}, "generation.storage", "advisory", "geracao", "has_storage"),
        ({"wants_fast_track": True}, "power.fast_track_limit", "blocking", "creditos", "wants_fast_track"),
        ({"modality": None}, "credits.modality_missing", "blocking", "creditos", "modality"),
        ({"modality": Modality.shared}, "credits.modality_not_open", "blocking", "creditos", "modality"),
        ({"is_holder_company": None}, "holder.kind_missing", "blocking", "titular", "is_company"),
    ],
)
def test_each_defect_gives_one_finding_at_its_field(
    changes: dict[str, Any], code: str, severity: str, section: str, field: str
) -> None:
    facts = anas_house(**changes)
    if code not in {"generation.ratio_unusual", "power.too_small"}:
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


@pytest.mark.parametrize(
    ("inverter_kw", "is_open"), [("10", True), ("10.00", True), ("10.01", False), ("75", False)]
)
def test_more_than_ten_kilowatts_says_that_the_category_is_not_open_yet(
    inverter_kw: str, is_open: bool
) -> None:
    facts = anas_house(phases=Phases.three, breaker_a=200, **solar(150, "550", 1, inverter_kw))
    assert ("power.category_not_open" not in codes(facts)) is is_open


def test_the_closed_category_is_explained_in_plain_words() -> None:
    finding = the_finding("power.category_not_open", anas_house(**solar(20, "550", 1, "10.01")))
    assert finding.message == (
        "10,01 kW é microgeração acima de 10 kW até 75 kW. Esta categoria ainda não está aberta no portal. "
        "Por enquanto recebemos microgeração até 10 kW."
    )


def test_power_beyond_every_category_is_refused_and_not_called_closed() -> None:
    facts = anas_house(phases=Phases.three, breaker_a=800, **solar(10_000, "550", 1000, "4"))
    assert "power.out_of_range" in codes(facts)
    assert "power.category_not_open" not in codes(facts)


def test_another_source_is_not_open_yet() -> None:
    assert codes(anas_house(source=Source.wind, modules=(), declared_power_kw=Decimal(5))) == [
        "generation.source_not_open"
    ]


def test_forty_modules_of_zero_watts_says_so() -> None:
    finding = the_finding("generation.modules_zero", anas_house(**solar(40, "0", 1, "8")))
    assert finding.message == "Você informou 40 módulos de 0 W. Nenhum dos dois pode ser zero."


@pytest.mark.parametrize(
    ("known", "text"), [(0, "Faltam 12 meses de consumo."), (11, "Falta 1 mês de consumo."), (12, None)]
)
def test_missing_months_are_counted(known: int, text: str | None) -> None:
    facts = anas_house(monthly_consumption_kwh=(Decimal(300),) * known + (None,) * (12 - known))
    found = [finding.message for finding in check(facts, FILED_ON)]
    assert found == [] if text is None else found[0].startswith(text)


def test_a_number_of_another_utility_is_not_judged_without_a_profile_code() -> None:
    assert check(anas_house(unit_number="001347925805910"), FILED_ON) == ()


def test_the_fast_track_fits_up_to_seven_and_a_half_kilowatts() -> None:
    assert codes(anas_house(wants_fast_track=True, **solar(16, "550", 1, "7.5"))) == []


def test_blocking_findings_come_first() -> None:
    severities = [finding.severity for finding in check(ProjectFacts(filed_on=FILED_ON), FILED_ON)]
    assert severities == sorted(severities, key=lambda severity: severity is Severity.advisory)
    assert severities.count(Severity.blocking) >= 10


quantities = st.decimals("0", "1000000", places=3)


@given(
    st.builds(
        ProjectFacts,
        filed_on=st.just(FILED_ON),
        unit_number=st.text(max_size=20),
        breaker_a=st.none() | st.integers(0, 100_000),
        available_power_kw=st.none() | quantities,
        modules=st.lists(
            st.builds(ModuleSet, quantity=st.integers(0, 10_000), power_w=quantities), max_size=3
        ).map(tuple),
        inverters=st.lists(
            st.builds(InverterSet, quantity=st.integers(0, 10_000), power_kw=quantities), max_size=3
        ).map(tuple),
        monthly_consumption_kwh=st.lists(st.none() | quantities, max_size=12).map(tuple),
        declared_power_kw=st.none() | quantities,
    )
)
def test_any_answers_give_findings_that_name_a_screen_and_a_field(facts: ProjectFacts) -> None:
    for finding in check(facts, FILED_ON, utility_code="018"):
        assert finding.section is not None
        assert finding.field
        assert finding.message
