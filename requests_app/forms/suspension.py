"""Stopping the term: the reason, who was consulted and what was asked."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from eligibility.domain.rulebook import Rule
from requests_app.forms.fields import LongTextField, WordsField, choice
from requests_app.forms.review import ReasonForm
from requests_app.models import Suspension
from requests_app.services.clocks.suspensions import LONGEST_QUESTION, Consultation


class PauseForm(ReasonForm):
    """What the notice says; the service checks that body and reason fit each other."""

    body = choice(
        "Quem foi consultado",
        {body.value: str(body.label) for body in Suspension.Body},
        missing="Diga quem foi consultado.",
    )
    body_name = WordsField(
        label="Nome da distribuidora, autoridade ou órgão",
        required=False,
        max_length=120,
        help_text="Para o ONS, deixe em branco.",
    )
    question = LongTextField(
        label="O que foi perguntado",
        missing="Escreva o que foi perguntado.",
        max_length=LONGEST_QUESTION,
        help_text="Vai no aviso ao técnico e ao titular. Não escreva dados pessoais.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, rules: Sequence[Rule], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(rules, data)
        self.order_fields(("reason_code", "body", "body_name", "question"))

    @property
    def consulted(self) -> Consultation:
        """After a successful clean."""
        given = self.cleaned_data
        return Consultation(given["body"], given["body_name"], given["question"])
