"""Every golden situation through the one function that answers for a project."""

import pytest

from documents.domain.checklist import packaged_checklist
from documents.domain.project_check import ProjectCheck, check_project
from eligibility.domain.citation import Citation
from eligibility.domain.classification import Category
from eligibility.domain.operator import load_profile
from tests.golden.answers import answer_of, expected_of
from tests.golden.situations import Situation, expected_citations, situations

ROWS = situations()
PROFILE = load_profile()
CHECKLISTS = {category: packaged_checklist(category.value) for category in Category}
CITATIONS = expected_citations()


def _check(row: Situation) -> ProjectCheck:
    return check_project(row.facts, checklists=CHECKLISTS, profile=PROFILE)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.file}: {row.name}")
def test_the_function_answers_as_the_golden_file(row: Situation) -> None:
    """Category, terms, documents, findings, tariff class and guarantee, each exactly as written by hand."""
    assert answer_of(_check(row)) == expected_of(row), row.source


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.file}: {row.name}")
def test_the_function_cites_as_the_golden_file(row: Situation) -> None:
    """What has a legal basis shows it: terms, category, findings, documents, tariff class and guarantee."""
    check = _check(row)
    found = check.assessment
    shown: list[tuple[str, str, Citation | None]] = [
        *(("terms", term.rule, term.citation) for term in found.terms),
        *(("findings", finding.code, finding.citation) for finding in found.findings),
        *(("documents", entry.item.document_code, entry.item.legal_basis) for entry in check.applicable),
    ]
    if found.category and found.classification:
        shown.append(("categories", found.category.value, found.classification.citation))
    if found.tariff:
        shown.append(("tariffs", found.tariff.code.value, found.tariff.citation))
    if found.guarantee:
        word = "exempt" if found.guarantee.is_exempt else "due"
        shown.append(("guarantee", word, found.guarantee.citation))
    wrong = {
        f"{kind} {code}": citation.label if citation else None
        for kind, code, citation in shown
        for part in CITATIONS[kind].get(code, ())
        if citation is None or part not in citation.label
    }
    assert wrong == {}, row.source
