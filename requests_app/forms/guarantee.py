"""The performance guarantee of a larger plant: its form, the bank, the amount and how long it is good for."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from eligibility.domain.findings import refuse
from eligibility.domain.numbers_pt import parse_decimal
from eligibility.domain.taxpayer import format_taxpayer
from eligibility.domain.vocabulary import GuaranteeForm as FormOfGuarantee
from eligibility.profile import current_profile
from requests_app.domain.filing import GuaranteeAnswers
from requests_app.forms.fields import SectionForm, WordsField, choice, labels_of

LARGEST_AMOUNT = Decimal(10_000_000_000)
_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
FORM_LABELS = {
    FormOfGuarantee.cash: "Caução em dinheiro",
    FormOfGuarantee.bonds: "Títulos da dívida pública",
    FormOfGuarantee.surety: "Fiança bancária",
}
_WITH_TERM = (FormOfGuarantee.bonds.value, FormOfGuarantee.surety.value)


def _amount(text: str) -> Decimal:
    value = parse_decimal(text, maximum=LARGEST_AMOUNT)
    if value != round(value, 2):
        raise refuse("number.too_precise", "Use até 2 casas decimais.")
    return value


def _day(text: str) -> date:
    match, iso = _DAY.fullmatch(text), _ISO_DAY.fullmatch(text)
    try:
        if match:
            return date(int(match[3]), int(match[2]), int(match[1]))
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
    except ValueError:
        pass
    raise refuse("date.invalid", "Escreva dia, mês e ano. Exemplo: 31/12/2027.")


class GuaranteeForm(SectionForm):
    """Nothing here is mandatory: a request without its guarantee is refused by people, in the document check."""

    section = "guarantee"
    address = "garantia"
    title = "Como é a garantia de fiel cumprimento?"
    depends = {"surety": ("surety_bank",), "term": ("valid_until",), "any": ("amount_brl",)}

    form = choice(
        "Forma da garantia",
        labels_of(FormOfGuarantee, FORM_LABELS),
        missing="Escolha a forma da garantia.",
        is_required=False,
    )
    surety_bank = forms.ChoiceField(
        label="Banco da fiança",
        required=False,
        error_messages={"invalid_choice": "Escolha um banco da lista da distribuidora."},
    )
    amount_brl = WordsField(
        label="Valor da garantia em reais",
        required=False,
        parse=_amount,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    valid_until = WordsField(
        label="Vale até",
        required=False,
        parse=_day,
        max_length=10,
        help_text="O último dia de validade dos títulos ou da fiança. Exemplo: 31/12/2027.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        banks = current_profile().surety_banks.names
        field = self.fields["surety_bank"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Escolha"), *((name, name) for name in banks)]
        for name, width in (("amount_brl", "m"), ("valid_until", "s")):
            self.fields[name].width = width  # type: ignore[attr-defined]  # read by the field component

    @property
    def account_tax_id(self) -> str:
        """The CNPJ of the account for cash, with its punctuation."""
        return format_taxpayer(current_profile().guarantee_account.cnpj)

    @property
    def asks(self) -> Mapping[str, bool]:
        kind = self.typed("form")
        return {
            "cash": kind == FormOfGuarantee.cash.value,
            "surety": kind == FormOfGuarantee.surety.value,
            "term": kind in _WITH_TERM,
            "any": bool(kind),
        }

    def to_answers(self, on: date) -> GuaranteeAnswers | None:
        """Typed answers; None while a field has an error, also a validity that does not reach past the day `on`."""
        if not self.is_valid():
            return None
        until: date | None = self.cleaned_data["valid_until"]
        if until is not None and until <= on:
            self.add_error(
                "valid_until", forms.ValidationError("A validade já acabou ou acaba hoje.", code="date.past")
            )
            return None
        return GuaranteeAnswers(
            form=FormOfGuarantee(self.cleaned_data["form"]) if self.cleaned_data["form"] else None,
            surety_bank=self.cleaned_data["surety_bank"] or "",
            amount_brl=self.cleaned_data["amount_brl"],
            valid_until=until,
        )
