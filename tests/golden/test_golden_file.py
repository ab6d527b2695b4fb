"""The golden file's own rules: enough rows, each with its source, and nothing of the contract left out."""

from collections import Counter
from enum import StrEnum
from pathlib import Path

import pytest

from documents.domain.checklist import packaged_checklist
from eligibility.domain.classification import Category
from eligibility.domain.vocabulary import (
    Association,
    ConsortiumLaw,
    GuaranteeForm,
    Modality,
    Profession,
    RegistrationStatus,
    RequestKind,
    Source,
    SubstationType,
    UnitHolding,
)
from tests.golden.situations import (
    NONE,
    Situation,
    base,
    expected_citations,
    expected_findings,
    expected_lists,
    situations,
)

ROWS = situations()
LISTS = expected_lists()
FINDINGS = expected_findings()


def _whole_list(category: str) -> set[str]:
    return {*LISTS["always"][category], *LISTS["everywhere"], *LISTS["only"][category]}


def _of(category: str) -> list[Situation]:
    return [row for row in ROWS if row.category == category]


def test_there_are_at_least_150_rows_with_unique_names_and_a_source_each() -> None:
    assert len(ROWS) >= 150
    assert [name for name, count in Counter(row.name for row in ROWS).items() if count > 1] == []
    assert [row.name for row in ROWS if len(row.source) < 20] == []


def test_no_two_rows_state_the_same_facts() -> None:
    seen: dict[str, list[str]] = {}
    for row in ROWS:
        seen.setdefault(row.facts.model_dump_json(), []).append(row.name)
    # A boundary may be a theme's plain case too; more than two rows of the same facts is a copy.
    assert [names for names in seen.values() if len(names) > 2] == []


def test_every_finding_code_appears_and_no_other() -> None:
    assert {code for row in ROWS for code in row.finding_codes} == FINDINGS


@pytest.mark.parametrize("category", list(Category))
def test_every_document_of_the_category_is_asked_and_spared_at_least_once(category: Category) -> None:
    """Each condition of each list holds in one row and does not in another; the others are in every row."""
    rows, always = _of(category), set(LISTS["always"][category])
    asked = {code for row in rows for code in row.documents}
    spared = {code for row in rows for code in _whole_list(category) - row.documents}
    assert asked == _whole_list(category)
    assert spared == _whole_list(category) - always


@pytest.mark.parametrize("category", list(Category))
def test_the_packaged_list_is_the_one_written_by_hand(category: Category) -> None:
    """Codes, and how each may be brought: optional, made by the portal, or refused when absent."""
    items = packaged_checklist(category).items
    here = _whole_list(category)
    assert {item.document_code for item in items} == here
    assert {item.document_code for item in items if item.is_optional} == here & set(LISTS["optional"])
    assert {item.document_code for item in items if item.is_from_answers} == here & set(LISTS["from_answers"])
    refused = {item.document_code for item in items if item.refused_when_absent}
    assert refused == here & set(LISTS["refused_when_absent"])


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("category", {"micro_up_to_10", "micro_10_to_75", "mini", NONE}),
        ("tariff", {"GD_I", "GD_II", "GD_III", NONE}),
        ("start_limit", {"120 days", "12 months", "30 months", NONE}),
        ("guarantee", {"due 2.5", "due 5", "exempt", NONE}),
    ],
)
def test_every_answer_that_can_be_given_is_given(field: str, values: set[str]) -> None:
    assert {getattr(row, field) for row in ROWS} == values


def test_rows_without_a_category_promise_nothing() -> None:
    bare = [row for row in ROWS if row.category == NONE]
    assert len(bare) > 10
    for row in bare:
        assert (row.terms, row.documents, row.tariff, row.guarantee) == ((), frozenset(), NONE, NONE), (
            row.name
        )
        assert row.blocking, row.name


@pytest.mark.parametrize(
    ("field", "members"),
    [
        ("source", Source),
        ("request_kind", RequestKind),
        ("modality", Modality),
        ("association", Association),
        ("consortium_law", ConsortiumLaw),
        ("unit_holding", UnitHolding),
        ("substation_type", SubstationType),
        ("guarantee_form", GuaranteeForm),
    ],
)
def test_every_closed_set_of_the_facts_is_used_whole(field: str, members: type[StrEnum]) -> None:
    assert {getattr(row.facts, field) for row in ROWS} - {None} == set(members)


def test_every_profession_and_standing_signs_once() -> None:
    signing = [row.facts.professional for row in ROWS if row.facts.professional]
    assert {person.profession for person in signing} == set(Profession)
    assert {person.registration for person in signing} == set(RegistrationStatus)


def test_what_must_be_cited_is_in_the_rows() -> None:
    cited = expected_citations()
    documents = {code for row in ROWS for code in row.documents}
    assert set(cited["findings"]) <= FINDINGS
    assert set(cited["documents"]) <= documents
    assert set(cited["terms"]) == {term for row in ROWS for term in row.terms}


@pytest.mark.parametrize("path", sorted(Path(__file__).parent.rglob("*.toml")), ids=lambda path: path.name)
def test_a_file_of_rows_stays_readable(path: Path) -> None:
    assert path.read_text("utf-8").count("\n") < 300


@pytest.mark.parametrize("name", ["house_6kw", "shop_40kw", "solar_300kw", "plant_800kw_hydro"])
def test_a_base_is_a_situation_of_its_own(name: str) -> None:
    facts = base(name).facts
    assert [row.name for row in ROWS if row.answers == facts] != []
