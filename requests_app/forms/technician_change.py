"""Who should take a request over, by the whole e-mail; and the answer of who was asked."""

from django import forms

from requests_app.forms.fields import choice
from requests_app.forms.holder_entry import CodeForm

ACCEPT, REFUSE = "accept", "refuse"


class NewTechnicianForm(forms.Form):
    """The e-mail of the account that should take over."""

    use_required_attribute = False

    email = forms.EmailField(
        label="E-mail do novo responsável técnico",
        max_length=254,
        help_text="O mesmo da conta dele neste portal, inteiro.",
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Escreva o e-mail do novo responsável técnico.",
            "invalid": "Confira o e-mail. Exemplo: nome@exemplo.com.br.",
            "max_length": "Use até %(limit_value)d letras. O texto tem %(show_value)d.",
        },
    )


class AnswerForm(forms.Form):
    """Yes or no of the professional who was asked."""

    use_required_attribute = False

    change = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)
    answer = choice(
        "Sua resposta",
        {ACCEPT: "Aceito ser o responsável técnico deste pedido", REFUSE: "Recuso"},
        missing="Escolha uma resposta.",
    )


class TransferForm(CodeForm):
    """The holder's code and an express yes, for the change that the page showed."""

    change = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)
    is_sure = forms.BooleanField(
        label="Quero trocar o responsável técnico deste pedido.",
        error_messages={"required": "Marque que você quer trocar o responsável técnico."},
    )
    field_order = ("change", "is_sure", "code")
