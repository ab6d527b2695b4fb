"""The one answer about a project, for any admissible facts whatever."""

from collections.abc import Mapping
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.domain.checklist import Checklist, packaged_checklist
from documents.domain.conditions import holds
from documents.domain.project_check import ProjectCheck, check_project
from eligibility.domain.assessment import Assessment
from eligibility.domain.choices import Followed, Topic
from eligibility.domain.classification import Category
from eligibility.domain.facts import ProjectFacts
from eligibility.domain.operator import load_profile
from eligibility.domain.vocabulary import Source
from tests.unit.any_facts import any_facts
from tests.unit.situations import anas_house, solar

LISTS: Mapping[Category, Checklist] = {category: packaged_checklist(category) for category in Category}
PROFILE = load_profile()


def checked(facts: ProjectFacts) -> ProjectCheck:
    return check_project(facts, checklists=LISTS, profile=PROFILE)


def codes(check: ProjectCheck) -> list[str]:
    return [entry.item.document_code for entry in check.applicable]


@settings(max_examples=400, deadline=None)
@given(any_facts())
def test_any_facts_have_one_answer_with_every_document_on_one_side(facts: ProjectFacts) -> None:
    check = checked(facts)
    if check.category is None:
        assert (check.checklist, check.applicable, check.not_applicable) == (None, (), ())
        return
    assert check.checklist is LISTS[check.category]
    for entry in check.applicable:
        assert entry.item.condition is None or holds(entry.item.condition, facts, PROFILE)
    for spared in check.not_applicable:
        assert spared.item.condition is not None
        assert not holds(spared.item.condition, facts, PROFILE)
    both = [entry.item for entry in check.applicable] + [spared.item for spared in check.not_applicable]
    assert sorted(both, key=lambda item: item.order) == list(check.checklist.items)
    reasons = [entry.reason for entry in check.applicable] + [
        spared.reason for spared in check.not_applicable
    ]
    assert all(reason.endswith(".") for reason in reasons)
    assert all(finding.message.strip() for finding in check.missing(()))
    assert ProjectCheck.model_validate(check.model_dump()) == check


@settings(max_examples=150, deadline=None)
@given(any_facts(), st.randoms(use_true_random=False))
def test_the_answer_does_not_depend_on_the_order_of_the_equipment(
    facts: ProjectFacts, chance: Random
) -> None:
    mixed = {
        name: tuple(sorted(getattr(facts, name), key=lambda _: chance.random()))
        for name in ("modules", "inverters", "transformers_kva")
    }
    shuffled = facts.model_copy(update=mixed)
    assert codes(checked(shuffled)) == codes(checked(facts))
    # What is wrong with each piece of equipment is told in the order in which the pieces are given.
    assert _in_one_order(checked(shuffled).assessment) == _in_one_order(checked(facts).assessment)


def _in_one_order(assessment: Assessment) -> Assessment:
    findings = tuple(sorted(assessment.findings, key=lambda finding: (finding.code, finding.message)))
    return assessment.model_copy(update={"findings": findings})


@settings(max_examples=150, deadline=None)
@given(any_facts())
def test_the_answer_does_not_depend_on_which_source_comes_first(facts: ProjectFacts) -> None:
    if facts.second_source is None or facts.source is None:
        facts = facts.model_copy(update={"source": Source.hydro, "second_source": Source.wind})
    turned = facts.model_copy(
        update={
            "source": facts.second_source,
            "second_source": facts.source,
            "declared_power_kw": facts.second_declared_power_kw,
            "second_declared_power_kw": facts.declared_power_kw,
        }
    )
    assert codes(checked(turned)) == codes(checked(facts))
    assert checked(turned).category is checked(facts).category


@settings(max_examples=150, deadline=None)
@given(
    any_facts(),
    st.sampled_from(["is_floating", "is_in_protected_area", "has_disturbing_loads", "is_site_rented"]),
)
def test_a_yes_that_asks_for_one_document_adds_that_one_and_takes_none(
    facts: ProjectFacts, name: str
) -> None:
    without, with_it = (checked(facts.model_copy(update={name: value})) for value in (False, True))
    added = [code for code in codes(with_it) if code not in codes(without)]
    assert not set(codes(without)) - set(codes(with_it))
    assert len(added) == (1 if with_it.checklist else 0)


@pytest.mark.parametrize(
    ("inverter_kw", "category"),
    [
        ("10", Category.micro_up_to_10),
        ("10.1", Category.micro_10_to_75),
        ("75", Category.micro_10_to_75),
        ("75.1", Category.mini),
        ("3000", Category.mini),
        ("3000.1", None),
    ],
)
def test_the_power_chooses_the_list(inverter_kw: str, category: Category | None) -> None:
    check = checked(anas_house(**solar(9_000, "550", 1, inverter_kw)))
    assert check.category is category
    assert (check.checklist and check.checklist.code) == category


def test_without_power_or_list_there_are_no_documents() -> None:
    assert checked(anas_house(inverters=())).checklist is None
    empty = check_project(anas_house(), checklists={}, profile=PROFILE)
    assert (empty.category, empty.checklist, empty.applicable) == (Category.micro_up_to_10, None, ())


def test_what_the_portal_makes_is_not_asked_for() -> None:
    check = checked(anas_house(has_participating_units=True))
    made = {"registration_data", "participating_units"}
    assert made <= set(codes(check))
    assert {entry.item.document_code for entry in check.uploads} == set(codes(check)) - made
    assert not made & {finding.field for finding in check.missing(())}


def test_the_guarantee_and_its_document_follow_the_same_choice_of_the_operator() -> None:
    early = anas_house(source=Source.hydro, modules=(), inverters=(), declared_power_kw="800").model_copy(
        update={"filed_on": anas_house().filed_on.replace(year=2023, month=3, day=1)}
    )
    by_law = PROFILE.model_copy(update={"choices": {**PROFILE.choices, Topic.guarantee_start: Followed.law}})
    answers = []
    for profile in (PROFILE, by_law):
        check = check_project(early, checklists=LISTS, profile=profile)
        is_due = bool(check.assessment.guarantee and check.assessment.guarantee.is_due)
        assert ("performance_guarantee" in codes(check)) is is_due
        answers.append(is_due)
    assert answers == [False, True]
