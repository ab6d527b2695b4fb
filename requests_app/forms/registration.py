"""What the regulator's register of plants asks about each source, besides powers and equipment."""

from collections.abc import Mapping
from typing import Any

from django import forms

from eligibility.domain.registrations import parse_plant_code
from eligibility.domain.vocabulary import Source
from requests_app.domain.filing import RegistrationAnswers
from requests_app.forms.fields import SectionForm, WordsField, choice, quantity, whole

AXIS_LABELS = {"horizontal": "Horizontal", "vertical": "Vertical"}
THERMAL = frozenset({Source.biomass.value, Source.qualified_cogeneration.value})


def _words(label: str, missing: str, help_text: str = "") -> WordsField:
    return WordsField(label=label, missing=missing, max_length=120, help_text=help_text)


def _measure(label: str, maximum: int, unit: str, missing: str, places: int = 3) -> WordsField:
    field = quantity(label, maximum=maximum, places=places, unit=unit)
    field.error_messages["required"] = missing
    return field


def _count(label: str, maximum: int, missing: str) -> WordsField:
    field = whole(label, minimum=1, maximum=maximum)
    field.error_messages["required"] = missing
    return field


class RegistrationFields(SectionForm):
    """Fields of the register, for the screen of the generation; each is asked for its own source only."""

    array_area_m2 = _measure(
        "Área dos módulos", 100_000_000, "m²", "Escreva a área ocupada pelos módulos, em m².", places=2
    )
    river = _words("Rio", "Escreva o nome do rio.")
    basin = _words("Bacia hidrográfica", "Escreva o nome da bacia hidrográfica.")
    head_m = _measure("Queda bruta", 2_000, "m", "Escreva a queda bruta, em metros.")
    flow_m3s = _measure("Vazão de projeto", 100_000, "m³/s", "Escreva a vazão de projeto, em m³/s.")
    hydro_machine = _words("Turbina hidráulica", "Escreva o tipo da turbina hidráulica.", "Exemplo: Francis.")
    tower_height_m = _measure("Altura da torre", 500, "m", "Escreva a altura da torre, em metros.")
    turbine_count = _count("Número de aerogeradores", 10_000, "Escreva o número de aerogeradores.")
    turbine_axis = choice("Eixo do aerogerador", AXIS_LABELS, missing="Escolha o eixo do aerogerador.")
    turbine_model = _words("Modelo do aerogerador", "Escreva o modelo do aerogerador.")
    fuel = _words("Combustível", "Escreva o combustível.", "Exemplo: biogás de aterro.")
    prime_mover = _words("Máquina motriz", "Escreva a máquina motriz.", "Exemplo: motor a gás.")
    cycle = _words("Ciclo termodinâmico", "Escreva o ciclo termodinâmico.", "Exemplo: ciclo Otto.")
    other_description = _words("Qual é a fonte", "Escreva qual é a fonte da energia.")
    plant_code = WordsField(
        label="CEG da usina",
        required=False,
        parse=parse_plant_code,
        max_length=40,
        help_text="Só se a usina já está no cadastro da ANEEL. Exemplo: UFV.RS.MG.012345-6.01.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    @staticmethod
    def asks_about(sources: frozenset[str]) -> Mapping[str, bool]:
        """Source condition → whether the register asks about it."""
        return {
            "solar": Source.solar.value in sources,
            "hydro": Source.hydro.value in sources,
            "wind": Source.wind.value in sources,
            "thermal": bool(THERMAL & sources),
            "other": Source.other.value in sources,
        }

    def registration(self) -> RegistrationAnswers:
        """What was answered; empty where the source has no such thing."""
        given: dict[str, Any] = {
            name: self.cleaned_data[name]
            for name in RegistrationAnswers.model_fields
            if self.cleaned_data.get(name) not in (None, "")
        }
        return RegistrationAnswers.model_validate(given)


BY_SOURCE: dict[str, tuple[str, ...]] = {
    "solar": ("array_area_m2",),
    "hydro": ("river", "basin", "head_m", "flow_m3s", "hydro_machine"),
    "wind": ("tower_height_m", "turbine_count", "turbine_axis", "turbine_model"),
    "thermal": ("fuel", "prime_mover", "cycle"),
    "other": ("other_description",),
}
