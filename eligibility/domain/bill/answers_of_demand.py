"""Answers about demand: overrun, billed, seasonal, complementary, reactive and contracted."""

from datetime import date
from decimal import Decimal

from eligibility.domain.bill.billed_demand import (
    billed_demand,
    injection_billed,
    seasonal_billed_demand,
    unused_demand,
)
from eligibility.domain.bill.complementary_demand import complementary_demand
from eligibility.domain.bill.contracted_demand import cycles_of_test_period, suggest_demand
from eligibility.domain.bill.demand_overrun import overrun
from eligibility.domain.bill.group_answer import GroupAnswer, Verdict
from eligibility.domain.bill.quantities import bill_rule, indicator, shown
from eligibility.domain.bill.questions_of_demand import (
    BilledDemandQuestion,
    ComplementaryDemandQuestion,
    ContractedDemandQuestion,
    InjectionDemandQuestion,
    OverrunQuestion,
    ReactiveDemandQuestion,
    SeasonalDemandQuestion,
    TestPeriodQuestion,
    UnusedDemandQuestion,
)
from eligibility.domain.bill.reactive import reactive_demand
from eligibility.domain.numbers_pt import format_decimal


def of_overrun(asked: OverrunQuestion, on: date) -> GroupAnswer:
    """The excess, its limit and, with a tariff, its price and amount."""
    found = overrun(
        kind=asked.kind,
        measured_kw=asked.measured_kw,
        contracted_kw=asked.contracted_kw,
        tariff_brl_per_kw=asked.tariff_brl_per_kw,
        on=on,
    )
    percent = bill_rule(f"bill.overrun.{asked.kind}_percent", on)
    more = [
        indicator(
            percent,
            code=f"overrun.{asked.kind}.limit",
            label="Limite sem cobrança",
            value=found.limit_kw,
            unit="kW",
            line=f"{shown(asked.contracted_kw)} kW + {shown(percent.as_decimal())}% = {shown(found.limit_kw)} kW",
        )
    ]
    if found.price_brl_per_kw is not None and found.amount_brl is not None:
        factor = bill_rule("bill.overrun.price_factor", on)
        each, tariff = found.price_brl_per_kw, asked.tariff_brl_per_kw or Decimal(0)
        parts = (
            f"{shown(factor.as_decimal())} × R$ {format_decimal(tariff)} = R$ {format_decimal(each)} por kW"
        )
        more.append(
            indicator(
                factor,
                code="overrun.price",
                label="Preço da ultrapassagem",
                value=each,
                unit="R$/kW",
                line=parts,
            )
        )
        total = f"{shown(found.excess.value)} kW × R$ {format_decimal(each)} = R$ {format_decimal(found.amount_brl, 2)}"
        more.append(
            indicator(
                factor,
                code="overrun.amount",
                label="Valor da ultrapassagem",
                value=found.amount_brl,
                unit="R$",
                line=total,
            )
        )
    verdict = Verdict(
        code="overrun.charged",
        label="Há cobrança de ultrapassagem",
        passed=found.is_charged,
        line=found.excess.line,
        citation=found.excess.citation,
        confidence=found.excess.confidence,
    )
    return GroupAnswer(indicators=(found.excess, *more), verdicts=(verdict,))


def of_billed_demand(asked: BilledDemandQuestion, on: date) -> GroupAnswer:
    """The larger of both."""
    found = billed_demand(measured_kw=asked.measured_kw, contracted_kw=asked.contracted_kw, on=on)
    return GroupAnswer(indicators=(found,))


def of_unused_demand(asked: UnusedDemandQuestion, on: date) -> GroupAnswer:
    """What is contracted and not used."""
    found = unused_demand(measured_kw=asked.measured_kw, contracted_kw=asked.contracted_kw, on=on)
    return GroupAnswer(indicators=(found,))


def of_seasonal_demand(asked: SeasonalDemandQuestion, on: date) -> GroupAnswer:
    """The billed demand of a rural or seasonal unit."""
    found = seasonal_billed_demand(measured_kw=asked.measured_kw, previous_kw=asked.previous_kw, on=on)
    return GroupAnswer(indicators=(found,))


