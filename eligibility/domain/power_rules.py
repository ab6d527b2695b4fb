"""Findings about the installed power: too little, beyond every category, above what the unit makes available."""

from collections.abc import Iterator
from decimal import Decimal

from eligibility.domain import limits
from eligibility.domain.choices import Topic
from eligibility.domain.classification import classify
from eligibility.domain.divergences import followed
from eligibility.domain.facts import ProjectFacts
from eligibility.domain.findings import Finding, Refused, Section, block
from eligibility.domain.operator import OperatorProfile
from eligibility.domain.vocabulary import Source

SMALLEST_POWER_KW = Decimal("0.001")


def findings(facts: ProjectFacts, *, profile: OperatorProfile) -> Iterator[Finding]:
    """What is wrong with the power; nothing while it or the source is unknown, or a zero stands at its field."""
    on, power = facts.filed_on, facts.installed_power_kw
    if power is None or not facts.sources or _holds_zero(facts):
        return
    field = "inverters" if facts.inverters or Source.solar in facts.sources else "declared_power_kw"
    if 0 < power < SMALLEST_POWER_KW:
        message = "A geração soma menos de 1 W. Confira as quantidades e as potências."
        yield block("power.too_small", message, field, Section.generation)
        return
    try:
        classify(
            power,
            facts.sources,
            on,
            is_dispatchable=facts.is_dispatchable,
            mini_limit=followed(Topic.mini_limit, profile),
        )
    except Refused as refused:
        for finding in refused.findings:
            yield finding.model_copy(update={"field": field})
        return
    available = limits.available_power_of(facts, on)
    above = available and limits.above_available_power(power, available, on)
    if above:
        yield above.model_copy(update={"field": field})


def _holds_zero(facts: ProjectFacts) -> bool:
    """Whether a zero was already reported at its own field."""
    is_solar = Source.solar in facts.sources
    return facts.inverters_power_kw == 0 or (is_solar and facts.modules_power_kw == 0)
