"""The one writer of the grid's capacity: locks the accounts, asks the rules, writes entry and balance together.

Locks are taken in one order everywhere: the request, its substation, its transformer.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TypeAlias

from django.db import transaction
from django.utils import timezone

from eligibility.domain.findings import refuse
from requests_app.domain.grid_ledger import (
    BOOKING_KINDS,
    NOBODY_AHEAD,
    Account,
    AdjustReason,
    EntryKind,
    change_of,
)
from requests_app.models import (
    CapacityEntry,
    GridEntry,
    GridImport,
    GridPlacement,
    Substation,
    Transformer,
)
from requests_app.services.grid.queue import WATT, queue_of

AccountRow: TypeAlias = Substation | Transformer
_BOOKINGS = sorted(kind.value for kind in BOOKING_KINDS)


def account_of(row: AccountRow) -> Account:
    """The account as its row stands now."""
    where = "na subestação" if isinstance(row, Substation) else "no transformador"
    return Account(f"{where} {row.code}", row.hosting_capacity_kw, row.balance_kw)


def book(entry: CapacityEntry, *, actor_id: int | None = None) -> tuple[GridEntry, ...]:
    """Write what a request's capacity entry does to the grid, inside the transaction that wrote it.

    A booking goes to the transformer where the request is placed and to its substation, or to the substation alone; a
    release or connection goes where the booking stands. Empty where the request was placed nowhere. Raises Refused
    `capacity.*` when a reservation does not fit, and then has written nothing in the grid.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an entry needs the transaction of its cause")
    kind, on = EntryKind(entry.kind), timezone.localdate(entry.at)
    power = entry.power_kw.quantize(WATT)
    rows = _locked_rows(entry)
    before = [account_of(row) for row in rows]
    after: list[Account] = []
    for row, account in zip(rows, before, strict=True):
        queue = queue_of(row, entry.access_request) if kind is EntryKind.RESERVE else NOBODY_AHEAD
        after.append(account.post(kind, power, on=on, queue=queue))
    return tuple(
        _write(row, account, kind, power, at=entry.at, actor_id=actor_id, capacity_entry=entry)
        for row, account in zip(rows, after, strict=True)
    )


def book_late(booking: CapacityEntry, *, at: datetime, actor_id: int | None) -> None:
    """Write a booking of an opinion that was issued before its place was known, where the request is placed by now.

    What was promised counts whether it fits or not, so nothing is refused and the entry is not `is_checked`.
    """
    kind, power = EntryKind(booking.kind), booking.power_kw.quantize(WATT)
    for row in _locked_rows(booking):
        row.balance_kw += change_of(kind, power)
        entry = _entry(row, row.balance_kw, kind, power, is_checked=False, at=at)
        entry.capacity_entry, entry.actor_id = booking, actor_id
        entry.save()
        row.save(update_fields=["balance_kw"])


@transaction.atomic
def adjust(
    row: AccountRow, power_kw: Decimal, reason: AdjustReason, *, at: datetime, actor_id: int | None
) -> GridEntry:
    """Change the capacity of the grid itself by `power_kw`, up or down: finished works, a correction.

    Raises Refused `capacity.below_zero`.
    """
    locked = _lock(row)
    account = account_of(locked).post(EntryKind.ADJUST, power_kw, on=timezone.localdate(at))
    return _write(locked, account, EntryKind.ADJUST, power_kw, at=at, actor_id=actor_id, reason=reason.value)


def publish(
    published: Sequence[tuple[AccountRow, Decimal]], *, grid_import: GridImport, at: datetime
) -> list[GridEntry]:
    """Bring accounts to the capacities that an import brought; the rows come locked, all of one table.

    Changes the rows in memory too. Where the number is the same nothing is written.
    """
    entries: list[GridEntry] = []
    changed: list[AccountRow] = []
    for row, capacity_kw in published:
        difference = capacity_kw - (row.hosting_capacity_kw or Decimal(0))
        if difference:
            row.balance_kw += change_of(EntryKind.ADJUST, difference)
            entry = _entry(row, row.balance_kw, EntryKind.ADJUST, difference, is_checked=True, at=at)
            entry.reason, entry.grid_import = AdjustReason.IMPORT.value, grid_import
            entries.append(entry)
        if row.hosting_capacity_kw != capacity_kw:
            row.hosting_capacity_kw = capacity_kw
            changed.append(row)
    GridEntry.objects.bulk_create(entries)
    columns = ["hosting_capacity_kw", "balance_kw"]
    Substation.objects.bulk_update([row for row in changed if isinstance(row, Substation)], columns, 500)
    Transformer.objects.bulk_update([row for row in changed if isinstance(row, Transformer)], columns, 500)
    return entries


