"""Findings about the holder: who it is, and what the utility's records say of market and debts."""

from collections.abc import Iterator

from eligibility.domain.choices import Topic
from eligibility.domain.divergences import applied_rule
from eligibility.domain.facts import ProjectFacts
from eligibility.domain.findings import Finding, Section, Severity, block
from eligibility.domain.operator import OperatorProfile
from eligibility.domain.rulebook import rule

_HERE = Section.holder
BLOCKS = "block"


def findings(facts: ProjectFacts, *, profile: OperatorProfile) -> Iterator[Finding]:
    """Unknown records give no finding: filing goes on and the check is done later. No amount is ever told."""
    on = facts.filed_on
    if facts.is_holder_company is None:
        message = "Diga se o titular é pessoa física ou empresa."
        yield block("holder.kind_missing", message, "is_company", _HERE)
    if facts.is_captive is False:
        entry = rule("holder.captive_market", on)
        message = (
            "No cadastro da distribuidora, o titular compra energia no mercado livre. Só o consumidor cativo entra "
            "no sistema de compensação. Se isso mudou, o titular fala com a distribuidora."
        )
        yield block("holder.free_market", message, "is_captive", _HERE, entry.citation)
    if facts.has_overdue_debts:
        yield _debts(facts, profile)


def _debts(facts: ProjectFacts, profile: OperatorProfile) -> Finding:
    entry = applied_rule("preconditions.overdue_debts", Topic.overdue_debts, facts.filed_on, profile)
    is_blocking = entry.as_text() == BLOCKS
    effect = "O pedido segue depois que isso for resolvido." if is_blocking else "O pedido pode seguir."
    message = (
        f"O titular tem conta vencida na distribuidora. {effect} "
        "O titular vê os detalhes com a distribuidora e pode contestar nos canais dela."
    )
    return Finding(
        code="holder.overdue_debts",
        severity=Severity.blocking if is_blocking else Severity.advisory,
        message=message,
        citation=entry.citation,
        field="has_overdue_debts",
        section=_HERE,
    )
