"""Tariff flags: the surcharge of a cycle, each flag by its days in force inside the reading period."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from pydantic import BaseModel, ConfigDict, Field

from eligibility.domain.bill.peak_hours import ReadingPeriod
from eligibility.domain.bill.quantities import Indicator, bill_rule, indicator, money, quantity, shown
from eligibility.domain.findings import refuse
from eligibility.domain.numbers_pt import LARGEST, format_decimal


class Flag(StrEnum):
    """Flags that the regulator publishes; their prices are given, never looked up."""

    green = "green"
    yellow = "yellow"
    red_1 = "red_1"
    red_2 = "red_2"
    scarcity = "scarcity"

    @property
    def label(self) -> str:
        """Portuguese wording for people."""
        return _LABELS[self]


_LABELS = {
    Flag.green: "verde",
    Flag.yellow: "amarela",
    Flag.red_1: "vermelha, patamar 1",
    Flag.red_2: "vermelha, patamar 2",
    Flag.scarcity: "escassez hídrica",
}


class FlagSpan(BaseModel):
    """A flag, the days it is in force (both ends included) and its R$ per kWh."""

    model_config = ConfigDict(frozen=True)

    flag: Flag
    first: date
    last: date
    brl_per_kwh: Decimal = Field(ge=0, le=LARGEST, allow_inf_nan=False)


def flag_charge(
    *, consumption_kwh: Decimal, compensated_kwh: Decimal, period: ReadingPeriod, spans: Sequence[FlagSpan]
) -> Indicator:
    """R$ of the flags on what is billed and not compensated (art. 307), shared by days.

    Every day of the period has exactly one flag: Refused `bill.flags.days` otherwise. Refused
    `bill.flags.compensated` when more is compensated than consumed.
    """
    consumed = quantity(consumption_kwh, "consumption_kwh")
    compensated = quantity(compensated_kwh, "compensated_kwh")
    entry = bill_rule("bill.flags", period.last)
    if compensated > consumed:
        message = "A energia compensada não pode passar da consumida."
        citation = bill_rule("bill.flags.compensated", period.last).citation
        raise refuse("bill.flags.compensated", message, citation, field="compensated_kwh")
    base, value, parts = consumed - compensated, Decimal(0), []
    for span, days in _days(spans, period):
        part = base * days * span.brl_per_kwh / period.days
        value += part
        parts.append(
            f"{span.flag.label}: {shown(base)} kWh × {days}/{period.days} × R$ {format_decimal(span.brl_per_kwh)} = "
            f"{money(part)}"
        )
    return indicator(
        entry,
        code="flags",
        label="Bandeiras tarifárias",
        value=value,
        unit="R$",
        line="; ".join(parts),
    )


def _days(spans: Sequence[FlagSpan], period: ReadingPeriod) -> list[tuple[FlagSpan, int]]:
    """Each flag that touches the period with its days inside it, in order."""
    inside = sorted(
        (span for span in spans if span.first <= period.last and span.last >= period.first),
        key=lambda span: span.first,
    )
    counted = [
        (span, (min(span.last, period.last) - max(span.first, period.first)).days + 1) for span in inside
    ]
    overlap = any(later.first <= earlier.last for earlier, later in pairwise(inside))
    if overlap or sum(days for _, days in counted) != period.days:
        raise refuse(
            "bill.flags.days",
            "Cada dia do período de leitura tem uma bandeira, e só uma. Confira as datas.",
            field="spans",
        )
    return counted