def finish_works(
    added_kw: Mapping[AccountRow, Decimal], *, at: datetime, actor_id: int | None
) -> list[GridEntry]:
    """What finished works added to accounts, substation first as everywhere, inside the transaction of their end.

    The capacity is of this day then, so that a file from before does not undo it.

    Raises Refused `capacity.not_published` for an account without a published capacity: there is no number to add to.
    """
    entries = []
    for row in sorted(added_kw, key=lambda row: isinstance(row, Transformer)):
        if row.hosting_capacity_kw is None:
            where = account_of(row).place
            message = f"A capacidade {where} não foi publicada: não há número a que somar."
            raise refuse("capacity.not_published", message)
        reason = AdjustReason.WORKS_FINISHED
        entry = adjust(row, added_kw[row], reason, at=at, actor_id=actor_id)
        changed = entry.transformer or entry.substation
        assert changed is not None
        changed.measured_on, changed.source = timezone.localdate(at), reason.label
        changed.save(update_fields=["measured_on", "source"])
        entries.append(entry)
    return entries


def _locked_rows(entry: CapacityEntry) -> tuple[AccountRow, ...]:
    """Transformer and substation of the entry, locked; the transformer comes first, so it is named in a refusal."""
    place: tuple[int | None, int] | None
    if entry.kind in _BOOKINGS:
        placed = GridPlacement.objects.filter(access_request_id=entry.access_request_id)
        place = placed.values_list("transformer_id", "substation_id").first()
    else:
        place = _place_of_booking(entry)
    if place is None:
        return ()
    transformer_id, substation_id = place
    substation = Substation.objects.select_for_update(no_key=True).get(pk=substation_id)
    if transformer_id is None:
        return (substation,)
    return Transformer.objects.select_for_update(no_key=True).get(pk=transformer_id), substation


def _place_of_booking(entry: CapacityEntry) -> tuple[int | None, int] | None:
    booking = (
        CapacityEntry.objects.filter(
            access_request_id=entry.access_request_id, kind__in=_BOOKINGS, pk__lt=entry.pk
        )
        .order_by("-pk")
        .first()
    )
    if booking is None:
        return None
    transformer_id = substation_id = None
    for written in booking.grid_entries.all():
        transformer_id = written.transformer_id or transformer_id
        substation_id = written.substation_id or substation_id
    return (transformer_id, substation_id) if substation_id is not None else None


def _lock(row: AccountRow) -> AccountRow:
    # Not FOR UPDATE: an import that inserts feeders under this row need not wait for an opinion.
    if isinstance(row, Substation):
        return Substation.objects.select_for_update(no_key=True).get(pk=row.pk)
    return Transformer.objects.select_for_update(no_key=True).get(pk=row.pk)


def _write(
    row: AccountRow,
    after: Account,
    kind: EntryKind,
    power_kw: Decimal,
    *,
    at: datetime,
    actor_id: int | None,
    capacity_entry: CapacityEntry | None = None,
    reason: str = "",
) -> GridEntry:
    entry = _entry(row, after.balance_kw, kind, power_kw, is_checked=after.is_limited, at=at)
    entry.capacity_entry, entry.reason, entry.actor_id = capacity_entry, reason, actor_id
    entry.save()
    row.hosting_capacity_kw, row.balance_kw = after.hosting_kw, after.balance_kw
    row.save(update_fields=["hosting_capacity_kw", "balance_kw"])
    return entry


def _entry(
    row: AccountRow,
    balance_kw: Decimal,
    kind: EntryKind,
    power_kw: Decimal,
    *,
    is_checked: bool,
    at: datetime,
) -> GridEntry:
    """The entry in memory, in its own account."""
    return GridEntry(
        substation=row if isinstance(row, Substation) else None,
        transformer=row if isinstance(row, Transformer) else None,
        kind=kind.value,
        power_kw=power_kw,
        change_kw=change_of(kind, power_kw),
        balance_kw=balance_kw,
        is_checked=is_checked,
        at=at,
    )
