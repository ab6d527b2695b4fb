"""Proofs of payment, and the reviewer's word that a charge was paid."""

from collections.abc import Mapping
from typing import Any

from django import forms

from requests_app.forms.fields import WordsField

ACCEPTED = ".pdf,.jpg,.jpeg,.png"
_TYPES = "PDF, JPG ou PNG, até 10 MB."


class ProofForm(forms.Form):
    """One proof of one charge; the file itself is inspected by the service."""

    use_required_attribute = False

    file = forms.FileField(
        label="Comprovante do pagamento",
        help_text=_TYPES,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={"required": "Escolha o arquivo do comprovante."},
    )

    def __init__(self, charge_id: int, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, prefix=f"cobranca-{charge_id}")


class ConfirmForm(forms.Form):
    """The day, and the number or file that proves it. Nothing but the day is asked where a proof came before."""

    use_required_attribute = False

    paid_on = forms.DateField(
        label="Dia do pagamento",
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": "Escreva o dia do pagamento.",
            "invalid": "Escreva uma data, como 08/12/2026.",
        },
    )
    number = WordsField(
        label="Número do pagamento",
        required=False,
        max_length=60,
        help_text="O que está no extrato do banco.",
    )
    file = forms.FileField(
        label="Comprovante",
        required=False,
        help_text=_TYPES,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )

    def __init__(self, charge_id: int, data: Mapping[str, Any] | None = None, files: Any = None) -> None:
        super().__init__(data, files, prefix=f"cobranca-{charge_id}")
        self.fields["paid_on"].width = "m"  # type: ignore[attr-defined]  # read by the field component
