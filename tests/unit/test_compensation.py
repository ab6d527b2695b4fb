"""Art. 440 and Anexo IV of REN 1.000 with numbers: types, verified term, factors, and no made-up amount."""

from datetime import date
from decimal import Decimal
from math import log10

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from eligibility.domain.compensation import Breach, breach_type, compensation
from eligibility.domain.operator import CompensationInputs, OperatorProfile, load_profile
from eligibility.domain.vocabulary import TariffGroup

ON = date(2026, 12, 1)
A, B = TariffGroup.a, TariffGroup.b


def profile(**inputs: tuple[str, str]) -> OperatorProfile:
    """The packaged profile with inputs (inspection cost, VRC) for some groups."""
    rows = tuple(
        CompensationInputs(
            group=TariffGroup(group), inspection_cost_brl=Decimal(cost), vrc_brl=Decimal(vrc), source="teste"
        )
        for group, (cost, vrc) in inputs.items()
    )
    return load_profile().model_copy(update={"compensation_inputs": rows})


@pytest.mark.parametrize(
    ("clock", "kind"),
    [
        ("opinion", 3),
        ("contract_delivery", 3),
        ("works", 3),
        ("inspection", 3),
        ("project", 2),
        ("inspection_report", 2),
        ("contest", 2),
        ("document_check", None),
        ("guarantee_return", None),
        ("validity", None),
    ],
)
def test_the_type_of_each_term(clock: str, kind: int | None) -> None:
    assert breach_type(clock, ON) == kind


@pytest.mark.parametrize(
    ("group", "kind", "factor"), [(B, 1, 15), (B, 2, 20), (B, 3, 30), (A, 1, 10), (A, 2, 15), (A, 3, 25)]
)
def test_the_factor_of_each_group_and_type(group: TariffGroup, kind: int, factor: int) -> None:
    breach = Breach(kind=kind, group=group, regulatory_days=15, late_days=1)
    assert compensation(breach, ON, profile=load_profile()).k2 == factor


@pytest.mark.parametrize(
    ("group", "kind", "pr", "late", "cost", "vrc", "amount"),
    [
        # 40/2 + 30 × 50 × log10(30/15) = 20 + 1500 × 0.30103 = 471.545
        (B, 3, 15, 15, "40", "50", "471.54"),
        # 20 + 1500 × log10(16/15) = 20 + 1500 × 0.0280287 = 62.043
        (B, 3, 15, 1, "40", "50", "62.04"),
        # 50 + 15 × 200 × log10(10/1) = 3050 exactly
        (A, 2, 1, 9, "100", "200", "3050.00"),
        (A, 1, 10, 90, "0", "7", "70.00"),
    ],
)
def test_the_amount_by_hand(
    group: TariffGroup, kind: int, pr: int, late: int, cost: str, vrc: str, amount: str
) -> None:
    breach = Breach(kind=kind, group=group, regulatory_days=pr, late_days=late)
    found = compensation(breach, ON, profile=profile(**{group.value: (cost, vrc)}))
    assert found.amount_brl == Decimal(amount)
    assert found.k1_brl == Decimal(cost) / 2


def test_without_inputs_for_the_group_there_is_no_amount() -> None:
    breach = Breach(kind=3, group=B, regulatory_days=15, late_days=3)
    found = compensation(breach, ON, profile=profile(A=("40", "50")))
    assert (found.k1_brl, found.vrc_brl, found.amount_brl) == (None, None, None)
    assert load_profile().compensation_inputs == ()


def test_a_breach_has_a_delay_and_a_known_type() -> None:
    for wrong in ({"late_days": 0}, {"kind": 4}, {"regulatory_days": 0}):
        with pytest.raises(ValidationError):
            Breach.model_validate({"kind": 3, "group": "B", "regulatory_days": 15, "late_days": 1} | wrong)


@given(pr=st.integers(1, 365), late=st.integers(1, 2000), vrc=st.integers(0, 10_000))
def test_the_amount_grows_with_the_delay_and_is_the_formula(pr: int, late: int, vrc: int) -> None:
    inputs = profile(B=("40", str(vrc)))
    breach = Breach(kind=3, group=B, regulatory_days=pr, late_days=late)
    amount = compensation(breach, ON, profile=inputs).amount_brl
    more = compensation(breach.model_copy(update={"late_days": late + 1}), ON, profile=inputs).amount_brl
    assert amount is not None and more is not None
    assert float(amount) == pytest.approx(20 + 30 * vrc * log10((pr + late) / pr), abs=0.006)
    assert more >= amount >= 20
