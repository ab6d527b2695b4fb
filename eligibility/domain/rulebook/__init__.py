"""The law as dated data: one TOML entry per rule and start of validity, each with its citation."""

from eligibility.domain.rulebook.book import (
    NoRuleOnDate,
    Rulebook,
    UnknownRule,
    rule,
    rulebook,
    rules,
    use_amendments,
)
from eligibility.domain.rulebook.entries import Alternative, Rule

__all__ = [
    "Alternative",
    "NoRuleOnDate",
    "Rule",
    "Rulebook",
    "UnknownRule",
    "rule",
    "rulebook",
    "rules",
    "use_amendments",
]
