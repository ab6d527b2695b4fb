"""Terms of the utility that were breached, and pauses that should not have been."""

from django.db import models
from django.db.models import Q

from portal.outbox.append_only import AppendOnly
from requests_app.models.access_request import AccessRequest
from requests_app.models.clock import ClockEntry
from requests_app.models.event import Event


class ImproperPause(AppendOnly):
    """A supervisor found that a pause of the utility's term had no ground: its days count as delay."""

    clock_entry = models.OneToOneField(ClockEntry, on_delete=models.PROTECT, related_name="improper")
    marked_at = models.DateTimeField()
    marked_by_id = models.BigIntegerField()

    class Meta(AppendOnly.Meta):
        pass

    def __str__(self) -> str:
        return f"parada indevida {self.clock_entry_id}"


class Compensation(AppendOnly):
    """One breached term with every input of the formula (REN 1.000, art. 440); later rows replace earlier ones.

    Days: `regulatory_days` are those of the rule (Pr), `verified_days` Pr plus the calendar days after `due_on`
    (Pv). Reais are None where the operator configured no inputs for the group. `event` stopped the clock; it is
    None where the row came from a pause found improper afterwards.
    """

    access_request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="compensations")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="compensations")
    improper_pause = models.OneToOneField(
        ImproperPause, on_delete=models.PROTECT, null=True, related_name="compensation"
    )
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    clock = models.CharField(max_length=20)
    kind = models.PositiveSmallIntegerField()
    group = models.CharField(max_length=1)
    rule_code = models.CharField(max_length=60)
    due_on = models.DateField()
    done_on = models.DateField()
    regulatory_days = models.PositiveIntegerField()
    verified_days = models.PositiveIntegerField()
    k1_brl = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    k2 = models.DecimalField(max_digits=8, decimal_places=2)
    vrc_brl = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    amount_brl = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        indexes = [models.Index(name="compensation_newest", fields=["-id", "access_request"])]
        constraints = [
            models.UniqueConstraint(name="compensation_once", fields=["event", "clock"]),
            models.CheckConstraint(
                name="compensation_is_late",
                condition=Q(done_on__gt=models.F("due_on"), verified_days__gt=models.F("regulatory_days")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clock} {self.due_on}"

    @property
    def late_days(self) -> int:
        """Calendar days after the due date."""
        return self.verified_days - self.regulatory_days
