"""The grid's capacity in the database: no kilowatt is promised twice, however many analysts issue at one moment."""

import random
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, connections, transaction

from eligibility.domain.findings import Refused
from requests_app.domain.grid_ledger import AdjustReason, EntryKind
from requests_app.models import (
    AccessRequest,
    GridEntry,
    GridImport,
    GridPlacement,
    Opinion,
    Substation,
    Transformer,
)
from requests_app.services.filing import drafts
from requests_app.services.grid import ledger as grid_ledger
from requests_app.services.grid import reading as grid_reading
from requests_app.services.opinions import decisions
from tests.life_case import Case, judge, new_case, take
from tests.life_flow import rooms_of
from tests.life_steps import bring_to, do

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("America/Sao_Paulo"))
OPINIONS, SLOTS = 50, 10
Act = Callable[[], object]


def _transformer(code: str = "BTM-T1") -> Transformer:
    came_with = GridImport.objects.create(sha256="0" * 64, created_at=NOW)
    usual = {
        "municipality": "Betim",
        "municipality_key": "betim",
        "measured_on": date(2026, 10, 31),
        "source": "Teste",
        "came_with": came_with,
        "source_line": 2,
    }
    substation, _ = Substation.objects.get_or_create(
        code="BTM", defaults={"name": "Betim 2", "name_key": "betim 2", **usual}
    )
    return Transformer.objects.create(code=code, name=code, name_key=code, substation=substation, **usual)


def _open_capacity(transformer: Transformer, power_kw: Decimal) -> None:
    for row in (transformer, transformer.substation):
        grid_ledger.adjust(row, power_kw, AdjustReason.CORRECTION, at=NOW, actor_id=None)


def _placed(case: Case, transformer: Transformer) -> Case:
    GridPlacement.objects.create(
        access_request=case.access_request,
        transformer=transformer,
        substation=transformer.substation,
        placed_at=NOW,
    )
    return case


def _cases(count: int, transformer: Transformer) -> list[Case]:
    """As many requests in analysis and judged, in the order of their protocols, all on one transformer."""
    first = new_case()
    made = [first]
    for _ in range(count - 1):
        draft = drafts.create_draft(actor=first.technician.as_actor())
        made.append(Case(**{**vars(first), "access_request": draft}))
    for case in made:
        _placed(bring_to(case, "analysis", NOW), transformer)
        take(case, case.actor("analyst"), NOW)
        judge(case, case.actor("analyst"), NOW)
    return made


def _press(case: Case) -> Act:
    decision = decisions.Decision(outcome=Opinion.Outcome.FAVOURABLE)
    return lambda: decisions.decide(
        access_request_id=case.pk, decision=decision, actor=case.actor("analyst"), now=NOW
    )


def _at_once(acts: Sequence[Act]) -> list[str]:
    """All at the same time, each in a transaction of its own; what each was told."""
    barrier, told = threading.Barrier(len(acts)), [""] * len(acts)

    def run(place: int, act: Act) -> None:
        try:
            barrier.wait(timeout=60)
            act()
            told[place] = "done"
        except Refused as refused:
            told[place] = refused.code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=300)
    assert "" not in told, "somebody failed otherwise than by a refusal"
    return told


def _whole(transformer: Transformer) -> Transformer:
    """In both accounts the row, the sum and the balance after the last entry are one number."""
    fresh = Transformer.objects.select_related("substation").get(pk=transformer.pk)
    for row in (fresh, fresh.substation):
        running = Decimal(0)
        for entry in row.entries.order_by("pk"):
            running += entry.change_kw
            assert entry.balance_kw == running
        assert row.balance_kw == running == grid_reading.balance(row)
    return fresh


def test_fifty_opinions_at_once_over_capacity_for_ten_reserve_exactly_ten(committing_db: str) -> None:
    with time_machine.travel(NOW, tick=False):
        transformer = _transformer()
        cases = _cases(OPINIONS, transformer)
        power = cases[0].access_request.installed_power_kw
        assert power is not None
        _open_capacity(transformer, power * SLOTS + power / 2)
        told = _at_once([_press(case) for case in random.Random(16).sample(cases, OPINIONS)])
        assert told.count("done") == SLOTS
        assert set(told) - {"done"} <= {"capacity.lacking", "capacity.queue"}
        reserved = GridEntry.objects.filter(transformer=transformer, kind=EntryKind.RESERVE.value)
        winners = set(reserved.values_list("capacity_entry__access_request_id", flat=True))
        assert winners == {case.pk for case in cases[:SLOTS]}, "the first protocols, whoever pressed first"
        assert Opinion.objects.count() == SLOTS
        states = Counter(AccessRequest.objects.values_list("state", flat=True))
        assert states == {"approved": SLOTS, "analysis": OPINIONS - SLOTS}
        fresh = _whole(transformer)
        assert fresh.balance_kw == fresh.substation.balance_kw == power / 2


