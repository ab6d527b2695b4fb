"""What people record of a guarantee: a renewal, its judgement, missing data, and the days of return and execution."""

from django import forms

from eligibility.domain.findings import Refused
from eligibility.domain.numbers_pt import parse_decimal
from eligibility.domain.vocabulary import GuaranteeForm as FormOfGuarantee
from requests_app.forms.fields import LongTextField, WordsField, choice, labels_of
from requests_app.forms.guarantee import FORM_LABELS, LARGEST_AMOUNT

ACCEPT, DECLINE = "accept", "decline"
LONGEST_REASON = 1000


def day_field(
    label: str, *, missing: str = "Escolha o dia.", is_required: bool = True, help_text: str = ""
) -> forms.DateField:
    """One day, typed or chosen."""
    field = forms.DateField(
        label=label,
        required=is_required,
        help_text=help_text,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": missing, "invalid": "Escreva uma data, como 08/12/2026."},
    )
    field.width = "m"  # type: ignore[attr-defined]  # read by the field component
    return field


class _Step(forms.Form):
    use_required_attribute = False

    def take(self, refused: Refused) -> bool:
        """Put each finding beside its field, or above them all; False when one names no field of this form."""
        if any(finding.field not in self.fields for finding in refused.findings):
            return False
        for finding in refused.findings:
            self.add_error(finding.field, finding.message)
        return True


class RenewalForm(_Step):
    """A later end and the paper that proves it."""

    valid_until_on = day_field("Vale até", missing="Escolha até quando a garantia renovada vale.")
    document = forms.FileField(
        label="Documento da renovação",
        allow_empty_file=True,
        help_text="PDF, JPG ou PNG, até 20 MB.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={
            "required": "Escolha o arquivo da renovação.",
            "missing": "Escolha o arquivo da renovação.",
        },
    )


class AnswerForm(_Step):
    """Yes, or no with the reason that the other side reads."""

    verdict = choice(
        "Resposta",
        {ACCEPT: "Aceitar", DECLINE: "Não aceitar"},
        missing="Escolha a resposta.",
    )
    reason = LongTextField(
        label="Motivo",
        required=False,
        max_length=LONGEST_REASON,
        help_text="Só quando não aceita. O outro lado recebe este texto.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    @property
    def is_accepted(self) -> bool:
        return bool(self.cleaned_data["verdict"] == ACCEPT)


class TermsForm(_Step):
    """What the answers left out."""

    form = choice(
        "Forma da garantia", labels_of(FormOfGuarantee, FORM_LABELS), missing="Escolha a forma da garantia."
    )
    amount_brl = WordsField(
        label="Valor da garantia em reais",
        missing="Escreva o valor da garantia.",
        parse=lambda text: round(parse_decimal(text, maximum=LARGEST_AMOUNT), 2),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    valid_until_on = day_field("Vale até", is_required=False, help_text="Só para títulos e fiança.")


class ReturnForm(_Step):
    """The day on which the guarantee went back."""

    returned_on = day_field("Devolvida em")


class NoticeForm(_Step):
    """The date of the contract that passed, and the day of the prior notice."""

    contract_start_on = day_field("Data de início no contrato")
    noticed_on = day_field("Aviso enviado em")


class PartForm(_Step):
    """The day of one step of the execution."""

    executed_on = day_field("Executada em")


class WholeForm(_Step):
    """The day of the whole execution; a field of another name, since both forms may stand on one page."""

    whole_on = day_field("Executada por inteiro em")

    def take(self, refused: Refused) -> bool:
        if refused.findings[0].field != "executed_on":
            return False
        self.add_error("whole_on", refused.message)
        return True
