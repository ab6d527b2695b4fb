"""The ledger of the grid's capacity: entries that are added and never changed."""

from django.db import models
from django.db.models import F, Q

from portal.outbox.append_only import AppendOnly
from requests_app.domain.grid_ledger import BOOKING_KINDS, AdjustReason, EntryKind
from requests_app.models.capacity import CapacityEntry
from requests_app.models.grid import GridImport, Substation, Transformer

_BOOKINGS = sorted(kind.value for kind in BOOKING_KINDS)
_MOVES = [*_BOOKINGS, EntryKind.RELEASE.value, EntryKind.CONNECT.value]


class GridEntry(AppendOnly):
    """One entry in the account of a transformer or of a substation, never of both.

    `power_kw` is positive, except in an adjustment; `change_kw` is what it adds to the balance and `balance_kw` the
    balance after it. `is_checked` says that the capacity was published, so that a reservation had to fit. What a
    request moves points at its `CapacityEntry`; an adjustment has a reason instead, and the import that brought it.
    """

    transformer = models.ForeignKey(
        Transformer, on_delete=models.PROTECT, null=True, related_name="entries", db_index=False
    )
    substation = models.ForeignKey(
        Substation, on_delete=models.PROTECT, null=True, related_name="entries", db_index=False
    )
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in EntryKind])
    power_kw = models.DecimalField(max_digits=12, decimal_places=3)
    change_kw = models.DecimalField(max_digits=12, decimal_places=3)
    balance_kw = models.DecimalField(max_digits=14, decimal_places=3)
    is_checked = models.BooleanField()
    capacity_entry = models.ForeignKey(
        CapacityEntry, on_delete=models.PROTECT, null=True, related_name="grid_entries", db_index=False
    )
    reason = models.CharField(max_length=16, choices=[(r.value, r.label) for r in AdjustReason], blank=True)
    grid_import = models.ForeignKey(GridImport, on_delete=models.PROTECT, null=True, related_name="entries")
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)

    class Meta(AppendOnly.Meta):
        indexes = [
            models.Index(
                name="grid_entry_transformer",
                fields=["transformer", "id"],
                include=["change_kw"],
                condition=Q(transformer__isnull=False),
            ),
            models.Index(
                name="grid_entry_substation",
                fields=["substation", "id"],
                include=["change_kw"],
                condition=Q(substation__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="grid_entry_one_account",
                condition=Q(transformer__isnull=False, substation__isnull=True)
                | Q(transformer__isnull=True, substation__isnull=False),
            ),
            models.CheckConstraint(
                name="grid_entry_change_fits_kind",
                condition=Q(kind__in=_BOOKINGS, power_kw__gt=0, change_kw=F("power_kw") * -1)
                | Q(kind=EntryKind.RELEASE.value, power_kw__gt=0, change_kw=F("power_kw"))
                | Q(kind=EntryKind.CONNECT.value, power_kw__gt=0, change_kw=0)
                | (Q(kind=EntryKind.ADJUST.value, change_kw=F("power_kw")) & ~Q(power_kw=0)),
            ),
            models.CheckConstraint(
                name="grid_entry_has_its_cause",
                condition=Q(
                    kind__in=_MOVES, capacity_entry__isnull=False, reason="", grid_import__isnull=True
                )
                | (Q(kind=EntryKind.ADJUST.value, capacity_entry__isnull=True) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="grid_entry_reserve_fits",
                condition=~Q(kind=EntryKind.RESERVE.value) | Q(is_checked=False) | Q(balance_kw__gte=0),
            ),
            models.UniqueConstraint(
                name="grid_entry_once_in_transformer",
                fields=["capacity_entry"],
                condition=Q(transformer__isnull=False),
            ),
            models.UniqueConstraint(
                name="grid_entry_once_in_substation",
                fields=["capacity_entry"],
                condition=Q(substation__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.power_kw}"