def test_a_substation_that_is_full_refuses_what_its_transformer_has(committing_db: str) -> None:
    with time_machine.travel(NOW, tick=False):
        first, second = _transformer(), _transformer("BTM-T2")
        case, other = _cases(2, first)
        GridPlacement.objects.filter(access_request=other.access_request).update(transformer=second)
        power = case.access_request.installed_power_kw
        assert power is not None
        for row in (first, second, first.substation):
            grid_ledger.adjust(row, power, AdjustReason.CORRECTION, at=NOW, actor_id=None)
        assert sorted(_at_once([_press(case), _press(other)])) in (
            ["capacity.lacking", "done"],
            ["capacity.queue", "done"],
        )
        assert _whole(first).balance_kw == 0
        assert _whole(second).balance_kw == power


def test_the_end_of_an_opinion_gives_the_power_back_and_the_meter_keeps_it(committing_db: str) -> None:
    with time_machine.travel(NOW, tick=False):
        transformer = _transformer()
        case, other = _cases(2, transformer)
        power = case.access_request.installed_power_kw
        assert power is not None
        _open_capacity(transformer, power * 2)
        for each in (case, other):
            _press(each)()
        assert _whole(transformer).balance_kw == 0
        do(case, "cancel", NOW)
        assert _whole(transformer).balance_kw == power
        for step in ("approve_conditions", "accept_contracts", "request_inspection", "connect"):
            do(other, step, NOW)
        assert _whole(transformer).balance_kw == power
        kinds = transformer.entries.order_by("pk").values_list("kind", flat=True)
        assert list(kinds) == ["adjust", "reserve", "reserve", "release", "connect"]
        lines = grid_reading.extract(transformer).lines
        assert [line.change for line in lines] == ["+16,4", "−8,2", "−8,2", "+8,2", "0"]
        assert lines[3].words.startswith(str(case.fresh().filing_number))
        oldest = transformer.entries.earliest("pk")
        assert grid_reading.extract(transformer, limit=2).lines == lines[-2:]
        assert grid_reading.extract(transformer, before_id=oldest.pk + 1).lines == lines[:1]


def test_without_a_published_capacity_nothing_is_refused_and_all_is_written(committing_db: str) -> None:
    with time_machine.travel(NOW, tick=False):
        transformer = _transformer()
        (case,) = _cases(1, transformer)
        assert [room.free_kw for room in rooms_of(case.access_request)] == [None, None]
        _press(case)()
        entry = transformer.entries.get()
        assert (entry.kind, entry.is_checked, entry.balance_kw) == ("reserve", False, -entry.power_kw)
        _open_capacity(transformer, Decimal(100))
        assert _whole(transformer).balance_kw == 100 - entry.power_kw


def test_a_later_protocol_sees_who_is_ahead(committing_db: str) -> None:
    with time_machine.travel(NOW, tick=False):
        transformer = _transformer()
        first, second = _cases(2, transformer)
        power = first.access_request.installed_power_kw
        assert power is not None
        _open_capacity(transformer, power)
        behind = rooms_of(second.access_request)
        assert [(room.fits, room.free_kw, len(room.queue.ahead)) for room in behind] == [
            (False, Decimal(0), 1)
        ] * 2
        ahead = rooms_of(first.access_request)
        assert [(room.fits, room.free_kw, len(room.queue.ahead)) for room in ahead] == [(True, power, 0)] * 2


def test_many_adjustments_at_once_leave_the_sum_in_the_balance(committing_db: str) -> None:
    transformer = _transformer()
    _open_capacity(transformer, Decimal(100_000))

    def many(seed: int) -> Act:
        def act() -> None:
            chance = random.Random(seed)
            for _ in range(60):
                row: Any = chance.choice([transformer, transformer.substation])
                power = Decimal(chance.randrange(1, 500_000)) / 1000 * chance.choice((-1, 1))
                grid_ledger.adjust(row, power, AdjustReason.CORRECTION, at=NOW, actor_id=None)

        return act

    assert _at_once([many(seed) for seed in range(8)]) == ["done"] * 8
    fresh = _whole(transformer)
    assert GridEntry.objects.count() == 2 + 8 * 60
    assert fresh.hosting_capacity_kw == fresh.balance_kw


def test_the_database_itself_refuses_a_false_entry(committing_db: str) -> None:
    transformer = _transformer()
    _open_capacity(transformer, Decimal(5))
    good = {
        "transformer": transformer,
        "kind": "adjust",
        "power_kw": 1,
        "change_kw": 1,
        "balance_kw": 6,
        "is_checked": True,
        "reason": "correction",
        "at": NOW,
    }
    for wrong in (
        {"change_kw": -1},
        {"power_kw": 0, "change_kw": 0},
        {"kind": "reserve", "change_kw": -1},
        {"reason": ""},
        {"substation": transformer.substation},
        {"transformer": None},
    ):
        with pytest.raises(IntegrityError, match="grid_entry_"), transaction.atomic():
            GridEntry.objects.create(**(good | wrong))
    assert GridEntry.objects.count() == 2
