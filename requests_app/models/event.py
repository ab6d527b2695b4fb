"""History: who did what when, append-only, ids and codes only."""

from django.db import models

from portal.outbox.append_only import AppendOnly
from requests_app.models.access_request import AccessRequest


class Event(AppendOnly):
    """One row of the lifecycle table that was carried out. `data` holds ids, codes, counts and dates."""

    access_request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="events")
    action = models.CharField(max_length=24)
    source = models.CharField(max_length=24)
    target = models.CharField(max_length=24)
    at = models.DateTimeField()
    on = models.DateField()
    actor_role = models.CharField(max_length=12)
    actor_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)

    class Meta(AppendOnly.Meta):
        indexes = [models.Index(fields=["access_request", "id"])]

    def __str__(self) -> str:
        return f"{self.action} {self.access_request_id}"


class DisclosureEvent(AppendOnly):
    """Somebody of the utility looked at masked personal data, or searched by it, and why (LGPD)."""

    access_request = models.ForeignKey(
        AccessRequest, on_delete=models.PROTECT, null=True, related_name="disclosures"
    )
    kind = models.CharField(max_length=20)
    reason_code = models.CharField(max_length=40)
    at = models.DateTimeField(auto_now_add=True)
    actor_id = models.BigIntegerField()

    class Meta(AppendOnly.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
