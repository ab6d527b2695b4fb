"""Ten thousand operations on the grid's accounts, drawn at random: what was written, its sum and the balance are one number."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from eligibility.domain.findings import Refused
from requests_app.domain.grid_ledger import AdjustReason, EntryKind, change_of
from requests_app.models import (
    CapacityEntry,
    Event,
    GridEntry,
    GridImport,
    GridPlacement,
    Substation,
    Transformer,
)
from requests_app.services.grid import ledger as grid_ledger
from requests_app.services.grid.ledger import AccountRow
from requests_app.services.grid.reading import balance, composition_of
from tests.factories import queued_rows
from tests.life_flow import a_transformer

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("America/Sao_Paulo"))
OPERATIONS, SINGLE, BATCH = 10_000, 1_000, 40
REQUESTS, TRANSFORMERS, EACH = 60, 20, 5
"""An import changes up to BATCH accounts at once; the rest of the operations come one by one."""
BOOKINGS = (EntryKind.RESERVE, EntryKind.RESERVE, EntryKind.WORKS, EntryKind.EXEMPT)
ENDS = (EntryKind.RELEASE,) * 5 + (EntryKind.CONNECT,)


class World:
    """Accounts, placed requests and what plain arithmetic says of each account."""

    def __init__(self) -> None:
        self.chance = random.Random(20261123)
        self.transformers = [a_transformer(f"T{n}", substation=f"S{n // EACH}") for n in range(TRANSFORMERS)]
        self.requests = queued_rows(REQUESTS, state="connected")
        self.place = {r.pk: self.transformers[n % TRANSFORMERS] for n, r in enumerate(self.requests)}
        GridPlacement.objects.bulk_create(
            GridPlacement(access_request_id=pk, transformer=row, substation=row.substation, placed_at=NOW)
            for pk, row in self.place.items()
        )
        self.came_with = GridImport.objects.create(sha256="1" * 64, created_at=NOW)
        self.expected = defaultdict[AccountRow, Decimal](Decimal)
        self.told = Counter[str]()
        self.held: dict[int, Decimal] = {}

    @property
    def accounts(self) -> list[AccountRow]:
        return [*self.transformers, *{row.substation: None for row in self.transformers}]

    def import_some(self) -> int:
        """New published capacities for many accounts of one table; how many really changed."""
        is_above = self.chance.random() < 0.25
        table: Any = Substation if is_above else Transformer
        rows: list[AccountRow] = list(table.objects.select_for_update(no_key=True).order_by("pk"))
        rows = self.chance.sample(rows, min(BATCH, len(rows)))
        most = 2_000_000 if is_above else 300_000
        given = [(row, Decimal(self.chance.randrange(most)) / 1000) for row in rows]
        before = {row: row.hosting_capacity_kw or Decimal(0) for row in rows}
        entries = grid_ledger.publish(given, grid_import=self.came_with, at=NOW)
        for row, capacity in given:
            self.expected[row] += capacity - before[row]
        self.told["adjust"] += len(entries)
        return len(entries)

    def correct_one(self) -> None:
        """An adjustment by hand, up or down; the capacity never ends below zero."""
        account = self.chance.choice(self.accounts)
        power = Decimal(self.chance.randrange(1, 40_000)) / 1000 * self.chance.choice((-1, 1))
        try:
            grid_ledger.adjust(account, power, AdjustReason.CORRECTION, at=NOW, actor_id=None)
        except Refused as refusal:
            self.told[refusal.code] += 1
            return
        self.expected[account] += power
        self.told["adjust"] += 1

    def move_one(self) -> None:
        """A request's booking, or the end of what it holds."""
        request = self.chance.choice(self.requests)
        is_held = request.pk in self.held
        kind = self.chance.choice(ENDS if is_held else BOOKINGS)
        power = self.held[request.pk] if is_held else Decimal(self.chance.randrange(1, 75_000)) / 1000
        event = Event.objects.create(
            access_request=request,
            action="approve",
            source="analysis",
            target="approved",
            at=NOW,
            on=NOW.date(),
        )
        try:
            with transaction.atomic():
                entry = CapacityEntry.objects.create(
                    access_request=request, event=event, kind=kind.value, power_kw=power, at=NOW
                )
                written = grid_ledger.book(entry)
        except Refused as refusal:
            self.told[refusal.code] += 1
            return
        assert len(written) == 2
        if is_held:
            del self.held[request.pk]
        else:
            self.held[request.pk] = power
        for account in (self.place[request.pk], self.place[request.pk].substation):
            self.expected[account] += change_of(kind, power)
        self.told[kind.value] += 1


def _in_any_order(world: World) -> Iterator[None]:
    """Single operations with imports strewn among them, until there were enough of each."""
    single = 0
    while sum(world.told.values()) < OPERATIONS or single < SINGLE:
        if single < SINGLE and world.chance.random() < 0.8:
            world.correct_one() if world.chance.random() < 0.15 else world.move_one()
            single += 1
        else:
            world.import_some()
        yield


@pytest.mark.django_db
def test_after_ten_thousand_operations_the_sum_is_the_balance() -> None:
    world = World()
    for _ in _in_any_order(world):
        pass
    assert sum(world.told.values()) >= OPERATIONS
    for kind in EntryKind:
        assert world.told[kind.value] >= 20, kind
    assert world.told["capacity.lacking"] >= 50, "there was room, and there was none"
    for account in world.accounts:
        account.refresh_from_db()
        assert account.balance_kw == balance(account) == world.expected[account]
        parts = composition_of(account)
        assert account.balance_kw == parts.hosting_kw - parts.held_kw - parts.connected_kw
        assert parts.hosting_kw == (account.hosting_capacity_kw or 0)
        running = Decimal(0)
        for change, after in account.entries.order_by("pk").values_list("change_kw", "balance_kw"):
            running += change
            assert running == after
    assert not GridEntry.objects.filter(kind="reserve", is_checked=True, balance_kw__lt=0).exists()
