"""The analyst's verdict on one criterion of one document in one round."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from requests_app.models.access_request import AccessRequest
from requests_app.models.attachment import Attachment


class ReviewItem(models.Model):
    """Verdict with its words; `version` guards against a save from a stale page.

    The `late_*` columns say why an item fails in a later round on content that had not changed, and who let it
    through; a release holds for the version of the words that the supervisor read.
    """

    class Verdict(models.TextChoices):
        NONE = "", "sem veredito"
        MEETS = "meets", "Atende"
        FAILS = "fails", "Não atende"
        NOT_APPLICABLE = "not_applicable", "Não se aplica"

    class LateReason(models.TextChoices):
        NEW_FACT = "new_fact", "fato novo"
        OUR_ERROR = "our_error", "erro nosso"
        RULE_CHANGE = "rule_change", "mudança de regra"
        SAFETY = "safety", "segurança"

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
    late_reason_code = models.CharField(max_length=12, choices=LateReason.choices, blank=True, default="")
    late_text = models.TextField(blank=True, default="")
    late_explained_by_id = models.BigIntegerField(null=True)
    late_explained_at = models.DateTimeField(null=True)
    late_released_version = models.PositiveIntegerField(null=True)
    late_released_by_id = models.BigIntegerField(null=True)
    late_released_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position"]
        indexes = [
            models.Index(name="late_items", fields=["late_explained_at"], condition=~Q(late_reason_code=""))
        ]
        constraints = [
            models.UniqueConstraint(
                name="review_item_once", fields=["access_request", "round", "criterion_code"]
            ),
            models.CheckConstraint(
                name="failing_item_says_why",
                condition=~Q(verdict="fails") | (~Q(what="") & ~Q(how_to_fix="")),
            ),
            models.CheckConstraint(
                name="late_item_says_when",
                condition=Q(late_reason_code="") | Q(late_explained_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_code} {self.verdict}"
