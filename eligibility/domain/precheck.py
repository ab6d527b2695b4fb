"""The automatic check before sending: what must be fixed and what is worth a look, each with its ground."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from eligibility.domain import limits
from eligibility.domain.citation import Citation
from eligibility.domain.classification import OPEN_CATEGORIES, classify
from eligibility.domain.consumer_units import UnitNumberScheme, parse_unit_number
from eligibility.domain.facts import ProjectFacts
from eligibility.domain.findings import Finding, Refused, Section, Severity
from eligibility.domain.numbers_pt import format_kw
from eligibility.domain.rulebook import rule
from eligibility.domain.vocabulary import Modality, RequestKind, Source, TariffGroup

OPEN_SOURCES = frozenset({Source.solar})
OPEN_REQUEST_KINDS = frozenset({RequestKind.existing_unit})
OPEN_MODALITIES = frozenset({Modality.local})
OPEN_GROUPS = frozenset({TariffGroup.b})
BILLING_CYCLES = 12
SMALLEST_POWER_KW = Decimal("0.001")


def check(facts: ProjectFacts, on: date, *, utility_code: str | None = None) -> tuple[Finding, ...]:
    """Every finding about the answers so far, blocking ones first, in the order of the screens.

    `on` is the filing day whose rules apply. `utility_code` is the operator's three digits in the new unit
    number. Unanswered facts give blocking findings, so a draft is complete when none is left.
    """
    found = [
        *_unit(facts, on, utility_code),
        *_generation(facts, on),
        *_power(facts, on),
        *_credits(facts, on),
        *_holder(facts),
    ]
    return tuple(sorted(found, key=lambda finding: finding.severity is not Severity.blocking))


def _unit(facts: ProjectFacts, on: date, utility_code: str | None) -> Iterator[Finding]:
    here = Section.unit
    yield from _unit_number(facts.unit_number, on, utility_code)
    if facts.consumer_class is None:
        yield _block(
            "unit.class_missing",
            "Escolha a classe da unidade. Ela aparece na conta de luz.",
            "consumer_class",
            here,
        )
    if facts.group is None:
        yield _block(
            "unit.group_missing", "Escolha o grupo da unidade. Ele aparece na conta de luz.", "group", here
        )
    elif facts.group not in OPEN_GROUPS:
        message = "Por enquanto o portal recebe só unidades do grupo B, em baixa tensão."
        yield _block(
            "unit.group_not_open", message, "group", here, rule("group_b.max_generation_kw", on).citation
        )
    yield from _breaker(facts, on)
    months = sum(value is not None for value in facts.monthly_consumption_kwh[:BILLING_CYCLES])
    if months < BILLING_CYCLES:
        missing = BILLING_CYCLES - months
        text = "Falta 1 mês" if missing == 1 else f"Faltam {missing} meses"
        message = f"{text} de consumo. Com os 12 meses o analista confere mais rápido."
        yield _advise("unit.consumption_incomplete", message, "monthly_consumption_kwh", here)
    elif not any(facts.monthly_consumption_kwh):
        message = "O consumo está zerado nos 12 meses. Confira na conta de luz."
        yield _advise("unit.consumption_zero", message, "monthly_consumption_kwh", here)


def _unit_number(text: str, on: date, utility_code: str | None) -> Iterator[Finding]:
    try:
        number = parse_unit_number(text)
    except Refused as refused:
        yield from refused.findings
        return
    citation = rule("unit_number.old", on).citation
    if number.scheme is UnitNumberScheme.old:
        message = (
            "Você usou o número antigo da instalação. Ele é aceito. O novo, de 15 algarismos, está na conta."
        )
        yield _advise("unit_number.old_scheme", message, "unit_number", Section.unit, citation)
    elif utility_code is not None and number.utility_code != utility_code:
        message = (
            f"Neste número, os algarismos da distribuidora são {number.utility_code}. Os desta distribuidora "
            f"costumam ser {utility_code}. Confira o número na conta de luz."
        )
        yield _advise("unit_number.other_utility", message, "unit_number", Section.unit)


def _breaker(facts: ProjectFacts, on: date) -> Iterator[Finding]:
    here = Section.unit
    if not facts.voltage:
        yield _block("unit.voltage_missing", "Escolha a tensão da unidade.", "voltage", here)
    if facts.phases is None:
        yield _block(
            "unit.phases_missing", "Escolha se a ligação é monofásica, bifásica ou trifásica.", "phases", here
        )
    if not facts.breaker_a:
        yield _block(
            "unit.breaker_missing", "Escreva a corrente do disjuntor geral, em ampères.", "breaker_a", here
        )
    if facts.group is not TariffGroup.b or facts.phases is None or not facts.breaker_a:
        return
    if limits.available_power(facts.group, facts.phases, facts.breaker_a, on) is None:
        yield limits.unknown_breaker(facts.phases, facts.breaker_a, on)
        if not facts.available_power_kw:
            message = (
                "Escreva a potência disponibilizada da unidade, em kW. Ela está no cadastro da distribuidora."
            )
            yield _block("unit.available_power_missing", message, "available_power_kw", here)


def _generation(facts: ProjectFacts, on: date) -> Iterator[Finding]:
    here = Section.generation
    if facts.request_kind is None:
        yield _block(
            "generation.kind_missing",
            "Diga se a unidade já existe ou se é uma ligação nova.",
            "request_kind",
            here,
        )
    elif facts.request_kind not in OPEN_REQUEST_KINDS:
        message = (
            "Por enquanto o portal recebe só pedidos para unidade que já existe, sem mudança da ligação."
        )
        yield _block("generation.kind_not_open", message, "request_kind", here)
    if facts.source is None:
        yield _block("generation.source_missing", "Escolha a fonte da geração.", "source", here)
    elif facts.source not in OPEN_SOURCES:
        message = "Por enquanto o portal recebe só geração solar fotovoltaica."
        yield _block("generation.source_not_open", message, "source", here)
        return
    if not facts.modules:
        yield _block(
            "generation.modules_missing",
            "Informe os módulos: quantidade e potência de cada um.",
            "modules",
            here,
        )
    for module in facts.modules:
        yield from _zero("modules", "módulos", module.quantity, module.power_w, "W")
    if not facts.inverters:
        yield _block(
            "generation.inverters_missing",
            "Informe os inversores: quantidade e potência de cada um.",
            "inverters",
            here,
        )
    for inverter in facts.inverters:
        yield from _zero("inverters", "inversores", inverter.quantity, inverter.power_kw, "kW")
    yield from _ratio(facts, on)
    if facts.has_storage:
        message = "Você informou armazenamento. Descreva as baterias no memorial descritivo."
        yield _advise(
            "generation.storage", message, "has_storage", here, rule("documents.standard_form", on).citation
        )


def _zero(field: str, noun: str, quantity: int, power: Decimal, unit: str) -> Iterator[Finding]:
    if quantity == 0 or power == 0:
        message = (
            f"Você informou {quantity} {noun} de {format_kw(power)} {unit}. Nenhum dos dois pode ser zero."
        )
        yield _block(f"generation.{field}_zero", message, field, Section.generation)


def _holds_zero(facts: ProjectFacts) -> bool:
    """Whether a zero was already reported at its own field."""
    return facts.modules_power_kw == 0 or facts.inverters_power_kw == 0


def _ratio(facts: ProjectFacts, on: date) -> Iterator[Finding]:
    modules_kw, inverters_kw = facts.modules_power_kw, facts.inverters_power_kw
    if not modules_kw or not inverters_kw:
        return
    usual = rule("power.module_inverter_ratio", on)
    if not usual.as_table()["low"] <= modules_kw / inverters_kw <= usual.as_table()["high"]:
        message = (
            f"Os módulos somam {format_kw(modules_kw)} kW e os inversores {format_kw(inverters_kw)} kW. "
            "A diferença é grande. Confira as quantidades."
        )
        yield _advise("generation.ratio_unusual", message, "modules", Section.generation, usual.citation)


def _power(facts: ProjectFacts, on: date) -> Iterator[Finding]:
    power = facts.installed_power_kw
    if power is None or facts.source is None or _holds_zero(facts):
        return
    if power < SMALLEST_POWER_KW:
        message = "A geração soma menos de 1 W. Confira as quantidades e as potências."
        yield _block("power.too_small", message, "inverters", Section.generation)
        return
    try:
        found = classify(power, facts.source, on, is_dispatchable=facts.is_dispatchable)
    except Refused as refused:
        yield from refused.findings
        return
    if not found.is_open:
        opened = " e ".join(sorted(_mid_sentence(category.label) for category in OPEN_CATEGORIES))
        message = (
            f"{format_kw(power)} kW é {_mid_sentence(found.label)}. Esta categoria ainda não está aberta no portal. "
            f"Por enquanto recebemos {opened}."
        )
        yield _block("power.category_not_open", message, "inverters", Section.generation, found.citation)
    available = limits.available_power_of(facts, on)
    above = available and limits.above_available_power(power, available, on)
    if above:
        yield above
    fast_track = rule("reverse_flow.fast_track.max_kw", on) if facts.wants_fast_track else None
    if fast_track is not None and power > fast_track.as_decimal():
        message = (
            f"A dispensa para autoconsumo local vale até {format_kw(fast_track.as_decimal())} kW e a geração "
            f"tem {format_kw(power)} kW. Desmarque a opção ou reduza a geração."
        )
        yield _block(
            "power.fast_track_limit", message, "wants_fast_track", Section.credits, fast_track.citation
        )


def _credits(facts: ProjectFacts, on: date) -> Iterator[Finding]:
    if facts.modality is None:
        yield _block(
            "credits.modality_missing", "Diga quem vai usar os créditos.", "modality", Section.credits
        )
    elif facts.modality not in OPEN_MODALITIES:
        message = "Por enquanto o portal recebe só pedidos em que os créditos ficam na própria unidade."
        yield _block(
            "credits.modality_not_open",
            message,
            "modality",
            Section.credits,
            rule("modality.local", on).citation,
        )


def _holder(facts: ProjectFacts) -> Iterator[Finding]:
    if facts.is_holder_company is None:
        message = "Diga se o titular é pessoa física ou empresa."
        yield _block("holder.kind_missing", message, "is_company", Section.holder)


def _mid_sentence(label: str) -> str:
    return label[0].lower() + label[1:]


def _block(
    code: str, message: str, field: str, section: Section, citation: Citation | None = None
) -> Finding:
    return Finding(code=code, message=message, citation=citation, field=field, section=section)


def _advise(
    code: str, message: str, field: str, section: Section, citation: Citation | None = None
) -> Finding:
    return Finding(
        code=code,
        severity=Severity.advisory,
        message=message,
        citation=citation,
        field=field,
        section=section,
    )
