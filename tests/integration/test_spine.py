"""One request walks the whole spine through the services: filed, reviewed, corrected, decided."""

import hashlib
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied

from documents.models import StoredFile
from documents.pdf_check import check_pdf
from documents.storage import open_stored
from eligibility.domain.findings import Refused
from portal.accounts.models import User
from portal.outbox.models import Message, OutboxRow
from portal.outbox.tasks import deliver_due
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, Event, Opinion, OpinionFile, Pending, ReceiptFile, ReviewItem
from requests_app.services.clocks.suspensions import Consultation
from requests_app.services.opinions import decisions
from requests_app.services.review import corrections
from requests_app.services.review import verdicts as review
from tests.factories import filed_request, make_analyst, make_technician, reviewed

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 14, 32, tzinfo=ZoneInfo("America/Sao_Paulo"))


def _approve(access_request: AccessRequest, analyst: User, now: datetime) -> Opinion:
    return decisions.decide(
        access_request_id=access_request.pk,
        decision=decisions.Decision(
            outcome=Opinion.Outcome.FAVOURABLE, conditions=("Instalar a placa de aviso.",)
        ),
        actor=analyst.as_actor(),
        now=now,
    )


def test_a_request_goes_from_draft_to_a_printed_opinion() -> None:
    analyst = make_analyst()
    access_request = filed_request(at=NOW)
    assert access_request.state == State.RECEIVED.value
    assert access_request.filing_number is not None and access_request.due_on is not None
    reviewed(access_request, analyst, at=NOW)
    review.accept_documents(access_request_id=access_request.pk, actor=analyst.as_actor(), now=NOW)
    opinion = _approve(access_request, analyst, NOW)
    access_request.refresh_from_db()
    assert access_request.state == State.APPROVED.value
    assert opinion.valid_until_on is not None
    deliver_due()
    waiting = set(OutboxRow.objects.filter(done_at__isnull=True).values_list("kind", flat=True))
    assert waiting <= {"documents.render_pages", "requests.customer_check"}
    assert ReceiptFile.objects.filter(access_request=access_request).count() == 1
    assert OpinionFile.objects.filter(opinion=opinion).count() == 1
    for paper in StoredFile.objects.exclude(purpose=StoredFile.Purpose.UPLOAD):
        with open_stored(paper.storage_key) as stored:
            content = stored.read()
        assert check_pdf(content) == []
        assert hashlib.sha256(content).hexdigest() == paper.sha256
    assert set(Message.objects.values_list("template", flat=True)) == {
        "request_received", "request_received_holder", "documents_accepted", "opinion_issued",
    }  # fmt: skip


def test_t19_corrections_keep_the_place_in_the_queue() -> None:
    analyst, technician = make_analyst(), make_technician()
    access_request = filed_request(technician, at=NOW)
    arrived = access_request.filed_at
    reviewed(access_request, analyst, failing=2, at=NOW)
    notice = review.send_pendings(access_request_id=access_request.pk, actor=analyst.as_actor(), now=NOW)
    access_request.refresh_from_db()
    assert access_request.state == State.PENDING.value and access_request.is_clock_paused
    with pytest.raises(Refused):
        corrections.answer_pendings(access_request_id=access_request.pk, actor=technician.as_actor(), now=NOW)
    for pending in Pending.objects.filter(notice=notice):
        corrections.fix_pending(
            pending_id=pending.pk, file=None, answer="Assinado.", actor=technician.as_actor(), now=NOW
        )
    corrections.answer_pendings(access_request_id=access_request.pk, actor=technician.as_actor(), now=NOW)
    access_request.refresh_from_db()
    assert (access_request.state, access_request.filed_at, access_request.round) == (
        State.CORRECTED.value,
        arrived,
        2,
    )
    assert Event.objects.filter(access_request=access_request, action="answer_pendings").count() == 1


def test_an_opinion_is_issued_once() -> None:
    analyst = make_analyst()
    access_request = reviewed(filed_request(at=NOW), analyst, at=NOW)
    review.accept_documents(access_request_id=access_request.pk, actor=analyst.as_actor(), now=NOW)
    _approve(access_request, analyst, NOW)
    with pytest.raises(Refused, match="action_not_in_state"):
        _approve(access_request, analyst, NOW)
    assert Opinion.objects.count() == 1


def test_a_technician_decides_nothing() -> None:
    technician = make_technician()
    access_request = reviewed(filed_request(technician, at=NOW), make_analyst(), at=NOW)
    with pytest.raises(PermissionDenied):
        review.accept_documents(access_request_id=access_request.pk, actor=technician.as_actor(), now=NOW)


def test_corrections_do_not_end_a_stop_that_has_another_reason() -> None:
    analyst, technician = make_analyst(), make_technician()
    access_request = reviewed(filed_request(technician, at=NOW), analyst, at=NOW)
    who: dict[str, Any] = {"access_request_id": access_request.pk, "actor": analyst.as_actor(), "now": NOW}
    review.accept_documents(**who)
    review.pause_clock(
        reason_code="pause.art64_other_utility_or_ons",
        consulted=Consultation("ons", question="Há restrição?"),
        **who,
    )
    item = ReviewItem.objects.filter(access_request=access_request)[0]
    review.save_verdict(
        item_id=item.pk, verdict="fails", what="Falta a assinatura.", how_to_fix="Envie assinado.",
        base_version=item.version, actor=analyst.as_actor(), now=NOW,
    )  # fmt: skip
    notice = review.send_pendings(**who)
    for pending in notice.pendings.all():
        corrections.fix_pending(
            pending_id=pending.pk, file=None, answer="Assinado.", actor=technician.as_actor(), now=NOW
        )
    corrections.answer_pendings(access_request_id=access_request.pk, actor=technician.as_actor(), now=NOW)
    access_request.refresh_from_db()
    assert (access_request.state, access_request.is_clock_paused) == (State.CORRECTED.value, True)
    review.resume_clock(**who)
    access_request.refresh_from_db()
    assert (access_request.state, access_request.is_clock_paused) == (State.CORRECTED.value, False)
