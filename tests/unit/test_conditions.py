"""Conditions: what the words of the vocabulary mean, how they combine, and how they are said."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from documents.domain.checklist import packaged_checklist
from documents.domain.conditions import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Fact,
    NoneOf,
    fact_value,
    holds,
    in_words,
    is_unanswered,
)
from eligibility.domain.classification import Category
from eligibility.domain.facts import ProfessionalFacts
from eligibility.domain.vocabulary import Association, Modality, Profession, Source
from tests.unit.situations import anas_house, solar

TREE: TypeAdapter[Condition] = TypeAdapter(Condition)

ten_kw: Comparison = Comparison.model_validate(
    {"fact": "installed_power_kw", "comparator": "gt", "value": "7.5"}
)
solar_source = Comparison(fact=Fact.source, value="solar")
storage = Comparison(fact=Fact.has_storage, value=True)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (ten_kw, True),
        (solar_source, True),
        (storage, False),
        (AllOf(all_of=(ten_kw, storage)), False),
        (AnyOf(any_of=(ten_kw, storage)), True),
        (NoneOf(none_of=(storage,)), True),
        (NoneOf(none_of=(storage, solar_source)), False),
        (AllOf(all_of=(AnyOf(any_of=(storage, solar_source)), NoneOf(none_of=(storage,)))), True),
    ],
)
def test_conditions_combine(condition: Condition, expected: bool) -> None:
    assert holds(condition, anas_house()) is expected


@pytest.mark.parametrize(
    ("comparator", "expected"),
    [
        ("lt", [True, False, False]),
        ("le", [True, True, False]),
        ("gt", [False, False, True]),
        ("ge", [False, True, True]),
    ],
)
def test_powers_are_compared_at_the_boundary(comparator: str, expected: list[bool]) -> None:
    limit = Comparison.model_validate({"fact": "installed_power_kw", "comparator": comparator, "value": 8})
    found = [holds(limit, anas_house(**solar(40, "550", 1, power))) for power in ("7.999", "8", "8.001")]
    assert found == expected


def test_an_unanswered_fact_satisfies_no_comparison() -> None:
    nothing = anas_house(source=None, inverters=())
    assert not holds(solar_source, nothing)
    assert not holds(ten_kw, nothing)
    assert not holds(
        Comparison.model_validate({"fact": "source", "comparator": "ne", "value": "wind"}), nothing
    )


@pytest.mark.parametrize(
    "tree",
    [
        {"fact": "owner_name", "value": "Ana"},
        {"fact": "source", "comparator": "gt", "value": "solar"},
        {"fact": "has_storage", "value": "yes"},
        {"fact": "source", "value": "solr"},
        {"fact": "modality", "comparator": "one_of", "value": ["shared", "alone"]},
        {"fact": "modality", "comparator": "one_of", "value": []},
        {"fact": "installed_power_kw", "comparator": "one_of", "value": ["1"]},
        {"fact": "source", "comparator": "matches", "value": "s.*"},
        {"all_of": []},
        {"all_of": [{"fact": "source", "value": "solar"}], "any_of": []},
        "source == 'solar'",
    ],
)
def test_the_vocabulary_of_conditions_is_closed(tree: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Condition).validate_python(tree)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({"fact": "request_kind", "value": "new_unit"}, "quando o pedido é de ligação nova"),
        ({"fact": "is_holder_company", "value": False}, "quando o titular é pessoa física"),
        (
            {"none_of": [{"fact": "is_holder_company", "value": True}]},
            "quando o titular é pessoa física",
        ),
        (
            {"fact": "has_storage", "comparator": "ne", "value": True},
            "quando não há armazenamento de energia",
        ),
        (
            {"fact": "installed_power_kw", "comparator": "gt", "value": "1000.5"},
            "quando a potência instalada passa de 1.000,5 kW",
        ),
        (
            {"none_of": [{"fact": "installed_power_kw", "comparator": "le", "value": "75"}]},
            "quando não vale que a potência instalada não passa de 75 kW",
        ),
        ({"fact": "sources", "value": "hydro"}, "quando uma das fontes é hidráulica"),
        (
            {"none_of": [{"fact": "sources", "comparator": "one_of", "value": ["hydro", "wind"]}]},
            "quando nenhuma das fontes é hidráulica nem eólica",
        ),
        (
            {
                "all_of": [
                    {"fact": "modality", "comparator": "one_of", "value": ["shared", "multiple_units"]},
                    {
                        "any_of": [
                            {"fact": "association", "value": "consortium"},
                            {"fact": "association", "comparator": "ne", "value": "cooperative"},
                        ]
                    },
                ]
            },
            (
                "quando a modalidade é geração compartilhada ou de múltiplas unidades e "
                "(a reunião dos participantes é consórcio ou a reunião dos participantes não é cooperativa)"
            ),
        ),
        (
            {
                "none_of": [
                    {"all_of": [{"fact": "group", "value": "A"}, {"fact": "is_floating", "value": True}]}
                ]
            },
            "quando não vale que (o grupo da unidade é A e a central é flutuante)",
        ),
    ],
)
def test_a_condition_is_said_in_portuguese(condition: dict[str, Any], words: str) -> None:
    assert in_words(TREE.validate_python(condition)) == words


def test_every_fact_has_its_words_and_a_value_for_any_project() -> None:
    for fact in Fact:
        assert fact.label[0].isupper()
        assert (fact.kind is str) == bool(fact.choices)
        value = fact_value(fact, anas_house())
        assert value is None or isinstance(value, frozenset if fact.is_set else fact.kind)
        for written, _ in fact.choices:
            said = in_words(Comparison(fact=fact, value=written))
            assert said.startswith(f"quando {fact.subject} é ")
        if fact.kind is bool:
            assert in_words(Comparison(fact=fact, value=True)) != in_words(Comparison(fact=fact, value=False))


@pytest.mark.parametrize("category", Category)
def test_every_condition_of_the_packaged_lists_is_said(category: Category) -> None:
    said = [in_words(item.condition) for item in packaged_checklist(category).items if item.condition]
    assert len(said) > 20
    assert all(text.startswith("quando ") and "_" not in text for text in said)


def test_the_set_of_sources_holds_each_of_the_two() -> None:
    both = anas_house(second_source=Source.wind)
    assert holds(Comparison(fact=Fact.sources, value="wind"), both)
    assert holds(Comparison(fact=Fact.sources, value="solar"), both)
    assert not holds(Comparison(fact=Fact.sources, comparator="ne", value="wind"), both)
    assert holds(Comparison(fact=Fact.sources, comparator="ne", value="hydro"), both)
    assert holds(Comparison(fact=Fact.sources, comparator="one_of", value=("hydro", "wind")), both)
    assert not holds(Comparison(fact=Fact.sources, comparator="one_of", value=("hydro",)), both)
    assert not holds(Comparison(fact=Fact.source, value="wind"), both)
    assert not holds(Comparison(fact=Fact.sources, comparator="ne", value="wind"), anas_house(source=None))


def test_the_guarantee_is_a_fact_that_is_worked_out() -> None:
    due = Comparison(fact=Fact.is_guarantee_due, value=True)
    large = anas_house(source=Source.hydro, modules=(), inverters=(), declared_power_kw="500.1")
    assert holds(due, large)
    assert not holds(due, large.model_copy(update={"declared_power_kw": Decimal(500)}))
    exempt = {
        "modality": Modality.shared,
        "association": Association.cooperative,
        "keeps_modality_12_months": True,
    }
    assert not holds(due, large.model_copy(update=exempt))
    assert is_unanswered(due, anas_house(source=None))


def test_a_condition_hangs_on_an_answer_only_while_that_answer_decides() -> None:
    instrument = packaged_checklist("mini").item("participation_instrument").condition
    assert instrument is not None
    assert not is_unanswered(instrument, anas_house(modality=Modality.local))
    assert holds(instrument, anas_house(modality=Modality.shared))
    assert not holds(instrument, anas_house(modality=Modality.shared, association=Association.consortium))
    assert is_unanswered(instrument, anas_house(modality=None))


def test_the_profession_is_that_of_the_professional() -> None:
    other = Comparison(fact=Fact.profession, value="other_engineer")
    assert holds(other, anas_house(professional=ProfessionalFacts(profession=Profession.other_engineer)))
    assert is_unanswered(other, anas_house())
