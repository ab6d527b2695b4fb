"""What the tools take from a reading: the numbers of the indicators, and the consumption of twelve months.

Nothing is guessed here either: what one field leaves open is closed only by other fields of the same bill, and a number
is sure only when every field behind it is.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from documents.domain.bills.fields import BillField, BillReading, Layout, Reason
from documents.domain.bills.kinds import DayMonth, MonthYear
from documents.domain.bills.words import key
from eligibility.domain.numbers_pt import format_decimal
from eligibility.domain.vocabulary import ConsumerClass, Phases

MONTHS = 12
_POSTS = {"peak": "hp", "off_peak": "hfp"}
_OF_POST = {
    "energy_kwh": ("energy.{}.active.registered", "kWh"),
    "max_kw": ("demand.{}.active.registered", "kW"),
    "reactive_kvarh": ("energy.{}.kvarh.registered", "kVArh"),
    "dmcr_kw": ("demand.{}.dmcr.registered", "kW"),
}
_WHOLE = {
    "reserved_energy_kwh": ("energy.hr.active.registered", "kWh"),
    "contracted_kw": ("contracted.hfp", "kW"),
    "injection_measured_kw": ("demand.hfp.injected.registered", "kW"),
    "injection_contracted_kw": ("contracted.generation", "kW"),
}
# What the bill prints of the same accounts, to be set beside what comes out.
_PRINTED = {
    "printed.peak_load_factor": ("load_factor.hp", ""),
    "printed.off_peak_load_factor": ("load_factor.hfp", ""),
    "printed.peak_reactive_demand_kw": ("demand.hp.reactive.billed", "kW"),
    "printed.off_peak_reactive_demand_kw": ("demand.hfp.reactive.billed", "kW"),
    "printed.injection_billed_kw": ("demand.hfp.injected.billed", "kW"),
}
_PRINTED_GREEN = {
    "printed.billed_kw": ("demand.hfp.active.billed", "kW"),
    "printed.overrun_kw": ("demand.hfp.active.overrun", "kW"),
}
_BLUE = {
    "peak.contracted_kw": ("contracted.hp", "kW"),
    "off_peak.contracted_kw": ("contracted.hfp", "kW"),
}
_MODALITIES = {"verde": "green", "azul": "blue"}
_CLASSES = {
    "residencial": ConsumerClass.residential,
    "industrial": ConsumerClass.industrial,
    "comercial": ConsumerClass.commercial,
    "rural": ConsumerClass.rural,
    "poderpublico": ConsumerClass.public_authority,
    "iluminacaopublica": ConsumerClass.public_lighting,
    "servicopublico": ConsumerClass.public_service,
}
_PHASES = {"monofasico": Phases.single, "bifasico": Phases.two, "trifasico": Phases.three}
# A cycle is read near its month: the reading of December may be of January, never of the summer before.
_NEAR_DAYS = 60
_LONGEST_CYCLE_DAYS = 99
_DEMANDS = ("demand_hp", "demand_hfp")
_ENERGIES = ("energy_hp", "energy_hfp", "energy_hr")


@dataclass(frozen=True)
class Taken:
    """One number for a tool: `name` is a field of `eligibility.domain.bill.indicators.BillNumbers`, by post with a dot.

    `text` is as a person types it in Portuguese (dates in ISO), empty when unread; `codes` are the fields behind it.
    """

    name: str
    text: str
    unit: str
    codes: tuple[str, ...]
    is_sure: bool


@dataclass(frozen=True)
class Consumption:
    """The newest twelve months in a row whose kWh are sure, newest first."""

    months: tuple[MonthYear, ...]
    kwh: tuple[Decimal, ...]
    has_reserved: bool = False
    """Whether energy of reserved hours is among it, which some formulas leave out."""

    @property
    def lines(self) -> str:
        """One value per line, oldest first, as a person would paste them."""
        return "\n".join(format_decimal(value) for value in reversed(self.kwh))


def indicator_numbers(reading: BillReading) -> tuple[Taken, ...]:
    """The numbers for the indicators in the order of a form; nothing for a bill that is not of group A."""
    if reading.layout is not Layout.group_a:
        return ()
    modality = _MODALITIES.get(str(reading.value("modality")), "")
    dates = [
        Taken(name, day.isoformat() if day else "", "", codes, day is not None and _are_sure(reading, codes))
        for name, (day, codes) in reading_days(reading).items()
    ]
    kind = Taken("modality", modality, "", ("modality",), bool(modality) and reading["modality"].is_sure)
    by_post = {
        f"{post}.{name}": (code.format(short), unit)
        for name, (code, unit) in _OF_POST.items()
        for post, short in _POSTS.items()
    }
    rest = {name: place for name, place in _WHOLE.items() if modality != "blue" or name != "contracted_kw"}
    contracted, printed = (_BLUE, {}) if modality == "blue" else ({}, _PRINTED_GREEN)
    places = {**by_post, **contracted, **rest, **_PRINTED, **printed}
    amounts = [_amount(reading, name, code, unit) for name, (code, unit) in places.items()]
    return (*dates, kind, *amounts)


def history_lines(reading: BillReading) -> str:
    """The months as lines for `eligibility.domain.bill.history.read_history`; a dash for what is not sure.

    A month whose reserved energy is in doubt has no energy at all: without that part its sum would be wrong.
    """
    if reading.layout is not Layout.group_a:
        return ""
    is_blank = _is_blank(reading, _ENERGIES[-1])
    lines = []
    for row in reading.history_rows:
        month = reading[f"history.{row}.month"]
        if not month.is_sure:
            continue
        cells = [reading[f"history.{row}.{column}"] for column in (*_DEMANDS, *_ENERGIES)]
        texts = ["".join(cell.text.split()) if cell.is_sure else "-" for cell in cells]
        if is_blank:
            texts.pop()
        elif not cells[-1].is_sure:
            texts[len(_DEMANDS) :] = ["-"] * len(_ENERGIES)
        lines.append(" ".join([month.text, *texts]))
    return "\n".join(lines)


def reading_days(reading: BillReading) -> dict[str, tuple[date | None, tuple[str, ...]]]:
    """The days of the previous and of the current reading with their years, and the fields that tell them."""
    after, current_codes = _current(reading)
    before, codes = None, (*current_codes, "previous_reading")
    printed = reading.value("previous_reading")
    if after and isinstance(printed, DayMonth):
        before = _last_before(printed, after)
    return {"previous_reading_on": (before, codes), "current_reading_on": (after, current_codes)}


def _current(reading: BillReading) -> tuple[date | None, tuple[str, ...]]:
    printed = reading.value("current_reading")
    if not isinstance(printed, DayMonth):
        return None, ("current_reading",)
    if printed.year:
        return printed.on(printed.year), ("current_reading",)
    end = reading.value("period_end")
    if isinstance(end, date):
        # Where the period ends on another day, the reader has flagged both.
        return printed.on(end.year), ("current_reading", "period_end")
    month = reading.value("reference_month")
    if not isinstance(month, MonthYear):
        return None, ("current_reading", "reference_month")
    middle = date(month.year, month.month, 15)
    near = [
        day
        for year in (month.year - 1, month.year, month.year + 1)
        if (day := printed.on(year)) and abs((day - middle).days) <= _NEAR_DAYS
    ]
    return (near[0] if len(near) == 1 else None), ("current_reading", "reference_month")


def _last_before(printed: DayMonth, after: date) -> date | None:
    years = (printed.year,) if printed.year else (after.year, after.year - 1)
    days = (printed.on(year) for year in years)
    return next((d for d in days if d and timedelta(0) < after - d <= timedelta(_LONGEST_CYCLE_DAYS)), None)


def _amount(reading: BillReading, name: str, code: str, unit: str) -> Taken:
    value = reading.decimal(code)
    return Taken(
        name, "" if value is None else format_decimal(value), unit, (code,), _are_sure(reading, (code,))
    )


def _are_sure(reading: BillReading, codes: tuple[str, ...]) -> bool:
    return all(reading[code].is_sure for code in codes)


def consumer_class(reading: BillReading) -> ConsumerClass | None:
    """The class; None when it is not sure or is none of those that a request may be of."""
    return _CLASSES.get(_class_key(reading)[0])


def phases(reading: BillReading) -> Phases | None:
    """The phases that some bills print after the class."""
    return _PHASES.get(_class_key(reading)[1])


def _class_key(reading: BillReading) -> tuple[str, str]:
    """The words of the class, and the phases after them if any, as `words.key` writes them."""
    field = reading["consumer_class"]
    text = key(str(field.value)) if field.is_sure else ""
    after = next((name for name in _PHASES if text.endswith(name)), "")
    return text.removesuffix(after), after


def twelve_months(reading: BillReading) -> Consumption | None:
    """The newest twelve months in a row that are wholly sure; None when the history has none."""
    if reading.layout is Layout.unknown:
        return None
    rows = [_row(reading, row) for row in reading.history_rows]
    for first in range(len(rows) - MONTHS + 1):
        found = [row for row in rows[first : first + MONTHS] if row]
        months = tuple(month for month, _ in found)
        if len(found) == MONTHS and all(b == a.before for a, b in pairwise(months)):
            has_reserved = reading.layout is Layout.group_a and not _is_blank(reading, _ENERGIES[-1])
            return Consumption(months, tuple(kwh for _, kwh in found), has_reserved)
    return None


def _row(reading: BillReading, row: int) -> tuple[MonthYear, Decimal] | None:
    month = reading[f"history.{row}.month"]
    if not month.is_sure or not isinstance(month.value, MonthYear):
        return None
    names = ("kwh",) if reading.layout is Layout.group_b else _ENERGIES
    fields = [reading[f"history.{row}.{name}"] for name in names]
    # Most units have no reserved hours: the whole column is then blank, and adds nothing.
    if reading.layout is Layout.group_a and _is_blank(reading, _ENERGIES[-1]):
        fields.pop()
    values = [field.value for field in fields if field.is_sure and isinstance(field.value, Decimal)]
    return (month.value, sum(values, Decimal(0))) if len(values) == len(fields) else None


def _is_blank(reading: BillReading, column: str) -> bool:
    cells: list[BillField] = [reading[f"history.{row}.{column}"] for row in reading.history_rows]
    return all(cell.reason is Reason.blank for cell in cells)


def discounted_hours(reading: BillReading, consumption: Consumption) -> str:
    """The reserved hours of the same months, one value per line, oldest first; "" for none.

    A shop may measure these hours too, as the guide's own bill does: only those of a rural unit are taken for the
    hours with the discount of irrigation, and the pages say that they were. One month in doubt leaves all out.
    """
    if not consumption.has_reserved or consumer_class(reading) is not ConsumerClass.rural:
        return ""
    fields = {
        reading.value(f"history.{row}.month"): reading[f"history.{row}.energy_hr"]
        for row in reading.history_rows
        if reading[f"history.{row}.month"].is_sure
    }
    found = [fields[month] for month in reversed(consumption.months)]
    hours = [one.value for one in found if one.is_sure and isinstance(one.value, Decimal)]
    if len(hours) < len(found) or not any(hours):
        return ""
    return "\n".join(format_decimal(value) for value in hours)
