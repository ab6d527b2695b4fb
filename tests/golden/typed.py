"""A golden situation as a technician would type it: the answers of a draft that give these project facts."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from eligibility.domain.facts import ProjectFacts
from eligibility.domain.vocabulary import Modality, Source
from tests.filing_data import ANSWERS

REGISTRATION = {
    Source.solar: {"array_area_m2": "40"},
    Source.hydro: {
        "river": "Rio das Velhas",
        "basin": "São Francisco",
        "head_m": "12",
        "flow_m3s": "8",
        "hydro_machine": "Francis",
    },
    Source.wind: {
        "tower_height_m": "30",
        "turbine_count": "1",
        "turbine_axis": "horizontal",
        "turbine_model": "EX-W",
    },
    Source.biomass: {"fuel": "Biogás", "prime_mover": "Motor a gás", "cycle": "Otto"},
    Source.qualified_cogeneration: {"fuel": "Bagaço", "prime_mover": "Turbina a vapor", "cycle": "Rankine"},
    Source.other: {"other_description": "Ondas"},
}


def number(value: Decimal | int | None) -> str:
    return (
        "" if value is None else f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else str(value)
    )


def tick(value: object) -> str:
    return "on" if value else ""


def yes(value: bool | None) -> str:
    return "" if value is None else str(value).lower()


def unit(facts: ProjectFacts) -> dict[str, str]:
    answers = {**ANSWERS["unit"]}
    answers |= {
        "request_kind": facts.request_kind or "",
        "unit_number": facts.unit_number,
        "consumer_class": facts.consumer_class or "",
        "group": facts.group or "",
        "voltage": facts.voltage,
        "phases": facts.phases or "",
        "breaker_a": number(facts.breaker_a),
        "available_power_kw": number(facts.available_power_kw),
        "contracted_demand_kw": number(facts.contracted_demand_kw),
        "injection_demand_kw": number(facts.injection_demand_kw),
        "installed_load_kw": number(facts.installed_load_kw),
        "substation_type": facts.substation_type or "",
        "coordinates_as": "degrees",
        "latitude": number(facts.latitude),
        "longitude": number(facts.longitude),
        "monthly_consumption_kwh": " ".join(
            number(v) for v in facts.monthly_consumption_kwh if v is not None
        ),
        "discounted_consumption_kwh": " ".join(
            number(v) for v in facts.discounted_consumption_kwh if v is not None
        ),
        "emergency_generator_kva": number(facts.emergency_generator_kva),
    }
    for name in (
        "is_substation_shared",
        "is_collective_roof",
        "is_site_rented",
        "is_in_protected_area",
        "has_disturbing_loads",
        "has_emergency_generator",
        "has_irrigation_discount",
    ):
        answers[name] = tick(getattr(facts, name))
    for row, kva in enumerate(facts.transformers_kva):
        answers[f"transformer_{row}_power_kva"] = number(kva)
    return answers


def _rows(prefix: str, sets: Iterable[Any], unit_name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for row, one in enumerate(sets):
        power = one.power_w if unit_name == "power_w" else one.power_kw
        found |= {
            f"{prefix}_{row}_manufacturer": "Exemplo",
            f"{prefix}_{row}_model": f"EX-{row}",
            f"{prefix}_{row}_quantity": str(one.quantity),
            f"{prefix}_{row}_{unit_name}": number(power),
        }
    return found


def generation(facts: ProjectFacts) -> dict[str, str]:
    answers = {
        "source": facts.source or "",
        "second_source": facts.second_source or "",
        "machine": "inverter" if facts.inverters else "synchronous",
        "declared_power_kw": number(facts.declared_power_kw),
        "second_declared_power_kw": number(facts.second_declared_power_kw),
        "existing_power_kw": number(facts.existing_power_kw),
        "has_storage": yes(facts.has_storage),
        "storage_kwh": number(facts.storage_kwh),
        "is_dispatchable": yes(facts.is_dispatchable),
        "is_floating": tick(facts.is_floating),
    }
    for source in facts.sources:
        answers |= REGISTRATION[source]
    return (
        answers | _rows("module", facts.modules, "power_w") | _rows("inverter", facts.inverters, "power_kw")
    )


def credits_(facts: ProjectFacts) -> dict[str, str]:
    waivers = {
        "grid_zero": facts.is_grid_zero,
        "fast_track": facts.wants_fast_track,
        "compatible_power": facts.wants_compatible_power,
    }
    wanted = [name for name, is_wanted in waivers.items() if is_wanted]
    return {
        "modality": facts.modality or "",
        "association": facts.association or "" if facts.modality != Modality.local else "",
        "consortium_law": facts.consortium_law or "",
        "unit_holding": facts.unit_holding or "",
        "is_administrator_fit": tick(facts.is_administrator_fit),
        "member_count": number(facts.member_count),
        "keeps_modality_12_months": tick(facts.keeps_modality_12_months),
        "waiver": wanted[0] if wanted else "none",
        **dict.fromkeys(("fast_track_local", "fast_track_no_sharing", "fast_track_for_good"), "on"),
    }


def holder(facts: ProjectFacts) -> dict[str, str]:
    is_company = bool(facts.is_holder_company)
    return {
        **ANSWERS["holder"],
        "is_company": yes(facts.is_holder_company),
        "tax_id": "06.981.180/0001-16" if is_company else "529.982.247-25",
        "representative_name": "Rui Alves" if is_company else "",
        "has_power_of_attorney": yes(facts.has_power_of_attorney),
        "is_cpf_on_identity_document": yes(facts.is_cpf_on_identity_document),
        "has_constitution_change": tick(facts.has_constitution_change),
    }


def guarantee(facts: ProjectFacts) -> dict[str, str]:
    return {
        "form": facts.guarantee_form or "",
        "surety_bank": facts.surety_bank,
        "amount_brl": "100000" if facts.guarantee_form else "",
        "valid_until": "31/12/2028" if facts.guarantee_form in ("bonds", "surety") else "",
    }


def answers_of(facts: ProjectFacts) -> dict[str, dict[str, str]]:
    """The draft's sections; the list of units, the registration and the utility's records stand apart."""
    return {
        "unit": unit(facts),
        "generation": generation(facts),
        "credits": credits_(facts),
        "holder": holder(facts),
        "guarantee": guarantee(facts),
    }
