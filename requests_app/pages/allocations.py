"""What the page of a list shows: its lines by the hundred, and what each member gets."""

from typing import Any

from eligibility.domain.allocation import SettledList
from eligibility.domain.allocation_words import percent_text, share_text
from eligibility.domain.consumer_units import format_unit_number
from eligibility.domain.taxpayer import format_taxpayer

PAGE = 100
MEMBERS_SHOWN = 100


def entry_rows(found: SettledList, wanted: str) -> tuple[list[dict[str, Any]], int, int]:
    """The lines of the wanted page (text of an address), which page that is, and how many there are."""
    entries = found.reading.entries
    pages = max(1, -(-len(entries) // PAGE))
    page = min(max(int(wanted), 1), pages) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 1
    rows = [
        {
            "line": entry.line,
            "unit": format_unit_number(entry.unit_number or found.own_number),
            "is_own": found.is_own(entry),
            "share": share_text(entry),
            "name": entry.member_name,
            "tax_id": format_taxpayer(entry.member_tax_id),
        }
        for entry in entries[(page - 1) * PAGE : page * PAGE]
    ]
    return rows, page, pages


def member_rows(found: SettledList) -> dict[str, Any]:
    """The members with the largest parts, and how many are not shown."""
    named = [member for member in found.members if member.name or member.tax_id]
    return {
        "members": [
            {
                "name": member.name,
                "tax_id": format_taxpayer(member.tax_id),
                "unit_count": member.unit_count,
                "share": percent_text(member.percent) if member.percent is not None else "",
            }
            for member in named[:MEMBERS_SHOWN]
        ],
        "members_total": len(named),
        "members_left": max(0, len(named) - MEMBERS_SHOWN),
    }
