"""Pendings: all corrections of a round in one notice, each with its reason, rule, place and way to fix."""

from django.db import models

from requests_app.models.access_request import AccessRequest
from requests_app.models.attachment import Attachment


class PendingNotice(models.Model):
    """One notice with every correction of one round."""

    access_request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="notices")
    round = models.PositiveIntegerField()
    sent_at = models.DateTimeField()
    cure_due_on = models.DateField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="notice_once_per_round", fields=["access_request", "round"])
        ]

    def __str__(self) -> str:
        return f"rodada {self.round} do pedido {self.access_request_id}"


class Pending(models.Model):
    """One correction asked for. `where` reads "diagrama unifilar, página 2".

    `fixed_at` is when it stopped being open: fixed by the technician, or dropped (`dropped_at`) by a contest that
    was upheld. `late_reason` says, in a later round, why content that had not changed was not pointed out before.
    """

    notice = models.ForeignKey(PendingNotice, on_delete=models.PROTECT, related_name="pendings")
    number = models.PositiveSmallIntegerField()
    criterion_code = models.CharField(max_length=60)
    document_code = models.CharField(max_length=60)
    document_title = models.CharField(max_length=200)
    page = models.PositiveIntegerField(null=True)
    what = models.TextField()
    rule = models.TextField()
    how_to_fix = models.TextField()
    late_reason_code = models.CharField(max_length=12, blank=True, default="")
    late_reason = models.TextField(blank=True, default="")
    answer = models.TextField(blank=True)
    fixed_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    seen_attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    new_attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(name="pending_numbered_once", fields=["notice", "number"]),
            models.CheckConstraint(
                name="dropped_pending_is_closed",
                condition=models.Q(dropped_at__isnull=True) | models.Q(fixed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"correção {self.number}"

    @property
    def where(self) -> str:
        return f"{self.document_title}, página {self.page}" if self.page else self.document_title
