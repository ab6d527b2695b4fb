"""Requests of before this portal, as the old forms kept them, and the files that brought them."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from requests_app.domain.legacy_columns import FormKind, LegacyResult


class HistoricImport(models.Model):
    """A file of historic requests that an admin sent: what it would bring, and what it brought once confirmed.

    `problems` holds lines, columns and messages, never a value of the file. The bytes lie in the file storage
    until the import is confirmed or given up; then `storage_key` is empty. `lines_done` says how far a
    confirmed import has got: one that was cut short goes on from there.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    storage_key = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    lines_done = models.PositiveIntegerField(default=0)
    rows_read = models.PositiveIntegerField(default=0)
    rows_created = models.PositiveIntegerField(default=0)
    rows_same = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"carga histórica {self.public_id}"


class HistoricRequest(models.Model):
    """One request of the old forms, as it stood there; no later import writes over it.

    Holder and units are personal data, which one retention service may blank. `numbers` holds every number of
    the row without separators, for the search.
    """

    protocol = models.CharField("protocolo", max_length=40, unique=True)
    form = models.CharField("formulário", max_length=20, choices=[(k.value, k.label) for k in FormKind])
    filed_on = models.DateField("enviado em")
    decided_on = models.DateField("decidido em", null=True)
    connected_on = models.DateField("ligado em", null=True)
    opinion_number = models.CharField("parecer", max_length=40, blank=True)
    result = models.CharField(
        "resultado", max_length=24, choices=[(r.value, r.label) for r in LegacyResult], blank=True
    )
    installed_power_kw = models.DecimalField(max_digits=12, decimal_places=3)
    old_unit_number = models.CharField("instalação, número antigo", max_length=15, blank=True)
    new_unit_number = models.CharField("instalação, número novo", max_length=15, blank=True)
    responsibility_number = models.CharField("ART ou TRT", max_length=40, blank=True)
    plant_code = models.CharField("CEG", max_length=30, blank=True)
    service_order = models.CharField("nota de serviço", max_length=40, blank=True)
    municipality = models.CharField("município", max_length=80)
    holder_name = models.CharField("titular", max_length=160, blank=True)
    holder_tax_id = models.CharField("CPF ou CNPJ", max_length=14, blank=True, db_index=True)
    numbers = ArrayField(models.CharField(max_length=40), default=list)
    came_with = models.ForeignKey(HistoricImport, on_delete=models.PROTECT, related_name="rows")
    source_line = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="historic_power_positive", condition=Q(installed_power_kw__gt=0)),
            models.CheckConstraint(
                name="historic_unit_digits",
                condition=Q(old_unit_number__regex=r"^(\d{10})?$") & Q(new_unit_number__regex=r"^(\d{15})?$"),
            ),
        ]
        indexes = [
            GinIndex(name="historic_numbers", fields=["numbers"]),
            models.Index(name="historic_newest", fields=["-filed_on", "-id"]),
        ]

    def __str__(self) -> str:
        return self.protocol
