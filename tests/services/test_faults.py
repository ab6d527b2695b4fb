"""Real kills: a worker that dies while printing or sweeping loses nothing and doubles nothing."""

import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections import Counter
from datetime import timedelta

import time_machine
from django.db import connection
from django.utils import timezone
from knox.models import AuthToken

from portal.accounts.models import User
from portal.outbox.models import Message, OutboxRow
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, Deadline, Event, Opinion, OpinionFile, ReceiptFile
from requests_app.services.exchange import customer_checks
from tests.api import SENDING
from tests.factories import (
    a_filing,
    attach_everything,
    filed_request,
    make_analyst,
    make_technician,
    publish_checklist,
    reviewed,
)
from tests.integration.filing_steps import filled_draft
from tests.services.real_stack import RealStack, wait_until
from tests.stages import request_in


def _someone_is_delivering(kind: str) -> bool:
    """Whether a worker holds the lock of a due row of this kind right now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM outbox_outboxrow WHERE kind = %s AND done_at IS NULL) - (SELECT count(*)"
            " FROM (SELECT 1 FROM outbox_outboxrow WHERE kind = %s AND done_at IS NULL FOR UPDATE SKIP LOCKED) free)",
            [kind, kind],
        )
        return bool(cursor.fetchone()[0] > 0)


def _open_rows() -> list[tuple[str, str]]:
    # Without imported customers the late check waits for its next try, minutes from now: as it should.
    open_rows = OutboxRow.objects.filter(done_at__isnull=True).exclude(kind=customer_checks.EFFECT)
    return list(open_rows.values_list("kind", "last_error"))


def _approved(technician: User, analyst: User, count: int) -> list[AccessRequest]:
    now = timezone.now()
    return [request_in(State.APPROVED, technician=technician, analyst=analyst, at=now) for _ in range(count)]


def test_a_worker_killed_while_printing_prints_each_opinion_once(real_stack: RealStack) -> None:
    approved = _approved(make_technician(), make_analyst(), 4)
    real_stack.start("worker", "beat")
    kills = 0
    while kills < 2:
        wait_until(
            lambda: _someone_is_delivering("requests.opinion_pdf"), lambda: real_stack.output("worker")
        )
        real_stack.kill("worker")
        kills += 1
        real_stack.start("worker")
    wait_until(
        lambda: not _open_rows(), lambda: (_open_rows(), real_stack.output("worker")[-3000:]), seconds=120
    )
    assert (
        Opinion.objects.count() == OpinionFile.objects.count() == ReceiptFile.objects.count() == len(approved)
    )
    assert Counter(Message.objects.values_list("key", flat=True)).most_common(1)[0][1] == 1
    sent = {m["Message-ID"] for m in real_stack.mail.messages}
    assert len(sent) == Message.objects.filter(sent_at__isnull=False).count() == Message.objects.count()


def test_a_worker_killed_while_sweeping_ends_each_request_once(real_stack: RealStack) -> None:
    technician, analyst = make_technician(), make_analyst()
    long_ago = timezone.now() - timedelta(days=90)
    with time_machine.travel(long_ago, tick=True):
        waiting = [
            request_in(State.PENDING, technician=technician, analyst=analyst, at=long_ago) for _ in range(8)
        ]
    OutboxRow.objects.all().delete()
    Message.objects.all().delete()
    assert Deadline.objects.filter(is_open=True, next_alert_on__lte=timezone.localdate()).count() >= len(
        waiting
    )
    real_stack.start("worker", "beat")

    def closed() -> int:
        return AccessRequest.objects.filter(state=State.CLOSED.value).count()

    def sweep_now() -> None:
        subprocess.run(
            [sys.executable, "-m", "celery", "-A", "portal", "call", "requests_app.tasks.sweep_deadlines"],
            env=real_stack.environ, check=True, capture_output=True, timeout=60,
        )  # fmt: skip

    sweep_now()
    wait_until(lambda: closed() > 0, lambda: real_stack.output("worker"))
    real_stack.kill("worker")
    real_stack.start("worker")
    sweep_now()
    wait_until(lambda: closed() == len(waiting), lambda: (closed(), real_stack.output("worker")[-3000:]))
    wait_until(lambda: not _open_rows(), _open_rows)
    for access_request in waiting:
        assert Event.objects.filter(access_request=access_request, action="close_unanswered").count() == 1
    assert Message.objects.filter(template="closed_unanswered").count() == 2 * len(waiting)


def test_effects_wait_while_the_broker_is_away(real_stack: RealStack) -> None:
    real_stack.start("worker", "beat")
    real_stack.redis.stop()
    access_request = filed_request()
    reviewed(access_request, make_analyst())
    assert _open_rows()
    real_stack.redis.start()
    wait_until(
        lambda: not _open_rows(), lambda: (_open_rows(), real_stack.output("worker")[-3000:]), seconds=120
    )
    assert ReceiptFile.objects.filter(access_request=access_request).count() == 1
    assert Message.objects.filter(template="request_received", sent_at__isnull=False).count() == 1


def _post(url: str, token: str, body: dict[str, object]) -> tuple[int, dict[str, object]]:
    request = urllib.request.Request(
        url,
        json.dumps(body).encode(),
        {"Authorization": f"Token {token}", "Content-Type": "application/json"},
        method="POST",
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def test_requests_are_filed_while_redis_is_away_and_none_is_lost_or_doubled(real_stack: RealStack) -> None:
    publish_checklist()
    technician = make_technician()
    drafts = [filled_draft(technician) for _ in range(3)]
    for draft in drafts:
        attach_everything(draft, technician, a_filing(), timezone.localdate())
    # A worker in the middle of a batch would go on with the receipts: they come before pictures of pages.
    OutboxRow.objects.all().delete()
    token = AuthToken.objects.create(user=technician)[1]
    real_stack.start("web", "worker", "beat")
    real_stack.redis.stop()
    numbers = set()
    for draft in drafts:
        url = f"{real_stack.url}/api/v1/drafts/{draft.public_id}/send"
        status, filed = _post(url, token, SENDING)
        assert status == 201, (filed, real_stack.output("web")[-3000:])
        again, same = _post(url, token, SENDING)
        assert (again, same["filing_number"]) == (200, filed["filing_number"])
        numbers.add(filed["filing_number"])
    assert len(numbers) == len(drafts)
    assert not ReceiptFile.objects.exists()
    real_stack.redis.start()
    wait_until(
        lambda: not _open_rows(), lambda: (_open_rows(), real_stack.output("worker")[-3000:]), seconds=120
    )
    assert ReceiptFile.objects.count() == len(drafts)
    assert Event.objects.filter(action="file").count() == len(drafts)
    assert Message.objects.filter(template="request_received", sent_at__isnull=False).count() == len(drafts)
