"""Compatible power of a microgeneration, `Pg = C / (FC × 24 × 30) × FA` in kW (REN 1.000, art. 73-A, § 1º)."""

from collections.abc import Collection
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from enum import StrEnum
from fractions import Fraction

from pydantic import BaseModel, ConfigDict, Field

from eligibility.domain.billed_cycles import BilledConsumption, Kwh, ShortHistory, billed, without
from eligibility.domain.citation import Citation, Confidence
from eligibility.domain.compatible_power_lines import Statement, notices, shown_kw, worked_out
from eligibility.domain.compatible_power_terms import WAIVER, NeedsAnalysis, terms_of
from eligibility.domain.findings import refuse
from eligibility.domain.rulebook import NoRuleOnDate, rule, rulebook
from eligibility.domain.vocabulary import ConsumerClass, Source

_DIGITS = Context(prec=28, rounding=ROUND_HALF_EVEN)


class Status(StrEnum):
    """Why there is no number."""

    needs_analysis = "needs_analysis"
    not_in_force = "not_in_force"


class NoCompatiblePower(BaseModel):
    """No number, and why: what nobody publishes is left to the analyst. `message` is Portuguese."""

    model_config = ConfigDict(frozen=True)

    status: Status
    code: str
    message: str
    citation: Citation
    confidence: Confidence


class CompatiblePower(BaseModel):
    """The power in kW, how it was worked out, and what to check in what was given.

    `power_kw` is for reading, rounded as the rulebook says; `power_kw_exact` has 28 digits; `exact` is the number
    itself, which every comparison uses. `consumption_kwh` is C, a month, with 28 digits; `fa` and `fc` are ratios.
    The formula knows no limit: beyond microgeneration the number stands, and a notice says that the waiver ends.
    """

    model_config = ConfigDict(frozen=True)

    power_kw: Decimal
    power_kw_exact: Decimal
    consumption_kwh: Decimal
    consumer_class: ConsumerClass
    fa: Decimal
    fc: Decimal
    on: date
    lines: tuple[Statement, ...]
    notices: tuple[Statement, ...]
    citation: Citation
    confidence: Confidence
    exact: Fraction = Field(exclude=True, repr=False)


def compatible_power(
    consumption: Kwh,
    consumer_class: ConsumerClass | str | None,
    on: date,
    *,
    sources: Collection[Source] = (Source.solar,),
    discounted: Kwh = None,
    has_irrigation_discount: bool = False,
) -> CompatiblePower | NoCompatiblePower:
    """The compatible power by the rules of the day `on`; for a request, the day it was filed.

    `consumption` is the mean of the last cycles in kWh a month, or one billed value per cycle. For a unit with the
    discount of art. 186 it is that of all hours, and `discounted` that of the hours with the discount (zero when
    those are already out). `consumer_class` is the enumeration or a name as bills print it.
    Raises Refused `consumption.*` for numbers that no bill can show.
    """
    try:
        waiver = rule(WAIVER, on)
        terms = terms_of(sources, consumer_class, on)
        whole, kept = _counted(consumption, discounted, has_irrigation_discount, on)
    except NoRuleOnDate:
        return _not_in_force(on)
    except NeedsAnalysis as missing:
        return NoCompatiblePower(
            status=Status.needs_analysis,
            code=f"compatible_power.{missing.code}",
            message=missing.message,
            citation=missing.entry.citation,
            confidence=missing.entry.confidence,
        )
    exact = terms.power_kw(kept.mean_kwh)
    return CompatiblePower(
        power_kw=shown_kw(exact, on),
        power_kw_exact=_decimal(exact),
        consumption_kwh=_decimal(kept.mean_kwh),
        consumer_class=terms.unit_class,
        fa=terms.fa,
        fc=terms.fc,
        on=on,
        lines=tuple(worked_out(whole, kept, terms, on)),
        notices=tuple(notices(whole, kept, terms, on)),
        citation=waiver.citation,
        confidence=waiver.confidence,
        exact=exact,
    )


def _counted(
    consumption: Kwh, discounted: Kwh, has_irrigation_discount: bool, on: date
) -> tuple[BilledConsumption, BilledConsumption]:
    """The consumption of all hours and what counts of it, one object where all of it does."""
    if discounted is not None and not has_irrigation_discount:
        message = "Só quem tem o desconto de irrigação ou aquicultura tem horário com desconto. Marque a opção ou apague o valor."
        entry = rule(f"{WAIVER}.irrigation", on)
        raise refuse("consumption.discount_not_declared", message, entry.citation, field="discounted")
    try:
        whole = billed(consumption, on)
    except ShortHistory as short:
        raise _short(short, on) from short
    if not has_irrigation_discount:
        return whole, whole
    try:
        return whole, without(whole, billed(discounted, on))
    except ShortHistory as short:
        message = (
            "Com o desconto de irrigação ou aquicultura, só conta o consumo do horário sem desconto. "
            "Informe também o consumo do horário com desconto. Sem ele, o analista confere."
        )
        raise NeedsAnalysis("irrigation_split_unknown", message, rule(f"{WAIVER}.irrigation", on)) from short


def _short(short: ShortHistory, on: date) -> NeedsAnalysis:
    entry = rule(f"{WAIVER}.short_history", on)
    if not short.given:
        message = "Sem histórico de consumo não dá para calcular. O analista confere a potência compatível."
        return NeedsAnalysis("no_history", message, entry)
    given = "Há 1 ciclo" if short.given == 1 else f"Há {short.given} ciclos"
    message = (
        f"{given} de consumo e a conta precisa de {short.cycles}. O analista confere a potência compatível."
    )
    return NeedsAnalysis("too_few_cycles", message, entry)


def _not_in_force(on: date) -> NoCompatiblePower:
    first = rulebook().entries_of(WAIVER)[0]
    return NoCompatiblePower(
        status=Status.not_in_force,
        code="compatible_power.not_in_force",
        message=(
            f"A dispensa por potência compatível não valia em {on:%d/%m/%Y}. "
            f"Ela existe desde {first.valid_from:%d/%m/%Y}."
        ),
        citation=first.citation,
        confidence=first.confidence,
    )


def _decimal(value: Fraction) -> Decimal:
    return _DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))
