"""Reading a voltage as people write it, and telling high voltage from the rest."""

import re
from datetime import date
from decimal import Decimal

from eligibility.domain.findings import Refused
from eligibility.domain.numbers_pt import parse_decimal
from eligibility.domain.rulebook import rule

_VOLTAGE = re.compile(r"(?P<number>[0-9][0-9.,]*)\s*(?P<kilo>k)?v?", re.IGNORECASE)
_VOLTS_PER_KILOVOLT = 1000


def volts(text: str) -> Decimal | None:
    """The highest voltage in "13.800", "13,8 kV" or "127/220 V"; None when no number can be read."""
    found = []
    for part in text.split("/"):
        match = _VOLTAGE.fullmatch(part.strip())
        if match is None:
            continue
        try:
            value = parse_decimal(match["number"])
        except Refused:
            continue
        found.append(value * _VOLTS_PER_KILOVOLT if match["kilo"] else value)
    return max(found, default=None)


def is_high_voltage(text: str, on: date) -> bool:
    """Whether the connection is at 69 kV or above, where every opinion takes the longest term (art. 64, III)."""
    value = volts(text)
    return value is not None and value >= rule("voltage.high_from_kv", on).as_decimal() * _VOLTS_PER_KILOVOLT
