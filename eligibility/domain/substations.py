"""Entry substations (postos) of the utility's medium-voltage norm: what each type accepts."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from eligibility.domain.facts import ProjectFacts
from eligibility.domain.findings import Finding, Section, advise, block
from eligibility.domain.numbers_pt import format_decimal, format_kw
from eligibility.domain.rulebook import rule
from eligibility.domain.vocabulary import RequestKind, SubstationType
from eligibility.domain.voltages import volts

_HERE = Section.unit


class SubstationLimits(BaseModel):
    """What one type accepts: new units, only some voltages in V (none named: every one), kW at most, sharing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    is_for_new_units: bool
    may_be_shared: bool
    only_volts: tuple[int, ...] = ()
    max_kw: Decimal | None = None


def limits_of(kind: SubstationType, on: date) -> SubstationLimits:
    """The limits of a type on the filing day (prototype confidence, see rule `substation.types`)."""
    return SubstationLimits.model_validate(rule("substation.types", on).as_table()[kind.value])


def findings(facts: ProjectFacts) -> Iterator[Finding]:
    """Whether the chosen type fits the request. All but a missing answer are advice: the table is unconfirmed."""
    on, kind = facts.filed_on, facts.substation_type
    if kind is None:
        message = "Escolha o tipo da subestação de entrada (posto)."
        citation = rule("unit.substation", on).citation
        yield block("unit.substation_missing", message, "substation_type", _HERE, citation)
        return
    table, limits = rule("substation.types", on), limits_of(kind, on)
    doubt = f"Confira com a distribuidora ({table.confidence.label.lower()})."
    if facts.request_kind is RequestKind.new_unit and not limits.is_for_new_units:
        message = f"O posto {kind.value} só é aceito em unidade que já existe. Escolha outro tipo. {doubt}"
        yield advise("unit.substation_existing_only", message, "substation_type", _HERE, table.citation)
    value = volts(facts.voltage)
    if limits.only_volts and value is not None and value not in limits.only_volts:
        allowed = " ou ".join(format_decimal(Decimal(item)) for item in limits.only_volts)
        message = f"O posto {kind.value} é usado em {allowed} V e a unidade está em {format_decimal(value)} V. {doubt}"
        yield advise("unit.substation_voltage", message, "substation_type", _HERE, table.citation)
    largest = _largest_kw(facts)
    if limits.max_kw is not None and largest > limits.max_kw:
        message = (
            f"O posto {kind.value} vai até {format_kw(limits.max_kw)} kW de demanda e de geração e o pedido tem "
            f"{format_kw(largest)} kW. {doubt}"
        )
        yield advise("unit.substation_limit", message, "substation_type", _HERE, table.citation)
    if facts.is_substation_shared and not limits.may_be_shared:
        message = f"O posto {kind.value} não pode ser compartilhado. {doubt}"
        yield advise("unit.substation_not_shared", message, "is_substation_shared", _HERE, table.citation)


def _largest_kw(facts: ProjectFacts) -> Decimal:
    values = (facts.contracted_demand_kw, facts.injection_demand_kw, facts.installed_power_kw)
    return max((value for value in values if value is not None), default=Decimal(0))
