"""What people write to one another about a request. The hidden token makes a second click the same message."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms

from requests_app.domain.conversation import LONGEST_TEXT, HelpTopic
from requests_app.forms.fields import LongTextField, choice


class MessageForm(forms.Form):
    """A message."""

    use_required_attribute = False

    text = LongTextField(
        label="Mensagem",
        missing="Escreva a mensagem.",
        max_length=LONGEST_TEXT,
        help_text="Não escreva senhas nem códigos.",
        widget=forms.Textarea(attrs={"rows": "5"}),
    )
    token = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"required": "Abra a página de novo.", "invalid": "Abra a página de novo."},
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"token": uuid.uuid4()})


class HelpForm(MessageForm):
    """A call for help: what it is about, and the words."""

    topic = choice(
        "Assunto",
        {topic.value: topic.label for topic in HelpTopic},
        missing="Escolha o assunto.",
        as_radio=False,
    )
    field_order = ("topic", "text", "token")

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.fields["text"].label = "O que está acontecendo"
        self.fields["text"].error_messages["required"] = "Escreva o que está acontecendo."
