"""What will be installed: source, modules, inverters and storage."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from eligibility.domain.vocabulary import RequestKind, Source
from requests_app.domain.filing import EquipmentAnswers, GenerationAnswers
from requests_app.forms.fields import SectionForm, WordsField, choice, labels_of, quantity, whole, yes_or_no

MODELS = 3
LARGEST_QUANTITY = 100_000
LARGEST_POWER = 100_000
WATTS = 1000
SOURCE_LABELS = {
    Source.solar: "Solar",
    Source.hydro: "Hidráulica",
    Source.wind: "Eólica",
    Source.biomass: "Biomassa",
    Source.qualified_cogeneration: "Cogeração qualificada",
    Source.other: "Outra",
}
KIND_LABELS = {
    RequestKind.existing_unit: "Geração nova em unidade que já existe",
    RequestKind.existing_unit_new_power: "Geração nova com mudança da ligação da unidade",
    RequestKind.new_unit: "Ligação nova já com geração",
    RequestKind.change_generator: "Mudança de uma geração que já existe",
}
_PARTS = ("manufacturer", "model", "quantity", "power")
_KINDS = {"module": ("módulo", "power_w", "W"), "inverter": ("inversor", "power_kw", "kW")}


def _names(kind: str, row: int) -> dict[str, str]:
    """The four field names of one model: `module_0_power_w`, `inverter_0_power_kw`…"""
    return {part: f"{kind}_{row}_{_KINDS[kind][1] if part == 'power' else part}" for part in _PARTS}


def _labels(kind: str, row: int) -> dict[str, str]:
    noun, plural = _KINDS[kind][0], f"{_KINDS[kind][0]}es" if kind == "inverter" else f"{_KINDS[kind][0]}s"
    which = noun if row == 0 else f"{row + 1}º {noun}"
    return {
        "manufacturer": f"Fabricante do {which}",
        "model": f"Modelo do {which}",
        "quantity": f"Quantidade de {plural}" if row == 0 else f"Quantidade do {which}",
        "power": f"Potência de cada {noun}" if row == 0 else f"Potência do {which}",
    }


class GenerationForm(SectionForm):
    section = "generation"
    address = "geracao"
    title = "O que vai ser instalado?"

    source = choice(
        "Fonte da energia",
        labels_of(Source, SOURCE_LABELS),
        missing="Escolha a fonte da geração.",
        as_radio=False,
    )
    request_kind = choice(
        "O que é este pedido?",
        labels_of(RequestKind, KIND_LABELS),
        missing="Diga se a unidade já existe ou se é uma ligação nova.",
    )
    has_storage = yes_or_no("Tem bateria?", missing="Diga se o projeto tem bateria.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in _KINDS:
            for row in range(MODELS):
                self._add_row(kind, row)

    def _add_row(self, kind: str, row: int) -> None:
        unit = _KINDS[kind][2]
        names, labels = _names(kind, row), _labels(kind, row)
        for part in ("manufacturer", "model"):
            self.fields[names[part]] = WordsField(label=labels[part], required=False, max_length=80)
        self.fields[names["quantity"]] = whole(
            labels["quantity"], maximum=LARGEST_QUANTITY, is_required=False
        )
        self.fields[names["power"]] = quantity(
            labels["power"],
            maximum=LARGEST_POWER,
            places=1 if unit == "W" else 3,
            is_required=False,
            unit=unit,
        )

    def rows(self, kind: str) -> Iterator[list[forms.BoundField]]:
        """The four bound fields of each model, for the page."""
        for row in range(MODELS):
            yield [self[name] for name in _names(kind, row).values()]

    def module_rows(self) -> list[list[forms.BoundField]]:
        return list(self.rows("module"))

    def inverter_rows(self) -> list[list[forms.BoundField]]:
        return list(self.rows("inverter"))

    def clean(self) -> dict[str, Any]:
        is_solar = self.cleaned_data.get("source") in (Source.solar.value, None, "")
        for kind in _KINDS:
            for row in range(MODELS):
                names = _names(kind, row)
                is_begun = any(self.data.get(name) for name in names.values())
                if is_begun or (row == 0 and is_solar):
                    self._require(kind, row)
        return self.cleaned_data

    def _require(self, kind: str, row: int) -> None:
        articles = {"manufacturer": "o", "model": "o", "quantity": "a", "power": "a"}
        labels = _labels(kind, row)
        for part, name in _names(kind, row).items():
            if self.cleaned_data.get(name) in (None, "") and name not in self.errors:
                label = labels[part]
                message = f"Escreva {articles[part]} {label[0].lower()}{label[1:]}."
                self.add_error(name, forms.ValidationError(message, code="required"))

    def _equipment(self, kind: str) -> tuple[EquipmentAnswers, ...]:
        found = []
        for row in range(MODELS):
            names = _names(kind, row)
            values: dict[str, Any] = {part: self.cleaned_data.get(name) for part, name in names.items()}
            if values["manufacturer"]:
                power: Decimal = values.pop("power")
                watts = power * WATTS if kind == "inverter" else power
                found.append(EquipmentAnswers.model_validate({**values, "unit_power_w": watts}))
        return tuple(found)

    def to_answers(self, on: date) -> GenerationAnswers | None:
        """Typed answers; None while a field has an error."""
        if not self.is_valid():
            return None
        return GenerationAnswers(
            source=Source(self.cleaned_data["source"]),
            request_kind=RequestKind(self.cleaned_data["request_kind"]),
            modules=self._equipment("module"),
            inverters=self._equipment("inverter"),
            has_storage=self.cleaned_data["has_storage"],
        )
