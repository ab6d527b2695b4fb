"""Taking a request back, and an internal note."""

from django import forms

from requests_app.domain.ending import WithdrawalReason
from requests_app.forms.fields import LongTextField, choice

LONGEST_NOTE = 4000


class WithdrawForm(forms.Form):
    """The reason is optional: it helps the utility and goes on the receipt."""

    use_required_attribute = False

    reason = choice(
        "Motivo",
        {reason.value: reason.label for reason in WithdrawalReason},
        missing="Escolha um motivo da lista, ou nenhum.",
        is_required=False,
        as_radio=False,
        blank="Prefiro não dizer",
        help_text="Sai no comprovante.",
    )


class NoteForm(forms.Form):
    """One internal note."""

    use_required_attribute = False

    text = LongTextField(
        label="Anotação",
        missing="Escreva a anotação.",
        max_length=LONGEST_NOTE,
        help_text="Só a equipe de análise lê. O técnico e o titular não veem.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
