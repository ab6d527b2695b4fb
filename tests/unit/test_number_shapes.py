"""Shapes of ART, TRT, RNP, CREA, CFT, Inmetro and CEG: an odd number is worth a look and no more."""

import pytest

from eligibility.domain.findings import Section
from eligibility.domain.number_shapes import NumberKind, has_known_shape, odd_shape


@pytest.mark.parametrize(
    ("kind", "text", "is_known"),
    [
        (NumberKind.art, "MG20264991347", True),
        (NumberKind.art, "mg 2026 4991347", True),
        (NumberKind.art, "14201800000004567890", True),
        (NumberKind.art, "MG2026499134", False),
        (NumberKind.art, "1234567", False),
        (NumberKind.trt, "BR20260123456", True),
        (NumberKind.trt, "CFT2400123456", True),
        (NumberKind.trt, "SEMNUMERO", False),
        (NumberKind.trt, "BR123456", True),
        (NumberKind.trt, "BR12345", False),
        (NumberKind.rnp, "1412345678", True),
        (NumberKind.rnp, "141.234.567-8", True),
        (NumberKind.rnp, "141234567", False),
        (NumberKind.rnp, "14123456789", False),
        (NumberKind.crea, "MG-123456/D", True),
        (NumberKind.crea, "123456", True),
        (NumberKind.crea, "MG", False),
        (NumberKind.cft, "12345678901", True),
        (NumberKind.cft, "CFT 0123456789-0", True),
        (NumberKind.cft, "técnico", False),
        (NumberKind.inmetro, "001234/2024", True),
        (NumberKind.inmetro, "001234 / 2024", True),
        (NumberKind.inmetro, "1234/2024", False),
        (NumberKind.inmetro, "0012342024", False),
        (NumberKind.plant_code, "UFV.RS.MG.012345-6.01", True),
        (NumberKind.plant_code, "ufv.rs.mg.012345-6.1", True),
        (NumberKind.plant_code, "UFV.MG.012345-6.01", False),
    ],
)
def test_a_number_looks_like_its_kind(kind: NumberKind, text: str, is_known: bool) -> None:
    assert has_known_shape(kind, text) is is_known
    finding = odd_shape(kind, text, field="number", section=Section.documents)
    assert (finding is None) is is_known
    if finding:
        assert not finding.is_blocking
        assert finding.code == f"{kind.value}.shape_unusual"
        assert kind.example in finding.message


@pytest.mark.parametrize("kind", NumberKind)
def test_every_example_has_its_own_shape_and_an_empty_field_is_not_judged(kind: NumberKind) -> None:
    assert has_known_shape(kind, kind.example)
    assert odd_shape(kind, "  ", field="number", section=Section.documents) is None
