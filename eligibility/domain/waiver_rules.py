"""Findings about the ways out of the reverse-flow analysis: grid zero, fast track, compatible power (art. 73-A)."""

from collections.abc import Iterator
from datetime import date

from eligibility.domain.allocation_rules import has_units
from eligibility.domain.classification import Category
from eligibility.domain.facts import ProjectFacts
from eligibility.domain.findings import Finding, Section, advise, block
from eligibility.domain.numbers_pt import format_kw
from eligibility.domain.rulebook import rule, rulebook
from eligibility.domain.vocabulary import Modality

_HERE = Section.credits
_FAST_TRACK = "reverse_flow.fast_track.max_kw"


def findings(facts: ProjectFacts, category: Category | None) -> Iterator[Finding]:
    """Whether the chosen waiver exists on the filing day and fits the project."""
    on = facts.filed_on
    begins = rulebook().first_day(_FAST_TRACK)
    if on < begins:
        yield from _not_yet(facts, begins)
        return
    if sum((facts.is_grid_zero, facts.wants_fast_track, facts.wants_compatible_power)) > 1:
        limit = format_kw(rule(_FAST_TRACK, on).as_decimal())
        message = f"Escolha só uma dispensa: sem injeção na rede, até {limit} kW ou potência compatível."
        field = "wants_fast_track" if facts.wants_fast_track else "wants_compatible_power"
        yield block(
            "waiver.more_than_one", message, field, _HERE, rule("reverse_flow.one_option", on).citation
        )
    if facts.wants_fast_track:
        yield from _fast_track(facts, on)
    if facts.wants_compatible_power:
        yield from _compatible(category, on)
    if facts.is_grid_zero and (has_units(facts) or facts.modality not in {None, Modality.local}):
        message = (
            "Sem injeção na rede não sobra energia, então não há créditos para outras unidades. "
            "Confira quem vai usar os créditos."
        )
        citation = rule("reverse_flow.grid_zero", on).citation
        yield advise("waiver.grid_zero_without_credits", message, "is_grid_zero", _HERE, citation)


def _fast_track(facts: ProjectFacts, on: date) -> Iterator[Finding]:
    limit, local = rule(_FAST_TRACK, on), rule("reverse_flow.fast_track.local", on)
    power = facts.installed_power_kw
    if power is not None and power > limit.as_decimal():
        message = (
            f"A dispensa para autoconsumo local vale até {format_kw(limit.as_decimal())} kW e a geração "
            f"tem {format_kw(power)} kW. Desmarque a opção ou reduza a geração."
        )
        yield block("power.fast_track_limit", message, "wants_fast_track", _HERE, limit.citation)
    if facts.modality not in {None, Modality.local}:
        message = "Esta dispensa vale só quando os créditos ficam na própria unidade. Desmarque uma das duas opções."
        yield block("waiver.fast_track_local_only", message, "wants_fast_track", _HERE, local.citation)
    if has_units(facts):
        message = (
            "Com esta dispensa nenhuma outra unidade recebe créditos. Retire a lista ou desmarque a opção."
        )
        yield block("waiver.fast_track_no_units", message, "wants_fast_track", _HERE, local.citation)


def _compatible(category: Category | None, on: date) -> Iterator[Finding]:
    entry = rule("reverse_flow.compatible", on)
    if category is Category.mini:
        message = "A dispensa por potência compatível vale só para microgeração. Desmarque a opção."
        yield block("waiver.compatible_micro_only", message, "wants_compatible_power", _HERE, entry.citation)
    elif category is not None:
        message = (
            "O analista confere se a potência é compatível com o consumo e se a conexão é gratuita. "
            "Se não for, o pedido segue com a análise."
        )
        yield advise(
            "waiver.compatible_needs_analysis", message, "wants_compatible_power", _HERE, entry.citation
        )


def _not_yet(facts: ProjectFacts, begins: date) -> Iterator[Finding]:
    citation = rule(_FAST_TRACK, begins).citation
    for field in ("wants_fast_track", "wants_compatible_power"):
        if getattr(facts, field):
            message = (
                f"Esta dispensa existe desde {begins:%d/%m/%Y}, depois da data do pedido. Desmarque a opção."
            )
            yield block("waiver.not_in_force", message, field, _HERE, citation)
