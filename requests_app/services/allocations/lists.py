"""Keep the list of units of a request, version by version, and answer what it amounts to."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from eligibility.domain.allocation import AllocationReading, MemberTotal, SettledList
from eligibility.domain.allocation_words import share_text
from eligibility.domain.consumer_units import format_unit_number
from eligibility.domain.facts import AllocationFacts
from eligibility.domain.findings import refuse
from eligibility.domain.taxpayer import format_taxpayer
from eligibility.domain.vocabulary import AllocationBasis, Modality, RequestKind
from eligibility.profile import current_profile
from portal.accounts.roles import Actor
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, AllocationList

_LINES = ("entries", "unreadable")
_WITH_MEMBERS = frozenset({Modality.shared.value, Modality.multiple_units.value})
_NUMBER = re.compile(r"\d{10}|\d{15}")


class StaleList(Exception):
    """Somebody kept another list since the page was loaded; carries the one that stands now."""

    def __init__(self, current: AllocationList | None, typed: AllocationReading) -> None:
        super().__init__("stale list")
        self.current, self.typed = current, typed


def own_unit_number(access_request: AccessRequest) -> str:
    """Digits of the generating unit as answered so far, "" while unknown and for a new unit."""
    if access_request.is_draft:
        return _typed_number(access_request.draft_answers.get("unit"))
    unit = getattr(access_request, "consumer_unit", None)
    return unit.number if unit else ""


def needs_members(access_request: AccessRequest) -> bool:
    """Whether the modality answered so far has members, so that each unit says whose it is (art. 655-H, § 2)."""
    modality = access_request.draft_answers.get("credits", {}).get("modality")
    return modality in _WITH_MEMBERS


def settled(reading: AllocationReading, own_number: str) -> SettledList:
    """The reading against this utility and that generating unit."""
    return SettledList(reading, own_number=own_number, utility_code=current_profile().utility_code)


def allocation_facts(access_request_id: int) -> AllocationFacts | None:
    """What the rules ask of the newest list, None without one; one statement that loads no line."""
    return allocation_facts_of([access_request_id]).get(access_request_id)


def allocation_facts_of(access_request_ids: Collection[int]) -> dict[int, AllocationFacts]:
    """The same for many requests at once, in one statement.

    A second one loads the lines of a draft whose own unit number changed after its list: own share and
    largest part then have to be found again.
    """
    rows = (
        AllocationList.objects.filter(access_request_id__in=access_request_ids)
        .order_by("access_request_id", "-number")
        .distinct("access_request_id")
        .annotate(state=F("access_request__state"), unit=F("access_request__draft_answers__unit"))
        .defer(*_LINES)
    )
    found = {}
    for row in rows:
        if row.is_removed:
            continue
        own = _typed_number(row.unit)
        is_settled = row.state != State.DRAFT.value or own == row.generating_unit_number
        facts = row.facts if is_settled else settled(row.reading, own).facts
        if facts is not None:
            found[row.access_request_id] = facts
    return found


def current_list(access_request: AccessRequest) -> AllocationList | None:
    """The newest list with its lines, None without one."""
    row = newest_version(access_request)
    return None if row is None or row.is_removed else row


def newest_version(access_request: AccessRequest) -> AllocationList | None:
    """The newest version, also one that says that the list was taken away."""
    return _versions(access_request).first()


@transaction.atomic
def save_list(
    *, draft_id: int, reading: AllocationReading, actor: Actor, base_number: int | None = None
) -> AllocationList:
    """Keep a list, right or wrong; `base_number` is the version that the page showed, 0 for none.

    The same list sent twice is kept once. Raises StaleList when another version was kept since, Refused when
    the request was already sent.
    """
    draft = _locked_draft(draft_id)
    newest = newest_version(draft)
    same = newest is not None and not newest.is_removed and newest.reading == reading
    if newest is not None and base_number is not None and newest.number != base_number:
        if same:
            return newest
        raise StaleList(None if newest.is_removed else newest, reading)
    own = own_unit_number(draft)
    facts = settled(reading, own).facts
    assert facts is not None, "an empty reading is no list"
    return _keep(
        draft,
        actor,
        generating_unit_number=own,
        line_count=len(reading.entries) + facts.unreadable_lines,
        entries=[entry.model_dump(mode="json", exclude_defaults=True) for entry in reading.entries],
        unreadable=[problem.model_dump(mode="json") for problem in reading.unreadable],
        **facts.model_dump(),
    )


@transaction.atomic
def remove_list(*, draft_id: int, actor: Actor, base_number: int | None = None) -> None:
    """Take the list away. Raises StaleList and Refused as `save_list`; without a list nothing happens."""
    draft = _locked_draft(draft_id)
    newest = newest_version(draft)
    if newest is None or newest.is_removed:
        return
    if base_number is not None and newest.number != base_number:
        raise StaleList(newest, AllocationReading(basis=AllocationBasis(newest.basis)))
    _keep(draft, actor, basis="")


def _locked_draft(draft_id: int) -> AccessRequest:
    draft = AccessRequest.objects.select_for_update().get(pk=draft_id)
    if draft.state != State.DRAFT.value:
        raise refuse("already_filed", f"Este pedido já foi enviado. O número dele é {draft.filing_number}.")
    return draft


def _keep(draft: AccessRequest, actor: Actor, **columns: Any) -> AllocationList:
    """The next version; earlier ones of a draft serve nobody and hold names, so they go."""
    assert actor.user_id is not None
    newest = newest_version(draft)
    row = AllocationList.objects.create(
        access_request=draft,
        number=newest.number + 1 if newest else 1,
        created_by_id=actor.user_id,
        **columns,
    )
    draft.allocation_lists.exclude(pk=row.pk).delete()
    draft.draft_saved_at = timezone.now()
    draft.save(update_fields=["draft_saved_at"])
    return row


def _versions(access_request: AccessRequest) -> QuerySet[AllocationList]:
    return AllocationList.objects.filter(access_request=access_request).order_by("-number")


def _typed_number(unit: Mapping[str, Any] | None) -> str:
    """The unit number in the raw answers, "" unless it is a whole one of an existing unit."""
    if not unit or unit.get("request_kind") == RequestKind.new_unit.value:
        return ""
    digits = re.sub(r"[\s.\-]", "", str(unit.get("unit_number", "")))
    return digits if _NUMBER.fullmatch(digits) else ""


@dataclass(frozen=True)
class AllocationLine:
    """One unit as it is printed; `share` is `33,33%` or `1º`."""

    unit_number: str
    share: str
    member_name: str
    member_tax_id: str
    is_generating_unit: bool


@dataclass(frozen=True)
class AllocationTable:
    """The list of a request for print: lines in the order of the list, members, and the exact total.

    `total_percent` and `own_percent` are None by priority; `unit_count` leaves the generating unit out.
    """

    basis: AllocationBasis
    lines: tuple[AllocationLine, ...]
    members: tuple[MemberTotal, ...]
    unit_count: int
    total_percent: Decimal | None
    own_percent: Decimal | None
    number: int
    created_at: datetime


def allocation_table(access_request: AccessRequest) -> AllocationTable | None:
    """Rows and totals of the "Lista de unidades" document, None without a list; one statement with the lines."""
    row = current_list(access_request)
    if row is None:
        return None
    found = settled(row.reading, own_unit_number(access_request))
    entries = list(found.reading.entries)
    if found.reading.basis is AllocationBasis.priority:
        entries.sort(key=lambda entry: entry.priority or 0)
    return AllocationTable(
        basis=found.reading.basis,
        lines=tuple(
            AllocationLine(
                unit_number=format_unit_number(entry.unit_number or found.own_number),
                share=share_text(entry),
                member_name=entry.member_name,
                member_tax_id=format_taxpayer(entry.member_tax_id),
                is_generating_unit=found.is_own(entry),
            )
            for entry in entries
        ),
        members=found.members,
        unit_count=len(found.beneficiaries),
        total_percent=found.total_percent,
        own_percent=found.own_percent,
        number=row.number,
        created_at=row.created_at,
    )
