"""The two annexes that the portal prepares: the data of the plant's register and the list of units."""

from collections.abc import Iterator
from decimal import Decimal

from django.conf import settings

from documents.domain.form_sheets import FormItem, FormSection, FormSheet, FormTable
from eligibility.domain.consumer_units import format_unit_number
from eligibility.domain.labels import SOURCE_LABELS
from eligibility.domain.numbers_pt import format_kw
from eligibility.domain.rulebook import rule
from eligibility.domain.vocabulary import AllocationBasis, Source
from eligibility.profile import current_profile
from requests_app.domain.filing import GenerationAnswers
from requests_app.models import AccessRequest
from requests_app.services.allocations.lists import allocation_table
from requests_app.services.sheets.form import answers_of
from requests_app.services.sheets.wording import channels, entrance_text

Line = tuple[str, str]


def registration_lines(source: Source, generation: GenerationAnswers) -> Iterator[Line]:
    """What the register asks of one source, label and value; nothing that was left empty."""
    given = generation.registration
    match source:
        case Source.solar:
            for kind, noun, sets in (
                ("Módulos", "W", generation.modules),
                ("Inversores", "kW", generation.inverters),
            ):
                count = sum(e.quantity for e in sets)
                models = "; ".join(f"{e.manufacturer} {e.model}" for e in sets)
                watts = sum((e.quantity * e.unit_power_w for e in sets), Decimal(0))
                peak = "kWp" if noun == "W" else "kW"
                yield kind, f"{count}, somando {format_kw(watts / 1000)} {peak}. {models}"
            if given.array_area_m2 is not None:
                yield "Área dos arranjos", f"{format_kw(given.array_area_m2)} m²"
        case Source.hydro:
            yield "Rio", given.river
            yield "Bacia", given.basin
            if given.head_m is not None:
                yield "Queda", f"{format_kw(given.head_m)} m"
            if given.flow_m3s is not None:
                yield "Vazão", f"{format_kw(given.flow_m3s)} m³/s"
            yield "Máquina", given.hydro_machine
        case Source.wind:
            if given.turbine_count is not None:
                yield "Aerogeradores", str(given.turbine_count)
            yield "Modelo", given.turbine_model
            yield "Eixo", given.turbine_axis
            if given.tower_height_m is not None:
                yield "Altura da torre", f"{format_kw(given.tower_height_m)} m"
        case Source.biomass | Source.qualified_cogeneration:
            yield "Combustível", given.fuel
            yield "Máquina motriz", given.prime_mover
            yield "Ciclo", given.cycle
        case Source.other:
            yield "Descrição", given.other_description


def build_registration(access_request: AccessRequest) -> FormSheet:
    """The data for the regulator's register of the plant, source by source (standard form, item 3.5)."""
    generation = answers_of(access_request).generation_answers
    unit = access_request.consumer_unit
    plant = [
        ("Unidade", format_unit_number(unit.number) if unit.number else "Ligação nova"),
        ("Ponto de conexão", entrance_text(unit)),
        ("Município", f"{unit.municipality}, {unit.state}"),
        ("Potência instalada", f"{format_kw(access_request.generator.installed_power_kw)} kW"),
    ]
    answers = answers_of(access_request).unit_answers
    if answers.latitude is not None and answers.longitude is not None:
        plant.append(("Coordenadas", f"{answers.latitude:f}, {answers.longitude:f} (graus decimais)"))
    if generation.registration.plant_code:
        plant.append(("Código da central (CEG)", generation.registration.plant_code))
    sections = [
        _section("A central", plant),
        *(_section(SOURCE_LABELS[s], registration_lines(s, generation)) for s in generation.sources),
    ]
    return _sheet(access_request, "Dados para o registro da central geradora", tuple(sections))


def build_units(access_request: AccessRequest) -> FormSheet:
    """The units that receive the surplus, with percentage or priority (standard form, item 3.6)."""
    return _sheet(access_request, "Unidades que recebem créditos", _unit_sections(access_request))


def _unit_sections(access_request: AccessRequest) -> tuple[FormSection, ...]:
    found = allocation_table(access_request)
    assert found is not None, "only a request with a list has this annex"
    share = "Ordem" if found.basis is AllocationBasis.priority else "Percentual"
    totals = [("Unidades que recebem", str(found.unit_count)), ("Versão da lista", str(found.number))]
    if found.total_percent is not None:
        totals.insert(1, ("Soma dos percentuais", f"{format_kw(found.total_percent)}%"))
    table = FormTable(
        headings=("Unidade", share, "Participante"),
        caption="Quem recebe a energia que sobra, na ordem da lista",
        lines=tuple(
            (line.unit_number, line.share, "Esta unidade" if line.is_generating_unit else line.member_name)
            for line in found.lines
        ),
    )
    return (_section("Resumo", totals), FormSection(title="Lista", table=table))


def _section(title: str, lines: Iterator[Line] | list[Line]) -> FormSection:
    items = tuple(FormItem(label=label, value=value) for label, value in lines if value)
    return FormSection(title=title, items=items)


def _sheet(access_request: AccessRequest, title: str, sections: tuple[FormSection, ...]) -> FormSheet:
    assert access_request.filed_on is not None and access_request.filed_at is not None
    profile = current_profile()
    basis = rule("documents.standard_form", access_request.filed_on)
    return FormSheet(
        operator_name=profile.name,
        portal_name=profile.portal_name,
        is_demo=settings.IS_DEMO,
        filing_number=str(access_request.filing_number),
        channels=channels(),
        title=title,
        basis=basis.citation.label,
        confidence="" if basis.confidence.is_certain else basis.confidence.label,
        sent_at=access_request.filed_at,
        filed_on=access_request.filed_on,
        sections=sections,
    )
