"""The one answer: terms, order of findings, early filings, and the operator's choices."""

from datetime import date
from decimal import Decimal

import pytest

from eligibility.domain.assessment import assess
from eligibility.domain.choices import Followed, Topic
from eligibility.domain.citation import Confidence
from eligibility.domain.classification import Category
from eligibility.domain.facts import ProjectFacts
from eligibility.domain.operator import load_profile
from eligibility.domain.rulebook import rule
from tests.unit.situations import FILED_ON, anas_house, codes_of, solar, solar_plant, valley_plant

PROFILE = load_profile()


@pytest.mark.parametrize(
    ("facts", "category", "terms"),
    [
        (anas_house(), Category.micro_up_to_10, [("documents.check", 5), ("opinion.micro.no_works", 15), ("opinion.micro.works", 30)]),
        (solar_plant("75"), Category.micro_10_to_75, [("documents.check", 5), ("opinion.micro.no_works", 15), ("opinion.micro.works", 30)]),
        (valley_plant(), Category.mini, [("documents.check", 5), ("opinion.mini", 45)]),
        (solar_plant("40", voltage="69 kV"), Category.micro_10_to_75, [("documents.check", 5), ("opinion.mini", 45)]),
    ],
)  # fmt: skip
def test_the_category_brings_its_terms(
    facts: ProjectFacts, category: Category, terms: list[tuple[str, int]]
) -> None:
    found = assess(facts, profile=PROFILE)
    assert found.category is category
    assert found.classification is not None
    assert found.classification.category is category
    assert [(row.rule, row.days) for row in found.terms] == terms
    for row in found.terms:
        assert row.citation == rule(row.rule, FILED_ON).citation
        assert row.confidence is Confidence.verified
        assert row.text


@pytest.mark.parametrize(
    ("inverter_kw", "category"),
    [
        ("10.0", Category.micro_up_to_10),
        ("10.1", Category.micro_10_to_75),
        ("75.0", Category.micro_10_to_75),
        ("75.1", Category.mini),
        ("500.1", Category.mini),
    ],
)
def test_the_power_derives_the_category_again(inverter_kw: str, category: Category) -> None:
    facts = anas_house(**solar(1, str(Decimal(inverter_kw) * 1000), 1, inverter_kw))
    assert assess(facts, profile=PROFILE).category is category


@pytest.mark.parametrize(
    "facts",
    [
        anas_house(inverters=()),
        anas_house(source=None),
        solar_plant("3000.1"),
        valley_plant(declared_power_kw=None),
    ],
)
def test_without_a_category_only_the_document_check_has_a_term(facts: ProjectFacts) -> None:
    found = assess(facts, profile=PROFILE)
    assert (found.category, found.classification, found.guarantee, found.tariff) == (None, None, None, None)
    assert [row.rule for row in found.terms] == ["documents.check"]
    assert found.blocking


def test_nothing_answered_is_answered_too() -> None:
    found = assess(ProjectFacts(filed_on=FILED_ON), profile=PROFILE)
    assert found.category is None
    assert len(found.blocking) == 8


def test_a_filing_older_than_every_rule_says_so_and_keeps_its_answer() -> None:
    found = assess(anas_house(filed_on=date(2021, 12, 31)), profile=PROFILE)
    assert found.findings[0].code == "filing.before_rules"
    assert "07/01/2022" in found.findings[0].message
    assert found.category is Category.micro_up_to_10
    assert "filing.before_rules" not in codes_of(anas_house(filed_on=date(2022, 1, 7)))


def test_a_field_of_five_megawatts_waits_for_the_operators_choice() -> None:
    facts = solar_plant("5000", filed_on=date(2023, 1, 8))
    assert "power.out_of_range" in codes_of(facts)
    page = PROFILE.model_copy(update={"choices": {Topic.mini_limit: Followed.page}})
    assert "power.out_of_range" not in codes_of(facts, page)
    assert assess(facts, profile=page).category is Category.mini
    assert "power.out_of_range" not in codes_of(solar_plant("5000", filed_on=date(2023, 1, 7)))
