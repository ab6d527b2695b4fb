"""The new e-mail or phone that a holder types; what stays empty stays as it is."""

from typing import Any

from django import forms

from eligibility.domain.registrations import parse_phone
from requests_app.forms.fields import WordsField


class ContactForm(forms.Form):
    """At least one of the two."""

    use_required_attribute = False

    email = forms.EmailField(
        label="Novo e-mail",
        required=False,
        max_length=254,
        help_text="Deixe em branco para continuar com o de hoje.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": "Confira o e-mail. Exemplo: nome@exemplo.com.br.",
            "max_length": "Use até %(limit_value)d letras. O texto tem %(show_value)d.",
        },
    )
    phone = WordsField(
        label="Novo telefone",
        required=False,
        parse=parse_phone,
        max_length=40,
        help_text="Com DDD. Exemplo: (31) 98765-4321. Deixe em branco para continuar com o de hoje.",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if not self.errors and not cleaned.get("email") and not cleaned.get("phone"):
            self.add_error("email", "Escreva o novo e-mail ou o novo telefone.")
        return cleaned
