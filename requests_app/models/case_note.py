"""What reviewers write for each other: notes on a request, and a decision that is not yet given."""

from django.conf import settings
from django.db import models

from requests_app.models.access_request import AccessRequest


class CaseNote(models.Model):
    """One internal note. Technician and holder never see it; its words may be blanked by retention."""

    access_request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["access_request", "-id"])]

    def __str__(self) -> str:
        return f"anotação {self.pk} do pedido {self.access_request_id}"


class DecisionDraft(models.Model):
    """The form of the decision as it was typed so far; gone once the decision is given."""

    access_request = models.OneToOneField(
        AccessRequest, on_delete=models.PROTECT, related_name="decision_draft"
    )
    fields = models.JSONField(default=dict)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"rascunho da decisão do pedido {self.access_request_id}"
