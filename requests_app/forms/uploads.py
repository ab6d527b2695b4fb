"""One file input per document that the request needs."""

from collections.abc import Iterable
from typing import Any

from django import forms

from documents.domain.checklist import ChecklistItem
from documents.domain.file_types import FileType

EXTENSIONS = {FileType.PDF: ".pdf", FileType.JPG: ".jpg,.jpeg", FileType.PNG: ".png"}


def upload_name(document_code: str) -> str:
    """Name of the file input of a document."""
    return f"file_{document_code}"


class UploadsForm(forms.Form):
    """Every file is optional here: what is missing is said by the check, not by this form."""

    use_required_attribute = False

    def __init__(self, *args: Any, items: Iterable[ChecklistItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in items:
            accept = ",".join(EXTENSIONS[kind] for kind in item.accepted_types)
            self.fields[upload_name(item.document_code)] = forms.FileField(
                label=item.title,
                required=False,
                # An empty file is refused by the inspection, in its own words.
                allow_empty_file=True,
                widget=forms.FileInput(attrs={"accept": accept}),
            )
