"""What the worker read in a file: numbers of known shapes, no text and no personal data."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from documents.domain.text_checks import TextReading
from documents.models.stored_file import StoredFile


class FileReading(models.Model):
    """One reading per file; `numbers` holds lists by `NumberShape`."""

    stored_file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="reading")
    has_text = models.BooleanField()
    numbers = models.JSONField(default=dict)
    read_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        # People search by the number of an ART or TRT.
        indexes = [GinIndex(name="read_numbers", fields=["numbers"], opclasses=["jsonb_path_ops"])]

    def __str__(self) -> str:
        return f"reading of {self.stored_file_id}"

    @property
    def as_reading(self) -> TextReading:
        """The row as the domain takes it."""
        return TextReading.model_validate({"has_text": self.has_text, "numbers": self.numbers})
