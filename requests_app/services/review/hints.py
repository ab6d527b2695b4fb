"""What the request itself says about each criterion, so that the analyst compares without leaving the document."""

from collections.abc import Iterator

from eligibility.domain.labels import GUARANTEE_LABELS
from eligibility.domain.numbers_pt import format_kw
from eligibility.domain.taxpayer import mask_taxpayer
from requests_app.domain.dates import numeric_day
from requests_app.models import AccessRequest, GeneratorEquipment
from requests_app.services.sheets.wording import (
    entrance_text,
    modality_text,
    sources_text,
    technician,
    unit_name,
)

SHORT_TITLES = {
    "technical_responsibility": "ART ou TRT",
    "single_line_diagram": "Diagrama",
    "design_report": "Memorial",
    "inverter_conformity": "Inversor",
    "registration_data": "Registro ANEEL",
    "block_diagram": "Blocos",
    "electrical_design": "Projeto elétrico",
    "converter_test_report": "Ensaio",
    "participating_units": "Unidades",
    "participation_instrument": "Instrumento",
    "consortium_act": "Consórcio",
    "consortium_administrator": "Administradora",
    "cooperative_act": "Ato da cooperativa",
    "cooperative_statute": "Estatuto",
    "association_property_proof": "Imóvel da associação",
    "condominium_convention": "Convenção",
    "condominium_deliberation": "Deliberação",
    "condominium_representative": "Síndico",
    "cogeneration_recognition": "Cogeração",
    "dam_safety": "Barragem",
    "dispatchable_storage_proof": "Armazenamento",
    "performance_guarantee": "Garantia",
    "load_analysis": "Carga",
    "collective_roof_ownership": "Telhado: unidade",
    "collective_roof_authorisation": "Telhado: autorização",
    "substation_attorney": "Subestação compartilhada",
    "area_licence": "Licença",
    "floating_authorisation": "Flutuante",
    "site_right": "Direito ao local",
    "rural_registry": "CAR",
    "disturbing_loads": "Cargas",
    "council_decision": "Decisão do conselho",
    "property_proof": "Posse do imóvel",
    "identity": "Identidade",
    "cpf_proof": "CPF",
    "cnpj_proof": "CNPJ",
    "constitution": "Constituição",
    "constitution_change": "Alteração",
    "representative_identity": "Representante",
    "representative_cpf_proof": "CPF do representante",
    "power_of_attorney": "Procuração",
}
"""What a tab of the bench calls a document; one without entry keeps the title of its checklist."""


def from_the_request(access_request: AccessRequest) -> dict[str, str]:
    """Criterion code → one line of the request's own data; criteria without counterpart are left out.

    Codes are those of the packaged checklists; a version with other codes simply shows no line for them.
    """
    unit, holder, generator = access_request.consumer_unit, access_request.holder, access_request.generator
    address = f"{unit.street}, {unit.street_number}, {unit.municipality}"
    power = f"{format_kw(generator.installed_power_kw)} kW"
    pieces = list(generator.equipment.all())
    equipment = equipment_line(pieces) or sources_text(generator)
    inverter = equipment_line([e for e in pieces if e.kind == "inverter"]) or "nenhum conversor no pedido"
    place = f"{address}. Titular: {holder.name}"
    tax_id = f"{'CNPJ' if holder.is_company else 'CPF'} {mask_taxpayer(holder.tax_id)}"
    person = f"{holder.name}, {tax_id}"
    representative = holder.representative_name or "sem representante escrito"
    plant = f"{address}, {power}, {equipment}"
    said = {
        "responsibility_identifies": technician(access_request),
        "responsibility_same_work": place,
        "responsibility_covers": power,
        "registration_complete": f"{sources_text(generator)}, {power}",
        "load_fits": f"{format_kw(unit.available_power_kw)} kW",
        "roof_owner_unit": f"{unit_name(unit)}, {holder.name}",
        "units_modality": modality_text(generator),
        "participation_form": modality_text(generator),
        "inverter_voltage": unit.voltage,
        "converter_voltage": unit.voltage,
    }
    said |= dict.fromkeys(
        ("diagram_matches_equipment", "blocks_match_diagram", "registration_matches"), equipment
    )
    said |= dict.fromkeys(("diagram_breaker", "design_norm"), entrance_text(unit))
    said |= dict.fromkeys(("report_matches_request", "design_same_place"), plant)
    said |= dict.fromkeys(("inverter_same_model", "converter_all_models"), inverter)
    said |= dict.fromkeys(
        ("property_dated", "association_property_name", "licence_same_place", "site_right_same"), place
    )
    said |= dict.fromkeys(("identity_is_holder", "cpf_same", "cnpj_active", "condominium_cnpj"), person)
    said |= dict.fromkeys(("representative_has_power", "representative_cpf_same"), representative)
    said |= dict.fromkeys(("attorney_names", "council_names"), technician(access_request))
    return said | dict(_from_answers(access_request))


def _from_answers(access_request: AccessRequest) -> Iterator[tuple[str, str]]:
    answers = access_request.newest_answers
    if answers is None:
        return
    facts, credits_, given = answers.project_facts, answers.credits_answers, answers.guarantee_answers
    if facts.allocation:
        total = facts.allocation.total_percent
        count = f"{facts.allocation.unit_count} unidades na lista"
        yield "units_sum", count if total is None else f"{count}, soma {format_kw(total)}%"
    if credits_.member_count is not None:
        yield "cooperative_twenty", f"{credits_.member_count} cooperados, pelo pedido"
    if facts.storage_kwh is not None:
        yield "storage_enough", f"{format_kw(facts.storage_kwh)} kWh"
    if facts.latitude is not None and facts.longitude is not None:
        yield "report_has_site_plan", f"{facts.latitude:f}, {facts.longitude:f}"
    if given.form:
        yield "guarantee_form", GUARANTEE_LABELS[given.form]
        yield "guarantee_bank", given.surety_bank or "não é fiança"
    if given.amount_brl is not None:
        yield "guarantee_amount", f"R$ {format_kw(given.amount_brl)}"
    if given.valid_until is not None:
        yield "guarantee_validity", f"até {numeric_day(given.valid_until)}"


def equipment_line(equipment: list[GeneratorEquipment]) -> str:
    """`16 módulos de 585 W (Exemplo Solar M585), 1 inversor de 8,2 kW (Exemplo Solar ES-8200)`."""
    return ", ".join(_piece(e) for e in sorted(equipment, key=lambda e: (e.kind != "module", e.pk)))


def _piece(item: GeneratorEquipment) -> str:
    is_module = item.kind == GeneratorEquipment.Kind.MODULE
    one, many = ("módulo", "módulos") if is_module else ("inversor", "inversores")
    power = f"{format_kw(item.unit_power_w)} W" if is_module else f"{format_kw(item.unit_power_w / 1000)} kW"
    return (
        f"{item.quantity} {one if item.quantity == 1 else many} de {power} ({item.manufacturer} {item.model})"
    )
