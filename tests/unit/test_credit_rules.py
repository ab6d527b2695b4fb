"""Modalities, and how a consortium, a cooperative or another association must stand."""

from typing import Any

import pytest

from eligibility.domain.facts import AllocationFacts
from eligibility.domain.vocabulary import (
    AllocationBasis,
    Association,
    ConsortiumLaw,
    Modality,
    UnitHolding,
)
from tests.unit.situations import anas_house, codes_of, findings_of

LISTED = {
    "modality": Modality.shared,
    "has_participating_units": True,
    "allocation": AllocationFacts(basis=AllocationBasis.priority, unit_count=3),
}
CONSORTIUM = {
    **LISTED,
    "association": Association.consortium,
    "consortium_law": ConsortiumLaw.law_6404,
    "unit_holding": UnitHolding.association,
}
COOPERATIVE = {
    **LISTED,
    "association": Association.cooperative,
    "unit_holding": UnitHolding.association,
    "member_count": 20,
}
PAGE = "Página da distribuidora sobre mini e microgeração"


@pytest.mark.parametrize(
    ("answers", "changes", "code", "norm"),
    [
        (LISTED, {}, "credits.association_missing", "REN ANEEL 1.000/2021"),
        (LISTED, {"association": Association.condominium}, None, ""),
        (LISTED, {"association": Association.civil_association}, None, ""),
        (LISTED, {"modality": Modality.multiple_units}, None, ""),
        (LISTED, {"modality": Modality.remote}, None, ""),
        (CONSORTIUM, {}, None, ""),
        (CONSORTIUM, {"consortium_law": None}, "credits.consortium_law_missing", PAGE),
        (
            CONSORTIUM,
            {"consortium_law": ConsortiumLaw.law_11795},
            "credits.consortium_11795",
            "Ofício Circular 0015/2021-SRD/ANEEL",
        ),
        (CONSORTIUM, {"unit_holding": None}, "credits.unit_holding_missing", PAGE),
        (CONSORTIUM, {"unit_holding": UnitHolding.someone_else}, "credits.unit_not_of_association", PAGE),
        (CONSORTIUM, {"unit_holding": UnitHolding.administrator}, "credits.administrator_not_fit", PAGE),
        (
            CONSORTIUM,
            {"unit_holding": UnitHolding.administrator, "is_administrator_fit": False},
            "credits.administrator_not_fit",
            PAGE,
        ),
        (CONSORTIUM, {"unit_holding": UnitHolding.administrator, "is_administrator_fit": True}, None, ""),
        (COOPERATIVE, {}, None, ""),
        (COOPERATIVE, {"unit_holding": None}, "credits.unit_holding_missing", PAGE),
        (COOPERATIVE, {"unit_holding": UnitHolding.administrator}, "credits.unit_not_of_association", PAGE),
        (COOPERATIVE, {"unit_holding": UnitHolding.someone_else}, "credits.unit_not_of_association", PAGE),
        (COOPERATIVE, {"member_count": None}, "credits.member_count_missing", PAGE),
        (COOPERATIVE, {"member_count": 19}, "credits.cooperative_members", PAGE),
        (COOPERATIVE, {"member_count": 0}, "credits.cooperative_members", PAGE),
    ],
)
def test_how_an_association_must_stand(
    answers: dict[str, Any], changes: dict[str, Any], code: str | None, norm: str
) -> None:
    facts = anas_house(**(answers | changes))
    assert codes_of(facts) == ([code] if code else [])
    if code:
        finding = findings_of(facts)[code]
        assert finding.is_blocking
        assert finding.citation is not None
        assert finding.citation.norm == norm


def test_an_association_is_judged_in_shared_generation_only() -> None:
    assert codes_of(anas_house(association=Association.consortium)) == []
