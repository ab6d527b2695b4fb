"""Tables of the eligibility app."""

from eligibility.models.rule_version import RuleDraft, RuleVersion

__all__ = ["RuleDraft", "RuleVersion"]
