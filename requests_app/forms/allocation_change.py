"""The new list of a connected plant with the document of its members, and the holder's yes to it."""

from typing import Any, ClassVar

from django import forms

from documents.domain.checklist import ChecklistItem
from documents.domain.file_types import names_in_portuguese
from requests_app.forms.allocation import AllocationForm
from requests_app.forms.holder_entry import CodeForm
from requests_app.forms.uploads import EXTENSIONS
from requests_app.models import Holder


class AllocationChangeForm(AllocationForm):
    """The list, pasted or as a file; where the modality has members, the paper by which one enters or leaves."""

    section: ClassVar[str] = "allocation"

    def __init__(self, *args: Any, item: ChecklistItem | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if item is not None:
            self.fields["document"] = forms.FileField(
                label=item.title,
                required=False,
                allow_empty_file=True,
                help_text=(
                    "Só quando membros entram ou saem. "
                    f"{names_in_portuguese(item.accepted)}, até {item.max_mb} MB."
                ),
                widget=forms.FileInput(
                    attrs={"accept": ",".join(EXTENSIONS[kind] for kind in item.accepted_types)}
                ),
            )


class ConfirmForm(CodeForm):
    """The code and an express yes to the list that the page showed, in the name in which the holder acts."""

    change = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)
    is_sure = forms.BooleanField(error_messages={"required": "Marque que você quer esta divisão."})
    field_order = ("change", "is_sure", "code")

    def __init__(self, *args: Any, holder: Holder, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who = "Sou o titular" if not holder.is_company else "Sou o representante legal da empresa titular"
        self.fields["is_sure"].label = f"{who} e quero esta divisão dos créditos."
