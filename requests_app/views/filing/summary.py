"""What the last screen of a draft repeats before sending: the answers as read, and the dates that follow."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from eligibility.domain.compatible_power import NoCompatiblePower
from eligibility.domain.compatible_power_project import unit_power
from eligibility.domain.consumer_units import format_unit_number
from eligibility.domain.findings import Refused
from eligibility.domain.labels import (
    ASSOCIATION_LABELS,
    CLASS_LABELS,
    GUARANTEE_LABELS,
    MODALITY_LABELS,
    PHASE_LABELS,
    REQUEST_KIND_LABELS,
    SOURCE_LABELS,
)
from eligibility.domain.numbers_pt import format_kw
from eligibility.domain.rulebook import rule
from eligibility.domain.taxpayer import mask_email, mask_taxpayer
from eligibility.profile import current_profile
from requests_app.domain.calendar import due_business, due_calendar
from requests_app.domain.clock import ClockName
from requests_app.domain.dates import count_days
from requests_app.domain.filing import CreditsAnswers, GenerationAnswers, UnitAnswers
from requests_app.domain.reverse_flow import Waiver
from requests_app.forms.draft_reading import DraftReading
from requests_app.models import AccessRequest
from requests_app.services.clocks.calendars import calendar_for
from requests_app.services.clocks.reckoning import counting_policy
from requests_app.views.filing.door import step_url

Row = tuple[str, str, str, str]
"""Label, value, detail, and the key of the screen where it is answered."""


def summary_rows(draft: AccessRequest, reading: DraftReading) -> list[dict[str, str]]:
    """The answers as read, each with the way back to its screen."""
    return [
        {"label": label, "value": value, "detail": detail, "change_url": step_url(key, draft.public_id)}
        for label, value, detail, key in _rows(reading)
    ]


def _rows(reading: DraftReading) -> Iterator[Row]:
    if reading.unit:
        yield from _unit(reading.unit)
    if reading.generation:
        yield _generation(reading.generation, reading)
    if reading.credits:
        yield _credits(reading.credits, reading)
    if reading.is_guarantee_due and reading.guarantee:
        form = reading.guarantee.form
        yield "Garantia", GUARANTEE_LABELS[form] if form else "Ainda não informada", "", "guarantee"
    if holder := reading.holder:
        contact = f"{mask_taxpayer(holder.tax_id)}, {mask_email(holder.email)}"
        yield "Titular", holder.name, contact, "holder"
    uploaded = [slot for slot in reading.checklist if not slot.item.is_from_answers]
    sent = sum(slot.attachment is not None for slot in uploaded)
    made = len(reading.checklist) - len(uploaded)
    detail = (
        f"O portal prepara {'mais 1' if made == 1 else f'mais {made}'} com as suas respostas" if made else ""
    )
    yield "Documentos", f"{sent} de {len(uploaded)} enviados", detail, "documents"


def _unit(unit: UnitAnswers) -> Iterator[Row]:
    number = format_unit_number(unit.unit_number) if unit.unit_number else "Ligação nova"
    yield "Unidade", number, f"{CLASS_LABELS[unit.consumer_class]}, grupo {unit.group.value}", "unit"
    yield "Pedido", REQUEST_KIND_LABELS[unit.request_kind], "", "unit"
    if unit.phases and unit.breaker_a:
        supply = f"{PHASE_LABELS[unit.phases]}, {unit.voltage}, disjuntor de {unit.breaker_a} A"
    elif unit.substation_type:
        kva = " + ".join(f"{format_kw(t.power_kva)} kVA" for t in unit.transformers)
        supply = f"{unit.voltage}, posto {unit.substation_type.value}, {kva}"
    else:
        supply = unit.voltage
    yield "Ligação", supply, "", "unit"
    place = f"{unit.street}, {unit.street_number} {unit.complement}".strip()
    yield "Endereço", place, f"{unit.district}, {unit.municipality}, {unit.state}", "unit"


def _generation(generation: GenerationAnswers, reading: DraftReading) -> Row:
    power = reading.facts.installed_power_kw
    sets = [
        f"{e.quantity} × {e.manufacturer} {e.model}" for e in (*generation.modules, *generation.inverters)
    ]
    sources = SOURCE_LABELS[generation.source]
    if generation.second_source:
        sources = f"{sources} e {SOURCE_LABELS[generation.second_source].lower()}"
    size = f"{sources}, {format_kw(power)} kW" if power is not None else sources
    return "Geração", size, "; ".join(sets), "generation"


def _credits(shared: CreditsAnswers, reading: DraftReading) -> Row:
    value = MODALITY_LABELS[shared.modality]
    if shared.association:
        value = f"{value}, por {ASSOCIATION_LABELS[shared.association]}"
    details = []
    if (found := reading.facts.allocation) and found.unit_count:
        details.append(
            "1 unidade na lista" if found.unit_count == 1 else f"{found.unit_count} unidades na lista"
        )
    details += [
        f"com pedido de dispensa da análise de inversão de fluxo: {waiver.label[0].lower()}{waiver.label[1:]}"
        for waiver, is_asked in _waivers(shared)
        if is_asked
    ]
    detail = "; ".join(details)
    if shared.wants_compatible_power:
        detail = f"{detail}. {_compatible_power(reading)}"
    return "Créditos", value, f"{detail[:1].upper()}{detail[1:]}", "credits"


def _waivers(shared: CreditsAnswers) -> Iterator[tuple[Waiver, bool]]:
    yield Waiver.GRID_ZERO, shared.is_grid_zero
    yield Waiver.COMPATIBLE, shared.wants_compatible_power
    yield Waiver.FAST_TRACK, shared.wants_fast_track


def _compatible_power(reading: DraftReading) -> str:
    """The same words as on the screen where the waiver is asked for; empty where the history itself has an error."""
    try:
        found = unit_power(reading.facts)
    except Refused:
        return ""
    if isinstance(found.found, NoCompatiblePower):
        return found.found.message
    return " ".join(remark.text for remark in found.remarks)


def dates_after_sending(reading: DraftReading, today: date) -> list[dict[str, Any]]:
    """What happens after sending today, with each date's rule. National days plus the municipality's."""
    municipality = reading.unit.municipality if reading.unit else None
    cal = calendar_for(state=current_profile().uf, municipality=municipality)
    check = rule("documents.check", today)
    found = [
        {
            "label": "Conferência dos documentos",
            "on": due_business(today, check.as_int(), cal),
            "term": count_days(check.as_int(), business=True),
            "rule": check,
        }
    ]
    codes = reading.opinion_rules
    for code in codes:
        term = rule(code, today)
        on = due_calendar(today, term.as_int(), cal, counting_policy(ClockName.OPINION, today))
        label = "Resposta com o parecer"
        if len(codes) > 1:
            label += ", sem obra na rede" if code == codes[0] else ", se a rede precisar de obra"
        found.append({"label": label, "on": on, "term": count_days(term.as_int()), "rule": term})
    return found
