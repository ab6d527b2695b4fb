"""What a unit in medium or high voltage tells besides: demands, entry substation and transformers."""

from django import forms

from eligibility.domain.vocabulary import SubstationType
from requests_app.forms.fields import choice, quantity
from requests_app.forms.rows import RowSet, RowsForm

LARGEST_DEMAND_KW = 1_000_000
TRANSFORMERS = 6
EXISTING_ONLY = "Só para subestação que já existe. Até 300 kW."
SUBSTATION_TEXTS = {
    SubstationType.posto_1: EXISTING_ONLY,
    SubstationType.posto_2: "Só em 22.000 V ou 34.500 V. Pode ser compartilhada.",
    SubstationType.posto_3: EXISTING_ONLY,
    SubstationType.posto_4: "Qualquer tensão e potência. Pode ser compartilhada.",
    SubstationType.posto_5: "Até 300 kW.",
    SubstationType.posto_6: EXISTING_ONLY,
    SubstationType.posto_8: "Até 300 kW.",
}
CONNECTIONS = ("Δ-Y", "Δ-Δ", "Y-Δ", "Y-Y")


def _which(row: int) -> str:
    return "transformador" if row == 0 else f"{row + 1}º transformador"


def _power(row: int) -> forms.Field:
    field = quantity(f"Potência do {_which(row)}", maximum=1_000_000, is_required=False, unit="kVA")
    field.error_messages["required"] = f"Escreva a potência do {_which(row)}."
    return field


def _connection(row: int) -> forms.Field:
    return choice(
        f"Ligação do {_which(row)}",
        {name: name for name in CONNECTIONS},
        missing="Escolha a ligação do transformador.",
        is_required=False,
        as_radio=False,
    )


def _impedance(row: int) -> forms.Field:
    return quantity(f"Impedância do {_which(row)}", maximum=100, is_required=False, unit="%")


TRANSFORMER_ROWS = RowSet(
    key="transformers",
    prefix="transformer",
    maximum=TRANSFORMERS,
    condition="group_a",
    parts={"power_kva": _power, "connection": _connection, "impedance_percent": _impedance},
    required=("power_kva",),
)


class GroupAFields(RowsForm):
    """Fields of group A, for the screen of the unit."""

    contracted_demand_kw = quantity(
        "Demanda contratada de consumo",
        maximum=LARGEST_DEMAND_KW,
        unit="kW",
        help_text="Escreva 0 se a unidade só vai injetar energia.",
    )
    contracted_demand_kw.error_messages["required"] = "Escreva a demanda contratada. Ela pode ser 0."
    injection_demand_kw = quantity(
        "Demanda de injeção",
        maximum=LARGEST_DEMAND_KW,
        is_required=False,
        unit="kW",
        help_text="A maior potência que a unidade vai injetar na rede.",
    )
    installed_load_kw = quantity("Carga instalada", maximum=LARGEST_DEMAND_KW, is_required=False, unit="kW")
    substation_type = choice(
        "Tipo da subestação de entrada",
        {posto.value: f"Posto {posto.value}" for posto in SubstationType},
        missing="Escolha o tipo da subestação de entrada.",
        details={posto.value: text for posto, text in SUBSTATION_TEXTS.items()},
    )
    is_substation_shared = forms.BooleanField(
        label="A subestação é compartilhada com outras unidades", required=False
    )
    row_sets = (TRANSFORMER_ROWS,)
