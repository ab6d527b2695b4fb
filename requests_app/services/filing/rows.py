"""Valid answers as the columns of unit, generator and equipment: at the filing and when they are put right."""

from collections.abc import Sequence
from typing import Any

from eligibility.domain.facts import ProjectFacts
from requests_app.domain.filing import CreditsAnswers, EquipmentAnswers, GenerationAnswers, UnitAnswers
from requests_app.models import Generator, GeneratorEquipment

_UNIT_COLUMNS = {
    "street",
    "street_number",
    "complement",
    "district",
    "postal_code",
    "consumer_class",
    "group",
    "voltage",
    "breaker_a",
    "available_power_kw",
    "municipality",
    "state",
}


def unit_columns(unit: UnitAnswers) -> dict[str, Any]:
    """The columns of the consumer unit."""
    return {
        **unit.model_dump(include=_UNIT_COLUMNS),
        "number": unit.unit_number,
        "phases": unit.phases or "",
        "monthly_consumption_kwh": list(unit.monthly_consumption_kwh),
    }


def generator_columns(
    unit: UnitAnswers, generation: GenerationAnswers, given: CreditsAnswers, facts: ProjectFacts
) -> dict[str, Any]:
    """The columns of the generator; powers in kW as the facts reckon them."""
    return {
        "source": generation.source.value,
        "second_source": generation.second_source or "",
        "association": given.association or "",
        "request_kind": unit.request_kind.value,
        "modality": given.modality.value,
        "installed_power_kw": facts.installed_power_kw,
        "modules_power_kw": facts.modules_power_kw,
        "inverters_power_kw": facts.inverters_power_kw,
        "has_storage": generation.has_storage,
        "wants_fast_track": given.wants_fast_track,
    }


def equipment_rows(generator: Generator, generation: GenerationAnswers) -> list[GeneratorEquipment]:
    """Unsaved rows of modules, then of inverters."""
    kinds = GeneratorEquipment.Kind
    return [
        *_equipment(generator, kinds.MODULE, generation.modules),
        *_equipment(generator, kinds.INVERTER, generation.inverters),
    ]


def _equipment(
    generator: Generator, kind: GeneratorEquipment.Kind, rows: Sequence[EquipmentAnswers]
) -> list[GeneratorEquipment]:
    return [
        GeneratorEquipment(
            generator=generator,
            kind=kind,
            manufacturer=row.manufacturer,
            model=row.model,
            quantity=row.quantity,
            unit_power_w=row.unit_power_w,
        )
        for row in rows
    ]
