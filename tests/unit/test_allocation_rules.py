"""The list of units that receive the surplus."""

from decimal import Decimal
from typing import Any

import pytest

from eligibility.domain.facts import AllocationFacts
from eligibility.domain.vocabulary import AllocationBasis, Association, Modality
from tests.unit.situations import anas_house, codes_of, findings_of


def listed(modality: Modality = Modality.remote, **changes: Any) -> list[str]:
    return codes_of(_facts(modality, **changes))


def _facts(modality: Modality, **changes: Any) -> Any:
    answers: dict[str, Any] = {
        "basis": AllocationBasis.percentage,
        "unit_count": 3,
        "total_percent": Decimal(100),
        "largest_share_percent": Decimal(40),
    }
    return anas_house(
        modality=modality,
        association=Association.civil_association,
        has_participating_units=True,
        allocation=AllocationFacts(**(answers | changes)),
    )


@pytest.mark.parametrize(
    ("total", "is_exact"),
    [("99.99", False), ("100", True), ("100.00", True), ("100.01", False), ("0", False), (None, False)],
)
def test_percentages_sum_to_exactly_one_hundred(total: str | None, is_exact: bool) -> None:
    found = listed(total_percent=None if total is None else Decimal(total))
    assert found == ([] if is_exact else ["allocation.total"])


def test_a_list_by_priority_has_no_total() -> None:
    assert listed(basis=AllocationBasis.priority, total_percent=None, largest_share_percent=None) == []


@pytest.mark.parametrize(("units", "fits"), [(1, True), (5000, True), (5001, False)])
def test_a_list_has_up_to_five_thousand_units(units: int, fits: bool) -> None:
    assert listed(unit_count=units) == ([] if fits else ["allocation.too_many"])


@pytest.mark.parametrize(
    ("field", "code", "citation"),
    [
        ("duplicated_units", "allocation.duplicates", "REN ANEEL 1.000/2021, art. 655-H"),
        ("units_of_other_utility", "allocation.other_area", "REN ANEEL 1.000/2021, art. 2º, I-A e XXII-A"),
        ("unreadable_lines", "allocation.unreadable", None),
    ],
)
def test_a_defect_of_one_line_blocks(field: str, code: str, citation: str | None) -> None:
    facts = _facts(Modality.remote, **{field: 1})
    assert codes_of(facts) == [code]
    finding = findings_of(facts)[code]
    assert (finding.is_blocking, finding.field, finding.section) == (True, "allocation", "creditos")
    assert (finding.citation and finding.citation.label) == citation


@pytest.mark.parametrize(
    ("modality", "is_asked"),
    [(Modality.shared, True), (Modality.multiple_units, True), (Modality.remote, False)],
)
def test_every_unit_belongs_to_a_member_where_there_are_members(modality: Modality, is_asked: bool) -> None:
    assert listed(modality, units_without_member=2) == (["allocation.member_missing"] if is_asked else [])


def test_local_self_consumption_has_no_list() -> None:
    assert listed(Modality.local) == ["allocation.local_modality"]
    assert codes_of(anas_house(has_participating_units=True)) == ["allocation.local_modality"]


@pytest.mark.parametrize("modality", [Modality.remote, Modality.shared, Modality.multiple_units])
def test_a_list_may_come_later(modality: Modality) -> None:
    facts = anas_house(modality=modality, association=Association.civil_association)
    assert codes_of(facts) == ["allocation.missing"]
    assert not findings_of(facts)["allocation.missing"].is_blocking
    assert codes_of(facts.model_copy(update={"has_participating_units": True})) == []
