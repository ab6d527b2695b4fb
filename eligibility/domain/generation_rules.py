"""Findings about the generator: sources, equipment, storage, dispatch, and changes of an existing one."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from eligibility.domain.dispatch import dispatchable_sources, is_storage_enough, storage_needed_kwh
from eligibility.domain.facts import ProjectFacts
from eligibility.domain.findings import Finding, Section, advise, block
from eligibility.domain.numbers_pt import format_decimal, format_kw
from eligibility.domain.rulebook import NoRuleOnDate, rule
from eligibility.domain.vocabulary import RequestKind, Source

_HERE = Section.generation


def findings(facts: ProjectFacts) -> Iterator[Finding]:
    """What the answers about the generator miss or contradict."""
    on = facts.filed_on
    if facts.source is None:
        yield block("generation.source_missing", "Escolha a fonte da geração.", "source", _HERE)
    elif facts.source is facts.second_source:
        message = "As duas fontes são iguais. Escolha outra para a segunda, ou deixe só a primeira."
        yield block("generation.second_source_same", message, "second_source", _HERE)
    yield from _equipment(facts, on)
    yield from _declared(facts)
    yield from _change(facts, on)
    yield from _storage(facts, on)
    yield from _dispatch(facts, on)


def _equipment(facts: ProjectFacts, on: date) -> Iterator[Finding]:
    is_solar = Source.solar in facts.sources
    if is_solar and not facts.modules:
        message = "Informe os módulos: quantidade e potência de cada um."
        yield block("generation.modules_missing", message, "modules", _HERE)
    if is_solar or not facts.sources:
        for module in facts.modules:
            yield from _zero("modules", "módulos", module.quantity, module.power_w, "W")
    if is_solar and not facts.inverters:
        message = "Informe os inversores: quantidade e potência de cada um."
        yield block("generation.inverters_missing", message, "inverters", _HERE)
    for inverter in facts.inverters:
        yield from _zero("inverters", "inversores", inverter.quantity, inverter.power_kw, "kW")
    if facts.sources == {Source.solar}:
        yield from _ratio(facts, on)


def _zero(field: str, noun: str, quantity: int, power: Decimal, unit: str) -> Iterator[Finding]:
    if quantity == 0 or power == 0:
        message = (
            f"Você informou {quantity} {noun} de {format_kw(power)} {unit}. Nenhum dos dois pode ser zero."
        )
        yield block(f"generation.{field}_zero", message, field, _HERE)


def _ratio(facts: ProjectFacts, on: date) -> Iterator[Finding]:
    modules_kw, inverters_kw = facts.modules_power_kw, facts.inverters_power_kw
    if not modules_kw or not inverters_kw:
        return
    usual = rule("power.module_inverter_ratio", on)
    if not usual.as_table()["low"] <= modules_kw / inverters_kw <= usual.as_table()["high"]:
        message = (
            f"Os módulos somam {format_kw(modules_kw)} kW e os inversores {format_kw(inverters_kw)} kW. "
            "A diferença é grande. Confira as quantidades."
        )
        yield advise("generation.ratio_unusual", message, "modules", _HERE, usual.citation)


def _declared(facts: ProjectFacts) -> Iterator[Finding]:
    """Every source other than solar has a power: declared, or of its converters when it stands alone."""
    asked = (
        (facts.source, facts.declared_power_kw, "declared_power_kw"),
        (facts.second_source, facts.second_declared_power_kw, "second_declared_power_kw"),
    )
    for source, power, field in asked:
        if source in {None, Source.solar} or power is not None:
            continue
        if facts.sources == {source} and facts.second_source is None and facts.inverters:
            continue
        message = "Escreva a potência instalada desta fonte, em kW."
        yield block("generation.declared_power_missing", message, field, _HERE)


def _change(facts: ProjectFacts, on: date) -> Iterator[Finding]:
    if facts.request_kind is not RequestKind.change_generator:
        return
    citation = rule("generation.change_total", on).citation
    existing, total = facts.existing_power_kw, facts.installed_power_kw
    if existing is None:
        message = "Escreva quanto a unidade já gera hoje, em kW."
        yield block("generation.existing_power_missing", message, "existing_power_kw", _HERE, citation)
    elif total is not None and total == existing:
        message = (
            f"O total depois da mudança é igual ao de hoje, {format_kw(total)} kW. Informe o equipamento todo, "
            "o que fica e o que entra."
        )
        yield advise("generation.no_change", message, "existing_power_kw", _HERE, citation)
    elif total is not None and total < existing:
        message = (
            f"A geração cai de {format_kw(existing)} kW para {format_kw(total)} kW. "
            "Confira se é mesmo uma redução."
        )
        yield advise("generation.change_is_reduction", message, "existing_power_kw", _HERE, citation)


def _storage(facts: ProjectFacts, on: date) -> Iterator[Finding]:
    if not facts.has_storage:
        return
    try:
        citation = rule("documents.standard_form", on).citation
    except NoRuleOnDate:
        citation = None
    message = "Você informou armazenamento. Descreva as baterias no memorial descritivo."
    yield advise("generation.storage", message, "has_storage", _HERE, citation)
    if facts.storage_kwh is None:
        message = "Escreva a capacidade das baterias, em kWh."
        yield advise("generation.storage_capacity_missing", message, "storage_kwh", _HERE, citation)


def _dispatch(facts: ProjectFacts, on: date) -> Iterator[Finding]:
    if not facts.is_dispatchable:
        return
    if facts.sources - dispatchable_sources(on) - {Source.solar}:
        entry = rule("generation.dispatchable", on)
        message = "Eólica e “outra” não são despacháveis. Desmarque a opção ou confira a fonte."
        yield block("generation.not_dispatchable", message, "is_dispatchable", _HERE, entry.citation)
    power = facts.installed_power_kw
    if facts.sources == {Source.solar} and power is not None and not is_storage_enough(facts, on):
        entry = rule("storage.dispatchable_solar", on)
        needed = format_decimal(storage_needed_kwh(power, on))
        message = (
            f"Para ser despachável, a solar de {format_kw(power)} kW precisa de baterias de pelo menos "
            f"{needed} kWh. Informe a capacidade ou desmarque a opção."
        )
        yield block("generation.dispatchable_storage_low", message, "storage_kwh", _HERE, entry.citation)
