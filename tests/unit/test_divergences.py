"""Where the page and the law differ: both texts with their ground, shown when they matter."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from eligibility.domain.choices import CHOOSABLE, Followed, Topic
from eligibility.domain.divergences import applied_rule, divergences, divergences_for, followed
from eligibility.domain.facts import ProfessionalFacts, ProjectFacts
from eligibility.domain.operator import OperatorProfile, load_profile
from eligibility.domain.vocabulary import Association, Modality, Profession, RequestKind
from tests.unit.situations import FILED_ON, anas_house, solar_plant, valley_plant

PROFILE = load_profile()
ALWAYS = {Topic.governing_norm, Topic.form_classes, Topic.opinion_validity}
PAGE_BY_DEFAULT = {
    Topic.form_classes,
    Topic.opinion_validity,
    Topic.opinion_terms,
    Topic.overdue_debts,
    Topic.guarantee_start,
}


def topics(facts: ProjectFacts) -> set[Topic]:
    return {item.topic for item in divergences_for(facts, PROFILE)}


def test_every_topic_has_both_texts_and_both_grounds() -> None:
    seen = set()
    for on in (FILED_ON, date(2023, 3, 1)):
        for item in divergences(on, profile=PROFILE):
            seen.add(item.topic)
            assert item.page_text.endswith(".")
            assert item.law_text.endswith(".")
            assert item.page_text != item.law_text
            assert item.page_citation.norm == "Página da distribuidora sobre mini e microgeração"
            assert item.law_citation.provision
    assert seen == set(Topic)


def test_the_page_is_the_default_on_a_few_topics_only() -> None:
    assert {topic for topic in Topic if followed(topic, PROFILE) is Followed.page} == PAGE_BY_DEFAULT


def test_an_operator_chooses_by_topic() -> None:
    profile = PROFILE.model_copy(update={"choices": {Topic.allocation_change: Followed.page}})
    assert followed(Topic.allocation_change, profile) is Followed.page
    assert followed(Topic.form_classes, profile) is Followed.page
    for chosen, days in ((PROFILE, 30), (profile, 60)):
        found = applied_rule("allocation.change_days", Topic.allocation_change, FILED_ON, chosen)
        assert found.as_int() == days


@pytest.mark.parametrize("topic", sorted(set(Topic) - CHOOSABLE))
def test_a_choice_that_cannot_be_applied_does_not_load(topic: Topic) -> None:
    raw = PROFILE.model_dump() | {"choices": {topic: "law"}}
    with pytest.raises(ValidationError, match=topic.value):
        OperatorProfile.model_validate(raw)


def test_a_choice_is_written_in_the_profile_and_an_unknown_one_does_not_load(tmp_path: Path) -> None:
    packaged = Path(__file__).parents[2] / "eligibility/domain/operator_profiles/cemig_d.toml"
    mine = tmp_path / "mine.toml"
    text = packaged.read_text("utf-8")
    mine.write_text(text.replace("[choices]", '[choices]\noverdue_debts = "law"'), "utf-8")
    assert followed(Topic.overdue_debts, load_profile(mine)) is Followed.law
    mine.write_text(text.replace("[choices]", '[choices]\nmoon_phase = "law"'), "utf-8")
    with pytest.raises(ValidationError):
        load_profile(mine)


@pytest.mark.parametrize(
    ("topic", "facts", "others"),
    [
        (Topic.possession_proof, {"request_kind": RequestKind.new_unit}, {}),
        (Topic.modality_definitions, {"modality": Modality.remote}, {}),
        (Topic.allocation_change, {"has_participating_units": True}, {}),
        (
            Topic.participation_instrument,
            {"modality": Modality.multiple_units},
            {"modality": Modality.remote},
        ),
        (
            Topic.shared_associations,
            {"modality": Modality.shared, "association": Association.condominium},
            {"modality": Modality.shared, "association": Association.consortium},
        ),
        (Topic.certified_copies, {"is_holder_company": True}, {}),
        (
            Topic.professional_council,
            {"professional": ProfessionalFacts(profession=Profession.electrotechnics_technician)},
            {"professional": ProfessionalFacts(profession=Profession.electrical_engineer)},
        ),
        (Topic.overdue_debts, {"has_overdue_debts": True}, {"has_overdue_debts": False}),
        (Topic.unannounced_increase, {"request_kind": RequestKind.change_generator}, {}),
        (Topic.adjustment_factors, {"wants_compatible_power": True}, {}),
        (Topic.extra_documents, {"is_collective_roof": True}, {}),
        (Topic.opinion_terms, {"voltage": "69 kV"}, {"voltage": "68 kV"}),
    ],
)
def test_a_topic_shows_when_it_matters(topic: Topic, facts: dict[str, Any], others: dict[str, Any]) -> None:
    assert topic in topics(anas_house(**facts))
    assert topic not in topics(anas_house(**others))


def test_the_limit_of_minigeneration_matters_above_three_megawatts() -> None:
    assert Topic.mini_limit in topics(solar_plant("3000.1"))
    assert Topic.mini_limit not in topics(solar_plant("3000"))
    assert Topic.mini_limit not in topics(solar_plant("4000", filed_on=date(2023, 1, 7)))


def test_the_guarantee_matters_where_it_may_be_due() -> None:
    assert Topic.guarantee_refusal in topics(solar_plant("500.1"))
    assert Topic.guarantee_refusal not in topics(solar_plant("500"))
    assert Topic.guarantee_start in topics(solar_plant("600", filed_on=date(2023, 5, 10)))
    assert Topic.guarantee_start not in topics(solar_plant("600", filed_on=date(2023, 5, 11)))


def test_what_always_matters_is_always_there() -> None:
    assert topics(valley_plant(modality=None, is_holder_company=None, declared_power_kw=Decimal(1))) == ALWAYS
    assert topics(ProjectFacts(filed_on=FILED_ON)) == ALWAYS


def test_a_divergence_is_shown_from_its_first_day() -> None:
    assert Topic.form_classes not in topics(anas_house(filed_on=date(2024, 7, 30)))
    assert Topic.form_classes in topics(anas_house(filed_on=date(2024, 7, 31)))
