"""The analyst's verdict on one criterion of one document in one round."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from requests_app.models.access_request import AccessRequest
from requests_app.models.attachment import Attachment


class ReviewItem(models.Model):
    """Verdict with its words; `version` guards against a save from a stale page."""

    class Verdict(models.TextChoices):
        NONE = "", "sem veredito"
        MEETS = "meets", "Atende"
        FAILS = "fails", "Não atende"
        NOT_APPLICABLE = "not_applicable", "Não se aplica"

    access_request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="review_items")
    round = models.PositiveIntegerField()
    position = models.PositiveIntegerField()
    stage = models.CharField(max_length=10)
    document_code = models.CharField(max_length=60)
    criterion_code = models.CharField(max_length=60)
    seen_attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    verdict = models.CharField(max_length=16, choices=Verdict.choices, blank=True, default="")
    reason_code = models.CharField(max_length=60, blank=True)
    what = models.TextField(blank=True)
    how_to_fix = models.TextField(blank=True)
    page = models.PositiveIntegerField(null=True)
    version = models.PositiveIntegerField(default=0)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                name="review_item_once", fields=["access_request", "round", "criterion_code"]
            ),
            models.CheckConstraint(
                name="failing_item_says_why",
                condition=~Q(verdict="fails") | (~Q(what="") & ~Q(how_to_fix="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_code} {self.verdict}"
