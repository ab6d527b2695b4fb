"""Files in and out: immutable facts about the bytes; names and page pictures stand apart."""

import uuid

from django.db import models

from portal.outbox.append_only import AppendOnly


class StoredFile(AppendOnly):
    """One file that never changes: what replaces it is a new row that points back at it."""

    class Purpose(models.TextChoices):
        UPLOAD = "upload", "documento enviado"
        RECEIPT = "receipt", "comprovante"
        OPINION = "opinion", "parecer"
        FORM = "form", "formulário preenchido pelo portal"
        LIBRARY = "library", "documento da biblioteca"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    storage_key = models.CharField(max_length=200, unique=True)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=60)
    page_count = models.PositiveIntegerField()
    stored_at = models.DateTimeField(auto_now_add=True)
    stored_by_id = models.BigIntegerField(null=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")

    class Meta(AppendOnly.Meta):
        indexes = [models.Index(fields=["sha256"])]

    def __str__(self) -> str:
        return f"{self.purpose} {self.public_id}"

    @property
    def size_mb(self) -> str:
        """Size as people read it: "1,2 MB" or "84 kB"."""
        if self.size_bytes < 1_000_000:
            return f"{max(1, round(self.size_bytes / 1000))} kB"
        return f"{self.size_bytes / 1_000_000:.1f} MB".replace(".", ",")


class FileLabel(models.Model):
    """The name a person gave the file: personal data, so it may be blanked later."""

    stored_file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="label")
    original_name = models.CharField(max_length=255)

    def __str__(self) -> str:
        return f"label {self.pk}"


class PageImage(models.Model):
    """The picture of one page, made by a worker, so that no foreign PDF runs in a browser."""

    stored_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="page_images")
    page_number = models.PositiveIntegerField()
    storage_key = models.CharField(max_length=200)
    media_type = models.CharField(max_length=30)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="page_image_once", fields=["stored_file", "page_number"])]

    def __str__(self) -> str:
        return f"{self.stored_file_id} p{self.page_number}"
