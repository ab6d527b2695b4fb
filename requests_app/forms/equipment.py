"""Models of modules and inverters as rows of the screen of the generation."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms

from requests_app.domain.filing import EquipmentAnswers
from requests_app.forms.fields import WordsField, quantity, whole
from requests_app.forms.rows import RowSet

MODELS = 10
LARGEST_QUANTITY = 100_000
LARGEST_POWER = 100_000
WATTS = 1000
_PLURALS = {"módulo": "módulos", "inversor": "inversores"}


def _named(noun: str, label: str, article: str) -> Callable[[int], forms.Field]:
    def build(row: int) -> forms.Field:
        words = f"{label} do {_which(noun, row)}"
        missing = f"Escreva {article} {words[0].lower()}{words[1:]}."
        return WordsField(label=words, required=False, missing=missing, max_length=80)

    return build


def _which(noun: str, row: int) -> str:
    return noun if row == 0 else f"{row + 1}º {noun}"


def _counted(noun: str) -> Callable[[int], forms.Field]:
    def build(row: int) -> forms.Field:
        label = f"Quantidade de {_PLURALS[noun]}" if row == 0 else f"Quantidade do {_which(noun, row)}"
        field = whole(label, maximum=LARGEST_QUANTITY, is_required=False)
        field.error_messages["required"] = f"Escreva a {label[0].lower()}{label[1:]}."
        return field

    return build


def _powered(noun: str, unit: str, places: int) -> Callable[[int], forms.Field]:
    def build(row: int) -> forms.Field:
        label = f"Potência de cada {noun}" if row == 0 else f"Potência do {_which(noun, row)}"
        field = quantity(label, maximum=LARGEST_POWER, places=places, is_required=False, unit=unit)
        field.error_messages["required"] = f"Escreva a {label[0].lower()}{label[1:]}."
        return field

    return build


def _models(key: str, prefix: str, noun: str, unit: str, places: int, condition: str) -> RowSet:
    power = f"power_{unit.lower()}"
    return RowSet(
        key=key,
        prefix=prefix,
        maximum=MODELS,
        condition=condition,
        parts={
            "manufacturer": _named(noun, "Fabricante", "o"),
            "model": _named(noun, "Modelo", "o"),
            "quantity": _counted(noun),
            power: _powered(noun, unit, places),
        },
        required=("manufacturer", "model", "quantity", power),
    )


MODULES = _models("modules", "module", "módulo", "W", 1, "solar")
INVERTERS = _models("inverters", "inverter", "inversor", "kW", 3, "inverters")


def equipment(rows: list[dict[str, Any]]) -> tuple[EquipmentAnswers, ...]:
    """Typed answers of a list; the power of both kinds in W."""
    found = []
    for row in rows:
        kilowatts: Decimal | None = row.get("power_kw")
        watts = row["power_w"] if kilowatts is None else kilowatts * WATTS
        found.append(
            EquipmentAnswers(
                manufacturer=row["manufacturer"],
                model=row["model"],
                quantity=row["quantity"],
                unit_power_w=watts,
            )
        )
    return tuple(found)
