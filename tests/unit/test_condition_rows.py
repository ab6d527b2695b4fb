"""Conditions as rows in groups: what the page shows is what decides, and nothing is lost on the way."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.domain.checklist import packaged_checklist
from documents.domain.condition_rows import HOWS, Group, Grouped, How, Join, Row, condition_of, grouped_of
from documents.domain.conditions import AllOf, AnyOf, Comparator, Comparison, Condition, Fact, NoneOf, holds
from documents.services.checklists import PACKAGED
from eligibility.domain.vocabulary import Association, Modality, RequestKind
from tests.unit.situations import anas_house

NEW = Comparison(fact=Fact.request_kind, value="new_unit")
ROOF = Comparison(fact=Fact.is_collective_roof, value=True)
SHARED = Comparison(fact=Fact.modality, value="shared")


@st.composite
def rows(draw: st.DrawFn) -> Row:
    fact = draw(st.sampled_from(list(Fact)))
    how = draw(st.sampled_from(HOWS[fact.kind]))
    if fact.kind is bool:
        return Row(fact=fact, how=how)
    if fact.kind is Decimal:
        number = draw(st.decimals(min_value=0, max_value=9999, places=2))
        return Row(fact=fact, how=how, values=(format(number, "f"),))
    words = [word for word, _ in fact.choices]
    most = 1 if how is How.is_other else len(words)
    return Row(
        fact=fact,
        how=how,
        values=tuple(draw(st.lists(st.sampled_from(words), min_size=1, max_size=most, unique=True))),
    )


groups = st.builds(
    Group, join=st.sampled_from(Join), rows=st.lists(rows(), min_size=1, max_size=3).map(tuple)
)
conditions = st.builds(
    Grouped, join=st.sampled_from(Join), groups=st.lists(groups, min_size=1, max_size=3).map(tuple)
).map(condition_of)


@given(conditions)
def test_what_was_built_from_rows_is_shown_as_rows_and_saved_as_it_was(condition: Condition) -> None:
    grouped = grouped_of(condition)
    assert grouped is not None
    assert grouped_of(condition_of(grouped)) == grouped
    for changes in (
        {},
        {"request_kind": RequestKind.new_unit, "is_collective_roof": True},
        {"modality": Modality.shared, "association": Association.consortium},
    ):
        facts = anas_house(**changes)
        assert holds(condition_of(grouped), facts) is holds(condition, facts)


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (NEW, [(Join.all, [(Fact.request_kind, How.is_one)])]),
        (AllOf(all_of=(NEW, ROOF)), [(Join.all, [(Fact.request_kind, How.is_one), (Fact.is_collective_roof, How.yes)])]),
        (AnyOf(any_of=(AllOf(all_of=(SHARED, ROOF)), NEW)),
         [(Join.all, [(Fact.modality, How.is_one), (Fact.is_collective_roof, How.yes)]), (Join.all, [(Fact.request_kind, How.is_one)])]),
        (NoneOf(none_of=(NEW, ROOF)), [(Join.none, [(Fact.request_kind, How.is_one), (Fact.is_collective_roof, How.yes)])]),
        (NoneOf(none_of=(ROOF,)), [(Join.all, [(Fact.is_collective_roof, How.not_yes)])]),
        (Comparison(fact=Fact.modality, comparator=Comparator.ne, value="local"), [(Join.all, [(Fact.modality, How.is_other)])]),
        (Comparison(fact=Fact.installed_power_kw, comparator=Comparator.gt, value=Decimal("7.5")), [(Join.all, [(Fact.installed_power_kw, How.above)])]),
    ],
)  # fmt: skip
def test_a_condition_is_read_as_a_person_would_build_it(
    condition: Condition, said: list[tuple[Join, list[tuple[Fact, How]]]]
) -> None:
    grouped = grouped_of(condition)
    assert grouped is not None
    assert [(g.join, [(row.fact, row.how) for row in g.rows]) for g in grouped.groups] == said
    assert condition_of(grouped) == condition


def test_three_levels_are_more_than_rows_can_say() -> None:
    deep = AnyOf(any_of=(AllOf(all_of=(SHARED, AnyOf(any_of=(NEW, ROOF)))), NEW))
    assert grouped_of(deep) is None


def test_every_condition_that_ships_with_the_portal_can_be_shown_as_rows() -> None:
    too_deep = [
        f"{code} {item.document_code}"
        for code in PACKAGED
        for item in packaged_checklist(code).items
        if item.condition is not None and grouped_of(item.condition) is None
    ]
    assert too_deep == []


@pytest.mark.parametrize(
    "row",
    [
        Row(fact=Fact.modality, how=How.is_one),
        Row(fact=Fact.modality, how=How.is_other, values=("local", "remote")),
        Row(fact=Fact.modality, how=How.yes),
        Row(fact=Fact.modality, how=How.is_one, values=("moon",)),
        Row(fact=Fact.has_storage, how=How.above, values=("1",)),
    ],
)
def test_a_row_that_says_nothing_is_no_condition(row: Row) -> None:
    with pytest.raises(ValueError):
        condition_of(Grouped(groups=(Group(rows=(row,)),)))
