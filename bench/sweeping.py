"""The sweep: claiming against the raw statement, and the whole sweep among many open clocks against among few."""

import statistics
import time
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from bench.fill import FIRST_ID, crowd
from bench.row import Row, median_pair_ms
from portal.accounts.models import User
from portal.outbox.models import Message, OutboxRow
from requests_app.domain.clock import ClockName
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, Deadline
from requests_app.services.clocks.sweeps import claim_due, sweep
from tests import database
from tests.factories import make_analyst, make_supervisor, make_technician
from tests.stages import request_in

DUE, FEW, MANY, ROUNDS, CLAIMS = 100, 1_000, 100_000, 7, 60
_DUE_KINDS = (
    (State.RECEIVED, ClockName.OPINION, range(10, 30), 50),
    (State.CONTRACTS_SENT, ClockName.CONTRACT_RETURN, range(25, 45), 25),
    (State.INSPECTION_REQUESTED, ClockName.INSPECTION, range(1, 20), 25),
)
"""State, the clock in it that is due within three days, days ago at which to file it, and how many."""
TOLD = 50 + 2 * 25 + 25
"""The utility's own terms are told to the supervisor, the applicant's to both."""
_DUE_IDS = (FIRST_ID, FIRST_ID + DUE - 1)
_FAR = (
    State.ANALYSIS, State.PENDING, State.APPROVED, State.CONTRACTS, State.CONTRACTS_SENT, State.WORKS, State.READY,
    State.INSPECTION_REQUESTED, State.INSPECTION_FAILED, State.INSPECTION_REPORTED,
)  # fmt: skip


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
        Row("sweep of 100 due among 100,000 open of all kinds, against 1,000", many, few, "ms", 1.3),
    ]


def _fill(count: int) -> None:
    """At least `count` open clocks of every kind, of which 100 are really due for a reminder today."""
    make_supervisor()
    technician, analyst, now = make_technician(), make_analyst(), timezone.now()
    first = FIRST_ID
    for state, clock, days_ago, copies in _DUE_KINDS:
        like = _due_soon(technician, analyst, state, clock, days_ago)
        crowd(like, copies, first=first, due="source.due_on", is_whole=True)
        first += copies
    first, left = 2 * FIRST_ID, count
    for place, state in enumerate(_FAR):
        like = request_in(state, technician=technician, analyst=analyst, at=now)
        clocks = Deadline.objects.filter(access_request=like, is_open=True).count()
        copies = -(-left // ((len(_FAR) - place) * clocks))
        crowd(like, copies, first=first, due="CURRENT_DATE + 200")
        first, left = first + copies, left - copies * clocks
    if Deadline.objects.filter(is_open=True).count() < count:
        raise RuntimeError("too few open clocks")


def _due_soon(
    technician: User, analyst: User, state: State, clock: ClockName, days_ago: range
) -> AccessRequest:
    """A request in a state whose clock is due in at most three days, by the fold's own arithmetic."""
    now = timezone.now()
    for days in days_ago:
        found = request_in(state, technician=technician, analyst=analyst, at=now - timedelta(days=days))
        due_on = Deadline.objects.get(access_request=found, clock=clock.value).due_on
        if (due_on - timezone.localdate(now)).days in range(4):
            return found
    raise RuntimeError(f"no day of filing makes {clock} due within three days")


def _make_due() -> None:
    """The hundred fall due for a look, as if nobody had looked and nobody had been told."""
    Message.objects.all().delete()
    OutboxRow.objects.all().delete()
    today = timezone.localdate()
    Deadline.objects.filter(next_alert_on__lte=today).update(next_alert_on=None)
    hundred = Deadline.objects.filter(access_request__pk__range=_DUE_IDS, is_open=True)
    for _, clock, _, _ in _DUE_KINDS:
        # A clock of the same name may be open beside the one that is due: only that of the state is told.
        hundred.filter(clock=clock.value, due_on__lte=today + timedelta(days=4)).update(
            next_alert_on=today, last_alert=""
        )


def _one_sweep_ms() -> float:
    _make_due()
    began = time.perf_counter()
    looked = sweep()
    took = (time.perf_counter() - began) * 1000
    told = Message.objects.count()
    if (looked, told) != (DUE, TOLD):
        raise RuntimeError(f"the sweep looked at {looked} and told {told}, not {DUE} and {TOLD}")
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
