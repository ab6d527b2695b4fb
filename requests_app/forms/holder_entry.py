"""The code that a holder types, and the two ticks of a cancellation."""

from django import forms


class CodeForm(forms.Form):
    """Six digits from the e-mail; spaces are forgiven."""

    use_required_attribute = False

    code = forms.CharField(
        label="Código",
        max_length=20,
        help_text="Seis números, no e-mail que acabamos de enviar.",
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
        error_messages={"required": "Escreva o código do e-mail."},
    )

    def clean_code(self) -> str:
        code = "".join(self.cleaned_data["code"].split())
        if not (code.isascii() and code.isdigit() and len(code) == 6):
            raise forms.ValidationError("Código: são seis números.")
        return code


class CancelForm(CodeForm):
    """The code and an express yes: nothing is cancelled by a wrong click."""

    is_sure = forms.BooleanField(
        label="Quero cancelar o parecer e sei que ele não volta a valer.",
        error_messages={"required": "Marque que você quer cancelar o parecer."},
    )
    field_order = ("is_sure", "code")
