"""Findings about the compensation modality and about the association of a shared generation."""

from collections.abc import Iterator
from datetime import date

from eligibility.domain.facts import ProjectFacts
from eligibility.domain.findings import Finding, Section, block
from eligibility.domain.rulebook import rule
from eligibility.domain.vocabulary import Association, ConsortiumLaw, Modality, UnitHolding

_HERE = Section.credits


def findings(facts: ProjectFacts) -> Iterator[Finding]:
    """What is missing of the modality, and how the association must stand."""
    on = facts.filed_on
    if facts.modality is None:
        yield block("credits.modality_missing", "Diga quem vai usar os créditos.", "modality", _HERE)
    if facts.modality is not Modality.shared:
        return
    if facts.association is None:
        message = (
            "Diga como os participantes se reúnem: consórcio, cooperativa, condomínio ou outra associação."
        )
        citation = rule("modality.shared", on).citation
        yield block("credits.association_missing", message, "association", _HERE, citation)
    elif facts.association is Association.consortium:
        yield from _law(facts, on)
        yield from _consortium_unit(facts, on)
    elif facts.association is Association.cooperative:
        yield from _cooperative_unit(facts, on)
        yield from _members(facts, on)


def _law(facts: ProjectFacts, on: date) -> Iterator[Finding]:
    if facts.consortium_law is None:
        message = "Diga por qual lei o consórcio foi formado."
        citation = rule("consortium.required_law", on).citation
        yield block("credits.consortium_law_missing", message, "consortium_law", _HERE, citation)
    elif facts.consortium_law is ConsortiumLaw.law_11795:
        entry = rule("consortium.forbidden_law", on)
        message = f"{entry.text} {rule('consortium.required_law', on).text}"
        yield block("credits.consortium_11795", message, "consortium_law", _HERE, entry.citation)


def _consortium_unit(facts: ProjectFacts, on: date) -> Iterator[Finding]:
    entry = rule("consortium.unit_holding", on)
    if facts.unit_holding is None:
        yield _holding_missing("do consórcio ou da empresa que o administra", facts, on)
    elif facts.unit_holding is UnitHolding.someone_else:
        message = (
            "A unidade com a geração fica em nome do consórcio ou da empresa que o administra. Peça a troca."
        )
        yield block("credits.unit_not_of_association", message, "unit_holding", _HERE, entry.citation)
    elif facts.unit_holding is UnitHolding.administrator and facts.is_administrator_fit is not True:
        message = (
            "Confirme que a empresa administradora tem CNPJ regular e CNAE de administração de consórcios. "
            "Se não tem, a unidade fica em nome do consórcio."
        )
        yield block("credits.administrator_not_fit", message, "is_administrator_fit", _HERE, entry.citation)


def _cooperative_unit(facts: ProjectFacts, on: date) -> Iterator[Finding]:
    if facts.unit_holding is None:
        yield _holding_missing("da cooperativa", facts, on)
    elif facts.unit_holding is not UnitHolding.association:
        message = "A unidade com a geração fica em nome da cooperativa. Peça a troca de titular."
        citation = rule("cooperative.unit_holding", on).citation
        yield block("credits.unit_not_of_association", message, "unit_holding", _HERE, citation)


def _holding_missing(whose: str, facts: ProjectFacts, on: date) -> Finding:
    name = "consortium" if facts.association is Association.consortium else "cooperative"
    message = f"Diga em nome de quem está a unidade com a geração. Ela deve estar em nome {whose}."
    citation = rule(f"{name}.unit_holding", on).citation
    return block("credits.unit_holding_missing", message, "unit_holding", _HERE, citation)


def _members(facts: ProjectFacts, on: date) -> Iterator[Finding]:
    entry = rule("cooperative.min_members", on)
    if facts.member_count is None:
        message = "Diga quantos cooperados a cooperativa tem."
        yield block("credits.member_count_missing", message, "member_count", _HERE, entry.citation)
    elif facts.member_count < entry.as_int():
        message = (
            f"A cooperativa tem {facts.member_count} cooperados. O mínimo publicado pela distribuidora é "
            f"{entry.as_int()}."
        )
        yield block("credits.cooperative_members", message, "member_count", _HERE, entry.citation)
