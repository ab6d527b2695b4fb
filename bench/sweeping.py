"""The sweep: claiming against the raw statement, and the whole sweep among many open clocks against among few."""

import statistics
import time
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from bench.fill import FIRST_ID, crowd
from bench.row import Row, median_pair_ms
from portal.outbox.models import Message, OutboxRow
from requests_app.domain.clock import ClockName
from requests_app.models import AccessRequest, Deadline
from requests_app.services.sweeps import claim_due, sweep
from tests import database
from tests.factories import filed_request, make_supervisor, make_technician

DUE, FEW, MANY, ROUNDS, CLAIMS = 100, 1_000, 100_000, 7, 60
_DUE_IDS = (FIRST_ID, FIRST_ID + DUE - 1)


def rows(database_url: str) -> list[Row]:
    """Two rows; needs an empty committing database and makes a second one."""
    with database.clone(database.embedded_server()) as few_url:
        with database.pointing_at(few_url):
            _fill(FEW)
        _fill(MANY)
        taken: dict[str, list[float]] = {few_url: [], database_url: []}
        # In turn, so that a slow moment of the machine falls on both.
        for number in range(ROUNDS + 1):
            for url, times in taken.items():
                with database.pointing_at(url):
                    took = _one_sweep_ms()
                if number:
                    times.append(took)
    _make_due()
    claimed, raw = median_pair_ms(_claim, _raw_claim, CLAIMS)
    few, many = statistics.median(taken[few_url]), statistics.median(taken[database_url])
    return [
        Row("select and claim 100 due, against the raw statement", claimed, raw, "ms", 5),
        Row("sweep of 100 due among 100,000 open, against among 1,000", many, few, "ms", 1.3),
    ]


def _fill(count: int) -> None:
    """`count` open requests of which 100 are really due for a reminder today, and a supervisor to be told."""
    make_supervisor()
    like = _due_soon()
    crowd(like, DUE, due="source.due_on", is_whole=True)
    crowd(like, count - DUE, first=2 * FIRST_ID, due="CURRENT_DATE + 200")


def _due_soon() -> AccessRequest:
    """A request whose opinion is due in at most three days, by the fold's own arithmetic."""
    technician, now = make_technician(), timezone.now()
    for days in range(15, 30):
        found = filed_request(technician, at=now - timedelta(days=days))
        assert found.due_on is not None
        if (found.due_on - timezone.localdate(now)).days in range(4):
            return found
    raise RuntimeError("no day of filing gives an opinion due within three days")


def _make_due() -> None:
    """The hundred fall due for a look, as if nobody had looked and nobody had been told."""
    Message.objects.all().delete()
    OutboxRow.objects.all().delete()
    today = timezone.localdate()
    hundred = Deadline.objects.filter(access_request__pk__range=_DUE_IDS)
    Deadline.objects.filter(next_alert_on__lte=today).update(next_alert_on=None)
    hundred.filter(clock=ClockName.OPINION.value).update(next_alert_on=today, last_alert="", is_open=True)


def _one_sweep_ms() -> float:
    _make_due()
    began = time.perf_counter()
    looked = sweep()
    took = (time.perf_counter() - began) * 1000
    told = Message.objects.count()
    if (looked, told) != (DUE, DUE):
        raise RuntimeError(f"the sweep looked at {looked} and told of {told}, not {DUE}")
    return took


def _claim() -> None:
    with transaction.atomic():
        found = claim_due(timezone.localdate(), DUE)
    assert len(found) == DUE


def _raw_claim() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM requests_app_deadline WHERE is_open AND next_alert_on <= %s"
            " ORDER BY next_alert_on, id LIMIT %s FOR UPDATE SKIP LOCKED",
            [timezone.localdate(), DUE],
        )
        assert len(cursor.fetchall()) == DUE
