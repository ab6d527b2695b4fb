"""The library of norms, manuals and models: what anybody may read and download, version by version."""

from typing import ClassVar

from django.db import models

from documents.models.stored_file import StoredFile
from portal.outbox.append_only import AppendOnly


class LibraryDocument(models.Model):
    """One norm, manual or model. Its words may be corrected and it may be withdrawn; its address stays."""

    class Kind(models.TextChoices):
        NORM = "norm", "Norma"
        MANUAL = "manual", "Manual"
        MODEL = "model", "Modelo de documento"

    slug = models.SlugField("endereço", max_length=100, unique=True)
    kind = models.CharField("tipo", max_length=10, choices=Kind.choices)
    title = models.CharField("título", max_length=160)
    number = models.CharField("número", max_length=60, blank=True)
    withdrawn_at = models.DateTimeField("retirado em", null=True)
    withdrawn_reason = models.CharField("motivo", max_length=300, blank=True)

    class Meta:
        verbose_name = "documento da biblioteca"
        verbose_name_plural = "documentos da biblioteca"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="library_document_withdrawn_whole",
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | (models.Q(withdrawn_at__isnull=False) & ~models.Q(withdrawn_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.full_title

    @property
    def full_title(self) -> str:
        """Number and title, as people quote it."""
        return f"{self.number}, {self.title}" if self.number else self.title


class LibraryVersion(AppendOnly):
    """One published version of a document: its file, its name, and since when it holds.

    A mistyped name, date or source is corrected by a new row with the same file, which `corrects` the old one.
    """

    document = models.ForeignKey(LibraryDocument, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("ordem")
    label = models.CharField("versão", max_length=80)
    valid_from = models.DateField("em vigor desde")
    source_url = models.URLField("endereço da fonte", max_length=500, blank=True)
    stored_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="library_versions")
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="corrected_by", verbose_name="corrige"
    )
    published_by_id = models.BigIntegerField()
    published_at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        verbose_name = "versão de documento"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="library_version_once", fields=["document", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} v{self.number}"


class LibraryChange(AppendOnly):
    """An admin corrected the words of a document, withdrew it or put it back."""

    class What(models.TextChoices):
        CORRECTED = "corrected", "corrigiu os dados"
        WITHDRAWN = "withdrawn", "retirou"
        PUT_BACK = "put_back", "pôs de volta"

    document = models.ForeignKey(LibraryDocument, on_delete=models.PROTECT, related_name="changes")
    what = models.CharField(max_length=10, choices=What.choices)
    words = models.CharField(max_length=300, blank=True)
    """The reason of a withdrawal, or how the document was called before a correction."""
    by_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.what} {self.document_id}"
