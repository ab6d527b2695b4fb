"""Reads a bill from its words. Nothing is guessed: a field is a value as printed, or unread with its reason."""

from collections.abc import Iterable
from dataclasses import replace

from documents.domain.bills.billed import read_billed
from documents.domain.bills.boxes import read_boxes
from documents.domain.bills.checks import flagged
from documents.domain.bills.codes import NAMES
from documents.domain.bills.demonstrative import read_factors, read_readings
from documents.domain.bills.fields import BillField, BillReading, Findings, Flag, Layout, Reason
from documents.domain.bills.front import read_front
from documents.domain.bills.history import read_history
from documents.domain.bills.low_voltage import read_low_voltage
from documents.domain.bills.words import Sheets, Word

_MARKS_A = ("contracted.", "reading.", "demand.", "energy.", "constant.", "load_factor.", "peak_", "period_")
_OF_ONE_BILL = ("installation", "client_number", "current_reading", "period_end")
"""Where one of these has two values, more than one bill was sent, and any value may be of the other."""
_MARKS_B = ("meter.", "consumption_kwh")


def read_bill(words: Iterable[Word]) -> BillReading:
    """Read the words of all pages of one bill; never raises, and every text it gives stood on a page."""
    sheets = Sheets(words)
    if sheets.is_empty:
        return BillReading(
            Layout.unknown, {code: BillField(reason=Reason.no_text) for code in NAMES[Layout.unknown]}
        )
    findings = Findings()
    read_front(sheets, findings)
    read_boxes(sheets, findings)
    tables = read_history(sheets, findings)
    read_readings(sheets, findings)
    read_billed(sheets, findings)
    read_factors(sheets, findings)
    read_low_voltage(sheets, findings)
    fields = {code: findings.settle(code) for code in findings.found}
    layout = _layout(fields)
    known = {code: fields.get(code, BillField(reason=Reason.no_label)) for code in NAMES[layout]}
    checked = flagged(known, min(max(tables, default=0), _rows(known)))
    if any(findings.differ(code) for code in _OF_ONE_BILL):
        checked = {
            code: replace(one, flags=(*one.flags, Flag.several_bills)) if one.value is not None else one
            for code, one in checked.items()
        }
    return BillReading(layout, checked)


def _rows(fields: dict[str, BillField]) -> int:
    return sum(code.startswith("history.") and code.endswith(".month") for code in fields)


def _layout(fields: dict[str, BillField]) -> Layout:
    """The group whose own fields were found, or unknown when neither's or both's were."""
    found = [code for code, field in fields.items() if field.value is not None]
    is_high = any(code.startswith(_MARKS_A) or ".demand_" in code for code in found)
    is_low = any(
        code.startswith(_MARKS_B) or (code.startswith("history.") and code.endswith(".kwh")) for code in found
    )
    if is_high == is_low:
        return Layout.unknown
    return Layout.group_a if is_high else Layout.group_b
