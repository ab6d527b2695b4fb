"""What the applicant owes for the connection, how it is paid, and the proofs that it was."""

from django.db import models
from django.db.models import F, Q

from documents.models import StoredFile
from requests_app.models.access_request import AccessRequest
from requests_app.models.event import Event
from requests_app.models.opinion import Opinion


class Charge(models.Model):
    """One amount of an opinion, in reais, due with the contracts. Paid once, whatever is pressed or polled.

    `reference`, `boleto_line` and `pix_code` come from the payment gateway and are empty until it answers.
    `problem` is the code of its last answer that could not be believed.
    """

    class Kind(models.TextChoices):
        PARTICIPATION = "participation", "participação financeira na obra"
        METERING = "metering", "diferença do sistema de medição"

    access_request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="charges")
    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="charges")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    amount_brl = models.DecimalField(max_digits=14, decimal_places=2)
    created_at = models.DateTimeField()
    created_on = models.DateField()
    due_on = models.DateField()

    gateway = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    boleto_line = models.CharField(max_length=80, blank=True)
    pix_code = models.CharField(max_length=512, blank=True)
    issued_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=40, blank=True)

    paid_on = models.DateField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by_id = models.BigIntegerField(null=True)
    payment_number = models.CharField(max_length=60, blank=True)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, null=True, related_name="charge")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="charge_once", fields=["opinion", "kind"]),
            models.UniqueConstraint(
                name="charge_reference_once",
                fields=["gateway", "reference"],
                condition=~Q(reference=""),
            ),
            models.CheckConstraint(name="charge_positive", condition=Q(amount_brl__gt=0)),
            models.CheckConstraint(
                name="charge_paid_whole",
                condition=Q(paid_on__isnull=True, confirmed_at__isnull=True, event__isnull=True)
                | Q(paid_on__isnull=False, confirmed_at__isnull=False, event__isnull=False),
            ),
            models.CheckConstraint(
                name="charge_paid_after_made",
                condition=Q(paid_on__isnull=True) | Q(paid_on__gte=F("created_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"cobrança {self.pk}"

    @property
    def is_paid(self) -> bool:
        return self.paid_on is not None

    @property
    def is_issued(self) -> bool:
        return bool(self.reference)

    @property
    def is_confirmed_by_gateway(self) -> bool:
        """Whether the bank said so; otherwise somebody of the utility did, over a proof."""
        return self.is_paid and self.confirmed_by_id is None


class ChargeProof(models.Model):
    """A proof of payment as somebody sent it; the reviewer looks at it and confirms, or does not."""

    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="proofs")
    stored_file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="charge_proof")
    sent_at = models.DateTimeField()
    sent_by_role = models.CharField(max_length=12)
    sent_by_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"prova {self.pk} da cobrança {self.charge_id}"
