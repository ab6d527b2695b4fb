"""Handing a draft over with its start date and note, and sending it back with words."""

from django import forms

from documents.forms.checklist_item import text


def start_date(label: str) -> forms.DateField:
    """A day, by the browser's calendar or typed as dd/mm/aaaa."""
    field = forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="Hoje ou um dia que ainda vem. O pedido enviado antes segue com a lista antiga.",
        error_messages={"invalid": "escreva uma data, como 01/12/2026."},
    )
    field.width = "m"  # type: ignore[attr-defined]  # read by the field component
    return field


class HandOverForm(forms.Form):
    """When the version begins and why the list changes."""

    use_required_attribute = False

    valid_from = start_date("Início")
    note = text(
        "Nota",
        longest=1000,
        help_text="Por que a lista muda. Leem isto quem publica, quem consulta a versão e, por e-mail, os técnicos.",
    )


class SendBackForm(forms.Form):
    """What the author has to change; a writer of the draft may take it back without a word."""

    use_required_attribute = False

    words = text("O que precisa mudar", longest=1000)

    def __init__(self, data: object = None, *, is_writer: bool = False) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # passed on as it came
        self.fields["words"].required = not is_writer
        self.fields["words"].optional = is_writer  # type: ignore[attr-defined]  # read by the field component
