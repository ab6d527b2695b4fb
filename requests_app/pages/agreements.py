"""What the pages of the approval and of the contracts show, the same words to technician, holder and utility."""

from datetime import date
from typing import Any

from django.urls import reverse
from pydantic import ValidationError

from documents.domain.sheets import OpinionSheet
from eligibility.domain.rulebook import rule
from requests_app.domain.clock import ClockName
from requests_app.models import AccessRequest, Opinion, OpinionContent
from requests_app.pages.holder import Reckonings, contested_until
from requests_app.services.agreements.reading import current_agreements, needed_agreements, stored_paper
from requests_app.services.agreements.steps import goes_at_once


def approval_context(access_request: AccessRequest, reckonings: Reckonings, today: date) -> dict[str, Any]:
    """What is approved and by which set of rules: outcome, conditions, works, charges, term. Two statements at most.

    `contested_until` is the day by which an open contest is answered: until then nobody approves.
    """
    opinion = access_request.opinion
    assert opinion is not None
    validity = reckonings[ClockName.VALIDITY]
    assert validity.term is not None
    is_by_the_law = validity.term.rule_code == "opinion.approval"
    return {
        "opinion": opinion,
        "contested_until": contested_until(reckonings),
        "sheet": _opinion_sheet(opinion),
        "until": validity.due_on,
        "is_over": validity.due_on is not None and today > validity.due_on,
        "is_by_the_law": is_by_the_law,
        "term_rule": rule(validity.term.rule_code, on=opinion.issued_on),
        "silence_rule": rule("opinion.silent_approval", on=today)
        if is_by_the_law and opinion.is_free
        else None,
        "works_rule": rule(opinion.works_rule, on=today) if opinion.works_rule else None,
        "is_at_once": goes_at_once(access_request),
        "delivery_rule": rule("contracts.delivery", on=today),
        "papers": [
            {"label": kind.label, "value": kind.purpose} for kind in needed_agreements(access_request)
        ],
    }


def papers_of(access_request: AccessRequest, *, url_name: str, today: date) -> list[dict[str, Any]]:
    """Each paper of the opinion in force: its words, the rule that asks for it, and its PDF. One statement."""
    return [
        {
            "title": agreement.paper.label,
            "purpose": agreement.paper.purpose,
            "rule": rule(agreement.paper.rule_code, on=today),
            "url": reverse(url_name, args=[access_request.filing_number, agreement.paper.slug]),
            "file": stored_paper(agreement),
            "version": agreement.version,
        }
        for agreement in current_agreements(access_request)
    ]


def _opinion_sheet(opinion: Opinion) -> OpinionSheet | None:
    """What the opinion printed; None once its personal data was blanked."""
    content = OpinionContent.objects.filter(opinion=opinion).first()
    try:
        return OpinionSheet.model_validate(content.sheet) if content else None
    except ValidationError:
        return None
