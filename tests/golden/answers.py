"""An answer of the project check in the words of the golden file."""

from typing import Any

from documents.domain.project_check import ProjectCheck
from tests.golden.situations import NONE, Situation

_UNITS = {"calendar_days": "days", "months": "months"}


def answer_of(check: ProjectCheck) -> dict[str, Any]:
    """Category, opinion terms, documents, findings, tariff class with its start limit, and guarantee."""
    found = check.assessment
    tariff, guarantee = found.tariff, found.guarantee
    limit = tariff.start_limit if tariff else None
    return {
        "category": found.category.value if found.category else NONE,
        "terms": tuple(term.rule for term in found.terms if term.rule.startswith("opinion.")),
        "documents": {entry.item.document_code for entry in check.applicable},
        "blocking": {finding.code for finding in found.findings if finding.is_blocking},
        "advisories": {finding.code for finding in found.findings if not finding.is_blocking},
        "tariff": tariff.code.value if tariff else NONE,
        "start_limit": f"{limit.value} {_UNITS[limit.unit]}" if limit else NONE,
        "guarantee": _guarantee(guarantee.is_exempt, f"{guarantee.percent:g}") if guarantee else NONE,
    }


def expected_of(row: Situation) -> dict[str, Any]:
    """What the row says about the same."""
    names = (
        *("category", "terms", "documents", "blocking", "advisories"),
        *("tariff", "start_limit", "guarantee"),
    )
    return {name: getattr(row, name) for name in names}


def _guarantee(is_exempt: bool, percent: str) -> str:
    return "exempt" if is_exempt else f"due {percent}"
