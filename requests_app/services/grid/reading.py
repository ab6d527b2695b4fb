"""What the accounts of the grid tell: the balance and its parts, the extract, and the room that a request finds."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Subquery, Sum
from django.utils import timezone

from requests_app.domain.grid_ledger import (
    BOOKING_KINDS,
    Account,
    AdjustReason,
    Composition,
    EntryKind,
    ExplainedLine,
    Line,
    Queue,
    composition,
    explain,
)
from requests_app.models import AccessRequest, CapacityEntry, GridEntry, GridPlacement, Substation
from requests_app.services.grid.ledger import AccountRow, account_of
from requests_app.services.grid.queue import queue_of, wanted_kw

_BOOKINGS = sorted(kind.value for kind in BOOKING_KINDS)


@dataclass(frozen=True)
class Room:
    """What one account has for one request."""

    row: AccountRow
    account: Account
    queue: Queue
    power_kw: Decimal

    @property
    def free_kw(self) -> Decimal | None:
        """What is left behind the queue; None where no capacity was published."""
        return self.account.free_kw(self.queue)

    @property
    def fits(self) -> bool:
        return self.account.can_reserve(self.power_kw, self.queue)


def balance(row: AccountRow) -> Decimal:
    """The balance in kW as the sum of the entries; the row's own `balance_kw` is the same at every commit."""
    total: Decimal | None = row.entries.aggregate(total=Sum("change_kw"))["total"]
    return total or Decimal(0)


@dataclass(frozen=True)
class Extract:
    """Some entries of an account, the oldest of them first; `older_id` pages to those before, None at the beginning."""

    lines: tuple[ExplainedLine, ...]
    older_id: int | None


def extract(row: AccountRow, *, before_id: int | None = None, limit: int = 50) -> Extract:
    """The newest `limit` entries line by line; those before `before_id` where it is given. One statement."""
    entries = row.entries.select_related("capacity_entry__access_request").order_by("-id")
    if before_id is not None:
        entries = entries.filter(id__lt=before_id)
    newest = list(entries[: limit + 1])
    found = newest[:limit][::-1]
    if not found:
        return Extract((), None)
    lines = explain(map(_line, found), before_kw=found[0].balance_kw - found[0].change_kw)
    return Extract(lines, found[0].pk if len(newest) > limit else None)


def composition_of(row: AccountRow) -> Composition:
    """What the balance is made of: capacity, held and connected. One statement."""
    sums = row.entries.order_by().values_list("kind").annotate(Sum("power_kw"))
    # Entries of one kind and sign add up, so the sum of each kind counts as one line.
    return composition(Line(EntryKind(kind), power, on=date.min) for kind, power in sums)


def rooms(access_request: AccessRequest, placement: GridPlacement | None) -> tuple[Room, ...]:
    """What transformer and substation have for a placed request, behind its queue; empty where it is not placed."""
    if placement is None or access_request.installed_power_kw is None:
        return ()
    power = wanted_kw(access_request)
    rows: list[AccountRow] = [placement.substation]
    if placement.transformer is not None:
        rows.insert(0, placement.transformer)
    return tuple(Room(row, account_of(row), queue_of(row, access_request), power) for row in rows)


def booked_accounts(access_request: AccessRequest) -> tuple[AccountRow, ...]:
    """The accounts in which the request's last booking stands, transformer first. One statement."""
    bookings = CapacityEntry.objects.filter(access_request=access_request, kind__in=_BOOKINGS).order_by("-pk")
    entries = GridEntry.objects.filter(capacity_entry=Subquery(bookings.values("pk")[:1]))
    entries = entries.select_related("transformer__came_with", "substation__came_with")
    rows = [entry.transformer or entry.substation for entry in entries]
    return tuple(sorted((row for row in rows if row), key=lambda row: isinstance(row, Substation)))


def _line(entry: GridEntry) -> Line:
    cause = entry.capacity_entry
    return Line(
        kind=EntryKind(entry.kind),
        power_kw=entry.power_kw,
        on=timezone.localdate(entry.at),
        filing_number=(cause.access_request.filing_number or "") if cause else "",
        reason=AdjustReason(entry.reason) if entry.reason else None,
        is_late=cause is not None and entry.at != cause.at,
    )
