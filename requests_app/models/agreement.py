"""The contracts and agreements of an opinion: prepared once a version, never changed."""

from django.db import models

from documents.domain.agreement_kinds import AgreementKind
from documents.models import StoredFile
from portal.outbox.append_only import AppendOnly
from requests_app.models.opinion import Opinion


class Agreement(AppendOnly):
    """One paper of one opinion; the newest version of a kind counts. Delivery and acceptance are events.

    `content_sha256` is the hash of the sheet's JSON, which stands in `AgreementContent`.
    """

    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="agreements")
    kind = models.CharField(max_length=24, choices=[(k.value, k.label) for k in AgreementKind])
    version = models.PositiveSmallIntegerField(default=1)
    prepared_at = models.DateTimeField()
    content_sha256 = models.CharField(max_length=64)

    class Meta(AppendOnly.Meta):
        constraints = [
            models.UniqueConstraint(name="agreement_once", fields=["opinion", "kind", "version"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version} do parecer {self.opinion_id}"

    @property
    def paper(self) -> AgreementKind:
        """The kind with its words."""
        return AgreementKind(self.kind)


class AgreementContent(models.Model):
    """The frozen sheet (`documents.domain.agreement_sheets.AgreementSheet`), with personal data: blankable apart."""

    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="content")
    sheet = models.JSONField()

    def __str__(self) -> str:
        return f"conteúdo {self.agreement_id}"


class AgreementFile(AppendOnly):
    """The PDF of a paper: one, whatever is retried or killed."""

    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="file")
    stored_file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta(AppendOnly.Meta):
        pass

    def __str__(self) -> str:
        return f"arquivo {self.agreement_id}"
