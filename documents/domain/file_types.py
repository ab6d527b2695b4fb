"""The kinds of file that people may send, and what each is called."""

from enum import StrEnum


class FileType(StrEnum):
    """A kind of file we open with a real parser; the value is the usual extension."""

    PDF = "pdf"
    JPG = "jpg"
    PNG = "png"

    @property
    def label(self) -> str:
        """The name people know."""
        return self.value.upper()

    @property
    def media_type(self) -> str:
        """The IANA media type, as stored and as served."""
        return MEDIA_TYPES[self]


MEDIA_TYPES = {FileType.PDF: "application/pdf", FileType.JPG: "image/jpeg", FileType.PNG: "image/png"}
FILE_TYPE_BY_MEDIA_TYPE = {media_type: file_type for file_type, media_type in MEDIA_TYPES.items()}


def names_in_portuguese(accepted: frozenset[FileType]) -> str:
    """List the accepted kinds for a sentence: `PDF, JPG ou PNG`."""
    labels = [file_type.label for file_type in FileType if file_type in accepted]
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} ou {labels[-1]}"
