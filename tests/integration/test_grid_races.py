"""Bookings, their ends, corrections and imports that meet in one account: each waits for the other and reads what it left."""

import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection, connections, transaction

from eligibility.domain.findings import Refused
from requests_app.domain.grid_ledger import AdjustReason
from requests_app.models import GridEntry, Transformer
from requests_app.services.grid import ledger as grid_ledger
from tests.grid import SUBSTATION, TRANSFORMER, bring
from tests.integration.test_grid_capacity import Act, _at_once, _whole
from tests.life_case import Case, new_case
from tests.life_flow import a_transformer, placed
from tests.life_steps import bring_to, do

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("America/Sao_Paulo"))
HOUSE_KW = Decimal("8.2")
ENDED, ADJUSTERS, EACH = 8, 2, 40
"""So many opinions end while so many people add one kilowatt to both accounts, each so many times."""
LOOKS = 6_000
"""How often we look whether the other waits, before we say that it does not."""
Change = Callable[[Transformer, Decimal], None]


@pytest.fixture(autouse=True)
def _on_a_monday(committing_db: str) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def _correct(transformer: Transformer, by_kw: Decimal) -> None:
    """An admin changes both accounts by so much."""
    for row in (transformer.substation, transformer):
        grid_ledger.adjust(row, by_kw, AdjustReason.CORRECTION, at=NOW, actor_id=None)


def _import(transformer: Transformer, by_kw: Decimal) -> None:
    """A newer file publishes capacities that differ by so much from those that `transformer` remembers."""
    lines = []
    for line, row in ((SUBSTATION, transformer.substation), (TRANSFORMER, transformer)):
        assert row.hosting_capacity_kw is not None
        capacity = str(row.hosting_capacity_kw + by_kw).replace(".", ",")
        lines.append(line | {"capacidade_kw": capacity, "data": "20/11/2026"})
    done = bring(*lines)
    assert (done.rows_changed, done.rows_refused) == (2, 0)


def _cases(count: int, transformer: Transformer, *, state: str) -> list[Case]:
    """So many requests on the transformer, all brought to this state."""
    cases = [new_case() for _ in range(count)]
    for case in cases:
        placed(case.access_request, transformer)
        bring_to(case, state, NOW)
    return cases


def _meanwhile(first: Act, second: Act) -> str:
    """What `second` was told, which came when `first` had written and its transaction had not ended yet.

    The first transaction ends as soon as the database says that the second one waits for it: no chance decides.
    """
    backend: list[int] = []
    told: list[str] = []

    def run() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                backend.append(cursor.fetchone()[0])
            second()
            told.append("done")
        except Refused as refused:
            told.append(refused.code)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        first()
        thread.start()
        waits = False
        for _ in range(LOOKS):
            thread.join(timeout=0.01)
            if backend and thread.is_alive():
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_backend_pid() = ANY(pg_blocking_pids(%s))", backend)
                    waits = cursor.fetchone()[0]
            if waits or not thread.is_alive():
                break
    thread.join(timeout=120)
    assert waits, "the second never met the first"
    assert told, "the second failed otherwise than by a refusal"
    return told[0]


@pytest.mark.parametrize("change", [_correct, _import])
def test_an_opinion_that_waited_while_the_capacity_shrank_is_refused(change: Change) -> None:
    transformer = a_transformer(power_kw=HOUSE_KW)
    (case,) = _cases(1, transformer, state="analysis")
    told = _meanwhile(lambda: change(transformer, Decimal(-5)), lambda: do(case, "approve", NOW))
    assert told == "capacity.lacking"
    assert _whole(transformer).balance_kw == HOUSE_KW - 5
    assert not GridEntry.objects.filter(kind="reserve").exists()


@pytest.mark.parametrize("change", [_correct, _import])
def test_an_opinion_that_waited_while_the_capacity_grew_is_issued(change: Change) -> None:
    transformer = a_transformer(power_kw=Decimal(1))
    (case,) = _cases(1, transformer, state="analysis")
    assert _meanwhile(lambda: change(transformer, Decimal(10)), lambda: do(case, "approve", NOW)) == "done"
    fresh = _whole(transformer)
    assert fresh.balance_kw == fresh.substation.balance_kw == 11 - HOUSE_KW


@pytest.mark.parametrize("change", [_correct, _import])
@pytest.mark.parametrize(
    ("state", "step", "given_back"),
    [("approved", "cancel", HOUSE_KW), ("inspection_requested", "connect", Decimal(0))],
)
def test_the_end_of_an_opinion_and_new_capacity_both_count(
    change: Change, state: str, step: str, given_back: Decimal
) -> None:
    transformer = a_transformer(power_kw=Decimal(20))
    (case,) = _cases(1, transformer, state=state)
    assert _whole(transformer).balance_kw == 20 - HOUSE_KW
    assert _meanwhile(lambda: change(transformer, Decimal(3)), lambda: do(case, step, NOW)) == "done"
    fresh = _whole(transformer)
    assert fresh.balance_kw == fresh.substation.balance_kw == 20 - HOUSE_KW + given_back + 3


@pytest.mark.parametrize("change", [_correct, _import])
def test_new_capacity_waits_for_an_opinion_that_is_being_issued(change: Change) -> None:
    transformer = a_transformer(power_kw=Decimal(20))
    (case,) = _cases(1, transformer, state="analysis")
    assert _meanwhile(lambda: do(case, "approve", NOW), lambda: change(transformer, Decimal(3))) == "done"
    fresh = _whole(transformer)
    assert fresh.balance_kw == fresh.substation.balance_kw == 20 - HOUSE_KW + 3
    assert fresh.hosting_capacity_kw == fresh.substation.hosting_capacity_kw == 23


def test_many_ends_of_opinions_and_much_new_capacity_at_once_leave_the_sum_in_the_balance() -> None:
    transformer = a_transformer(power_kw=HOUSE_KW * ENDED)
    cases = _cases(ENDED, transformer, state="approved")
    assert _whole(transformer).balance_kw == 0

    def end(case: Case) -> Act:
        return lambda: do(case, "cancel", NOW)

    def add_bit_by_bit() -> None:
        for _ in range(EACH):
            _correct(transformer, Decimal(1))

    told = _at_once([*map(end, cases), *[add_bit_by_bit] * ADJUSTERS])
    assert told == ["done"] * (ENDED + ADJUSTERS)
    fresh = _whole(transformer)
    total = HOUSE_KW * ENDED + ADJUSTERS * EACH
    assert fresh.balance_kw == fresh.substation.balance_kw == total
    assert transformer.entries.count() == 1 + 2 * ENDED + ADJUSTERS * EACH
