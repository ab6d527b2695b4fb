"""Every golden situation typed into the wizard gives the same answer as the function."""

from datetime import date

import pytest

from tests.golden.drafts import is_typed_whole, reading_of, typed_draft
from tests.golden.situations import NONE, Situation, situations

pytestmark = pytest.mark.django_db
WIZARD_FROM = date(2024, 7, 31)
"""The declarations of the standard form in force begin here: nobody fills the screens for an earlier day."""
ONE_WAIVER = "waiver.more_than_one"
"""The screen of the credits takes one waiver: this finding is for callers of the API."""
ROWS = tuple(
    row for row in situations() if row.facts.filed_on >= WIZARD_FROM and ONE_WAIVER not in row.blocking
)
LEFT_TO_THE_SCREENS = {"place_and_loads: no latitude"}
"""Answers that no rule asks for and the screen wants whole or not at all."""


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.file}: {row.name}")
def test_the_wizard_answers_as_the_golden_file(row: Situation) -> None:
    """Where a screen cannot read an answer it says so itself, and nothing can be sent."""
    reading = reading_of(typed_draft(row.facts), row.facts)
    if not is_typed_whole(reading):
        assert reading.blocking, "a screen that cannot be read blocks the sending"
        assert row.blocking or f"{row.file}: {row.name}" in LEFT_TO_THE_SCREENS
        return
    found = reading.check.assessment
    answer = {
        "category": found.category.value if found.category else NONE,
        "terms": tuple(term.rule for term in found.terms if term.rule.startswith("opinion.")),
        "blocking": {finding.code for finding in found.findings if finding.is_blocking},
        "advisories": {finding.code for finding in found.findings if not finding.is_blocking},
        "tariff": found.tariff.code.value if found.tariff else NONE,
    }
    if found.category:
        answer["documents"] = {slot.item.document_code for slot in reading.checklist}
    assert answer == {key: getattr(row, key) for key in answer}, row.source


def test_most_situations_can_be_typed() -> None:
    """The comparison above is not about a handful of rows."""
    assert len([row for row in ROWS if not row.blocking]) >= 120
