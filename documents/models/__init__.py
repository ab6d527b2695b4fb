"""Tables of the documents app."""

from documents.models.checklist_draft import ChecklistDraft
from documents.models.checklist_version import ChecklistVersion
from documents.models.file_reading import FileReading
from documents.models.library import LibraryChange, LibraryDocument, LibraryVersion
from documents.models.stored_file import FileLabel, PageImage, StoredFile

__all__ = [
    "ChecklistDraft",
    "ChecklistVersion",
    "FileLabel",
    "FileReading",
    "LibraryChange",
    "LibraryDocument",
    "LibraryVersion",
    "PageImage",
    "StoredFile",
]
