"""What the unit consumed: twelve months, and of a rural unit those of the hours with the discount (art. 186)."""

import re
from decimal import Decimal
from typing import Any

from django import forms

from eligibility.domain.findings import refuse
from eligibility.domain.numbers_pt import parse_decimal
from requests_app.forms.fields import SectionForm, WordsField

MONTHS = 12
_SEPARATORS = re.compile(r"[\s;|]+")
_UNIT = re.compile(r"kwh", re.IGNORECASE)


def parse_consumption(text: str) -> tuple[Decimal, ...]:
    """Up to twelve monthly values in kWh from pasted text: spaces, lines, tabs or ";" between them. Raises Refused.

    A unit younger than a year has fewer: the rules say then that months are missing.
    """
    pieces = [piece.strip(",") for piece in _SEPARATORS.split(_UNIT.sub(" ", text))]
    pieces = [piece for piece in pieces if piece]
    if not 1 <= len(pieces) <= MONTHS:
        message = f"Escreva o consumo de até 12 meses. Encontramos {len(pieces)} números."
        raise refuse("consumption.months", message)
    return tuple(parse_decimal(piece, maximum=99_999_999).quantize(Decimal("0.01")) for piece in pieces)


class ConsumptionField(WordsField):
    """A text area for the twelve months; the line breaks of a pasted column are spaces like any other."""

    widget = forms.Textarea


class ConsumptionFields(SectionForm):
    """Fields of the consumption, for the screen of the unit."""

    monthly_consumption_kwh = ConsumptionField(
        label="Consumo dos últimos 12 meses",
        missing="Escreva o consumo dos últimos 12 meses.",
        parse=parse_consumption,
        max_length=600,
        help_text="Em kWh, um número por mês. Com menos de um ano de conta, escreva os meses que há. Você pode colar uma coluna de planilha.",
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
    has_irrigation_discount = forms.BooleanField(
        label="A unidade tem desconto de irrigação ou aquicultura", required=False
    )
    discounted_consumption_kwh = ConsumptionField(
        label="Desse consumo, o do horário com desconto",
        parse=parse_consumption,
        required=False,
        max_length=600,
        help_text="Em kWh, os mesmos meses na mesma ordem. Sem esses números, o analista confere a potência compatível.",
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """The hours with the discount are a part of each month."""
        cleaned = super().clean()
        whole, part = (cleaned.get(f"{name}_consumption_kwh") for name in ("monthly", "discounted"))
        if whole and part:
            if len(part) != len(whole):
                message = (
                    f"Escreva os mesmos meses do consumo: são {len(whole)} números, e aqui há {len(part)}."
                )
                self.add_error("discounted_consumption_kwh", message)
            elif any(less > all_hours for less, all_hours in zip(part, whole, strict=True)):
                message = "O consumo do horário com desconto não passa do consumo do mês inteiro."
                self.add_error("discounted_consumption_kwh", message)
        return cleaned
