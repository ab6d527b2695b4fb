"""Grid zero, fast track and compatible power: one of them, and only where it fits."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from eligibility.domain.vocabulary import Modality
from tests.unit.situations import anas_house, codes_of, findings_of, solar, valley_plant

SMALL = solar(16, "550", 1, "7.5")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"wants_fast_track": True}, []),
        ({"wants_fast_track": True, **solar(16, "550", 1, "7.51")}, ["power.fast_track_limit"]),
        (
            {"wants_fast_track": True, "modality": Modality.remote, "has_participating_units": True},
            ["waiver.fast_track_local_only", "waiver.fast_track_no_units"],
        ),
        ({"wants_fast_track": True, "modality": None}, ["credits.modality_missing"]),
        (
            {"wants_fast_track": True, "is_grid_zero": True},
            ["waiver.more_than_one"],
        ),
        (
            {"wants_compatible_power": True, "is_grid_zero": True},
            ["waiver.more_than_one", "waiver.compatible_needs_analysis"],
        ),
        ({"wants_compatible_power": True}, ["waiver.compatible_needs_analysis"]),
        ({"is_grid_zero": True}, []),
        (
            {"is_grid_zero": True, "modality": Modality.remote, "has_participating_units": True},
            ["waiver.grid_zero_without_credits"],
        ),
    ],
)
def test_a_small_project_and_its_waiver(changes: dict[str, Any], expected: list[str]) -> None:
    assert codes_of(anas_house(**(SMALL | changes))) == expected


def test_a_plant_cannot_have_the_waivers_of_microgeneration() -> None:
    assert codes_of(valley_plant(wants_compatible_power=True)) == ["waiver.compatible_micro_only"]
    assert codes_of(valley_plant(wants_fast_track=True)) == ["power.fast_track_limit"]
    assert codes_of(valley_plant(is_grid_zero=True)) == []


def test_the_waivers_name_the_article() -> None:
    found = findings_of(anas_house(wants_fast_track=True, wants_compatible_power=True))
    citations = {code: finding.citation.label for code, finding in found.items() if finding.citation}
    assert citations["power.fast_track_limit"] == "REN ANEEL 1.000/2021, art. 73-A, III e §§ 2º e 3º"
    assert citations["waiver.compatible_needs_analysis"] == "REN ANEEL 1.000/2021, art. 73-A, II e § 1º"
    assert citations["waiver.more_than_one"] == "REH ANEEL 3.354/2024, formulário padrão, item 4, e"


@pytest.mark.parametrize(("filed_on", "exists"), [(date(2024, 9, 28), False), (date(2024, 9, 29), True)])
def test_a_waiver_exists_from_its_first_day(filed_on: date, exists: bool) -> None:
    facts = anas_house(filed_on=filed_on, wants_fast_track=True, **SMALL)
    assert ("waiver.not_in_force" not in codes_of(facts)) is exists
    assert facts.installed_power_kw == Decimal("7.5")
