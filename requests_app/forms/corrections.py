"""What a technician sends to fix one correction: a new file for its document, words, or both."""

from django import forms

from documents.domain.checklist import ChecklistItem
from documents.domain.file_types import names_in_portuguese
from requests_app.forms.fields import LongTextField
from requests_app.models import Pending


class FixForm(forms.Form):
    """One correction. The file itself is inspected by the service, so that each problem has its own message."""

    use_required_attribute = False

    file = forms.FileField(required=False, allow_empty_file=True)
    answer = LongTextField(
        label="Sua resposta",
        required=False,
        max_length=4000,
        help_text="Escreva quando não for preciso trocar o arquivo. Se você discorda, diga por quê.",
    )

    def __init__(self, *args: object, pending: Pending, item: ChecklistItem, **options: object) -> None:
        options.setdefault("prefix", f"item{pending.number}")
        options.setdefault("initial", {"answer": pending.answer})
        super().__init__(*args, **options)  # type: ignore[arg-type]  # passed on as they came
        self.pending = pending
        file = self.fields["file"]
        file.label = f"Arquivo corrigido do item {pending.number}"
        file.help_text = f"{names_in_portuguese(item.accepted)}, até {item.max_mb} MB. Os outros arquivos ficam como estão."
        file.widget.attrs["accept"] = ",".join(f".{kind.value}" for kind in item.accepted_types)
        self.fields["answer"].label = f"Sua resposta ao item {pending.number}"
