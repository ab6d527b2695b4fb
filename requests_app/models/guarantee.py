"""The performance guarantee of a mini plant above 500 kW: what was given, its renewals, and its history."""

from django.db import models
from django.db.models import Q

from documents.models import StoredFile
from portal.outbox.append_only import AppendOnly
from requests_app.domain.guarantee_life import GuaranteeEventKind, GuaranteeStanding
from requests_app.models.access_request import AccessRequest


class Guarantee(models.Model):
    """What was given at filing. `standing`, `executed_brl` and `next_look_on` are indexes over the history rows.

    `form`, `amount_brl` and `valid_until_on` are empty while nobody said them; cash has no end.
    `contract_start_on` is the date of the contract from which delay is counted once execution was announced.
    """

    access_request = models.OneToOneField(AccessRequest, on_delete=models.PROTECT, related_name="guarantee")
    form = models.CharField(max_length=8, blank=True)
    surety_bank = models.CharField(max_length=80, blank=True)
    amount_brl = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    valid_until_on = models.DateField(null=True)
    opened_on = models.DateField()
    standing = models.CharField(
        max_length=10,
        choices=[(s.value, s.label) for s in GuaranteeStanding],
        default=GuaranteeStanding.HELD.value,
    )
    executed_brl = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    contract_start_on = models.DateField(null=True)
    next_look_on = models.DateField(null=True)
    last_reminder_days = models.PositiveSmallIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(
                name="guarantee_to_sweep",
                fields=["next_look_on", "id"],
                condition=Q(next_look_on__isnull=False),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="guarantee_amounts_sane",
                condition=Q(executed_brl__gte=0)
                & (Q(amount_brl__isnull=True) | Q(amount_brl__gte=models.F("executed_brl"))),
            )
        ]

    def __str__(self) -> str:
        return f"garantia do pedido {self.access_request_id}"


class GuaranteeRenewal(models.Model):
    """A later end with its document, sent by the technician and judged by a reviewer; one open at a time."""

    guarantee = models.ForeignKey(Guarantee, on_delete=models.PROTECT, related_name="renewals")
    valid_until_on = models.DateField()
    stored_file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    filed_by_id = models.BigIntegerField()
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    is_accepted = models.BooleanField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="guarantee_renewal_one_open", fields=["guarantee"], condition=Q(decided_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"renovação {self.pk}"


class GuaranteeEvent(AppendOnly):
    """One thing that happened to a guarantee on the civil day `on`: codes, dates and reais."""

    guarantee = models.ForeignKey(Guarantee, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in GuaranteeEventKind])
    on = models.DateField()
    at = models.DateTimeField()
    amount_brl = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    valid_until_on = models.DateField(null=True)
    reference_on = models.DateField(null=True)
    number = models.PositiveIntegerField(null=True)
    rule_code = models.CharField(max_length=60, blank=True)
    renewal = models.ForeignKey(GuaranteeRenewal, on_delete=models.PROTECT, null=True, related_name="+")
    actor_role = models.CharField(max_length=12)
    actor_id = models.BigIntegerField(null=True)

    class Meta(AppendOnly.Meta):
        indexes = [models.Index(name="guarantee_history", fields=["guarantee", "id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"
