"""Where the generation will be: the consumer unit, its connection, its consumption and its address."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from eligibility.domain.consumer_units import parse_unit_number
from eligibility.domain.findings import refuse
from eligibility.domain.limits import AvailablePower, available_power
from eligibility.domain.numbers_pt import parse_decimal
from eligibility.domain.registrations import parse_cep
from eligibility.domain.vocabulary import ConsumerClass, Phases, TariffGroup
from eligibility.profile import current_profile
from requests_app.domain.filing import UnitAnswers
from requests_app.forms.fields import SectionForm, WordsField, choice, labels_of, quantity, whole

MONTHS = 12
CLASS_LABELS = {
    ConsumerClass.residential: "Residencial",
    ConsumerClass.commercial: "Comercial",
    ConsumerClass.rural: "Rural",
    ConsumerClass.industrial: "Industrial",
    ConsumerClass.public_authority: "Poder público",
    ConsumerClass.public_service: "Serviço público",
    ConsumerClass.public_lighting: "Iluminação pública",
}
GROUP_LABELS = {TariffGroup.b: "Grupo B, baixa tensão", TariffGroup.a: "Grupo A, média ou alta tensão"}
PHASE_LABELS = {Phases.single: "Monofásica", Phases.two: "Bifásica", Phases.three: "Trifásica"}
VOLTAGES = {
    TariffGroup.b: ("127/220 V", "120/240 V"),
    TariffGroup.a: ("13.800 V", "22.000 V", "34.500 V"),
}

_SEPARATORS = re.compile(r"[\s;|]+")
_UNIT = re.compile(r"kwh", re.IGNORECASE)


def parse_consumption(text: str) -> tuple[Decimal, ...]:
    """Twelve monthly values in kWh from pasted text: spaces, lines, tabs or ";" between them. Raises Refused."""
    pieces = [piece.strip(",") for piece in _SEPARATORS.split(_UNIT.sub(" ", text))]
    pieces = [piece for piece in pieces if piece]
    if len(pieces) != MONTHS:
        found = "1 número" if len(pieces) == 1 else f"{len(pieces)} números"
        raise refuse("consumption.months", f"Escreva o consumo de 12 meses. Encontramos {found}.")
    return tuple(parse_decimal(piece, maximum=99_999_999).quantize(Decimal("0.01")) for piece in pieces)


class ConsumptionField(WordsField):
    """A text area for the twelve months; the line breaks of a pasted column are spaces like any other."""

    widget = forms.Textarea


class UnitForm(SectionForm):
    section = "unit"
    address = "unidade"
    title = "Onde vai ficar a geração?"

    unit_number = WordsField(
        label="Número da instalação",
        missing="Escreva o número da instalação.",
        parse=parse_unit_number,
        max_length=40,
        help_text="No alto da conta de luz. O novo tem 15 algarismos; o antigo tem 10 e começa com 3.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    consumer_class = choice(
        "Classe",
        labels_of(ConsumerClass, CLASS_LABELS),
        missing="Escolha a classe da unidade.",
        as_radio=False,
        help_text="Aparece na conta de luz, perto do nome do titular.",
    )
    group = choice(
        "Grupo",
        {group.value: GROUP_LABELS[group] for group in (TariffGroup.b, TariffGroup.a)},
        missing="Escolha o grupo da unidade.",
    )
    voltage = forms.ChoiceField(
        label="Tensão",
        choices=[
            ("", "Escolha"),
            ("Grupo B", [(v, v) for v in VOLTAGES[TariffGroup.b]]),
            ("Grupo A", [(v, v) for v in VOLTAGES[TariffGroup.a]]),
        ],
        error_messages={
            "required": "Escolha a tensão da unidade.",
            "invalid_choice": "Escolha uma tensão da lista.",
        },
    )
    phases = choice(
        "Ligação",
        labels_of(Phases, PHASE_LABELS),
        missing="Escolha se a ligação é monofásica, bifásica ou trifásica.",
    )
    breaker_a = whole(
        "Disjuntor geral",
        maximum=10_000,
        unit="A",
        help_text="Está escrito no disjuntor do padrão de entrada. Exemplo: 63.",
    )
    available_power_kw = quantity(
        "Potência disponibilizada",
        maximum=100_000,
        is_required=False,
        unit="kW",
        help_text="Só quando a tabela do portal não tem o seu disjuntor. Está no cadastro da distribuidora.",
    )
    monthly_consumption_kwh = ConsumptionField(
        label="Consumo dos últimos 12 meses",
        missing="Escreva o consumo de 12 meses.",
        parse=parse_consumption,
        max_length=600,
        help_text="Em kWh, um número por mês. Você pode colar uma coluna de planilha.",
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
    street = WordsField(
        label="Rua, avenida ou estrada", missing="Escreva a rua ou a estrada.", max_length=160
    )
    street_number = WordsField(
        label="Número", missing="Escreva o número do imóvel, ou S/N se não tem.", max_length=20
    )
    complement = WordsField(label="Complemento", required=False, max_length=80)
    district = WordsField(label="Bairro", missing="Escreva o bairro ou o distrito.", max_length=80)
    municipality = WordsField(label="Município", missing="Escreva o município.", max_length=80)
    postal_code = WordsField(
        label="CEP",
        missing="Escreva o CEP.",
        parse=lambda text: parse_cep(text, section="unidade"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    nickname = WordsField(
        label="Apelido do pedido",
        required=False,
        max_length=80,
        help_text="Para você achar o pedido na sua lista. Exemplo: Padaria do centro.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        group, voltage = cleaned.get("group"), cleaned.get("voltage")
        if group and voltage and voltage not in VOLTAGES[TariffGroup(group)]:
            self.add_error(
                "voltage", f"Esta tensão não é do grupo {group}. Escolha outra, ou corrija o grupo."
            )
        return cleaned

    def table_power(self, on: date) -> AvailablePower | None:
        """What the table gives for the breaker typed so far; usable on a form with errors elsewhere."""
        cleaned = self.cleaned_data if self.is_bound and self.errors is not None else {}
        group, phases, breaker = (cleaned.get(name) for name in ("group", "phases", "breaker_a"))
        if not group or not phases or not breaker:
            return None
        return available_power(TariffGroup(group), Phases(phases), breaker, on)

    def to_answers(self, on: date) -> UnitAnswers | None:
        """Typed answers; None while a field has an error. The breaker's table goes before the typed power."""
        if not self.is_valid():
            return None
        cleaned = dict(self.cleaned_data)
        table = self.table_power(on)
        return UnitAnswers.model_validate(
            {
                **cleaned,
                "unit_number": cleaned["unit_number"].digits,
                "available_power_kw": table.kw if table else cleaned["available_power_kw"],
                # The utility serves one state only, so nobody is asked for it.
                "state": current_profile().uf,
            }
        )
