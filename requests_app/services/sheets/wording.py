"""Pieces that the receipt and the opinion say alike: who, where, what, and whom to ask."""

from django.conf import settings

from documents.domain.sheet_parts import Row, Section
from eligibility.domain.classification import Category
from eligibility.domain.consumer_units import mask_unit_number
from eligibility.domain.labels import (
    ASSOCIATION_LABELS,
    CLASS_LABELS,
    MODALITY_LABELS,
    PHASE_LABELS,
    SOURCE_LABELS,
)
from eligibility.domain.numbers_pt import format_kw
from eligibility.domain.taxpayer import mask_taxpayer
from eligibility.domain.vocabulary import Association, ConsumerClass, Modality, Phases, Source, TariffGroup
from eligibility.profile import current_profile
from requests_app.models import AccessRequest, ConsumerUnit, Generator, GeneratorEquipment


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
            value=(
                f"{unit_name(unit)} · {CLASS_LABELS[ConsumerClass(unit.consumer_class)]}, "
                f"grupo {unit.group} · {unit.voltage}"
            ),
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
    return (
        f"{user.full_name} · {professional.title} · {professional.council_label} {professional.registration}"
    )


def generation(access_request: AccessRequest, title: str) -> Section:
    """What is connected, equipment by equipment."""
    generator = access_request.generator
    equipment = list(generator.equipment.all())
    unit = access_request.consumer_unit
    rows = [
        Row(
            label="Fonte e classe",
            value=f"{sources_text(generator)} · {Category(access_request.category).mid_sentence}",
        ),
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
            value=entrance_text(unit),
        ),
        Row(label="Créditos", value=modality_text(generator)),
    ]
    return Section(title=title, rows=tuple(rows))


def unit_name(unit: ConsumerUnit) -> str:
    """`Instalação 3014******`, or that it is a new one."""
    return f"Instalação {mask_unit_number(unit.number)}" if unit.number else "Ligação nova"


def sources_text(generator: Generator) -> str:
    """`Solar fotovoltaica e eólica`."""
    first = SOURCE_LABELS[Source(generator.source)]
    if not generator.second_source:
        return first
    second = SOURCE_LABELS[Source(generator.second_source)]
    return f"{first} e {second[0].lower()}{second[1:]}"


def modality_text(generator: Generator) -> str:
    """The modality, with the association of a shared generation."""
    label = MODALITY_LABELS[Modality(generator.modality)]
    if not generator.association:
        return label
    return f"{label}, por {ASSOCIATION_LABELS[Association(generator.association)]}"


def entrance_text(unit: ConsumerUnit) -> str:
    """The connection point: breaker in group B, voltage and available demand in group A."""
    if unit.group == TariffGroup.b and unit.phases:
        return (
            f"Padrão de entrada {PHASE_LABELS[Phases(unit.phases)]}, disjuntor de {unit.breaker_a} A, "
            f"{unit.voltage}"
        )
    return f"Subestação de entrada em {unit.voltage}, {format_kw(unit.available_power_kw)} kW disponíveis"
