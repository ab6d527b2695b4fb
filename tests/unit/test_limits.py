"""The main breaker and the limit it puts on the generation (art. 31)."""

from decimal import Decimal

import pytest

from eligibility.domain.citation import Citation, Confidence
from eligibility.domain.findings import Severity
from eligibility.domain.limits import (
    AvailablePower,
    above_available_power,
    available_power,
    available_power_of,
    breaker_options,
    unknown_breaker,
)
from eligibility.domain.vocabulary import Phases, TariffGroup
from tests.unit.situations import FILED_ON, anas_house

MONO, BI, TRI = Phases.single, Phases.two, Phases.three

EIGHT_KW = AvailablePower(
    kw=Decimal("8.0"), citation=Citation(norm="Tabela"), confidence=Confidence.prototype, note="Uma nota."
)

TABLE = [
    (MONO, 63, "8.0"),
    (BI, 63, "15.1"),
    (BI, 100, "24"),
    (BI, 125, "30"),
    (BI, 150, "36"),
    (BI, 200, "50"),
    (TRI, 63, "24"),
    (TRI, 80, "30.5"),
    (TRI, 100, "38.1"),
    (TRI, 125, "47.6"),
    (TRI, 150, "57.1"),
    (TRI, 200, "75"),
    (TRI, 225, "86"),
    (TRI, 250, "95"),
    (TRI, 300, "114"),
    (TRI, 315, "114"),
    (TRI, 320, "114"),
    (TRI, 400, "152"),
    (TRI, 450, "171"),
    (TRI, 500, "188"),
    (TRI, 600, "228"),
    (TRI, 630, "228"),
    (TRI, 700, "266"),
    (TRI, 800, "304"),
    (MONO, 40, "5"),
    (MONO, 50, "6.5"),
    (MONO, 70, "10"),
    (BI, 40, "10"),
    (BI, 50, "12"),
    (BI, 60, "15"),
    (BI, 70, "16.8"),
    (BI, 80, "20"),
    (BI, 90, "20"),
    (BI, 120, "30"),
    (TRI, 40, "15"),
    (TRI, 60, "23"),
    (TRI, 70, "27"),
    (TRI, 120, "47"),
    (TRI, 175, "66"),
]


@pytest.mark.parametrize(("phases", "breaker_a", "kw"), TABLE)
def test_the_breaker_gives_the_available_power(phases: Phases, breaker_a: int, kw: str) -> None:
    found = available_power(TariffGroup.b, phases, breaker_a, FILED_ON)
    assert found is not None
    assert found.kw == Decimal(kw)


def test_the_table_says_that_it_is_not_confirmed() -> None:
    found = available_power(TariffGroup.b, MONO, 63, FILED_ON)
    assert found is not None
    assert found.confidence is Confidence.prototype
    assert not found.confidence.is_certain
    assert "cadastro" in found.note


@pytest.mark.parametrize(
    ("phases", "breaker_a"), [(MONO, 64), (MONO, 100), (BI, 63_000), (TRI, 0), (TRI, -63)]
)
def test_a_breaker_outside_the_table_gives_nothing(phases: Phases, breaker_a: int) -> None:
    assert available_power(TariffGroup.b, phases, breaker_a, FILED_ON) is None


def test_no_breaker_gives_the_power_of_group_a() -> None:
    assert available_power(TariffGroup.a, TRI, 63, FILED_ON) is None


def test_an_unknown_breaker_is_only_an_advice() -> None:
    finding = unknown_breaker(TRI, 64, FILED_ON)
    assert finding.severity is Severity.advisory
    assert "disjuntor trifásico de 64 A" in finding.message


def test_the_options_of_the_form_are_the_rows_of_the_table() -> None:
    assert breaker_options(MONO, FILED_ON) == (40, 50, 63, 70)
    assert {(phases, amps) for phases in Phases for amps in breaker_options(phases, FILED_ON)} == {
        (phases, amps) for phases, amps, _ in TABLE
    }


def test_generation_above_the_available_power_is_refused_with_article_31() -> None:
    finding = above_available_power(Decimal(10), EIGHT_KW, FILED_ON)
    assert finding is not None
    assert finding.is_blocking
    assert finding.citation is not None
    assert finding.citation.label == "REN ANEEL 1.000/2021, art. 31"
    assert "10 kW" in finding.message
    assert "8 kW" in finding.message


@pytest.mark.parametrize("power", ["7.99", "8", "8.0"])
def test_generation_up_to_the_available_power_fits(power: str) -> None:
    assert above_available_power(Decimal(power), EIGHT_KW, FILED_ON) is None


def test_the_table_comes_before_what_was_typed() -> None:
    known = available_power_of(anas_house(available_power_kw=Decimal(99)), FILED_ON)
    typed = available_power_of(anas_house(breaker_a=64, available_power_kw=Decimal(99)), FILED_ON)
    assert known is not None
    assert typed is not None
    assert (known.kw, known.confidence) == (Decimal("15.1"), Confidence.prototype)
    assert (typed.kw, typed.confidence) == (Decimal(99), Confidence.unverified)
    assert available_power_of(anas_house(breaker_a=64), FILED_ON) is None
