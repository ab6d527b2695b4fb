"""The grid as imported: substations, transformers, feeders, the files that brought them, and where a request connects."""

import uuid

from django.conf import settings
from django.db import models

from requests_app.models.access_request import AccessRequest


class GridImport(models.Model):
    """A file of the grid that an admin sent: what it would bring, and what it brought once confirmed.

    A worker looks at it (`checked_at`), the admin confirms, a worker takes it in (`applied_at`); `moved_at` is the last
    sign of either. `problems` holds lines, columns and messages for the page, never a value of the file; those of all
    lines are in `GridRefusals`. The bytes lie in the file storage until the import is done or given up; then
    `storage_key` is empty. What was refused of them stays under `refused_key`, to be corrected. `refusal` is why the
    whole file could not be read. `lines_done` says how far a confirmed import has got: one that was cut short goes on
    from there. `rows_total` is how many lines the file has, guessed until somebody has looked at all of them.
    `is_invented` marks demonstration data, and every page that shows them says so.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    storage_key = models.CharField(max_length=120, blank=True)
    refused_key = models.CharField(max_length=120, blank=True)
    refusal = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64)
    is_invented = models.BooleanField(default=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    lines_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    rows_read = models.PositiveIntegerField(default=0)
    rows_created = models.PositiveIntegerField(default=0)
    rows_changed = models.PositiveIntegerField(default=0)
    rows_same = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"carga da rede {self.public_id}"

    @property
    def percent_done(self) -> int:
        """How far the first look or a confirmed import has got, 0 to 100; 0 while it waits for a confirmation."""
        if self.applied_at is not None:
            return 100
        if self.confirmed_at is None and self.checked_at is not None:
            return 0
        return min(100 * self.rows_read // max(self.rows_total, 1), 99)


class GridRefusals(models.Model):
    """What was wrong with the refused lines of one batch of a file, as in `GridImport.problems`.

    Written with its batch and kept as long as the file: then the report is a file of its own.
    """

    grid_import = models.ForeignKey(GridImport, on_delete=models.CASCADE, related_name="refusals")
    last_line = models.PositiveIntegerField()
    problems = models.JSONField()

    class Meta:
        ordering = ["last_line"]
        constraints = [
            models.UniqueConstraint(fields=["grid_import", "last_line"], name="grid_refusals_once_a_batch")
        ]

    def __str__(self) -> str:
        return f"recusas até a linha {self.last_line}"


class GridElement(models.Model):
    """Abstract: what every point of the grid has. Keys are lower case without accents, for the search.

    `measured_on` and `source` are of the capacity and of the flag; None in either means that nobody published it.
    """

    code = models.CharField("código", max_length=30, unique=True)
    name = models.CharField("nome", max_length=120)
    name_key = models.CharField(max_length=240, db_index=True)
    municipality = models.CharField("município", max_length=80)
    municipality_key = models.CharField(max_length=160, db_index=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    voltage_kv = models.DecimalField("tensão (kV)", max_digits=7, decimal_places=3, null=True)
    hosting_capacity_kw = models.DecimalField("capacidade (kW)", max_digits=12, decimal_places=3, null=True)
    has_reverse_flow = models.BooleanField("inversão de fluxo", null=True)
    measured_on = models.DateField("data do dado")
    source = models.CharField("fonte", max_length=120)
    came_with = models.ForeignKey(GridImport, on_delete=models.PROTECT, related_name="+")
    source_line = models.PositiveIntegerField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Substation(GridElement):
    """A substation and its account: `balance_kw` is the sum of its entries, written by `services.grid.ledger` alone."""

    balance_kw = models.DecimalField(max_digits=14, decimal_places=3, default=0)


class Transformer(GridElement):
    """A transformer of a substation and its account: `balance_kw` as in `Substation`."""

    substation = models.ForeignKey(Substation, on_delete=models.PROTECT, related_name="transformers")
    balance_kw = models.DecimalField(max_digits=14, decimal_places=3, default=0)


class Feeder(GridElement):
    """A feeder; its capacity is information, the accounts are those above it. The file may not name its transformer."""

    substation = models.ForeignKey(Substation, on_delete=models.PROTECT, related_name="feeders")
    transformer = models.ForeignKey(Transformer, on_delete=models.PROTECT, null=True, related_name="feeders")


class GridPlacement(models.Model):
    """Where a request connects, as an analyst placed it: it chooses the queue and the accounts of its opinion.

    Without a transformer only the substation's account is meant. Once something is booked the entries say where;
    another placement moves nothing.
    """

    access_request = models.OneToOneField(
        AccessRequest, on_delete=models.PROTECT, related_name="grid_placement"
    )
    substation = models.ForeignKey(Substation, on_delete=models.PROTECT, related_name="placements")
    transformer = models.ForeignKey(
        Transformer, on_delete=models.PROTECT, null=True, related_name="placements"
    )
    feeder = models.ForeignKey(Feeder, on_delete=models.PROTECT, null=True, related_name="placements")
    placed_at = models.DateTimeField()
    placed_by_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"ponto do pedido {self.access_request_id}"
