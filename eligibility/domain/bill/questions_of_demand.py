"""Questions about a whole bill, its months, its demands and the group B option."""

from typing import Annotated

from pydantic import Field

from eligibility.domain.bill.contracted_demand import LARGEST_TABLE, DemandChange, Load
from eligibility.domain.bill.demand_overrun import DemandKind
from eligibility.domain.bill.group_b_option import GroupBFacts
from eligibility.domain.bill.history import MOST_MONTHS, MonthRow
from eligibility.domain.bill.indicators import BillNumbers, PostNumbers
from eligibility.domain.bill.modality import TariffModality
from eligibility.domain.bill.question_parts import (
    CLOSED,
    MOST_ROWS,
    Amount,
    Day,
    Modality,
    Name,
    Printable,
    Question,
)


class PostQuestion(PostNumbers):
    """`PostNumbers` from outside."""

    model_config = CLOSED

    energy_kwh: Amount | None = None
    max_kw: Amount | None = None
    reactive_kvarh: Amount | None = None
    dmcr_kw: Amount | None = None
    contracted_kw: Amount | None = None


class PrintedNumbers(Question):
    """What the bill prints of its own accounts: kept as printed, and compared."""

    peak_load_factor: Amount | None = None
    off_peak_load_factor: Amount | None = None
    overrun_kw: Amount | None = None
    billed_kw: Amount | None = None
    unused_kw: Amount | None = None
    peak_reactive_demand_kw: Amount | None = None
    off_peak_reactive_demand_kw: Amount | None = None
    injection_billed_kw: Amount | None = None


class BillQuestion(BillNumbers):
    """`BillNumbers` from outside."""

    model_config = CLOSED

    previous_reading_on: Day
    current_reading_on: Day
    modality: Modality = TariffModality.green
    peak: PostQuestion = PostQuestion()
    off_peak: PostQuestion = PostQuestion()
    reserved_energy_kwh: Amount | None = None
    contracted_kw: Amount | None = None
    injection_measured_kw: Amount | None = None
    injection_contracted_kw: Amount | None = None
    printed: PrintedNumbers = PrintedNumbers()


class MonthQuestion(MonthRow):
    """`MonthRow` from outside."""

    model_config = CLOSED

    month: Day
    peak_kw: Amount | None = None
    off_peak_kw: Amount | None = None
    peak_kwh: Amount | None = None
    off_peak_kwh: Amount | None = None
    reserved_kwh: Amount | None = None


class HistoryQuestion(Question):
    """Up to thirteen months. Green: `contracted_kw` for the larger post; blue: one contracted demand for each post."""

    months: Annotated[tuple[MonthQuestion, ...], Field(max_length=MOST_MONTHS)]
    contracted_kw: Amount | None = None
    peak_contracted_kw: Amount | None = None
    off_peak_contracted_kw: Amount | None = None


class OverrunQuestion(Printable):
    """Measured and contracted demand; the tariff is given, never looked up."""

    kind: DemandKind = DemandKind.consumption
    measured_kw: Amount
    contracted_kw: Amount
    tariff_brl_per_kw: Amount | None = None


class BilledDemandQuestion(Printable):
    """Measured and contracted demand."""

    measured_kw: Amount
    contracted_kw: Amount


class UnusedDemandQuestion(BilledDemandQuestion):
    """The part that is contracted and not used."""


class SeasonalDemandQuestion(Printable):
    """A rural or seasonal unit: this cycle and the eleven before."""

    measured_kw: Amount
    previous_kw: Annotated[tuple[Amount, ...], Field(max_length=MOST_ROWS)]


class InjectionDemandQuestion(Printable):
    """Contracted injection and the largest consumption demand used."""

    contracted_kw: Amount
    consumption_kw: Amount


class ReactiveDemandQuestion(Printable):
    """Corrected and billed demand."""

    dmcr_kw: Amount
    billed_kw: Amount


class LoadQuestion(Load):
    """`Load` from outside."""

    model_config = CLOSED

    name: Name = ""
    installed_kw: Amount
    simultaneous_kw: Amount


class ContractedDemandQuestion(Printable):
    """The table of loads."""

    loads: Annotated[tuple[LoadQuestion, ...], Field(max_length=LARGEST_TABLE)]


class TestPeriodQuestion(Question):
    """A change of supply, of group, of modality or of demand."""

    change: DemandChange
    current_kw: Amount | None = None
    new_kw: Amount | None = None


class GroupBQuestion(GroupBFacts):
    """`GroupBFacts` from outside."""

    model_config = CLOSED

    transformers_kva: Annotated[tuple[Amount, ...], Field(max_length=MOST_ROWS)] = ()
    reflectors_kw: Amount | None = None
    installed_kw: Amount | None = None


class ComplementaryDemandQuestion(Question):
    """One tariff post over twelve cycles."""

    contracted_kw: Amount
    billed_kw: Annotated[tuple[Amount, ...], Field(max_length=MOST_ROWS)]
