"""A reading as JSON and back: how it leaves the confined child, and how the API writes each value."""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import Any

from documents.domain.bills.fields import BillField, BillReading, Flag, Layout, Reason, Value
from documents.domain.bills.kinds import DayMonth, MonthYear
from documents.domain.bills.words import Place


class Kind(StrEnum):
    """What the text of a value on the wire is."""

    text = "text"
    number = "number"
    integer = "integer"
    date = "date"
    time = "time"
    day_month = "day_month"
    month = "month"


def written(value: Value) -> tuple[Kind, str]:
    """ "1145.5", "28", "2023-02-28", "17:00", "02-28" (a day whose year is not printed) or "2023-02"."""
    match value:
        case str():
            return Kind.text, value
        case Decimal():
            return Kind.number, f"{value:f}"
        case int():
            return Kind.integer, str(value)
        case DayMonth():
            year = f"{value.year:04}-" if value.year else ""
            return Kind.day_month, f"{year}{value.month:02}-{value.day:02}"
        case MonthYear():
            return Kind.month, f"{value.year:04}-{value.month:02}"
        case date():
            return Kind.date, value.isoformat()
        case time():
            return Kind.time, f"{value:%H:%M}"


def read_value(kind: str, text: str) -> Value:
    """The value that `written` wrote. Raises ValueError or ArithmeticError for anything else."""
    match Kind(kind):
        case Kind.text:
            return text
        case Kind.number:
            return Decimal(text)
        case Kind.integer:
            return int(text)
        case Kind.date:
            return date.fromisoformat(text)
        case Kind.time:
            return time.fromisoformat(text)
        case Kind.month:
            year, month = text.split("-")
            return MonthYear(int(year), int(month))
        case Kind.day_month:
            *year_text, month, day = text.split("-")
            return DayMonth(int(day), int(month), int(year_text[0]) if year_text else None)


def to_json(reading: BillReading) -> dict[str, Any]:
    """The whole reading, ready for JSON."""
    return {
        "layout": reading.layout.value,
        "fields": {code: _field_to_json(field) for code, field in reading.fields.items()},
    }


def from_json(found: Mapping[str, Any]) -> BillReading:
    """The reading that `to_json` wrote."""
    fields = {str(code): _field_from_json(field) for code, field in found["fields"].items()}
    return BillReading(Layout(found["layout"]), fields)


def _field_to_json(field: BillField) -> dict[str, Any]:
    place = field.place
    return {
        "value": None if field.value is None else written(field.value),
        "text": field.text,
        "place": None if place is None else [place.page, place.x0, place.y0, place.x1, place.y1],
        "reason": field.reason,
        "flags": list(field.flags),
    }


def _field_from_json(found: Mapping[str, Any]) -> BillField:
    place = found["place"]
    return BillField(
        value=None if found["value"] is None else read_value(*found["value"]),
        text=str(found["text"]),
        place=None if place is None else Place(int(place[0]), *map(float, place[1:])),
        reason=None if found["reason"] is None else Reason(found["reason"]),
        flags=tuple(Flag(flag) for flag in found["flags"]),
    )
