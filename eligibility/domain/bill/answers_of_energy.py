"""Answers about energy, power factor, reactive excess, readings, prices, flags and modalities."""

from datetime import date

from eligibility.domain.bill.flags import flag_charge
from eligibility.domain.bill.group_answer import GroupAnswer, Verdict
from eligibility.domain.bill.load_factor import NO_DEMAND, post_load_factor, simple_load_factor
from eligibility.domain.bill.losses import with_losses
from eligibility.domain.bill.modality import TariffModality, compare_modalities, may_change_modality
from eligibility.domain.bill.peak_hours import Post, ReadingPeriod
from eligibility.domain.bill.power_factor import power_factor
from eligibility.domain.bill.pricing import item_value, price
from eligibility.domain.bill.quantities import Indicator, bill_rule, indicator, money, positive
from eligibility.domain.bill.questions_of_energy import (
    ConstantQuestion,
    FlagsQuestion,
    ItemQuestion,
    LoadFactorQuestion,
    LossesQuestion,
    ModalitiesQuestion,
    ModalityChangeQuestion,
    PowerFactorQuestion,
    PriceQuestion,
    ReactiveHoursQuestion,
    ReadingQuestion,
    RegisterQuestion,
    SpecificConsumptionQuestion,
)
from eligibility.domain.bill.reactive import corrected_demand, reactive_excess_energy
from eligibility.domain.bill.readings import billing_constant, metered, register_demand
from eligibility.domain.bill.specific_consumption import specific_consumption
from eligibility.domain.findings import refuse


def of_constant(asked: ConstantQuestion, on: date) -> GroupAnswer:
    """RTC × RTP."""
    return _one(billing_constant(rtc=asked.rtc, rtp=asked.rtp, on=on))


def of_reading(asked: ReadingQuestion, on: date) -> GroupAnswer:
    """The difference of two readings times the constant."""
    unit = asked.unit.strip() or "kWh"
    return _one(metered(before=asked.before, after=asked.after, constant=asked.constant, unit=unit, on=on))


def of_register(asked: RegisterQuestion, on: date) -> GroupAnswer:
    """A register of demand times the constant."""
    found = register_demand(register=asked.register_reading, constant=asked.constant, on=on)
    return _one(found)


def of_load_factor(asked: LoadFactorQuestion, on: date) -> GroupAnswer:
    """Over the hours given, else in the simple form of 730 hours."""
    if asked.hours is None:
        positive(asked.max_kw, "max_kw", code="bill.demand_zero", message=NO_DEMAND)
        return _one(simple_load_factor(energy_kwh=asked.energy_kwh, demand_kw=asked.max_kw, on=on))
    found = post_load_factor(
        post=Post.peak, energy_kwh=asked.energy_kwh, max_kw=asked.max_kw, hours=asked.hours, on=on
    )
    return _one(found.model_copy(update={"code": "load_factor", "label": "Fator de carga"}))


def of_power_factor(asked: PowerFactorQuestion, on: date) -> GroupAnswer:
    """The mean of the period."""
    return _one(power_factor(energy_kwh=asked.energy_kwh, reactive_kvarh=asked.reactive_kvarh, on=on))


def of_reactive_hours(asked: ReactiveHoursQuestion, on: date) -> GroupAnswer:
    """UFER and DMCR of clock hours; Refused `bill.hours.repeated` for an hour that stands twice."""
    if not asked.hours:
        raise refuse("bill.hours.missing", "Informe pelo menos uma hora.", field="hours")
    starts = [hour.starts_at for hour in asked.hours]
    for place, start in enumerate(starts):
        if start.minute or start.second or start.microsecond:
            raise refuse(
                "bill.hours.start",
                "Use a hora em ponto. Exemplo: 2023-02-06T10:00.",
                field=f"hours.{place}.starts_at",
            )
    if len(set(starts)) < len(starts):
        raise refuse("bill.hours.repeated", "Cada hora aparece uma vez só.", field="hours")
    hours = asked.hours
    return GroupAnswer(indicators=(reactive_excess_energy(hours, on=on), corrected_demand(hours, on=on)))


