"""Where the utility's page and the law differ, an operator chooses which one its portal follows."""

from enum import StrEnum


class Followed(StrEnum):
    """Whose text is applied."""

    page = "page"
    law = "law"


class Topic(StrEnum):
    """Every subject on which the page and the law differ."""

    governing_norm = "governing_norm"
    possession_proof = "possession_proof"
    modality_definitions = "modality_definitions"
    mini_limit = "mini_limit"
    form_classes = "form_classes"
    opinion_validity = "opinion_validity"
    allocation_change = "allocation_change"
    participation_instrument = "participation_instrument"
    shared_associations = "shared_associations"
    certified_copies = "certified_copies"
    professional_council = "professional_council"
    overdue_debts = "overdue_debts"
    unannounced_increase = "unannounced_increase"
    tariff_flag = "tariff_flag"
    group_b_option = "group_b_option"
    opinion_terms = "opinion_terms"
    inverter_proof = "inverter_proof"
    guarantee_start = "guarantee_start"
    adjustment_factors = "adjustment_factors"
    extra_documents = "extra_documents"
    guarantee_refusal = "guarantee_refusal"


CHOOSABLE = frozenset(
    {
        Topic.mini_limit,
        Topic.opinion_validity,
        Topic.allocation_change,
        Topic.overdue_debts,
        Topic.guarantee_start,
    }
)
"""Topics whose both readings this portal can apply. The others are told, and keep their default."""
