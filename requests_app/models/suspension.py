"""Why the term of the opinion stands still by art. 64, § 2º: who was consulted, about what, and until when."""

from django.db import models
from django.db.models import Q

from requests_app.models.access_request import AccessRequest
from requests_app.models.event import Event


class Suspension(models.Model):
    """One stop of the term. The notice goes out before it; `began_on` is the day of the notice and still counts.

    `expected_on` is the last day by which the body should have answered, null where no term is known.
    """

    class Body(models.TextChoices):
        OTHER_UTILITY = "other_utility", "Outra distribuidora"
        ONS = "ons", "Operador Nacional do Sistema Elétrico (ONS)"
        AUTHORITY = "authority", "Autoridade pública"
        OTHER = "other", "Outro"

    access_request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="suspensions")
    reason_code = models.CharField(max_length=80)
    body = models.CharField("consultado", max_length=16, choices=Body.choices)
    body_name = models.CharField("nome", max_length=120, blank=True)
    question = models.TextField("o que foi perguntado")
    notified_at = models.DateTimeField()
    began_on = models.DateField()
    expected_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    began_event = models.OneToOneField(Event, on_delete=models.PROTECT, null=True, related_name="+")
    ended_event = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="suspension_one_open", fields=["access_request"], condition=Q(ended_on__isnull=True)
            ),
            models.CheckConstraint(
                name="suspension_ends_after_it_begins",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("began_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"suspensão {self.pk} do pedido {self.access_request_id}"

    @property
    def consulted(self) -> str:
        """Who was asked, as people read it."""
        return self.body_name or self.get_body_display()
