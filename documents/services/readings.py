"""Read the numbers of a stored PDF once, and say what they mean for the document it was sent as."""

from typing import IO, Any

from documents import confined
from documents.domain.checklist import ChecklistItem
from documents.domain.file_types import FileType
from documents.domain.text_checks import reading_findings
from documents.models import FileReading, StoredFile
from eligibility.domain.findings import Finding


def read_file(stored: StoredFile, source: IO[bytes]) -> None:
    """Keep what the file's text shows; running twice changes nothing. A file that cannot be read has no reading."""
    if FileReading.objects.filter(stored_file=stored).exists():
        return
    facts: dict[str, Any] = {"has_text": False, "numbers": {}}
    if stored.media_type == FileType.PDF.media_type:
        try:
            facts, _ = confined.run("text_reading:read_numbers", source)
        except confined.ConfinementError:
            return
    FileReading.objects.get_or_create(
        stored_file=stored, defaults={"has_text": facts["has_text"], "numbers": facts["numbers"]}
    )


def text_findings(stored_file: StoredFile, item: ChecklistItem, *, typed: str = "") -> tuple[Finding, ...]:
    """Advice about the file as this item; empty while the worker has not read it, and for most documents.

    `typed` is the ART, TRT or other number written in the request. Lists of files need
    `select_related("reading")`, or each file costs one statement.
    """
    try:
        reading = stored_file.reading
    except FileReading.DoesNotExist:
        return ()
    return reading_findings(reading.as_reading, item.document_code, typed=typed)
