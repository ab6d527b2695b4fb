"""The utility's answer: issued once, never changed."""

from django.db import models
from django.db.models import Q

from documents.models import StoredFile
from portal.outbox.append_only import AppendOnly
from requests_app.models.access_request import AccessRequest


class Opinion(AppendOnly):
    """What was decided, when and under which number. The words stand in `OpinionContent`.

    A request may have several: one restored or decided anew replaces the one before. `AccessRequest.opinion`
    is the one in force. `works_rule` names the term of the works, empty without works; charges are in reais.
    """

    class Outcome(models.TextChoices):
        FAVOURABLE = "favourable", "favorável"
        FAVOURABLE_WITH_WORKS = "favourable_with_works", "favorável com obra"
        NOT_APPROVED = "not_approved", "não aprovado"

    access_request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="opinions")
    number = models.CharField(max_length=24, unique=True)
    outcome = models.CharField(max_length=24, choices=Outcome.choices)
    issued_at = models.DateTimeField()
    issued_on = models.DateField()
    valid_until_on = models.DateField(null=True)
    verification_code = models.CharField(max_length=20, unique=True)
    signed_by_id = models.BigIntegerField()
    works_rule = models.CharField(max_length=60, blank=True)
    participation_brl = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    metering_brl = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    content_sha256 = models.CharField(max_length=64)

    class Meta(AppendOnly.Meta):
        constraints = [
            models.CheckConstraint(
                name="opinion_validity_fits_outcome",
                condition=Q(outcome="not_approved", valid_until_on__isnull=True)
                | Q(outcome="favourable_with_works")  # those of before had no date until the works were done
                | Q(outcome="favourable", valid_until_on__isnull=False),
            ),
            models.CheckConstraint(
                name="opinion_charges_sane", condition=Q(participation_brl__gte=0, metering_brl__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_favourable(self) -> bool:
        return self.outcome != self.Outcome.NOT_APPROVED

    @property
    def has_works(self) -> bool:
        return self.outcome == self.Outcome.FAVOURABLE_WITH_WORKS

    @property
    def is_free(self) -> bool:
        """Whether connecting costs the applicant nothing, so that silence may approve (art. 83, § 3º)."""
        return not self.participation_brl and not self.metering_brl


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
