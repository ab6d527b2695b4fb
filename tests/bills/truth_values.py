"""The values that the printed texts of a truth have: read by rules of this module's own, not by the reader's."""

from datetime import date, time
from decimal import Decimal

from documents.domain.bills.fields import BillReading, Value
from documents.domain.bills.kinds import DayMonth, MonthYear
from tests.bills.truths import Truth

_MONTHS = ("JAN", "FEV", "MAR", "ABR", "MAI", "JUN", "JUL", "AGO", "SET", "OUT", "NOV", "DEZ")
_TEXTS = ("installation", "client_number", "consumer_class", "subclass", "subgroup")
_PAIRS = {"period": ("period_start", "period_end"), "peak": ("peak_start", "peak_end")}


def codes_of(field: str) -> tuple[str, ...]:
    """The codes that a printed text gives; the modality also gives the subgroup, but other texts do too."""
    return _PAIRS.get(field, (field,))


def values_of(truth: Truth) -> dict[str, Value | None]:
    """Code to value; None where the bill prints nothing."""
    found: dict[str, Value | None] = {}
    for field, text in truth.items():
        if field == "period":
            found |= dict(zip(_PAIRS[field], (_date(part) for part in text.split(" a ")), strict=True))
        elif field == "peak":
            found |= dict(
                zip(_PAIRS[field], (time.fromisoformat(part) for part in text.split(" às ")), strict=True)
            )
        else:
            found[field] = _value(field, text) if text else None
    found.setdefault("subgroup", truth["modality"].split()[-1])
    return found


def _value(field: str, text: str) -> Value:
    if field in _TEXTS:
        return text
    if field == "modality":
        return text.removeprefix("THS ").split()[0].lower()
    if field.endswith("month"):
        name, year = text.split("/")
        return MonthYear(2000 + int(year[-2:]), _MONTHS.index(name) + 1)
    if field in ("previous_reading", "current_reading", "next_reading"):
        return DayMonth(int(text[:2]), int(text[3:5]))
    if field == "days" or field.endswith(".days"):
        return int(text)
    return Decimal(text.replace(".", "").replace(",", "."))


def _date(text: str) -> date:
    day, month, year = text.split("/")
    return date(int(year), int(month), int(day))


def read_values(reading: BillReading, truth: Truth) -> dict[str, str]:
    """Each code of the reading as a code of the truth: rows of the history are matched by their month."""
    months = {
        value: code.split(".")[1] for code, value in values_of(truth).items() if code.endswith(".month")
    }
    same = {}
    for code in reading.fields:
        if not code.startswith("history."):
            same[code] = code
            continue
        _, row, column = code.split(".")
        month = reading.value(f"history.{row}.month")
        if month in months:
            same[code] = f"history.{months[month]}.{column}"
        elif month is not None:
            same[code] = f"history.none.{column}"
    return same