def of_injection_demand(asked: InjectionDemandQuestion, on: date) -> GroupAnswer:
    """The injection demand that is billed beside the consumption one."""
    found = injection_billed(contracted_kw=asked.contracted_kw, consumption_kw=asked.consumption_kw, on=on)
    return GroupAnswer(indicators=(found,))


def of_reactive_demand(asked: ReactiveDemandQuestion, on: date) -> GroupAnswer:
    """UFDR."""
    return GroupAnswer(indicators=(reactive_demand(dmcr_kw=asked.dmcr_kw, billed_kw=asked.billed_kw, on=on),))


def of_contracted_demand(asked: ContractedDemandQuestion, on: date) -> GroupAnswer:
    """The suggestion first, then what it rests on."""
    found = suggest_demand(asked.loads, on=on)
    step = bill_rule("bill.contracted_demand.step", on)
    percent = bill_rule("bill.overrun.consumption_percent", on)
    installed, running = found.installed_kw, found.simultaneous_kw
    more = (
        indicator(
            step,
            code="contracted_demand.installed",
            label="Carga instalada",
            value=installed,
            unit="kW",
            line=_sum_line([load.installed_kw for load in asked.loads], installed),
        ),
        indicator(
            step,
            code="contracted_demand.simultaneous",
            label="Carga que funciona ao mesmo tempo",
            value=running,
            unit="kW",
            line=_sum_line([load.simultaneous_kw for load in asked.loads], running),
        ),
        indicator(
            step,
            code="contracted_demand.simultaneity",
            label="Simultaneidade",
            value=found.simultaneity,
            unit="",
            line=f"{shown(running)} kW ÷ {shown(installed)} kW = {shown(found.simultaneity)}",
        ),
        indicator(
            percent,
            code="contracted_demand.tolerated",
            label="Demanda medida sem ultrapassagem",
            value=found.tolerated_kw,
            unit="kW",
            line=(
                f"{shown(found.suggested.value)} kW + {shown(percent.as_decimal())}% = {shown(found.tolerated_kw)} kW"
            ),
        ),
    )
    return GroupAnswer(indicators=(found.suggested, *more))


def of_test_period(asked: TestPeriodQuestion, on: date) -> GroupAnswer:
    """How many full cycles the demand is on test."""
    cycles = cycles_of_test_period(asked.change, current_kw=asked.current_kw, new_kw=asked.new_kw, on=on)
    entry = bill_rule("bill.test_period.cycles", on)
    line = entry.note if cycles else bill_rule("bill.test_period.increase_percent", on).text
    found = indicator(
        entry, code="test_period", label="Período de testes", value=Decimal(cycles), unit="ciclos", line=line
    )
    return GroupAnswer(indicators=(found,))


def of_complementary_demand(asked: ComplementaryDemandQuestion, on: date) -> GroupAnswer:
    """How many cycles are short, and whether anything is due."""
    found = complementary_demand(contracted_kw=asked.contracted_kw, billed_kw=asked.billed_kw, on=on)
    entry = bill_rule("bill.complementary_demand", on)
    reached = indicator(
        entry,
        code="complementary_demand.reached",
        label="Ciclos que chegaram à demanda contratada",
        value=Decimal(found.reached_cycles),
        unit="ciclos",
        line=found.missing.line,
    )
    verdict = Verdict(
        code="complementary_demand.due",
        label="Há demanda complementar",
        passed=found.is_due,
        line=found.missing.line,
        citation=entry.citation,
        confidence=entry.confidence,
    )
    return GroupAnswer(indicators=(found.missing, reached), verdicts=(verdict,))


def _sum_line(parts: list[Decimal], total: Decimal) -> str:
    if len(parts) == 1:
        return f"{shown(total)} kW"
    return f"{' + '.join(shown(each) for each in parts)} = {shown(total)} kW"
