"""Numbers in running text: `{credits.validity}` becomes the number of the rulebook in force on the day."""

import re
from datetime import date, time
from decimal import Decimal
from typing import TypeVar

from pydantic import BaseModel

from eligibility.domain.numbers_pt import format_decimal
from eligibility.domain.operator import OperatorProfile
from eligibility.domain.rulebook import Rule, rule

Text = TypeVar("Text", bound=BaseModel)
PLACEHOLDER = re.compile(r"\{([a-z0-9_.]+)(?::([a-z0-9_]+))?\}")
"""`{code}` for a rule that is a number, `{code:key}` for one of a table, `{code:0}` for one of a list."""
_OPERATOR = "operator."


def fill(text: str, *, on: date, profile: OperatorProfile) -> str:
    """The text with every placeholder read.

    Raises UnknownRule or NoRuleOnDate for a code, TypeError for a value that is no number.
    """
    return PLACEHOLDER.sub(lambda found: _value(found[1], found[2], on, profile), text)


def filled(entry: Text, *, on: date, profile: OperatorProfile) -> Text:
    """The same entry with the placeholders of all its own texts read, also inside lists and tables."""
    update = {name: _deep(getattr(entry, name), on, profile) for name in type(entry).model_fields}
    return entry.model_copy(update=update)


def _deep(value: object, on: date, profile: OperatorProfile) -> object:
    if isinstance(value, str) and type(value) is str:
        return fill(value, on=on, profile=profile)
    if isinstance(value, tuple):
        return tuple(_deep(each, on, profile) for each in value)
    if isinstance(value, BaseModel):
        return filled(value, on=on, profile=profile)
    return value


def _value(code: str, key: str | None, on: date, profile: OperatorProfile) -> str:
    if code.startswith(_OPERATOR):
        return _operator_value(code.removeprefix(_OPERATOR), profile)
    found = rule(code, on)
    value = found.as_decimal() if key is None else _part(found, key)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"{code}:{key} is no number")
    return format_decimal(Decimal(value))


def _part(found: Rule, key: str) -> object:
    return found.as_list()[int(key)] if key.isdigit() else found.as_table()[key]


def _operator_value(name: str, profile: OperatorProfile) -> str:
    """What the utility publishes about itself: its name and its peak hours."""
    match name:
        case "name":
            return profile.name
        case "peak_begins":
            return _hour(profile.peak_hours.begins)
        case "peak_ends":
            return _hour(profile.peak_hours.ends)
    raise LookupError(name)


def _hour(at: time) -> str:
    return f"{at:%Hh%M}".removesuffix("00").removeprefix("0")
