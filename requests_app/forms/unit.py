"""What is asked for which unit: the request, the consumer unit, its connection, its consumption and its place."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from eligibility.domain.consumer_units import parse_unit_number
from eligibility.domain.limits import AvailablePower, available_power
from eligibility.domain.vocabulary import ConsumerClass, Phases, RequestKind, TariffGroup
from eligibility.profile import current_profile
from requests_app.domain.filing import UnitAnswers
from requests_app.forms.consumption import ConsumptionFields
from requests_app.forms.fields import WordsField, choice, labels_of, quantity, whole
from requests_app.forms.group_a import TRANSFORMER_ROWS, GroupAFields
from requests_app.forms.site import SiteFields

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
    TariffGroup.a: ("13.800 V", "22.000 V", "34.500 V", "69.000 V", "138.000 V"),
}
KIND_LABELS = {
    RequestKind.existing_unit: "Geração em uma unidade que já existe",
    RequestKind.existing_unit_new_power: "Geração em uma unidade que já existe, com mudança da ligação dela",
    RequestKind.new_unit: "Uma unidade nova, já com geração",
    RequestKind.change_generator: "Aumento ou redução de uma geração que já existe",
}
KIND_DETAILS = {
    RequestKind.existing_unit: "O disjuntor ou a demanda contratada fica como está.",
    RequestKind.existing_unit_new_power: "Muda o disjuntor ou a demanda contratada.",
    RequestKind.new_unit: "A unidade ainda não tem número de instalação nem histórico de consumo.",
    RequestKind.change_generator: "Troca, retirada ou acréscimo de equipamentos que muda a potência.",
}


class UnitForm(ConsumptionFields, GroupAFields, SiteFields):
    section = "unit"
    address = "unidade"
    title = "Onde vai ficar a geração?"
    depends = {
        "existing": ("unit_number", "monthly_consumption_kwh"),
        "rural": ("has_irrigation_discount",),
        "irrigation": ("discounted_consumption_kwh",),
        "group_b": ("phases", "breaker_a", "available_power_kw"),
        "group_a": (
            "contracted_demand_kw",
            "injection_demand_kw",
            "installed_load_kw",
            "substation_type",
            "is_substation_shared",
        ),
        "degrees": ("latitude", "longitude"),
        "utm": ("utm_zone", "utm_easting", "utm_northing"),
        "emergency": ("emergency_generator_kva",),
    }
    field_order = (
        *("request_kind", "unit_number", "consumer_class", "group", "voltage"),
        *("phases", "breaker_a", "available_power_kw"),
        *("contracted_demand_kw", "injection_demand_kw", "installed_load_kw"),
        *("substation_type", "is_substation_shared"),
        *TRANSFORMER_ROWS.all_names,
        *("monthly_consumption_kwh", "has_irrigation_discount", "discounted_consumption_kwh"),
    )

    request_kind = choice(
        "O que você quer pedir?",
        labels_of(RequestKind, KIND_LABELS),
        missing="Diga o que você quer pedir.",
        details={kind.value: text for kind, text in KIND_DETAILS.items()},
    )
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
    nickname = WordsField(
        label="Apelido do pedido",
        required=False,
        max_length=80,
        help_text="Para você achar o pedido na sua lista. Exemplo: Padaria do centro.",
    )

    @property
    def asks(self) -> Mapping[str, bool]:
        is_group_a = self.typed("group") == TariffGroup.a.value
        is_existing = self.typed("request_kind") != RequestKind.new_unit.value
        is_rural = is_existing and self.typed("consumer_class") == ConsumerClass.rural.value
        return {
            "existing": is_existing,
            "rural": is_rural,
            "irrigation": is_rural and bool(self.typed("has_irrigation_discount")),
            "group_b": not is_group_a,
            "group_a": is_group_a,
            "degrees": not self.is_utm,
            "utm": self.is_utm,
            "emergency": bool(self.typed("has_emergency_generator")),
        }

    def transformer_rows(self) -> list[list[forms.BoundField]]:
        return self.shown_rows(TRANSFORMER_ROWS.key)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
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
        latitude, longitude = self.point()
        number = cleaned["unit_number"]
        return UnitAnswers.model_validate(
            {
                **cleaned,
                "unit_number": number.digits if number else "",
                "phases": cleaned["phases"] or None,
                "substation_type": cleaned["substation_type"] or None,
                "available_power_kw": self._available_kw(on),
                "monthly_consumption_kwh": cleaned["monthly_consumption_kwh"] or (),
                "discounted_consumption_kwh": cleaned["discounted_consumption_kwh"] or (),
                "transformers": self.row_values("transformers"),
                "latitude": latitude,
                "longitude": longitude,
                # The utility serves one state only, so nobody is asked for it.
                "state": current_profile().uf,
            }
        )

    def _available_kw(self, on: date) -> Decimal | None:
        cleaned = self.cleaned_data
        if self.asks["group_a"]:
            demands = (cleaned["contracted_demand_kw"], cleaned["injection_demand_kw"])
            return max((demand for demand in demands if demand is not None), default=None)
        table = self.table_power(on)
        return table.kw if table else cleaned["available_power_kw"]
