"""Which file answers which document of the checklist, what was declared, and the receipt."""

from django.db import models

from documents.models import StoredFile
from portal.outbox.append_only import AppendOnly
from requests_app.models.access_request import AccessRequest


class Attachment(AppendOnly):
    """A file put into a slot; the newest row of a slot counts. A row without file empties the slot."""

    access_request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="attachments")
    document_code = models.CharField(max_length=60)
    stored_file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="attachment"
    )
    """A request that repeats an ended one points at the same files."""
    round = models.PositiveIntegerField(default=1)
    attached_at = models.DateTimeField(auto_now_add=True)
    attached_by_id = models.BigIntegerField()

    class Meta(AppendOnly.Meta):
        indexes = [models.Index(fields=["access_request", "document_code", "-id"])]

    def __str__(self) -> str:
        return f"{self.document_code} #{self.pk}"


class DeclarationAcceptance(AppendOnly):
    """One declaration of the standard form accepted at sending, with the rule entry it was read from."""

    access_request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="declarations")
    code = models.CharField(max_length=60)
    rule_valid_from = models.DateField()
    accepted_at = models.DateTimeField()
    accepted_by_id = models.BigIntegerField()

    class Meta(AppendOnly.Meta):
        constraints = [models.UniqueConstraint(name="declaration_once", fields=["access_request", "code"])]

    def __str__(self) -> str:
        return self.code


class ReceiptFile(AppendOnly):
    """The receipt of a filing, made once."""

    access_request = models.OneToOneField(AccessRequest, on_delete=models.PROTECT, related_name="receipt")
    stored_file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta(AppendOnly.Meta):
        pass

    def __str__(self) -> str:
        return f"comprovante do pedido {self.access_request_id}"
