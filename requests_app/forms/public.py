"""What anybody may ask of an opinion: is it true."""

from django import forms

from requests_app.forms.fields import WordsField


class VerifyForm(forms.Form):
    """The code beside the QR, or the number of the opinion."""

    use_required_attribute = False

    codigo = WordsField(
        label="Código ou número do parecer",
        missing="Escreva o código ou número do parecer.",
        max_length=60,
        help_text="O código fica ao lado do QR e tem 12 letras e números. O número começa com PA.",
    )
