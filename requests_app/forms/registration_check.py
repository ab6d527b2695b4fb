"""Forms of the analysts' room for council registrations: a search and a decision."""

from typing import Any

from django import forms

from requests_app.forms.fields import LongTextField, WordsField, choice
from requests_app.models.professional import RegistrationState as Status
from requests_app.services.people.registrations import Decision

_NO_PERSONAL_DATA = "Para suspenso e para não conferido. O técnico lê este texto, e ele fica na história. Não escreva CPF, endereço nem dados de outra pessoa."


class RegistrationSearchForm(forms.Form):
    """By part of the name, or by the number in the council."""

    use_required_attribute = False

    text = WordsField(
        label="Nome ou número de registro",
        max_length=80,
        missing="Escreva um nome ou um número para buscar.",
        help_text="Parte do nome, ou ao menos três algarismos do número.",
    )


class RegistrationDecisionForm(forms.Form):
    """The decision and what it needs; `version` is the one that the page showed."""

    use_required_attribute = False

    status = choice(
        "Como fica o registro",
        {
            Status.VERIFIED.value: "Conferido até uma data",
            Status.SUSPENDED.value: "Suspenso",
            Status.UNVERIFIED.value: "Não conferido",
        },
        missing="Escolha como fica o registro.",
        details={
            Status.VERIFIED.value: "A certidão é deste técnico e está regular. Escreva até que dia a conferência vale.",
            Status.SUSPENDED.value: "O técnico não envia pedidos novos. Escreva o motivo e a base.",
            Status.UNVERIFIED.value: "O técnico envia pedidos com um aviso. Escreva o motivo.",
        },
    )
    verified_until = forms.DateField(
        label="Conferido até",
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="A validade que está na certidão. Só para “conferido”.",
        error_messages={"invalid": "Confira a data. Exemplo: 31/12/2027."},
    )
    reason = LongTextField(label="Motivo", required=False, max_length=500, help_text=_NO_PERSONAL_DATA)
    basis = WordsField(
        label="Base",
        required=False,
        max_length=200,
        help_text="Para suspenso: a norma, ou o ofício do conselho, em que a decisão se apoia.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_147_483_646)

    def decision(self) -> Decision:
        """The decision, after a successful clean."""
        given: dict[str, Any] = self.cleaned_data
        return Decision(
            status=Status(given["status"]),
            verified_until=given["verified_until"],
            reason=given["reason"],
            basis=given["basis"],
        )
