"""When a verdict may be written: while the request is with the utility, never after the notice or the end."""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from eligibility.domain.findings import Refused
from portal.accounts.models import User
from requests_app.models import AccessRequest, ReviewItem
from requests_app.services.endings import withdrawals
from requests_app.services.review import claims
from requests_app.services.review import verdicts as review
from tests.api import Caller
from tests.factories import filed_request, reviewed
from tests.integration.review_room import NOW, an_analyst

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def analyst() -> User:
    return an_analyst()


@pytest.fixture
def case(analyst: User) -> AccessRequest:
    access_request = filed_request(at=NOW)
    claims.claim(access_request_id=access_request.pk, actor=analyst.as_actor(), now=NOW)
    return access_request


def _verdict(item: ReviewItem, analyst: User) -> None:
    review.save_verdict(
        item_id=item.pk,
        verdict="fails",
        what="Falta o carimbo.",
        how_to_fix="Envie com o carimbo.",
        base_version=item.version,
        actor=analyst.as_actor(),
        now=NOW,
    )


def test_a06_no_verdict_is_written_while_corrections_are_awaited(analyst: User, case: AccessRequest) -> None:
    """What is found after the notice belongs to the next round, where it has to be explained."""
    reviewed(case, analyst, failing=1, at=NOW)
    review.send_pendings(access_request_id=case.pk, actor=analyst.as_actor(), now=NOW)
    item = ReviewItem.objects.filter(access_request=case, verdict="meets")[0]
    with pytest.raises(Refused, match="round_over"):
        _verdict(item, analyst)
    path = f"requests/{case.filing_number}/review/{item.criterion_code}"
    body = {"verdict": "fails", "what": "x", "how_to_fix": "y", "version": item.version}
    assert Caller(analyst).ask("PUT", path, body, expect=409)["code"] == "round_over"
    item.refresh_from_db()
    assert item.verdict == "meets"


def test_no_verdict_is_written_in_a_request_that_ended(analyst: User, case: AccessRequest) -> None:
    reviewed(case, analyst, at=NOW)
    withdrawals.withdraw(access_request_id=case.pk, actor=case.technician.as_actor(), now=NOW)
    with pytest.raises(Refused, match="round_over"):
        _verdict(ReviewItem.objects.filter(access_request=case)[0], analyst)


def test_a_verdict_locks_the_request_before_its_item(analyst: User, case: AccessRequest) -> None:
    """The same order as everywhere: whoever explains a late item meanwhile waits, and nobody is thrown out."""
    item = ReviewItem.objects.filter(access_request=case)[0]
    with CaptureQueriesContext(connection) as asked:
        _verdict(item, analyst)
    locks = [query["sql"].split(" FROM ")[1] for query in asked if "FOR UPDATE" in query["sql"]]
    tables = [text.split()[0].strip('"') for text in locks]
    assert tables == ["requests_app_accessrequest", "requests_app_reviewitem"]
