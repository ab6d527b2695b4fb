"""Findings about the list of units that receive the surplus: total, duplicates, area, members, size."""

from collections.abc import Iterator
from datetime import date

from eligibility.domain.facts import AllocationFacts, ProjectFacts
from eligibility.domain.findings import Finding, Section, advise, block
from eligibility.domain.numbers_pt import format_decimal
from eligibility.domain.rulebook import rule
from eligibility.domain.vocabulary import AllocationBasis, Modality

_HERE = Section.credits
_FIELD = "allocation"
_WITH_MEMBERS = frozenset({Modality.shared, Modality.multiple_units})


def findings(facts: ProjectFacts) -> Iterator[Finding]:
    """Whether the list fits the modality, and what is wrong inside it."""
    on, listed = facts.filed_on, facts.allocation
    if has_units(facts) and facts.modality is Modality.local:
        message = "No autoconsumo local os créditos ficam na própria unidade. Retire a lista ou escolha outra modalidade."
        citation = rule("modality.local", on).citation
        yield block("allocation.local_modality", message, _FIELD, _HERE, citation)
    elif not has_units(facts) and facts.modality not in {None, Modality.local}:
        message = (
            "Você ainda não informou as unidades que recebem créditos. Se já sabe quais são, inclua a lista. "
            "Também é possível mandar depois."
        )
        citation = rule("allocation.basis", on).citation
        yield advise("allocation.missing", message, _FIELD, _HERE, citation)
    if listed is not None:
        yield from _inside(listed, facts.modality, on)


def has_units(facts: ProjectFacts) -> bool:
    """Whether any other unit receives credits, by the answer or by the list."""
    return facts.has_participating_units or (facts.allocation is not None and facts.allocation.unit_count > 0)


def _inside(listed: AllocationFacts, modality: Modality | None, on: date) -> Iterator[Finding]:
    total = rule("allocation.total_percent", on)
    if listed.basis is AllocationBasis.percentage and listed.total_percent != total.as_decimal():
        now = "nada" if listed.total_percent is None else f"{format_decimal(listed.total_percent)}%"
        message = (
            f"Os percentuais somam {now}. A soma é exatamente {format_decimal(total.as_decimal())}%, "
            "contada a parte da própria unidade."
        )
        yield block("allocation.total", message, _FIELD, _HERE, total.citation)
    if listed.duplicated_units:
        message = (
            f"Há unidades repetidas na lista: {listed.duplicated_units}. Deixe cada uma em uma linha só."
        )
        yield block("allocation.duplicates", message, _FIELD, _HERE, rule("allocation.basis", on).citation)
    if listed.units_of_other_utility:
        message = (
            f"Unidades de outra distribuidora na lista: {listed.units_of_other_utility}. "
            "Todas ficam na área desta distribuidora. Retire as outras."
        )
        yield block(
            "allocation.other_area", message, _FIELD, _HERE, rule("allocation.same_area", on).citation
        )
    if listed.unreadable_lines:
        message = f"Linhas que não conseguimos ler: {listed.unreadable_lines}. Corrija ou retire cada uma."
        yield block("allocation.unreadable", message, _FIELD, _HERE)
    if listed.units_without_member and modality in _WITH_MEMBERS:
        message = (
            f"Unidades sem integrante: {listed.units_without_member}. Diga de qual integrante é cada unidade."
        )
        yield block(
            "allocation.member_missing", message, _FIELD, _HERE, rule("allocation.members", on).citation
        )
    most = rule("allocation.max_units", on)
    if listed.unit_count > most.as_int():
        message = f"A lista tem {listed.unit_count} unidades. Este portal aceita até {most.as_int()}."
        yield block("allocation.too_many", message, _FIELD, _HERE, most.citation)
