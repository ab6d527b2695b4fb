"""In whose name the unit is, how to reach them, and how they authorised the technician."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from eligibility.domain.findings import Refused
from eligibility.domain.registrations import parse_phone
from eligibility.domain.taxpayer import parse_cnpj, parse_cpf
from requests_app.domain.filing import HolderAnswers
from requests_app.forms.fields import YES, SectionForm, WordsField, yes_or_no


class HolderForm(SectionForm):
    section = "holder"
    address = "titular"
    title = "Titular e contato"
    depends = {"company": ("representative_name", "has_constitution_change")}

    is_company = yes_or_no(
        "O titular é",
        no="Pessoa física",
        yes="Empresa, órgão ou associação",
        missing="Diga se o titular é pessoa física ou empresa.",
        help_text="Titular é a pessoa ou empresa em nome de quem está a conta de luz.",
    )
    name = WordsField(
        label="Nome completo ou razão social", missing="Escreva o nome do titular.", max_length=160
    )
    tax_id = WordsField(
        label="CPF ou CNPJ",
        missing="Escreva o CPF ou o CNPJ do titular.",
        max_length=40,
        help_text="Com ou sem pontos. O CNPJ novo pode ter letras.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    representative_name = WordsField(
        label="Quem representa a empresa",
        required=False,
        max_length=160,
        help_text="Quem assina pela empresa, pelo órgão ou pela associação.",
    )
    email = forms.EmailField(
        label="E-mail do titular",
        max_length=254,
        help_text="O titular recebe nele o link para acompanhar o pedido.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Escreva o e-mail do titular.",
            "invalid": "Confira o e-mail. Exemplo: nome@exemplo.com.br.",
            "max_length": "Use até %(limit_value)d letras. O texto tem %(show_value)d.",
        },
    )
    phone = WordsField(
        label="Telefone do titular",
        missing="Escreva o telefone com DDD.",
        parse=parse_phone,
        max_length=40,
        help_text="Com DDD. Exemplo: (31) 98765-4321.",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    has_power_of_attorney = yes_or_no(
        "Como o titular autorizou você?",
        no="O titular confirma pelo link que vamos mandar a ele",
        yes="Vou enviar uma procuração",
        missing="Diga como o titular autorizou você.",
    )
    is_cpf_on_identity_document = yes_or_no(
        "O CPF aparece no documento com foto?",
        missing="Diga se o CPF aparece no documento com foto.",
        help_text="Do titular ou, em empresa, de quem representa. Se aparece, o comprovante de CPF não é preciso.",
    )
    has_constitution_change = forms.BooleanField(
        label="O contrato social ou estatuto da empresa já foi alterado", required=False
    )

    @property
    def asks(self) -> Mapping[str, bool]:
        return {"company": self.typed("is_company") == YES}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_company = cleaned.get("is_company")
        if is_company is None:
            return cleaned
        if cleaned.get("tax_id"):
            parse = parse_cnpj if is_company else parse_cpf
            try:
                cleaned["tax_id"] = parse(cleaned["tax_id"], field="tax_id")
            except Refused as refused:
                self.add_error("tax_id", forms.ValidationError(refused.message, code=refused.code))
        if is_company and not cleaned.get("representative_name") and "representative_name" not in self.errors:
            message = forms.ValidationError("Escreva o nome de quem representa a empresa.", code="required")
            self.add_error("representative_name", message)
        return cleaned

    def to_answers(self, on: date) -> HolderAnswers | None:
        """Typed answers; None while a field has an error."""
        return HolderAnswers.model_validate(self.cleaned_data) if self.is_valid() else None
