"""Every golden situation that may be filed is filed, and the analyst sees the same answer as the technician."""

from datetime import datetime, time
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from requests_app.services.filing.facts import filed_check, filed_facts
from tests.factories import give_second_factor, make_analyst
from tests.golden.drafts import file_typed, reading_of, typed_draft
from tests.golden.situations import Situation
from tests.golden.test_wizard import LEFT_TO_THE_SCREENS, ROWS
from tests.integration.review_room import signed_in

pytestmark = pytest.mark.django_db
FILED = tuple(
    row for row in ROWS if not row.blocking and f"{row.file}: {row.name}" not in LEFT_TO_THE_SCREENS
)


@pytest.mark.parametrize("row", FILED, ids=lambda row: f"{row.file}: {row.name}")
def test_the_analyst_sees_what_the_golden_file_says(row: Situation) -> None:
    """Category, documents and findings of the filed request, and all of them on the analyst's page."""
    draft = typed_draft(row.facts)
    technicians = reading_of(draft, row.facts).facts
    filed = file_typed(draft, row.facts, timezone.make_aware(datetime.combine(row.facts.filed_on, time(10))))
    assert filed.category == row.category
    assert filed_facts(filed) == technicians
    found = filed_check(filed)
    assert {entry.item.document_code for entry in found.applicable} == row.documents
    assert {finding.code for finding in found.assessment.findings} == row.advisories

    analyst = give_second_factor(make_analyst())
    page = signed_in(analyst).get(reverse("bench", args=[filed.filing_number]))
    assert page.status_code == 200
    text = unescape(page.content.decode())
    for finding in found.assessment.findings:
        assert finding.message in text
