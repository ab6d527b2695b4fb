"""What will be installed: sources, equipment, storage, and what the register of plants asks."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from eligibility.domain.vocabulary import RequestKind, Source
from requests_app.domain.filing import GenerationAnswers
from requests_app.forms.equipment import INVERTERS, MODULES, equipment
from requests_app.forms.fields import NO, YES, LongTextField, choice, labels_of, quantity, yes_or_no
from requests_app.forms.registration import BY_SOURCE, RegistrationFields
from requests_app.forms.rows import RowsForm

LARGEST_POWER_KW = 1_000_000
SOURCE_LABELS = {
    Source.solar: "Solar",
    Source.hydro: "Hidráulica",
    Source.wind: "Eólica",
    Source.biomass: "Biomassa",
    Source.qualified_cogeneration: "Cogeração qualificada",
    Source.other: "Outra",
}
MACHINE_LABELS = {
    "inverter": "Inversor ou outro conversor eletrônico",
    "synchronous": "Máquina síncrona, sem conversor",
    "mixed": "Dos dois tipos",
    "other": "Outro tipo",
}
_CONVERTERS = frozenset({"inverter", "mixed"})
_SOLAR = Source.solar.value


class GenerationForm(RegistrationFields, RowsForm):
    section = "generation"
    address = "geracao"
    title = "O que vai ser instalado?"
    row_sets = (MODULES, INVERTERS)
    depends = {
        **BY_SOURCE,
        "machine": ("machine",),
        "declared": ("declared_power_kw",),
        "second_declared": ("second_declared_power_kw",),
        "existing": ("existing_power_kw",),
        "storage": ("storage_kwh", "storage_kw", "storage_description"),
    }
    field_order = (
        *("source", "second_source", "existing_power_kw", "machine"),
        *("declared_power_kw", "second_declared_power_kw"),
        *MODULES.all_names,
        *INVERTERS.all_names,
        *(name for names in BY_SOURCE.values() for name in names),
    )

    source = choice(
        "Fonte da energia",
        labels_of(Source, SOURCE_LABELS),
        missing="Escolha a fonte da geração.",
        as_radio=False,
    )
    second_source = choice(
        "Segunda fonte",
        labels_of(Source, SOURCE_LABELS),
        missing="Escolha a segunda fonte, ou deixe em branco.",
        is_required=False,
        as_radio=False,
        help_text="Só quando a mesma usina usa duas fontes.",
        blank="Nenhuma",
    )
    machine = choice("Tipo de gerador", MACHINE_LABELS, missing="Escolha o tipo de gerador.")
    declared_power_kw = quantity(
        "Potência da primeira fonte",
        maximum=LARGEST_POWER_KW,
        is_required=False,
        unit="kW",
        help_text="A soma dos geradores, pela placa. Se esta fonte usa inversor, pode ficar em branco: vale a dos inversores.",
    )
    second_declared_power_kw = quantity(
        "Potência da segunda fonte",
        maximum=LARGEST_POWER_KW,
        is_required=False,
        unit="kW",
        help_text="A potência dos geradores, pela placa.",
    )
    existing_power_kw = quantity(
        "Potência que já existe na unidade",
        maximum=LARGEST_POWER_KW,
        is_required=False,
        unit="kW",
        help_text="A de hoje, já conectada. Nos equipamentos abaixo, informe o total depois da mudança.",
    )
    has_storage = yes_or_no("Tem bateria?", missing="Diga se o projeto tem bateria.")
    storage_kwh = quantity(
        "Energia que as baterias guardam", maximum=100_000_000, is_required=False, unit="kWh"
    )
    storage_kw = quantity("Potência das baterias", maximum=LARGEST_POWER_KW, is_required=False, unit="kW")
    storage_description = LongTextField(
        label="Como são as baterias",
        required=False,
        max_length=1_000,
        help_text="Fabricante, modelo, quantidade e como operam. Vai no formulário da ANEEL.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_dispatchable = forms.TypedChoiceField(
        label="A usina é despachável?",
        required=False,
        choices=[("", "Vale a regra da fonte"), (YES, "Sim"), (NO, "Não")],
        coerce=lambda value: value == YES,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Esta opção não existe. Escolha uma da lista."},
    )
    is_floating = forms.BooleanField(
        label="A usina é flutuante",
        required=False,
        help_text="Instalada sobre a água de um rio, lago ou reservatório.",
    )

    def __init__(self, *args: Any, request_kind: str | None = None, **kwargs: Any) -> None:
        """`request_kind` is the raw answer of the unit's screen; while unknown, nothing is left out for it."""
        self.request_kind = request_kind
        super().__init__(*args, **kwargs)

    @property
    def sources(self) -> frozenset[str]:
        """The sources typed so far; solar while the first is not chosen."""
        return frozenset({self.typed("source") or _SOLAR, self.typed("second_source")} - {""})

    @property
    def asks(self) -> Mapping[str, bool]:
        sources, machine = self.sources, self.typed("machine")
        is_solar = _SOLAR in sources
        return {
            **self.asks_about(sources),
            "machine": sources != {_SOLAR},
            "inverters": is_solar or machine in _CONVERTERS,
            "declared": self.typed("source") not in ("", _SOLAR),
            "second_declared": self.typed("second_source") not in ("", _SOLAR),
            "existing": self.request_kind in (None, RequestKind.change_generator.value),
            "storage": self.typed("has_storage") == YES,
        }

    def beside(self, name: str) -> str:
        """Findings about the power go to the declared one where no equipment is asked."""
        asks = self.asks
        is_about_equipment = name.startswith((MODULES.prefix, INVERTERS.prefix))
        if is_about_equipment and name in self.unasked and asks["declared"]:
            return "declared_power_kw"
        return name

    def module_rows(self) -> list[list[forms.BoundField]]:
        return self.shown_rows(MODULES.key)

    def inverter_rows(self) -> list[list[forms.BoundField]]:
        return self.shown_rows(INVERTERS.key)

    def to_answers(self, on: date) -> GenerationAnswers | None:
        """Typed answers; None while a field has an error."""
        if not self.is_valid():
            return None
        cleaned = self.cleaned_data
        return GenerationAnswers(
            source=Source(cleaned["source"]),
            second_source=Source(cleaned["second_source"]) if cleaned["second_source"] else None,
            machine=cleaned["machine"] or "inverter",
            modules=equipment(self.row_values(MODULES.key)),
            inverters=equipment(self.row_values(INVERTERS.key)),
            declared_power_kw=cleaned["declared_power_kw"],
            second_declared_power_kw=cleaned["second_declared_power_kw"],
            existing_power_kw=cleaned["existing_power_kw"],
            has_storage=cleaned["has_storage"],
            storage_kwh=cleaned["storage_kwh"],
            storage_kw=cleaned["storage_kw"],
            storage_description=cleaned["storage_description"],
            is_dispatchable=cleaned["is_dispatchable"],
            is_floating=cleaned["is_floating"],
            registration=self.registration(),
        )
