"""The responsible professional of a request changes: who asked, who accepted, and how it ended."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.outbox.append_only import AppendOnly
from requests_app.models.access_request import AccessRequest


class TechnicianChange(models.Model):
    """One change, asked for by the professional of the moment or by the holder. At most one is open per request.

    It happens when all three have said yes: the professional who leaves, the one who comes (found by
    `to_email`, which retention may blank) and the holder. One that the holder began counts from the holder's
    code on; before it nobody is told.
    """

    class Asker(models.TextChoices):
        TECHNICIAN = "technician", "responsável técnico"
        HOLDER = "holder", "titular"

    class Outcome(models.TextChoices):
        OPEN = "open", "em andamento"
        DONE = "done", "feita"
        REFUSED = "refused", "recusada"
        WITHDRAWN = "withdrawn", "retirada"
        EXPIRED = "expired", "vencida"

    access_request = models.ForeignKey(
        AccessRequest, on_delete=models.PROTECT, related_name="technician_changes"
    )
    asked_by = models.CharField(max_length=12, choices=Asker.choices)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    from_technician = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="changes_leaving"
    )
    to_email = models.EmailField(max_length=254, blank=True, db_index=True)
    to_technician = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="changes_coming"
    )
    """Known once the newcomer has accepted."""
    left_at = models.DateTimeField(null=True)
    came_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.OPEN.value)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="technician_change_one_open", fields=["access_request"], condition=Q(outcome="open")
            ),
            models.CheckConstraint(
                name="technician_change_ended_when",
                condition=Q(outcome="open", ended_at__isnull=True)
                | (~Q(outcome="open") & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="technician_change_done_by_three",
                condition=~Q(outcome="done")
                | Q(
                    left_at__isnull=False,
                    came_at__isnull=False,
                    confirmed_at__isnull=False,
                    to_technician__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="technician_change_two_people",
                condition=Q(to_technician__isnull=True) | ~Q(to_technician=models.F("from_technician")),
            ),
        ]
        indexes = [
            models.Index(name="technician_changes_open", fields=["expires_at"], condition=Q(outcome="open")),
        ]

    def __str__(self) -> str:
        return f"troca {self.pk} do pedido {self.access_request_id}"

    @property
    def is_open(self) -> bool:
        return self.outcome == self.Outcome.OPEN

    @property
    def is_known(self) -> bool:
        """Whether anybody but the holder knows of it: what a holder began waits for the holder's code."""
        return self.asked_by == self.Asker.TECHNICIAN or self.confirmed_at is not None


class TechnicianChangeEvent(AppendOnly):
    """One step of a change: ids and codes only."""

    class Kind(models.TextChoices):
        ASKED = "asked", "pedida"
        LEAVES = "leaves", "aceita por quem sai"
        COMES = "comes", "aceita por quem entra"
        CONFIRMED = "confirmed", "confirmada pelo titular"
        DONE = "done", "feita"
        REFUSED = "refused", "recusada"
        WITHDRAWN = "withdrawn", "retirada"
        EXPIRED = "expired", "vencida"

    access_request = models.ForeignKey(
        AccessRequest, on_delete=models.PROTECT, related_name="technician_change_events"
    )
    change = models.ForeignKey(TechnicianChange, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    actor_role = models.CharField(max_length=12)
    actor_id = models.BigIntegerField(null=True)
    from_id = models.BigIntegerField(null=True)
    to_id = models.BigIntegerField(null=True)

    class Meta(AppendOnly.Meta):
        constraints = [
            models.UniqueConstraint(name="technician_change_step_once", fields=["change", "kind"]),
        ]
        indexes = [models.Index(fields=["access_request", "id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.change_id}"
