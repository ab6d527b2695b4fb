"""A change of the division of credits in words: what it changes, from when, the versions so far, and its links."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from eligibility.domain.allocation import SettledList
from eligibility.domain.allocation_words import BASIS_LABELS, percent_text
from eligibility.domain.vocabulary import AllocationBasis, Modality
from portal.accounts.roles import Actor, Role
from requests_app.domain.allocation_diff import ListDifference
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, AllocationChange, AllocationList
from requests_app.pages.allocations import PAGE, entry_rows
from requests_app.services.allocations.change_rules import effect_of

SHOWN = 50
_LINES = ("entries", "unreadable")
_CHANGE_LINES = ("change__entries",)
_NAMES = {
    Role.HOLDER: "holder_allocation",
    Role.TECHNICIAN: "request_allocation",
    Role.ANALYST: "review_allocation",
    Role.SUPERVISOR: "review_allocation",
}


def allocation_link(access_request: AccessRequest, actor: Actor) -> tuple[str, str] | None:
    """Label and address of the page of the division for this actor; None where the credits are not divided.

    The holder's stands open only after the connection; others may always read.
    """
    generator = access_request.generator
    name = _NAMES.get(actor.role)
    is_divided = generator.modality != Modality.local.value and not generator.wants_fast_track
    if name is None or not is_divided:
        return None
    if actor.role is Role.HOLDER and State(access_request.state) is not State.CONNECTED:
        return None
    label = "Mudar a divisão dos créditos" if actor.role is Role.HOLDER else "Divisão dos créditos"
    return label, reverse(name, args=[access_request.filing_number])


def list_context(found: SettledList | None, *, url: str, page: str) -> dict[str, Any]:
    """The list in force by the hundred, with its sums; `url` is the page that shows it."""
    if found is None:
        return {"found": None}
    rows, number, pages = entry_rows(found, page)

    def address(wanted: int) -> str:
        return f"{url}?{urlencode({'pagina': wanted})}#hoje" if 1 <= wanted <= pages else ""

    first = (number - 1) * PAGE + 1
    return {
        "found": found,
        "basis": BASIS_LABELS[found.reading.basis],
        "is_by_percent": found.reading.basis is AllocationBasis.percentage,
        "own_text": percent_text(found.own_percent) if found.own_percent is not None else "",
        "rows": rows,
        "page_text": f"{first} a {first + len(rows) - 1} de {len(found.reading.entries)}" if rows else "",
        "previous_url": address(number - 1),
        "next_url": address(number + 1),
    }


def preview_context(change: ListDifference, after: SettledList) -> dict[str, Any]:
    """What a new list changes: counts, and the first units of each sort."""
    sorts = (
        ("Entram", "Passa a receber", change.added),
        ("Saem", "Recebia", change.removed),
        ("Mudam", "De e para", change.changed),
    )
    return {
        "sorts": [
            {"title": title, "column": column, "total": len(units), "units": units[:SHOWN]}
            for title, column, units in sorts
            if units
        ],
        "change": change,
        "shown": SHOWN,
        "unit_count": len(after.beneficiaries),
        "new_basis": BASIS_LABELS[after.reading.basis],
    }


def effect_context(requested_on: date) -> dict[str, Any]:
    """From when a change asked for that day counts, by which text, and what the other text says."""
    return {"effect": effect_of(requested_on)}


def versions(access_request: AccessRequest) -> list[dict[str, Any]]:
    """Every version of the list, the newest first, and from when it counts. One statement that loads no line."""
    rows = (
        AllocationList.objects.filter(access_request=access_request)
        .select_related("change")
        .defer(*_LINES, *_CHANGE_LINES)
        .order_by("-number")
    )
    return [_version(row) for row in rows]


def _version(row: AllocationList) -> dict[str, Any]:
    change: AllocationChange | None = getattr(row, "change", None)
    asked_at = change.requested_at if change else None
    return {
        "number": row.number,
        "basis": BASIS_LABELS[AllocationBasis(row.basis)] if row.basis else "Sem lista",
        "unit_count": row.unit_count,
        "from": "Pedida pelo titular" if change else "Do pedido",
        "on": timezone.localdate(asked_at or row.created_at),
        "effective_on": change.effective_on if change else None,
    }
