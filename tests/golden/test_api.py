"""Every golden situation through the public API: JSON in, the same answer out."""

from typing import Any

import pytest

from tests.api import Caller
from tests.golden.answers import expected_of
from tests.golden.situations import NONE, Situation, situations

pytestmark = pytest.mark.django_db
ROWS = situations()
_UNITS = {"calendar_days": "days", "months": "months"}


def _guarantee(found: dict[str, Any] | None) -> str:
    if found is None:
        return NONE
    return "exempt" if found["is_exempt"] else f"due {float(found['percent']):g}"


def _start_limit(tariff: dict[str, Any] | None) -> str:
    limit = tariff["start_limit"] if tariff else None
    return f"{limit['value']} {_UNITS[limit['unit']]}" if limit else NONE


def _codes(found: dict[str, Any], severity: str) -> set[str]:
    return {finding["code"] for finding in found["findings"] if finding["severity"] == severity}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.file}: {row.name}")
def test_the_api_answers_as_the_golden_file(row: Situation) -> None:
    """Category, terms, documents, findings, tariff class and guarantee, each exactly as written by hand."""
    found = Caller().ask("POST", "eligibility/check", row.body)
    answer = {
        "category": found["category"]["code"] if found["category"] else NONE,
        "terms": tuple(term["rule"] for term in found["terms"] if term["rule"].startswith("opinion.")),
        "documents": {document["code"] for document in found["documents"]},
        "blocking": _codes(found, "blocking"),
        "advisories": _codes(found, "advisory"),
        "tariff": found["tariff"]["code"] if found["tariff"] else NONE,
        "start_limit": _start_limit(found["tariff"]),
        "guarantee": _guarantee(found["guarantee"]),
    }
    assert answer == expected_of(row), row.source
