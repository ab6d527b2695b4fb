"""What the request itself says about each criterion, so that the analyst compares without leaving the document."""

from eligibility.domain.numbers_pt import format_kw
from eligibility.domain.taxpayer import mask_taxpayer
from requests_app.models import AccessRequest, GeneratorEquipment
from requests_app.services.sheet_wording import entrance_text, technician, unit_name

SHORT_TITLES = {
    "technical_responsibility": "ART ou TRT",
    "single_line_diagram": "Diagrama",
    "design_report": "Memorial",
    "inverter_conformity": "Inversor",
    "registration_data": "Registro ANEEL",
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

    Codes are those of the packaged checklist; a version with other codes simply shows no line for them.
    """
    unit, holder = access_request.consumer_unit, access_request.holder
    address = f"{unit.street}, {unit.street_number}, {unit.municipality}"
    power = f"{format_kw(access_request.generator.installed_power_kw)} kW"
    equipment = equipment_line(list(access_request.generator.equipment.all()))
    inverter = equipment_line([e for e in access_request.generator.equipment.all() if e.kind == "inverter"])
    entrance = entrance_text(unit)
    tax_id = f"{'CNPJ' if holder.is_company else 'CPF'} {mask_taxpayer(holder.tax_id)}"
    person = f"{holder.name}, {tax_id}"
    return {
        "responsibility_identifies": technician(access_request),
        "responsibility_same_work": f"{address}. Titular: {holder.name}",
        "responsibility_covers": power,
        "diagram_matches_equipment": equipment,
        "diagram_breaker": entrance,
        "report_matches_request": f"{address}, {power}, {equipment}",
        "inverter_same_model": inverter,
        "inverter_voltage": unit.voltage,
        "registration_complete": equipment,
        "registration_matches": equipment,
        "property_dated": f"{address}. Titular: {holder.name}",
        "identity_is_holder": person,
        "cpf_same": person,
        "cnpj_active": person,
        "representative_has_power": holder.representative_name or "sem representante escrito",
        "representative_cpf_same": holder.representative_name or "sem representante escrito",
        "load_fits": f"{format_kw(unit.available_power_kw)} kW",
        "roof_owner_unit": f"{unit_name(unit)}, {holder.name}",
        "attorney_names": technician(access_request),
    }


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
