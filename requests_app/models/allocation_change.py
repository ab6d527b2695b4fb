"""A change of how the credits are divided, asked for after the connection by the holder."""

from django.db import models
from django.db.models import Q

from documents.models import StoredFile
from eligibility.domain.allocation import AllocationReading
from requests_app.models.access_request import AccessRequest
from requests_app.models.allocation import AllocationList


class AllocationChange(models.Model):
    """One change, from the list read to the version of the list that it became.

    `basis` and `entries` are the new list as it was read; names and CPFs are in it, so it is no history table.
    `base_number` is the version that it was compared with, 0 for none. It takes effect at the latest on
    `effective_on`, by `rule_code`. Members who enter or leave bring a document that a reviewer confirms.
    """

    class Status(models.TextChoices):
        PREPARED = "prepared", "à espera do código"
        WAITING = "waiting", "em conferência"
        DONE = "done", "aceita"
        DECLINED = "declined", "não aceita"
        DROPPED = "dropped", "trocada por outra"

    access_request = models.ForeignKey(
        AccessRequest, on_delete=models.PROTECT, related_name="allocation_changes"
    )
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.PREPARED)
    basis = models.CharField(max_length=12)
    entries = models.JSONField(default=list)
    base_number = models.PositiveIntegerField()
    moves_members = models.BooleanField(default=False)
    document = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    document_title = models.CharField(max_length=160, blank=True)
    prepared_at = models.DateTimeField()
    requested_at = models.DateTimeField(null=True)
    effective_on = models.DateField(null=True)
    rule_code = models.CharField(max_length=60, blank=True)
    is_by_page = models.BooleanField(default=False)
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)
    allocation_list = models.OneToOneField(
        AllocationList, on_delete=models.PROTECT, null=True, related_name="change"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="allocation_change_one_open",
                fields=["access_request"],
                condition=Q(status__in=["prepared", "waiting"]),
            ),
            models.CheckConstraint(
                name="allocation_change_asked_is_dated",
                condition=Q(status__in=["prepared", "dropped"])
                | Q(requested_at__isnull=False, effective_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"mudança de rateio {self.pk}"

    @property
    def reading(self) -> AllocationReading:
        """The new list."""
        return AllocationReading.model_validate({"basis": self.basis, "entries": self.entries})
