"""Findings about the tariff group, and about demands, transformers and substation of group A."""

from collections.abc import Iterator
from datetime import date

from eligibility.domain import substations
from eligibility.domain.classification import Category
from eligibility.domain.facts import ProjectFacts
from eligibility.domain.findings import Finding, Section, advise, block
from eligibility.domain.numbers_pt import format_kw
from eligibility.domain.rulebook import rule
from eligibility.domain.vocabulary import TariffGroup

_HERE = Section.unit


def findings(facts: ProjectFacts, category: Category | None) -> Iterator[Finding]:
    """Whether the group fits the generation, and what group A misses."""
    on = facts.filed_on
    if facts.group is TariffGroup.b:
        yield from _low_voltage(facts, category, on)
    elif facts.group is TariffGroup.a:
        yield from _contracted(facts, on)
        yield from _injection(facts, on)
        if not facts.transformers_kva:
            message = "Informe cada transformador da unidade, em kVA."
            citation = rule("unit.transformers", on).citation
            yield block("unit.transformers_missing", message, "transformers", _HERE, citation)
        yield from substations.findings(facts)


def _low_voltage(facts: ProjectFacts, category: Category | None, on: date) -> Iterator[Finding]:
    power = facts.installed_power_kw
    if category is Category.mini:
        entry = rule("group_a.mini", on)
        message = f"{entry.text} Troque o grupo para A ou reduza a geração."
        yield block("group.mini_needs_group_a", message, "group", _HERE, entry.citation)
        return
    study = rule("group_b.study_range_kw", on)
    limits = study.as_table()
    if power is not None and limits["above"] < power <= limits["up_to"]:
        message = (
            f"A geração tem {format_kw(power)} kW. Acima de {format_kw(limits['above'])} kW a distribuidora pode "
            "pedir que a unidade passe para o grupo A. Se pedir, ela explica o motivo no estudo."
        )
        yield advise("group.may_be_group_a", message, "group", _HERE, study.citation)


def _contracted(facts: ProjectFacts, on: date) -> Iterator[Finding]:
    demand = facts.contracted_demand_kw
    minimum = rule("demand.contracted.min_kw", on)
    if demand is None:
        message = "Escreva a demanda contratada de consumo, em kW. Se a unidade só injeta, escreva 0."
        citation = rule("demand.both_contracted", on).citation
        yield block("unit.contracted_demand_missing", message, "contracted_demand_kw", _HERE, citation)
    elif 0 < demand < minimum.as_decimal():
        message = (
            f"A demanda contratada é {format_kw(demand)} kW. O mínimo é {format_kw(minimum.as_decimal())} kW, "
            "ou 0 quando a unidade só injeta. Confira o contrato."
        )
        yield advise("unit.contracted_demand_low", message, "contracted_demand_kw", _HERE, minimum.citation)


def _injection(facts: ProjectFacts, on: date) -> Iterator[Finding]:
    if facts.is_grid_zero:
        return
    if facts.injection_demand_kw is None:
        message = (
            "Escreva a demanda de injeção, em kW: a maior potência que a unidade vai mandar para a rede."
        )
        citation = rule("demand.both_contracted", on).citation
        yield block("unit.injection_demand_missing", message, "injection_demand_kw", _HERE, citation)
        return
    power, load = facts.installed_power_kw, facts.installed_load_kw
    if power is None or load is None or facts.injection_demand_kw >= power - load:
        return
    message = (
        f"A demanda de injeção é {format_kw(facts.injection_demand_kw)} kW. Com {format_kw(power)} kW de geração e "
        f"{format_kw(load)} kW de carga, ela é de pelo menos {format_kw(power - load)} kW."
    )
    citation = rule("demand.injection.minimum", on).citation
    yield block("unit.injection_demand_low", message, "injection_demand_kw", _HERE, citation)
