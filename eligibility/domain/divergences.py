"""Where the utility's page and the law differ: both texts, which one this portal follows, and when it matters."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from eligibility.domain.choices import Followed, Topic
from eligibility.domain.citation import Citation, Confidence
from eligibility.domain.facts import ProjectFacts
from eligibility.domain.operator import OperatorProfile
from eligibility.domain.rulebook import Rule, rule
from eligibility.domain.vocabulary import Association, Modality, Profession, RequestKind, Source, TariffGroup
from eligibility.domain.voltages import is_high_voltage


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    topic: Topic
    title: str
    default: Followed
    valid_from: date
    valid_to: date | None = None
    page_text: str
    page_citation: Citation
    page_confidence: Confidence
    law_text: str
    law_citation: Citation
    law_confidence: Confidence
    note: str = ""

    def is_in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


class Divergence(BaseModel):
    """One subject: what the page says, what the law says, each with its ground, and which one is applied."""

    model_config = ConfigDict(frozen=True)

    topic: Topic
    title: str
    page_text: str
    page_citation: Citation
    page_confidence: Confidence
    law_text: str
    law_citation: Citation
    law_confidence: Confidence
    followed: Followed
    note: str


def followed(topic: Topic, profile: OperatorProfile) -> Followed:
    """The operator's choice on the topic, else the default."""
    return profile.choices.get(topic, _entries()[topic].default)


def applied_rule(code: str, topic: Topic, on: date, profile: OperatorProfile) -> Rule:
    """The rule as this operator applies it: entries are written as the topic's default, the other text beside it."""
    entry = rule(code, on)
    is_default = followed(topic, profile) is _entries()[topic].default
    return entry if is_default or not entry.alternatives else entry.read_otherwise()


def divergences(on: date, *, profile: OperatorProfile) -> tuple[Divergence, ...]:
    """Every divergence in force on that day, in the order of the file."""
    return tuple(_divergence(entry, profile) for entry in _entries().values() if entry.is_in_force(on))


def divergences_for(facts: ProjectFacts, profile: OperatorProfile) -> tuple[Divergence, ...]:
    """The divergences in force on the filing day that matter to these facts."""
    return tuple(
        _divergence(entry, profile)
        for entry in _entries().values()
        if entry.is_in_force(facts.filed_on) and _MATTERS[entry.topic](facts)
    )


def _divergence(entry: _Entry, profile: OperatorProfile) -> Divergence:
    fields = entry.model_dump(exclude={"default", "valid_from", "valid_to"})
    return Divergence(**fields, followed=followed(entry.topic, profile))


@cache
def _entries() -> Mapping[Topic, _Entry]:
    text = (files(__package__) / "divergences.toml").read_text("utf-8")
    return {entry.topic: entry for entry in map(_Entry.model_validate, tomllib.loads(text)["divergence"])}


def _always(_: ProjectFacts) -> bool:
    return True


def _never_here(_: ProjectFacts) -> bool:
    """Matters to bills and answers, to no request."""
    return False


def _is_shared(facts: ProjectFacts) -> bool:
    return facts.modality in {Modality.shared, Modality.multiple_units}


def _has_list(facts: ProjectFacts) -> bool:
    return facts.has_participating_units or facts.allocation is not None


def _is_mini(facts: ProjectFacts) -> bool:
    power = facts.installed_power_kw
    return power is not None and power > rule("category.micro.max_kw", facts.filed_on).as_decimal()


def _is_large(facts: ProjectFacts) -> bool:
    power = facts.added_power_kw
    return (
        _is_mini(facts)
        and power is not None
        and power > rule("guarantee.above_kw", facts.filed_on).as_decimal()
    )


def _meets_the_lower_limit(facts: ProjectFacts) -> bool:
    power = facts.installed_power_kw
    limit = rule("category.mini.max_kw_non_dispatchable", facts.filed_on).as_decimal()
    return power is not None and power > limit


def _is_of_other_council(facts: ProjectFacts) -> bool:
    person = facts.professional
    return person is not None and person.profession in {
        Profession.electrotechnics_technician,
        Profession.other,
    }


_MATTERS: dict[Topic, Callable[[ProjectFacts], bool]] = {
    Topic.governing_norm: _always,
    Topic.possession_proof: lambda facts: facts.request_kind is RequestKind.new_unit,
    Topic.modality_definitions: lambda facts: facts.modality not in {None, Modality.local},
    Topic.mini_limit: _meets_the_lower_limit,
    Topic.form_classes: _always,
    Topic.opinion_validity: _always,
    Topic.allocation_change: _has_list,
    Topic.participation_instrument: _is_shared,
    Topic.shared_associations: lambda facts: (
        facts.modality is Modality.shared
        and facts.association in {Association.condominium, Association.civil_association}
    ),
    Topic.certified_copies: lambda facts: facts.is_holder_company is True or _is_shared(facts),
    Topic.professional_council: _is_of_other_council,
    Topic.overdue_debts: lambda facts: facts.has_overdue_debts is True,
    Topic.unannounced_increase: lambda facts: facts.request_kind is RequestKind.change_generator,
    Topic.tariff_flag: _never_here,
    Topic.group_b_option: lambda facts: facts.group is TariffGroup.a and facts.modality is Modality.local,
    Topic.opinion_terms: lambda facts: is_high_voltage(facts.voltage, facts.filed_on),
    Topic.inverter_proof: lambda facts: bool(facts.inverters) or Source.solar in facts.sources,
    Topic.guarantee_start: _is_large,
    Topic.adjustment_factors: lambda facts: facts.wants_compatible_power,
    Topic.extra_documents: lambda facts: (
        facts.is_collective_roof
        or facts.request_kind in {RequestKind.new_unit, RequestKind.existing_unit_new_power}
    ),
    Topic.guarantee_refusal: _is_large,
}
