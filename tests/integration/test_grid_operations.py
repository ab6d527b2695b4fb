"""Ten thousand operations on the grid's accounts, drawn at random: what was written, its sum and the balance are one number.

Each is one call of the ledger that wrote: a booking, its end, or an adjustment of one account. What was refused wrote
nothing and does not count, and neither do the imports that come between them and change many accounts at once.
"""

import random
from collections import Counter, defaultdict
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

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
OPERATIONS, IMPORTS, BATCH = 10_000, 40, 20
"""An import changes up to BATCH accounts at once."""
CORRECTIONS = 0.5
"""The share of adjustments by hand; the others are bookings and their ends."""
REQUESTS, TRANSFORMERS, EACH = 80, 20, 5
EVENTS_AT_ONCE = 500
BOOKINGS = (EntryKind.RESERVE, EntryKind.RESERVE, EntryKind.WORKS, EntryKind.EXEMPT)
ENDS = (EntryKind.RELEASE,) * 14 + (EntryKind.CONNECT,)


class World:
    """Accounts, placed requests and what plain arithmetic says of each account."""

    def __init__(self) -> None:
        self.chance = random.Random(20261123)
        self.transformers = [a_transformer(f"T{n}", substation=f"S{n // EACH}") for n in range(TRANSFORMERS)]
        self.substations = list({row.substation: None for row in self.transformers})
        self.requests = queued_rows(REQUESTS, state="connected")
        self.place: dict[int, tuple[AccountRow, ...]] = {}
        for number, request in enumerate(self.requests):
            row = self.transformers[number % TRANSFORMERS]
            # Of four requests at a transformer two name their substation alone.
            is_alone = number // TRANSFORMERS % 2 == 1
            self.place[request.pk] = (row.substation,) if is_alone else (row, row.substation)
            GridPlacement.objects.create(
                access_request=request,
                transformer=None if is_alone else row,
                substation=row.substation,
                placed_at=NOW,
            )
        self.came_with = GridImport.objects.create(sha256="1" * 64, created_at=NOW)
        self.expected = defaultdict[AccountRow, Decimal](Decimal)
        self.told = Counter[str]()
        self.entries = self.imported = 0
        self.held: dict[int, Decimal] = {}
        self.events: list[Event] = []

    @property
    def accounts(self) -> list[AccountRow]:
        return [*self.transformers, *self.substations]

    @property
    def written(self) -> int:
        """How many operations wrote something."""
        return sum(self.told[kind.value] for kind in EntryKind)

    def import_some(self) -> None:
        """New published capacities for some accounts of one table."""
        is_above = self.chance.random() < 0.25
        table: Any = Substation if is_above else Transformer
        rows: list[AccountRow] = list(table.objects.select_for_update(no_key=True).order_by("pk"))
        rows = self.chance.sample(rows, min(BATCH, len(rows)))
        most = 8_000_000 if is_above else 1_500_000
        given = [(row, Decimal(self.chance.randrange(most)) / 1000) for row in rows]
        before = {row: row.hosting_capacity_kw or Decimal(0) for row in rows}
        self.imported += len(grid_ledger.publish(given, grid_import=self.came_with, at=NOW))
        for row, capacity in given:
            self.expected[row] += capacity - before[row]

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
        self.entries += 1
        self.told["adjust"] += 1

    def move_one(self) -> None:
        """A request's booking, or the end of what it holds."""
        event = self._next_event()
        request = event.access_request
        is_held = request.pk in self.held
        kind = self.chance.choice(ENDS if is_held else BOOKINGS)
        power = self.held[request.pk] if is_held else Decimal(self.chance.randrange(1, 75_000)) / 1000
        try:
            with transaction.atomic():
                entry = CapacityEntry.objects.create(
                    access_request=request, event=event, kind=kind.value, power_kw=power, at=NOW
                )
                written = grid_ledger.book(entry)
        except Refused as refusal:
            self.told[refusal.code] += 1
            return
        accounts = self.place[request.pk]
        assert len(written) == len(accounts)
        if is_held:
            del self.held[request.pk]
        else:
            self.held[request.pk] = power
        for account in accounts:
            self.expected[account] += change_of(kind, power)
        self.entries += len(written)
        self.told[kind.value] += 1

    def _next_event(self) -> Event:
        """The cause of a booking or of its end, of a request drawn at random; made in advance, many at once."""
        if not self.events:
            self.events = Event.objects.bulk_create(
                Event(
                    access_request=self.chance.choice(self.requests),
                    action="approve",
                    source="analysis",
                    target="approved",
                    at=NOW,
                    on=NOW.date(),
                )
                for _ in range(EVENTS_AT_ONCE)
            )
        return self.events.pop()


def test_after_ten_thousand_operations_the_sum_is_the_balance(committing_db: str) -> None:
    world = World()
    while world.written < OPERATIONS:
        if world.chance.random() < IMPORTS / OPERATIONS:
            with transaction.atomic():
                world.import_some()
        elif world.chance.random() < CORRECTIONS:
            world.correct_one()
        else:
            world.move_one()
    assert CapacityEntry.objects.count() + GridEntry.objects.filter(reason="correction").count() == OPERATIONS
    assert GridEntry.objects.count() == world.entries + world.imported
    for kind in EntryKind:
        assert world.told[kind.value] >= 100, kind
    assert world.imported >= 300
    assert world.told["capacity.lacking"] >= 50, "there was room, and there was none"
    assert world.told["capacity.below_zero"] >= 50, "no capacity ends below zero"
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