def of_modalities(asked: ModalitiesQuestion, on: date) -> GroupAnswer:
    """The cycle in both modalities; the verdict's `criterion` is the cheaper one, or `same`."""
    found = compare_modalities(asked.use, green=asked.green, blue=asked.blue, on=on)
    entry = bill_rule("bill.modality.green_subgroups", on)
    costs = [
        indicator(
            entry,
            code=f"modality.{one.value}",
            label=f"Conta na modalidade {one.label}",
            value=value,
            unit="R$",
            line="; ".join(lines),
        )
        for one, value, lines in (
            (TariffModality.green, found.green_brl, found.green_lines),
            (TariffModality.blue, found.blue_brl, found.blue_lines),
        )
    ]
    is_tie = found.cheaper is TariffModality.same
    verdict = Verdict(
        code="modality.cheaper",
        label="Modalidade que custa menos neste ciclo",
        passed=None if is_tie else True,
        line="As duas custam o mesmo."
        if is_tie
        else f"A {found.cheaper.label} custa {money(found.difference.value)} a menos.",
        citation=entry.citation,
        confidence=entry.confidence,
        criterion=found.cheaper.value,
    )
    return GroupAnswer(indicators=(found.difference, *costs), verdicts=(verdict,))


def of_modality_change(asked: ModalityChangeQuestion, on: date) -> GroupAnswer:
    """Whether the change is possible now."""
    found = may_change_modality(
        asked.to, subgroup=asked.subgroup, cycles_since_change=asked.cycles_since_change, on=on
    )
    codes = ("bill.modality.green_subgroups", "bill.modality.change_cycles")
    entry = next(each for each in (bill_rule(code, on) for code in codes) if each.citation == found.citation)
    verdict = Verdict(
        code="modality.change",
        label=f"Mudança para a modalidade {asked.to.label}",
        passed=found.is_allowed,
        line=found.why,
        citation=found.citation,
        confidence=entry.confidence,
    )
    return GroupAnswer(verdicts=(verdict,))


def of_losses(asked: LossesQuestion, on: date) -> GroupAnswer:
    """The same quantity with the losses of the transformer."""
    return _one(with_losses(value=asked.value, unit=asked.unit, on=on))


def of_flags(asked: FlagsQuestion, on: date) -> GroupAnswer:
    """The surcharge of the period, by the rules of its last day."""
    if asked.last < asked.first:
        raise refuse("bill.period", "O último dia não pode vir antes do primeiro.", field="last")
    for place, span in enumerate(asked.spans):
        if span.last < span.first:
            raise refuse(
                "bill.period", "O último dia não pode vir antes do primeiro.", field=f"spans.{place}.last"
            )
    found = flag_charge(
        consumption_kwh=asked.consumption_kwh,
        compensated_kwh=asked.compensated_kwh,
        period=ReadingPeriod(first=asked.first, last=asked.last),
        spans=asked.spans,
    )
    return _one(found)


def of_specific_consumption(asked: SpecificConsumptionQuestion, on: date) -> GroupAnswer:
    """Energy for each unit produced."""
    found = specific_consumption(energy_kwh=asked.energy_kwh, produced=asked.produced, unit=asked.unit, on=on)
    return _one(found)


def of_price(asked: PriceQuestion, on: date) -> GroupAnswer:
    """The unit price with the taxes given."""
    found = price(
        tariff_brl=asked.tariff_brl,
        pis_percent=asked.pis_percent,
        cofins_percent=asked.cofins_percent,
        icms_percent=asked.icms_percent,
        on=on,
    )
    return _one(found)


def of_item(asked: ItemQuestion, on: date) -> GroupAnswer:
    """One line of the bill."""
    return _one(item_value(amount=asked.amount, price_brl=asked.price_brl, on=on))


def _one(found: Indicator) -> GroupAnswer:
    return GroupAnswer(indicators=(found,))
