"""What the clocks are folded from, and the index that the sweeper polls."""

from django.db import models
from django.db.models import Q

from portal.outbox.append_only import AppendOnly
from requests_app.domain.clock import ClockEventKind, ClockName
from requests_app.models.access_request import AccessRequest


class ClockEntry(AppendOnly):
    """One clock event as it was recorded: kinds, codes and dates; the reason's words live in the rulebook."""

    access_request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="clock_entries")
    clock = models.CharField(max_length=20, choices=[(c.value, c.value) for c in ClockName])
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in ClockEventKind])
    on = models.DateField()
    at = models.DateTimeField()
    rule_code = models.CharField(max_length=60, blank=True)
    reason_code = models.CharField(max_length=60, blank=True)
    event = models.ForeignKey(
        "requests_app.Event", on_delete=models.PROTECT, null=True, related_name="clock_entries"
    )
    actor_role = models.CharField(max_length=12)
    actor_id = models.BigIntegerField(null=True)

    class Meta(AppendOnly.Meta):
        indexes = [models.Index(fields=["access_request", "clock", "id"])]

    def __str__(self) -> str:
        return f"{self.clock} {self.kind} {self.on}"


class Deadline(models.Model):
    """One open clock: when it falls due and when the sweeper must look at it next. Recomputed, never trusted."""

    access_request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="deadlines")
    clock = models.CharField(max_length=20, choices=[(c.value, c.value) for c in ClockName])
    rule_code = models.CharField(max_length=60)
    due_on = models.DateField()
    is_open = models.BooleanField(default=True)
    is_paused = models.BooleanField(default=False)
    next_alert_on = models.DateField(null=True)
    last_alert = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="deadline_once", fields=["access_request", "clock"])]
        indexes = [
            models.Index(
                name="deadline_to_sweep",
                fields=["next_alert_on", "id"],
                condition=Q(is_open=True, next_alert_on__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.clock} {self.due_on}"
