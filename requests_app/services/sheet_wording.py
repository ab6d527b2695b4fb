"""Pieces that the receipt and the opinion say alike: who, where, what, and whom to ask."""

from django.conf import settings

from documents.domain.sheet_parts import Row, Section
from eligibility.domain.consumer_units import mask_unit_number
from eligibility.domain.numbers_pt import format_kw
from eligibility.domain.taxpayer import mask_taxpayer
from eligibility.profile import current_profile
from requests_app.models import AccessRequest, GeneratorEquipment

CLASS_LABELS = {
    "residential": "residencial",
    "commercial": "comercial, serviços e outras",
    "rural": "rural",
    "industrial": "industrial",
    "public_authority": "poder público",
    "public_service": "serviço público",
    "public_lighting": "iluminação pública",
}
SOURCE_LABELS = {"solar": "Solar fotovoltaica"}
MODALITY_LABELS = {"local": "Só nesta unidade (autoconsumo local)"}
PHASE_LABELS = {"mono": "monofásico", "bi": "bifásico", "tri": "trifásico"}


def channels() -> tuple[Row, ...]:
    """How a person reaches the utility, as its profile publishes it."""
    return tuple(
        Row(label=c.label, value=f"{c.value}, {c.hours}" if c.hours else c.value)
        for c in current_profile().complaint_channels
    )


def public_address(path: str) -> str:
    """The address as a person types it, without its scheme."""
    return f"{settings.PUBLIC_URL}{path}".split("//", 1)[1]


def parties(access_request: AccessRequest) -> Section:
    """Holder (masked), unit (masked), place and technician."""
    unit, holder = access_request.consumer_unit, access_request.holder
    kind = "CNPJ" if holder.is_company else "CPF"
    rows = [
        Row(label="Titular", value=f"{holder.name} · {kind} {mask_taxpayer(holder.tax_id)}"),
        Row(
            label="Unidade",
            value=f"Instalação {mask_unit_number(unit.number)} · {CLASS_LABELS[unit.consumer_class]}, grupo {unit.group} · {unit.voltage}",
        ),
        Row(
            label="Endereço", value=f"{unit.street}, {unit.street_number} · {unit.municipality}, {unit.state}"
        ),
        Row(label="Responsável técnico", value=technician(access_request)),
    ]
    return Section(title="De quem e onde", rows=tuple(rows))


def technician(access_request: AccessRequest) -> str:
    user = access_request.technician
    professional = getattr(user, "professional", None)
    if professional is None:
        return user.full_name
    return f"{user.full_name} · {professional.title} · {professional.council} {professional.registration}"


def generation(access_request: AccessRequest, title: str) -> Section:
    """What is connected, equipment by equipment."""
    generator = access_request.generator
    equipment = list(generator.equipment.all())
    unit = access_request.consumer_unit
    rows = [
        Row(label="Fonte e classe", value=f"{SOURCE_LABELS[generator.source]} · microgeração até 10 kW"),
        Row(label="Potência", value=f"{format_kw(generator.installed_power_kw)} kW em corrente alternada"),
    ]
    for kind, label in (
        (GeneratorEquipment.Kind.INVERTER, "Inversor"),
        (GeneratorEquipment.Kind.MODULE, "Módulos"),
    ):
        for item in (e for e in equipment if e.kind == kind):
            power = (
                f"{format_kw(item.unit_power_w / 1000)} kW"
                if kind == "inverter"
                else f"{format_kw(item.unit_power_w)} W"
            )
            rows.append(
                Row(label=label, value=f"{item.quantity} × {item.manufacturer} {item.model}, {power}")
            )
    rows += [
        Row(
            label="Ponto de conexão",
            value=f"Padrão de entrada {PHASE_LABELS[unit.phases]}, disjuntor de {unit.breaker_a} A, {unit.voltage}",
        ),
        Row(label="Créditos", value=MODALITY_LABELS[generator.modality]),
    ]
    return Section(title=title, rows=tuple(rows))
