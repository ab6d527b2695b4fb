"""The utility's answer: issued once, never changed."""

from django.db import models
from django.db.models import Q

from documents.models import StoredFile
from portal.outbox.append_only import AppendOnly
from requests_app.models.access_request import AccessRequest


class Opinion(AppendOnly):
    """What was decided, when and under which number. The words stand in `OpinionContent`."""

    class Outcome(models.TextChoices):
        FAVOURABLE = "favourable", "favorável"
        FAVOURABLE_WITH_WORKS = "favourable_with_works", "favorável com obra"
        NOT_APPROVED = "not_approved", "não aprovado"

    access_request = models.OneToOneField(AccessRequest, on_delete=models.PROTECT, related_name="opinion")
    number = models.CharField(max_length=24, unique=True)
    outcome = models.CharField(max_length=24, choices=Outcome.choices)
    issued_at = models.DateTimeField()
    issued_on = models.DateField()
    valid_until_on = models.DateField(null=True)
    verification_code = models.CharField(max_length=20, unique=True)
    signed_by_id = models.BigIntegerField()
    content_sha256 = models.CharField(max_length=64)

    class Meta(AppendOnly.Meta):
        constraints = [
            models.CheckConstraint(
                name="opinion_validity_fits_outcome",
                condition=Q(outcome="not_approved", valid_until_on__isnull=True)
                | Q(outcome="favourable_with_works", valid_until_on__isnull=True)
                | Q(outcome="favourable", valid_until_on__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_favourable(self) -> bool:
        return self.outcome != self.Outcome.NOT_APPROVED


class OpinionContent(models.Model):
    """The frozen sheet (`documents.domain.sheets.OpinionSheet`), personal data included, so blankable apart."""

    opinion = models.OneToOneField(Opinion, on_delete=models.PROTECT, related_name="content")
    sheet = models.JSONField()

    def __str__(self) -> str:
        return f"conteúdo {self.opinion_id}"


class OpinionFile(AppendOnly):
    """The PDF of an opinion: one, whatever is retried or killed."""

    opinion = models.OneToOneField(Opinion, on_delete=models.PROTECT, related_name="file")
    stored_file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta(AppendOnly.Meta):
        pass

    def __str__(self) -> str:
        return f"arquivo {self.opinion_id}"
