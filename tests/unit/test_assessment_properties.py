"""The assessment over every admissible project: total, one category, no order, nothing unrelated."""

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.domain.assessment import Assessment, assess
from eligibility.domain.classification import Category
from eligibility.domain.facts import ProjectFacts
from eligibility.domain.findings import Section
from eligibility.domain.operator import load_profile
from eligibility.domain.rulebook import rule
from eligibility.domain.vocabulary import Source
from tests.unit.any_facts import any_facts
from tests.unit.situations import FILED_ON

PROFILE = load_profile()
DISPATCHABLE = [Source.hydro, Source.biomass, Source.qualified_cogeneration]
CODES = frozenset(
    [
        "allocation.duplicates",
        "allocation.local_modality",
        "allocation.member_missing",
        "allocation.missing",
        "allocation.other_area",
        "allocation.too_many",
        "allocation.total",
        "allocation.unreadable",
        "credits.administrator_not_fit",
        "credits.association_missing",
        "credits.consortium_11795",
        "credits.consortium_law_missing",
        "credits.cooperative_members",
        "credits.member_count_missing",
        "credits.modality_missing",
        "credits.unit_holding_missing",
        "credits.unit_not_of_association",
        "filing.before_rules",
        "generation.change_is_reduction",
        "generation.declared_power_missing",
        "generation.dispatchable_storage_low",
        "generation.existing_power_missing",
        "generation.inverters_missing",
        "generation.inverters_zero",
        "generation.kind_missing",
        "generation.modules_missing",
        "generation.modules_zero",
        "generation.no_change",
        "generation.not_dispatchable",
        "generation.ratio_unusual",
        "generation.second_source_same",
        "generation.source_missing",
        "generation.storage",
        "generation.storage_capacity_missing",
        "group.may_be_group_a",
        "group.mini_needs_group_a",
        "guarantee.bank_not_accepted",
        "guarantee.exempt",
        "guarantee.exemption_needs_promise",
        "guarantee.form_missing",
        "guarantee.price_not_set",
        "holder.free_market",
        "holder.kind_missing",
        "holder.overdue_debts",
        "power.above_available",
        "power.fast_track_limit",
        "power.out_of_range",
        "power.too_small",
        "power.zero",
        "professional.attribution_missing",
        "professional.decision_missing",
        "professional.expired",
        "professional.not_eligible",
        "professional.suspended",
        "professional.technician_limit",
        "professional.unverified",
        "unit.available_power_missing",
        "unit.breaker_missing",
        "unit.breaker_unknown",
        "unit.class_missing",
        "unit.consumption_incomplete",
        "unit.consumption_zero",
        "unit.contracted_demand_low",
        "unit.contracted_demand_missing",
        "unit.coordinates_missing",
        "unit.coordinates_outside",
        "unit.emergency_power_missing",
        "unit.group_missing",
        "unit.injection_demand_low",
        "unit.injection_demand_missing",
        "unit.phases_missing",
        "unit.substation_existing_only",
        "unit.substation_limit",
        "unit.substation_missing",
        "unit.substation_not_shared",
        "unit.substation_voltage",
        "unit.transformers_missing",
        "unit.voltage_missing",
        "unit_number.empty",
        "unit_number.old_scheme",
        "unit_number.other_utility",
        "unit_number.shape",
        "waiver.compatible_micro_only",
        "waiver.compatible_needs_analysis",
        "waiver.fast_track_local_only",
        "waiver.fast_track_no_units",
        "waiver.grid_zero_without_credits",
        "waiver.more_than_one",
        "waiver.not_in_force",
    ]
)
# What no category may depend on.
UNRELATED: dict[str, st.SearchStrategy[Any]] = {
    "is_collective_roof": st.booleans(),
    "is_site_rented": st.booleans(),
    "is_in_protected_area": st.booleans(),
    "has_disturbing_loads": st.booleans(),
    "has_emergency_generator": st.booleans(),
    "has_irrigation_discount": st.booleans(),
    "is_floating": st.booleans(),
    "is_holder_company": st.none() | st.booleans(),
    "has_power_of_attorney": st.booleans(),
    "is_captive": st.none() | st.booleans(),
    "has_overdue_debts": st.none() | st.booleans(),
    "unit_number": st.text(max_size=20),
    "latitude": st.none() | st.decimals(-90, 90, places=4),
}


