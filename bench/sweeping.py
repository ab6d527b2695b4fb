"""The sweep: claiming against the raw statement, and the whole sweep among few and among many open clocks."""

import statistics
import time
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from bench.fill import FIRST_ID, crowd
from bench.row import Row, median_pair_ms
from requests_app.domain.clock import ClockName
from requests_app.models import Deadline
from requests_app.services.sweeps import claim_due, sweep
from tests.factories import filed_request

DUE, FEW, MANY, ROUNDS = 100, 1_000, 100_000, 5


def rows() -> list[Row]:
    """Three rows; needs an empty committing database."""
    like = filed_request(at=timezone.now() - timedelta(days=1))
    crowd(like, DUE, first=FIRST_ID, due="CURRENT_DATE + 3", is_whole=True)
    crowd(like, FEW, first=2 * FIRST_ID, due="CURRENT_DATE + 200")
    few = _whole_sweep()
    crowd(like, MANY - FEW, first=3 * FIRST_ID, due="CURRENT_DATE + 200")
    many = _whole_sweep()
    _make_due()
    claimed, raw = median_pair_ms(_claim, _raw_claim, 40)
    return [
        Row("sweep: select and claim, against the raw claim statement", claimed, raw, "ms", 5),
        Row("sweep: 100 due among 100,000 open, against 1,000 open", many, few, "ms", 1.3),
    ]


def _make_due() -> None:
    """The hundred copies fall due for a look again, as if nobody had looked."""
    today = timezone.localdate()
    Deadline.objects.exclude(access_request__pk__range=(FIRST_ID, FIRST_ID + DUE - 1)).filter(
        next_alert_on__lte=today
    ).update(next_alert_on=today + timedelta(days=100))
    Deadline.objects.filter(access_request__pk__range=(FIRST_ID, FIRST_ID + DUE - 1)).update(
        next_alert_on=None
    )
    Deadline.objects.filter(
        access_request__pk__range=(FIRST_ID, FIRST_ID + DUE - 1), clock=ClockName.OPINION.value
    ).update(next_alert_on=today, last_alert="", is_open=True)


def _whole_sweep() -> float:
    taken = []
    for _ in range(ROUNDS):
        _make_due()
        began = time.perf_counter()
        looked = sweep()
        taken.append((time.perf_counter() - began) * 1000)
        if looked != DUE:
            raise RuntimeError(f"the sweep looked at {looked}, not at {DUE}")
    return statistics.median(taken)


def _claim() -> None:
    with transaction.atomic():
        claim_due(timezone.localdate(), DUE)


def _raw_claim() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM requests_app_deadline WHERE is_open AND next_alert_on <= %s"
            " ORDER BY next_alert_on, id LIMIT %s FOR UPDATE SKIP LOCKED",
            [timezone.localdate(), DUE],
        )
        cursor.fetchall()
