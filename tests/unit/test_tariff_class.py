"""GD I, II and III: dates, start limits, and what the compensated energy pays."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from eligibility.domain.assessment import assess
from eligibility.domain.citation import Confidence
from eligibility.domain.facts import AllocationFacts, ProjectFacts
from eligibility.domain.operator import load_profile
from eligibility.domain.tariff_class import TariffClass, TariffCode
from eligibility.domain.vocabulary import AllocationBasis, Association, Modality, RequestKind, Source
from tests.unit.situations import FILED_ON, anas_house, solar_plant, valley_plant

PROFILE = load_profile()


def tariff(facts: ProjectFacts) -> TariffClass:
    found = assess(facts, profile=PROFILE).tariff
    assert found is not None
    return found


def shared(largest: str | None) -> dict[str, Any]:
    return {
        "modality": Modality.shared,
        "association": Association.condominium,
        "allocation": AllocationFacts(
            basis=AllocationBasis.percentage,
            unit_count=4,
            total_percent=Decimal(100),
            largest_share_percent=None if largest is None else Decimal(largest),
        ),
    }


@pytest.mark.parametrize(
    ("filed_on", "code"),
    [
        (date(2015, 3, 1), "GD_I"),
        (date(2022, 1, 7), "GD_I"),
        (date(2022, 1, 8), "GD_I"),
        (date(2023, 1, 7), "GD_I"),
        (date(2023, 1, 8), "GD_II"),
        (FILED_ON, "GD_II"),
    ],
)
def test_the_filing_date_opens_and_closes_the_first_class(filed_on: date, code: str) -> None:
    assert tariff(anas_house(filed_on=filed_on)).code == code


@pytest.mark.parametrize(
    ("facts", "value", "unit"),
    [
        (anas_house(filed_on=date(2022, 6, 1)), 120, "calendar_days"),
        (solar_plant("400", filed_on=date(2022, 6, 1)), 12, "months"),
        (valley_plant(filed_on=date(2022, 6, 1)), 30, "months"),
        (
            solar_plant(
                "400",
                filed_on=date(2022, 6, 1),
                second_source=Source.wind,
                second_declared_power_kw=Decimal(9),
            ),
            30,
            "months",
        ),
    ],
)
def test_the_first_class_has_a_limit_to_start(facts: ProjectFacts, value: int, unit: str) -> None:
    limit = tariff(facts).start_limit
    assert limit is not None
    assert (limit.value, limit.unit, limit.confidence) == (value, unit, Confidence.verified)
    assert limit.citation.label == "Lei 14.300/2022, art. 26, § 3º"
    assert "da emissão do parecer" in limit.text


def test_requests_before_the_law_have_no_limit_to_start() -> None:
    assert tariff(anas_house(filed_on=date(2022, 1, 7))).start_limit is None
    assert tariff(anas_house()).start_limit is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"modality": Modality.remote}, "GD_III"),
        ({"modality": Modality.local}, "GD_II"),
        ({"modality": Modality.multiple_units}, "GD_II"),
        (shared("25"), "GD_III"),
        (shared("24.99"), "GD_II"),
        ({**shared("25"), "filed_on": date(2023, 1, 7)}, "GD_I"),
        ({**shared("25"), "filed_on": date(2023, 1, 8)}, "GD_III"),
        (
            {
                "modality": Modality.remote,
                "is_dispatchable": True,
                "has_storage": True,
                "storage_kwh": Decimal(20_000),
            },
            "GD_II",
        ),
        ({"modality": Modality.remote, "is_dispatchable": True}, "GD_III"),
    ],
)
def test_a_large_plant_that_sends_energy_away_is_of_the_third_class(
    changes: dict[str, Any], code: str
) -> None:
    assert tariff(solar_plant("500.1", **changes)).code == code


def test_up_to_500_kw_and_dispatchable_sources_stay_in_the_second_class() -> None:
    assert tariff(solar_plant("500", modality=Modality.remote)).code is TariffCode.gd_2
    hydro = valley_plant(declared_power_kw=Decimal(900), modality=Modality.remote)
    assert tariff(hydro).code is TariffCode.gd_2
    assert "despachável" in tariff(hydro).why


def test_the_class_waits_for_the_largest_part_of_one_beneficiary() -> None:
    for facts in (
        solar_plant("600", **shared(None)),
        solar_plant("600", **shared("9") | {"allocation": None}),
    ):
        assert assess(facts, profile=PROFILE).tariff is None


def test_the_class_waits_for_the_modality_that_decides_it() -> None:
    facts = solar_plant("600", modality=None)
    assert assess(facts, profile=PROFILE).tariff is None
    assert tariff(solar_plant("400", modality=None)).code is TariffCode.gd_2


@pytest.mark.parametrize(
    ("year", "percent"), [(2023, 15), (2024, 30), (2025, 45), (2026, 60), (2027, 75), (2028, 90)]
)
def test_the_second_class_pays_more_each_year(year: int, percent: int) -> None:
    for day in (date(year, 1, 8), date(year, 12, 31)):
        text = tariff(anas_house(filed_on=day)).charge_text
        assert f"Em {year}, a energia compensada na GD II paga {percent}% da TUSD Fio B." in text
        assert "A partir de 2029 vale a regra nova" in text


def test_from_2029_the_new_rule_is_named_once() -> None:
    text = tariff(anas_house(filed_on=date(2029, 1, 1))).charge_text
    assert text.count("regra nova") == 1
    assert "Fio B" not in text


def test_the_other_classes_say_what_they_pay() -> None:
    assert "31/12/2045" in tariff(anas_house(filed_on=date(2022, 1, 7))).charge_text
    assert "100% da TUSD Fio B, 40%" in tariff(solar_plant("600", modality=Modality.remote)).charge_text


def test_an_increase_says_that_the_older_part_keeps_its_class() -> None:
    facts = anas_house(request_kind=RequestKind.change_generator, existing_power_kw=Decimal(4))
    assert tariff(facts).why.endswith("só o aumento fica nesta classe.")


def test_without_category_there_is_no_class() -> None:
    assert assess(anas_house(inverters=()), profile=PROFILE).tariff is None
