"""The automatic check before sending: what must be fixed and what is worth a look, each with its ground."""

from eligibility.domain import (
    allocation_rules,
    credit_rules,
    generation_rules,
    group_a_rules,
    power_rules,
    preconditions,
    professional,
    unit_rules,
    waiver_rules,
)
from eligibility.domain.classification import Category
from eligibility.domain.facts import ProjectFacts
from eligibility.domain.findings import Finding
from eligibility.domain.guarantee import Guarantee, guarantee_findings
from eligibility.domain.operator import OperatorProfile


def project_findings(
    facts: ProjectFacts,
    category: Category | None,
    guarantee: Guarantee | None,
    *,
    profile: OperatorProfile,
) -> tuple[Finding, ...]:
    """Every finding about the answers so far, blocking ones first, in the order of the screens.

    Unanswered facts give blocking findings, so a draft is complete when none is left. The rules are those of
    the filing day.
    """
    found = [
        *unit_rules.findings(facts, profile=profile),
        *group_a_rules.findings(facts, category),
        *generation_rules.findings(facts),
        *power_rules.findings(facts, profile=profile),
        *waiver_rules.findings(facts, category),
        *credit_rules.findings(facts),
        *allocation_rules.findings(facts),
        *preconditions.findings(facts, profile=profile),
        *guarantee_findings(guarantee, facts, profile=profile),
        *professional.findings(facts),
    ]
    return tuple(sorted(found, key=lambda finding: not finding.is_blocking))