def assessed(facts: ProjectFacts) -> Assessment:
    return assess(facts, profile=PROFILE)


def declared(power: Decimal, source: Source) -> ProjectFacts:
    return ProjectFacts(filed_on=FILED_ON, source=source, declared_power_kw=power)


@settings(max_examples=400, deadline=None)
@given(any_facts())
def test_any_facts_have_an_answer_whose_findings_are_known_and_placed(facts: ProjectFacts) -> None:
    found = assessed(facts)
    assert (found.category is None) is (found.classification is None)
    for finding in found.findings:
        assert finding.code in CODES
        assert isinstance(finding.section, Section)
        assert finding.field
        assert finding.message.endswith(".")
    severities = [finding.is_blocking for finding in found.findings]
    assert severities == sorted(severities, reverse=True)
    assert Assessment.model_validate(found.model_dump()) == found


@settings(max_examples=200, deadline=None)
@given(st.decimals("0.001", "5000", places=3), st.sampled_from(DISPATCHABLE))
def test_every_admissible_power_has_exactly_one_category(power: Decimal, source: Source) -> None:
    small, micro = (
        rule(f"category.{name}.max_kw", FILED_ON).as_decimal() for name in ("micro_up_to_10", "micro")
    )
    expected = (
        Category.micro_up_to_10
        if power <= small
        else Category.micro_10_to_75
        if power <= micro
        else Category.mini
    )
    found = assessed(declared(power, source))
    assert found.category is expected
    assert not {"power.zero", "power.out_of_range"} & {finding.code for finding in found.findings}


@settings(max_examples=150, deadline=None)
@given(any_facts())
def test_a_known_power_has_a_category_or_a_reason_for_none(facts: ProjectFacts) -> None:
    found = assessed(facts)
    codes = {finding.code for finding in found.findings}
    power = facts.installed_power_kw
    if found.category is not None:
        assert power is not None and facts.sources
    elif power is not None and facts.sources:
        assert codes & {
            "power.zero",
            "power.out_of_range",
            "generation.modules_zero",
            "generation.inverters_zero",
        }


@settings(max_examples=200, deadline=None)
@given(any_facts(), st.randoms(use_true_random=False))
def test_the_order_of_the_equipment_changes_nothing(facts: ProjectFacts, chance: Any) -> None:
    mixed = {
        name: tuple(chance.sample(getattr(facts, name), len(getattr(facts, name))))
        for name in ("modules", "inverters", "transformers_kva")
    }
    again = assessed(facts.model_copy(update=mixed))
    found = assessed(facts)
    by_code = sorted(finding.model_dump_json() for finding in found.findings)
    assert sorted(finding.model_dump_json() for finding in again.findings) == by_code
    assert again.model_copy(update={"findings": ()}) == found.model_copy(update={"findings": ()})


@settings(max_examples=200, deadline=None)
@given(any_facts().filter(lambda facts: facts.source is not None and facts.second_source is not None))
def test_the_order_of_the_two_sources_changes_no_answer(facts: ProjectFacts) -> None:
    swapped = facts.model_copy(
        update={
            "source": facts.second_source,
            "second_source": facts.source,
            "declared_power_kw": facts.second_declared_power_kw,
            "second_declared_power_kw": facts.declared_power_kw,
        }
    )
    found, again = assessed(facts), assessed(swapped)
    assert sorted(finding.code for finding in again.findings) == sorted(f.code for f in found.findings)
    ignored = {"findings": (), "divergences": ()}
    assert again.model_copy(update=ignored) == found.model_copy(update=ignored)


@settings(max_examples=200, deadline=None)
@given(any_facts(), st.fixed_dictionaries({}, optional=UNRELATED))
def test_unrelated_facts_change_no_category(facts: ProjectFacts, unrelated: dict[str, Any]) -> None:
    changed = assessed(facts.model_copy(update=unrelated))
    found = assessed(facts)
    assert changed.category is found.category
    assert (changed.terms, changed.tariff, changed.guarantee) == (found.terms, found.tariff, found.guarantee)
