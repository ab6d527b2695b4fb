"""What each opinion holds of the grid's capacity: entries that are added and never changed."""

from django.db import models
from django.db.models import Q

from portal.outbox.append_only import AppendOnly
from requests_app.domain.capacity import CapacityKind
from requests_app.models.access_request import AccessRequest
from requests_app.models.event import Event


class CapacityEntry(AppendOnly):
    """One booking by the event of an opinion, or its end; `power_kw` is always positive, the kind says its sign."""

    access_request = models.ForeignKey(
        AccessRequest, on_delete=models.PROTECT, related_name="capacity_entries"
    )
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="capacity_entry")
    kind = models.CharField(max_length=8, choices=[(k.value, k.value) for k in CapacityKind])
    power_kw = models.DecimalField(max_digits=12, decimal_places=3)
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        indexes = [models.Index(fields=["access_request", "id"])]
        constraints = [models.CheckConstraint(name="capacity_power_positive", condition=Q(power_kw__gt=0))]

    def __str__(self) -> str:
        return f"{self.kind} {self.power_kw}"
