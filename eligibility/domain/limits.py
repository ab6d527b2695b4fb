"""Power that the unit's main breaker makes available, and the limit it puts on the generation (art. 31)."""

from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from eligibility.domain.citation import Citation, Confidence
from eligibility.domain.facts import ProjectFacts
from eligibility.domain.findings import Finding, Section, Severity
from eligibility.domain.numbers_pt import format_kw
from eligibility.domain.rulebook import rule
from eligibility.domain.vocabulary import Phases, TariffGroup

_TABLES = ("breaker.available_power", "breaker.available_power_older")
PHASE_LABELS = {Phases.single: "monofásico", Phases.two: "bifásico", Phases.three: "trifásico"}


class AvailablePower(BaseModel):
    """Available power in kW of one breaker, with where the number comes from and how sure it is."""

    model_config = ConfigDict(frozen=True)

    kw: Decimal
    citation: Citation
    confidence: Confidence
    note: str


def available_power(group: TariffGroup, phases: Phases, breaker_a: int, on: date) -> AvailablePower | None:
    """The table's available power of a group B breaker in amperes, None when the table does not hold it.

    In group A the contracted demand is the available power, so no breaker gives it.
    """
    if group is not TariffGroup.b:
        return None
    for code in _TABLES:
        table = rule(code, on)
        kw = table.as_table()[phases.value].get(str(breaker_a))
        if kw is not None:
            return AvailablePower(
                kw=Decimal(kw), citation=table.citation, confidence=table.confidence, note=table.note
            )
    return None


def available_power_of(facts: ProjectFacts, on: date) -> AvailablePower | None:
    """Available power of the unit, None while unknown.

    In group B the table's for its breaker, else what was typed; in group A the larger of both demands.
    """
    if facts.group is TariffGroup.a:
        return _largest_demand(facts, on)
    found = None
    if facts.group is not None and facts.phases is not None and facts.breaker_a:
        found = available_power(facts.group, facts.phases, facts.breaker_a, on)
    if found is None and facts.available_power_kw:
        found = AvailablePower(
            kw=facts.available_power_kw,
            citation=Citation(norm="Valor escrito no pedido"),
            confidence=Confidence.unverified,
            note="O analista confere este valor no cadastro da unidade.",
        )
    return found


def _largest_demand(facts: ProjectFacts, on: date) -> AvailablePower | None:
    given = [kw for kw in (facts.contracted_demand_kw, facts.injection_demand_kw) if kw is not None]
    if not given:
        return None
    entry = rule("power.available_group_a", on)
    return AvailablePower(
        kw=max(given),
        citation=entry.citation,
        confidence=entry.confidence,
        note="O analista confere as demandas no contrato da unidade.",
    )


def breaker_options(phases: Phases, on: date) -> tuple[int, ...]:
    """Every breaker in amperes that the tables know for that number of phases, ascending."""
    return tuple(sorted({int(amps) for code in _TABLES for amps in rule(code, on).as_table()[phases.value]}))


def unknown_breaker(phases: Phases, breaker_a: int, on: date) -> Finding:
    """Advisory: the table does not hold this breaker, so the analyst will check the available power."""
    table = rule(_TABLES[0], on)
    return Finding(
        code="unit.breaker_unknown",
        severity=Severity.advisory,
        message=(
            f"Não encontramos o disjuntor {PHASE_LABELS[phases]} de {breaker_a} A na tabela. "
            "Confira o valor. Se estiver certo, siga: o analista confere a potência disponibilizada."
        ),
        citation=table.citation,
        field="breaker_a",
        section=Section.unit,
    )


def above_available_power(installed_power_kw: Decimal, available: AvailablePower, on: date) -> Finding | None:
    """Blocking when the generation passes the available power (REN 1.000, art. 31); None when it fits."""
    if installed_power_kw <= available.kw:
        return None
    message = (
        f"A geração tem {format_kw(installed_power_kw)} kW e a unidade tem {format_kw(available.kw)} kW de "
        "potência disponibilizada. Reduza a geração ou peça antes o aumento da potência disponibilizada. "
        f"De onde vem o valor: {available.citation.label} ({available.confidence.label.lower()})."
    )
    return Finding(
        code="power.above_available",
        message=message,
        citation=rule("power.available_limit", on).citation,
        field="inverters",
        section=Section.generation,
    )
