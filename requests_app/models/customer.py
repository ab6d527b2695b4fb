"""What the utility knows of its customers, where no customer system answers: imported, and looked at once per request."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from eligibility.domain.vocabulary import ConsumerClass, Phases, TariffGroup
from portal.outbox.append_only import AppendOnly
from requests_app.models.access_request import AccessRequest


class CustomerAccount(models.Model):
    """One consumer unit and its customer, as imported. Personal data; an import writes over it."""

    unit_number = models.CharField(max_length=15, unique=True)
    tax_id = models.CharField(max_length=14, db_index=True)
    has_overdue_debts = models.BooleanField()
    is_captive = models.BooleanField()
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    consumer_class = models.CharField(max_length=20, blank=True)
    group = models.CharField(max_length=1, blank=True)
    voltage = models.CharField(max_length=20, blank=True)
    phases = models.CharField(max_length=5, blank=True)
    breaker_a = models.PositiveIntegerField(null=True)
    contracted_demand_kw = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    municipality = models.CharField(max_length=80, blank=True)
    grid_code = models.CharField(max_length=30, blank=True)
    monthly_consumption_kwh = ArrayField(
        models.DecimalField(max_digits=12, decimal_places=2), size=12, default=list
    )
    imported_at = models.DateTimeField()
    source_line = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="customer_unit_digits", condition=Q(unit_number__regex=r"^(\d{10}|\d{15})$")
            ),
            models.CheckConstraint(
                name="customer_sets_closed",
                condition=Q(consumer_class__in=["", *(item.value for item in ConsumerClass)])
                & Q(group__in=["", *(item.value for item in TariffGroup)])
                & Q(phases__in=["", *(item.value for item in Phases)]),
            ),
        ]

    def __str__(self) -> str:
        return f"cadastro {self.pk}"


class CustomerImport(models.Model):
    """A file of customers that an admin sent: what it would change, and what it changed once confirmed.

    `problems` holds lines, columns and messages, never a value of the file. The bytes lie in the file storage
    until the import is confirmed or given up; then `storage_key` is empty.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    storage_key = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    rows_read = models.PositiveIntegerField(default=0)
    rows_created = models.PositiveIntegerField(default=0)
    rows_changed = models.PositiveIntegerField(default=0)
    rows_same = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)
    columns_changed = models.JSONField(default=dict)
    problems = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"carga {self.public_id}"


class CustomerCheck(AppendOnly):
    """What the customer system said of a filed request, one row each time it was asked with a result.

    The first row is written at filing. `differences` holds names of facts that the request states differently.
    """

    class Outcome(models.TextChoices):
        WAITING = "waiting", "a consultar"
        FOUND = "found", "consultado"
        NOT_FOUND = "not_found", "não encontrado"
        GIVEN_UP = "given_up", "sem resposta"

    access_request = models.ForeignKey(
        AccessRequest, on_delete=models.PROTECT, related_name="customer_checks"
    )
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    has_overdue_debts = models.BooleanField(null=True)
    is_captive = models.BooleanField(null=True)
    differences = ArrayField(models.CharField(max_length=30), default=list)
    is_at_filing = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        indexes = [models.Index(fields=["access_request", "id"])]

    def __str__(self) -> str:
        return f"{self.outcome} {self.access_request_id}"
