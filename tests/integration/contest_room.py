"""A contested request: how it came to be, what was written by mail, and how a refusal is seen."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from eligibility.domain.findings import Refused
from portal.accounts.models import User
from portal.outbox.models import Message
from requests_app.models import AccessRequest, ClockEntry, Contest, Event, Opinion
from requests_app.services.opinions import decisions
from requests_app.services.review import claims
from requests_app.services.review import verdicts as review
from tests.case_steps import approve, send_pendings
from tests.factories import filed_request
from tests.integration.case_reading import NOW

LATER = NOW + timedelta(days=2)


def pending_case(technician: User, analyst: User, failing: int = 3) -> AccessRequest:
    case = filed_request(technician, at=NOW)
    send_pendings(case, analyst, NOW, failing=failing)
    case.refresh_from_db()
    return case


def decided(technician: User, analyst: User, how: Callable[..., Opinion]) -> tuple[AccessRequest, Opinion]:
    case = filed_request(technician, at=NOW)
    opinion = how(case, analyst, NOW)
    case.refresh_from_db()
    return case, opinion


def mails(template: str) -> list[Message]:
    return list(Message.objects.filter(template=template).order_by("pk"))


def refusal(act: Callable[[], object]) -> str:
    """The code of the refusal; nothing at all is written."""
    before = (
        Event.objects.count(),
        ClockEntry.objects.count(),
        Contest.objects.count(),
        Message.objects.count(),
    )
    with pytest.raises(Refused) as caught:
        act()
    after = (
        Event.objects.count(),
        ClockEntry.objects.count(),
        Contest.objects.count(),
        Message.objects.count(),
    )
    assert before == after
    return caught.value.code


def how_again(case: AccessRequest, analyst: User, how: Callable[..., Opinion]) -> Opinion:
    """The same decision after the new round."""
    claims.claim(access_request_id=case.pk, actor=analyst.as_actor(), now=LATER)
    if how is approve:
        decision = decisions.Decision(outcome=Opinion.Outcome.FAVOURABLE)
    else:
        review.require_works(access_request_id=case.pk, actor=analyst.as_actor(), now=LATER)
        decision = decisions.Decision(
            outcome=Opinion.Outcome.FAVOURABLE_WITH_WORKS, works=("Transformador: troca",)
        )
    return decisions.decide(access_request_id=case.pk, decision=decision, actor=analyst.as_actor(), now=LATER)
