"""Findings about the consumer unit: its number, class, group, connection, place and consumption."""

from collections.abc import Iterator
from datetime import date

from eligibility.domain import coordinates, limits
from eligibility.domain.consumer_units import UnitNumberScheme, parse_unit_number
from eligibility.domain.facts import ProjectFacts
from eligibility.domain.findings import Finding, Refused, Section, advise, block
from eligibility.domain.operator import OperatorProfile
from eligibility.domain.rulebook import rule
from eligibility.domain.vocabulary import RequestKind, TariffGroup

_HERE = Section.unit


def findings(facts: ProjectFacts, *, profile: OperatorProfile) -> Iterator[Finding]:
    """What the unit's answers miss. A new unit has no number and no consumption, so none is asked."""
    on = facts.filed_on
    if facts.request_kind is None:
        message = "Diga se a unidade já existe ou se é uma ligação nova."
        yield block("generation.kind_missing", message, "request_kind", _HERE)
    if facts.request_kind is not RequestKind.new_unit:
        yield from _unit_number(facts.unit_number, on, profile.utility_code or None)
    if facts.consumer_class is None:
        message = "Escolha a classe da unidade. Ela aparece na conta de luz."
        yield block("unit.class_missing", message, "consumer_class", _HERE)
    if facts.group is None:
        message = "Escolha o grupo da unidade. Ele aparece na conta de luz."
        yield block("unit.group_missing", message, "group", _HERE)
    if not facts.voltage:
        yield block("unit.voltage_missing", "Escolha a tensão da unidade.", "voltage", _HERE)
    if facts.group is TariffGroup.b:
        yield from _breaker(facts, on)
    yield from _place(facts, on, profile)
    if facts.has_emergency_generator and not facts.emergency_generator_kva:
        message = "Escreva a potência do gerador de emergência, em kVA."
        citation = rule("unit.emergency_generator", on).citation
        yield advise("unit.emergency_power_missing", message, "emergency_generator_kva", _HERE, citation)
    if facts.request_kind is not RequestKind.new_unit:
        yield from _consumption(facts, on)


def _unit_number(text: str, on: date, utility_code: str | None) -> Iterator[Finding]:
    try:
        number = parse_unit_number(text)
    except Refused as refused:
        yield from refused.findings
        return
    if number.scheme is UnitNumberScheme.old:
        message = (
            "Você usou o número antigo da instalação. Ele é aceito. O novo, de 15 algarismos, está na conta."
        )
        citation = rule("unit_number.old", on).citation
        yield advise("unit_number.old_scheme", message, "unit_number", _HERE, citation)
    elif utility_code is not None and number.utility_code != utility_code:
        message = (
            f"Neste número, os algarismos da distribuidora são {number.utility_code}. Os desta distribuidora "
            f"costumam ser {utility_code}. Confira o número na conta de luz."
        )
        yield advise("unit_number.other_utility", message, "unit_number", _HERE)


def _breaker(facts: ProjectFacts, on: date) -> Iterator[Finding]:
    if facts.phases is None:
        message = "Escolha se a ligação é monofásica, bifásica ou trifásica."
        yield block("unit.phases_missing", message, "phases", _HERE)
    if not facts.breaker_a:
        message = "Escreva a corrente do disjuntor geral, em ampères."
        yield block("unit.breaker_missing", message, "breaker_a", _HERE)
    if facts.phases is None or not facts.breaker_a:
        return
    if limits.available_power(TariffGroup.b, facts.phases, facts.breaker_a, on) is None:
        yield limits.unknown_breaker(facts.phases, facts.breaker_a, on)
        if not facts.available_power_kw:
            message = (
                "Escreva a potência disponibilizada da unidade, em kW. Ela está no cadastro da distribuidora."
            )
            yield block("unit.available_power_missing", message, "available_power_kw", _HERE)


def _place(facts: ProjectFacts, on: date, profile: OperatorProfile) -> Iterator[Finding]:
    if facts.latitude is None or facts.longitude is None:
        missing = "latitude" if facts.latitude is None else "longitude"
        message = "Escreva a latitude e a longitude da unidade. Elas ajudam a encontrar o ponto de conexão."
        yield advise(
            "unit.coordinates_missing", message, missing, _HERE, rule("unit.coordinates", on).citation
        )
        return
    window = profile.state_window
    if window is not None and not coordinates.is_inside(facts.latitude, facts.longitude, window):
        message = (
            f"A latitude e a longitude ficam fora de {profile.uf}. Confira os números e o sinal de menos. "
            f"De onde vem o limite: {window.source} ({window.confidence.label.lower()})."
        )
        yield advise("unit.coordinates_outside", message, "latitude", _HERE)


def _consumption(facts: ProjectFacts, on: date) -> Iterator[Finding]:
    cycles = rule("consumption.cycles", on).as_int()
    given = facts.monthly_consumption_kwh[:cycles]
    months = sum(value is not None for value in given)
    if months < cycles:
        missing = cycles - months
        text = "Falta 1 mês" if missing == 1 else f"Faltam {missing} meses"
        message = f"{text} de consumo. Com os {cycles} meses o analista confere mais rápido."
        yield advise("unit.consumption_incomplete", message, "monthly_consumption_kwh", _HERE)
    elif not any(given):
        message = f"O consumo está zerado nos {cycles} meses. Confira na conta de luz."
        yield advise("unit.consumption_zero", message, "monthly_consumption_kwh", _HERE)
