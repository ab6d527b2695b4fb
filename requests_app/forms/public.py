"""The two questions that anybody may ask: is this opinion true, and which documents will I need."""

from datetime import date
from decimal import Decimal

from django import forms

from eligibility.domain.facts import InverterSet, ProjectFacts
from eligibility.domain.vocabulary import Modality, RequestKind, Source
from requests_app.forms.fields import WordsField

PERSON, COMPANY = "pessoa", "empresa"


class VerifyForm(forms.Form):
    """The code beside the QR, or the number of the opinion."""

    use_required_attribute = False

    codigo = WordsField(
        label="Código ou número do parecer",
        missing="Escreva o código ou número do parecer.",
        max_length=60,
        help_text="O código fica ao lado do QR e tem 12 letras e números. O número começa com PA.",
    )


class DocumentsForm(forms.Form):
    """Who the holder is. The fields are those of the address, so they are in Portuguese."""

    use_required_attribute = False

    titular = forms.ChoiceField(
        label="A conta de energia está em nome de quem?",
        choices=[(PERSON, "Pessoa física"), (COMPANY, "Empresa")],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Escolha uma das respostas.",
            "invalid_choice": "Escolha uma das respostas.",
        },
    )
    sem_cpf = forms.BooleanField(label="O documento com foto não mostra o CPF", required=False)
    alterou = forms.BooleanField(label="A empresa já alterou o contrato ou o estatuto", required=False)
    procuracao = forms.BooleanField(label="Vou enviar uma procuração do titular", required=False)

    def facts(self, on: date) -> ProjectFacts:
        """A common project of this category on the day `on`, with the answers that are valid."""
        given = getattr(self, "cleaned_data", {})
        return ProjectFacts(
            filed_on=on,
            source=Source.solar,
            request_kind=RequestKind.existing_unit,
            modality=Modality.local,
            inverters=(InverterSet(quantity=1, power_kw=Decimal(5)),),
            is_holder_company=given.get("titular") == COMPANY,
            is_cpf_on_identity_document=not given.get("sem_cpf"),
            has_constitution_change=bool(given.get("alterou")),
            has_power_of_attorney=bool(given.get("procuracao")),
        )
