"""The compatible power worked out line by line, and what deserves a second look in its inputs, in Portuguese."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from pydantic import BaseModel, ConfigDict

from eligibility.domain.billed_cycles import BilledConsumption
from eligibility.domain.citation import Citation, Confidence
from eligibility.domain.compatible_power_terms import WAIVER, Terms
from eligibility.domain.labels import CLASS_LABELS, SOURCE_LABELS
from eligibility.domain.numbers_pt import format_decimal, format_kw
from eligibility.domain.rulebook import Rule, rule

MICRO_LIMIT = "category.micro.max_kw"
_PLACES = 6
_DIRECTIONS = {
    "down": "arredondado para baixo",
    "nearest": "arredondado para o mais próximo",
    "up": "arredondado para cima",
}


class Statement(BaseModel):
    """One Portuguese sentence with the rule that it comes from."""

    model_config = ConfigDict(frozen=True)

    code: str
    text: str
    citation: Citation
    confidence: Confidence


def stated(code: str, text: str, entry: Rule) -> Statement:
    """A sentence with the citation of a rule."""
    return Statement(code=code, text=text, citation=entry.citation, confidence=entry.confidence)


def cut(value: Fraction) -> str:
    """A number from 0 in Portuguese: whole when it ends within six places, else cut there with `…`."""
    scaled = value * 10**_PLACES
    shown = Decimal(floor(scaled)).scaleb(-_PLACES)
    return format_decimal(shown) if scaled.denominator == 1 else f"{format_decimal(shown, places=_PLACES)}…"


def shown_kw(power_kw: Fraction, on: date) -> Decimal:
    """A power with the places that the rulebook shows, rounded `down`, to the `nearest` (half up) or `up`."""
    rounding = rule(f"{WAIVER}.rounding", on).as_table()
    scaled = power_kw * 10 ** rounding["places"]
    units = {"down": floor(scaled), "nearest": floor(scaled + Fraction(1, 2)), "up": ceil(scaled)}
    return Decimal(units[rounding["direction"]]).scaleb(-rounding["places"])


def worked_out(
    whole: BilledConsumption, kept: BilledConsumption, terms: Terms, on: date
) -> Iterator[Statement]:
    """Every step from the billed kWh to the power in kW; `kept` is what counts of the consumption of all hours."""
    yield from _mean(whole, kept, on)
    fc, fa, divisor = format_decimal(terms.fc), format_decimal(terms.fa), cut(terms.divisor)
    source = SOURCE_LABELS[terms.source].lower()
    yield stated(
        "capacity_factor",
        f"Fator de capacidade (FC), fonte {source}: {fc}",
        rule(f"{WAIVER}.capacity_factor", on),
    )
    if terms.factor_class is not terms.unit_class:
        text = f"A classe {CLASS_LABELS[terms.unit_class]} usa o fator da classe {CLASS_LABELS[terms.factor_class]}"
        yield stated("class_counted_as", text, rule(f"{WAIVER}.class_counted_as", on))
    text = (
        f"Fator de ajuste (FA), classe {CLASS_LABELS[terms.factor_class]}: {format_decimal(terms.fa * 100)}%"
    )
    yield stated("adjustment_factor", f"{text} = {fa}", rule(f"{WAIVER}.adjustment_factor", on))
    formula, power = rule(f"{WAIVER}.formula", on), terms.power_kw(kept.mean_kwh)
    text = f"FC × {terms.hours} horas × {terms.days} dias: {fc} × {terms.hours} × {terms.days} = {divisor}"
    yield stated("divisor", text, formula)
    text = f"Potência compatível (Pg): {cut(kept.mean_kwh)} ÷ {divisor} × {fa} = {cut(power)} kW"
    yield stated("power", text, formula)
    rounding = rule(f"{WAIVER}.rounding", on)
    places, direction = rounding.as_table()["places"], rounding.as_table()["direction"]
    shown = format_decimal(shown_kw(power, on), places=places)
    yield stated("rounding", f"Com {places} casas, {_DIRECTIONS[direction]}: {shown} kW", rounding)


def notices(whole: BilledConsumption, kept: BilledConsumption, terms: Terms, on: date) -> Iterator[Statement]:
    """What the person should check: zeros, cycles at the availability cost, a power beyond microgeneration."""
    as_billed, micro = rule(f"{WAIVER}.as_billed", on), rule(MICRO_LIMIT, on)
    zeros = whole.values.count(Fraction(0))
    if kept.total_kwh == 0:
        text = "O consumo que conta é zero, então nenhuma potência é compatível. Confira na conta de luz."
        yield stated("zero_consumption", text, as_billed)
    elif zeros:
        text = f"{_cycles(zeros)} com consumo zero. O valor entra na média como foi faturado."
        yield stated("zero_cycles", text, as_billed)
    entry = rule(f"{WAIVER}.availability_kwh", on)
    at_availability = sum(value in entry.as_list() for value in whole.values) if whole.cycles > 1 else 0
    if at_availability:
        known = ", ".join(format_kw(Decimal(value)) for value in entry.as_list())
        text = (
            f"{_cycles(at_availability)} com um valor do custo de disponibilidade ({known} kWh). "
            "O valor entra na média como foi faturado."
        )
        yield stated("availability_cycles", text, entry)
    if terms.power_kw(kept.mean_kwh) > Fraction(micro.as_decimal()):
        limit = format_kw(micro.as_decimal())
        text = f"A conta passa de {limit} kW, mas a dispensa vale só para microgeração: até {limit} kW."
        yield stated("above_micro", text, micro)


def _mean(whole: BilledConsumption, kept: BilledConsumption, on: date) -> Iterator[Statement]:
    cycles = rule("consumption.cycles", on)
    if whole is not kept:
        taken = whole.total_kwh - kept.total_kwh
        text = f"{cut(whole.total_kwh)} − {cut(taken)} = {cut(kept.total_kwh)} kWh"
        yield stated(
            "irrigation", f"Consumo fora do horário com desconto: {text}", rule(f"{WAIVER}.irrigation", on)
        )
    text = f"{cut(kept.mean_kwh)} kWh por mês"
    if kept.cycles > 1:
        text = f"{cut(kept.total_kwh)} kWh ÷ {kept.cycles} ciclos = {text}"
    yield stated("consumption", f"Consumo médio (C): {text}", cycles)


def _cycles(count: int) -> str:
    return "Há 1 ciclo" if count == 1 else f"Há {count} ciclos"
