"""Questions about energy, readings, reactive excess, modalities, flags and prices."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, NaiveDatetime, model_validator

from eligibility.domain.bill.flags import Flag, FlagSpan
from eligibility.domain.bill.mass_memory_file import Stamp
from eligibility.domain.bill.modality import BlueTariffs, GreenTariffs, MonthUse
from eligibility.domain.bill.question_parts import (
    CLOSED,
    MOST_ROWS,
    Amount,
    Day,
    Modality,
    Printable,
    Question,
    UnitName,
)
from eligibility.domain.bill.reactive import MeasuredHour

MOST_HOURS = 744
"""The hours of a month of 31 days."""
LONGEST_RECORD = 1_000_000
"""Letters of a load record inside a body of JSON; the page takes larger files."""


class ConstantQuestion(Printable):
    """The ratios of the current and potential transformers."""

    rtc: Amount
    rtp: Amount


class ReadingQuestion(Printable):
    """Two readings of a meter and its constant."""

    before: Amount
    after: Amount
    constant: Amount
    unit: UnitName = "kWh"


class RegisterQuestion(Printable):
    """The register of demand as the bill shows it, without the comma of its two decimals."""

    register_reading: Amount
    constant: Amount


class LoadFactorQuestion(Printable):
    """With `hours` of the post; without them the simple form."""

    energy_kwh: Amount
    max_kw: Amount
    hours: Amount | None = None


class PowerFactorQuestion(Printable):
    """Active and reactive energy of the same period."""

    energy_kwh: Amount
    reactive_kvarh: Amount


class HourQuestion(MeasuredHour):
    """`MeasuredHour` from outside."""

    model_config = CLOSED

    starts_at: NaiveDatetime
    active_kwh: Amount
    inductive_kvarh: Amount = Decimal(0)
    capacitive_kvarh: Amount = Decimal(0)
    demand_kw: Amount


class ReactiveHoursQuestion(Question):
    """Clock hours of a meter, by local time."""

    hours: Annotated[tuple[HourQuestion, ...], Field(max_length=MOST_HOURS)]


class MassMemoryQuestion(Question):
    """The load record of a meter: the text of its CSV, and what the written time of a line means."""

    csv: Annotated[str, Field(max_length=LONGEST_RECORD)]
    stamp: Stamp | None = None


class UseQuestion(MonthUse):
    """`MonthUse` from outside."""

    model_config = CLOSED

    peak_kw: Amount
    off_peak_kw: Amount
    peak_kwh: Amount
    off_peak_kwh: Amount


class GreenQuestion(GreenTariffs):
    """`GreenTariffs` from outside."""

    model_config = CLOSED

    demand: Amount
    peak_energy: Amount
    off_peak_energy: Amount


class BlueQuestion(BlueTariffs):
    """`BlueTariffs` from outside."""

    model_config = CLOSED

    peak_demand: Amount
    off_peak_demand: Amount
    peak_energy: Amount
    off_peak_energy: Amount


class ModalitiesQuestion(Question):
    """One cycle in both modalities, with given tariffs."""

    use: UseQuestion
    green: GreenQuestion
    blue: BlueQuestion


class ModalityChangeQuestion(Question):
    """Whether the modality may change; no number of cycles means that it never changed."""

    to: Modality
    subgroup: Literal["A1", "A2", "A3", "A3a", "A4", "AS"]
    cycles_since_change: Annotated[int, Field(ge=0, le=1200)] | None = None


class LossesQuestion(Printable):
    """What was measured after the transformer."""

    value: Amount
    unit: Literal["kW", "kWh", "kVAr", "kVArh"] = "kWh"


class SpanQuestion(FlagSpan):
    """`FlagSpan` from outside."""

    model_config = CLOSED

    first: Day
    last: Day
    brl_per_kwh: Amount

    @model_validator(mode="before")
    @classmethod
    def _green_costs_nothing(cls, given: Any) -> Any:
        """The green flag has no surcharge to type."""
        if isinstance(given, dict) and given.get("flag") == Flag.green and given.get("brl_per_kwh") is None:
            return given | {"brl_per_kwh": Decimal(0)}
        return given


class FlagsQuestion(Printable):
    """The reading period, both ends included, and the flag of each of its days."""

    consumption_kwh: Amount
    compensated_kwh: Amount = Decimal(0)
    first: Day
    last: Day
    spans: Annotated[tuple[SpanQuestion, ...], Field(max_length=MOST_ROWS)]


class SpecificConsumptionQuestion(Printable):
    """Energy and production of the same period."""

    energy_kwh: Amount
    produced: Amount
    unit: UnitName = "unidade"


class PriceQuestion(Printable):
    """A tariff and the rates of its taxes, in %."""

    tariff_brl: Amount
    pis_percent: Amount = Decimal(0)
    cofins_percent: Amount = Decimal(0)
    icms_percent: Amount = Decimal(0)


class ItemQuestion(Printable):
    """One line of the bill."""

    amount: Amount
    price_brl: Amount
