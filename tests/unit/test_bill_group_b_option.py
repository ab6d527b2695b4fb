"""The group B option: each row of the golden table, and that the SCEE never widens it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.domain.bill.group_b_option import GroupBAnswer, GroupBCriterion, GroupBFacts, group_b_option
from eligibility.domain.findings import Refused
from tests.golden.rows import golden

ON = date(2026, 11, 22)
TABLE = golden("group_b_option")["case"]

kva = st.decimals(min_value="0.01", max_value=3000, places=2)
facts = st.builds(
    GroupBFacts,
    transformers_kva=st.lists(kva, min_size=1, max_size=4).map(tuple),
    is_rural_cooperative=st.booleans(),
    is_lodging=st.booleans(),
    is_in_tourist_area=st.booleans(),
    is_permanent_sports_or_fair=st.booleans(),
    reflectors_kw=kva,
    installed_kw=kva,
    is_in_scee=st.just(False),
    has_own_generation=st.booleans(),
    shares_credits=st.just(False),
)


@pytest.mark.parametrize("case", TABLE, ids=[case["name"] for case in TABLE])
def test_the_row_comes_out(case: Mapping[str, Any]) -> None:
    typed, expected = GroupBFacts(**case["given"]), case["expect"]
    if "refused" in expected:
        with pytest.raises(Refused) as refusal:
            group_b_option(typed, on=ON)
        assert refusal.value.code == expected["refused"]
        assert refusal.value.citation is not None
        return
    answer = group_b_option(typed, on=ON)
    criterion = answer.criterion.value if answer.criterion else None
    assert (answer.is_eligible, criterion) == (expected["eligible"], expected.get("criterion"))
    assert all(test.name and test.line and test.citation.label for test in answer.tests)
    assert bool(answer.when) == answer.is_eligible


def test_the_table_has_thirty_rows_with_sources() -> None:
    assert len(TABLE) >= 30 and len({case["name"] for case in TABLE}) == len(TABLE)
    assert all("guide" in case["source"] or "domain.md" in case["source"] for case in TABLE)


def test_who_shares_energy_takes_part() -> None:
    outside = GroupBFacts(transformers_kva=(Decimal(75),), shares_credits=True, has_own_generation=True)
    with pytest.raises(Refused) as refusal:
        group_b_option(outside, on=ON)
    assert (refusal.value.code, refusal.value.findings[0].field) == ("bill.group_b.scee", "is_in_scee")
    assert not group_b_option(outside.model_copy(update={"is_in_scee": True}), on=ON).is_eligible


@given(facts)
def test_taking_part_in_the_scee_never_opens_a_door(plain: GroupBFacts) -> None:
    inside = group_b_option(plain.model_copy(update={"is_in_scee": True}), on=ON)
    outside = group_b_option(plain, on=ON)
    assert outside.is_eligible or not inside.is_eligible
    assert inside.criterion in {None, GroupBCriterion.small_transformers}


@given(facts, kva)
def test_one_more_transformer_never_opens_a_door(plain: GroupBFacts, more: Decimal) -> None:
    larger = plain.model_copy(update={"transformers_kva": (*plain.transformers_kva, more)})
    assert rank(group_b_option(plain, on=ON)) >= rank(group_b_option(larger, on=ON))


def test_before_the_rule_of_the_scee_nothing_is_made_up() -> None:
    typed = GroupBFacts(transformers_kva=(Decimal(75),), is_in_scee=True, has_own_generation=True)
    with pytest.raises(Refused) as refusal:
        group_b_option(typed, on=date(2023, 2, 6))
    assert refusal.value.code == "bill.before_rules"
    assert "07/02/2023" in refusal.value.message
    assert group_b_option(typed, on=date(2023, 2, 7)).is_eligible


def rank(answer: GroupBAnswer) -> int:
    return int(answer.is_eligible)
