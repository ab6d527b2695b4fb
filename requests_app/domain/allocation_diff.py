"""What a new list of units changes: units that come in, that go out, whose part is another, and members likewise."""

from decimal import Decimal
from typing import NamedTuple

from eligibility.domain.allocation import AllocationEntry, SettledList
from eligibility.domain.allocation_words import share_text
from eligibility.domain.consumer_units import format_unit_number
from eligibility.domain.taxpayer import CNPJ_LENGTH

_COMPANY_ROOT = 8


class UnitChange(NamedTuple):
    """One unit as people read it; `before` and `after` are its parts, empty where it is not on that list."""

    unit: str
    before: str
    after: str
    is_own: bool


class ListDifference(NamedTuple):
    """The units of both lists compared; members are told apart by CPF or by the root of a CNPJ."""

    added: tuple[UnitChange, ...]
    removed: tuple[UnitChange, ...]
    changed: tuple[UnitChange, ...]
    unchanged: int
    members_in: int
    members_out: int
    is_basis_other: bool

    @property
    def is_same(self) -> bool:
        """Whether the new list divides exactly as the old one."""
        return not (self.added or self.removed or self.changed or self.moves_members or self.is_basis_other)

    @property
    def moves_members(self) -> bool:
        """Whether somebody enters or leaves, which needs the document of the association (art. 655-H, § 2º)."""
        return bool(self.members_in or self.members_out)


def difference(before: SettledList | None, after: SettledList) -> ListDifference:
    """What `after` changes of `before`; None is a request that had no list."""
    old, new = _by_unit(before), _by_unit(after)
    added = [_row(after, new[key], "", share_text(new[key])) for key in new if key not in old]
    removed = [
        _row(before, old[key], share_text(old[key]), "")
        for key in old
        if key not in new and before is not None
    ]
    both = [key for key in new if key in old]
    other = [key for key in both if _part(old[key]) != _part(new[key])]
    came, went = _people(after) - _people(before), _people(before) - _people(after)
    return ListDifference(
        added=tuple(added),
        removed=tuple(removed),
        changed=tuple(_row(after, new[key], share_text(old[key]), share_text(new[key])) for key in other),
        unchanged=len(both) - len(other),
        members_in=len(came),
        members_out=len(went),
        is_basis_other=before is not None and before.reading.basis is not after.reading.basis,
    )


def _by_unit(found: SettledList | None) -> dict[str, AllocationEntry]:
    if found is None:
        return {}
    return {"own" if found.is_own(entry) else entry.unit_number: entry for entry in found.reading.entries}


def _part(entry: AllocationEntry) -> tuple[Decimal | None, int | None]:
    return entry.percent, entry.priority


def _row(found: SettledList, entry: AllocationEntry, before: str, after: str) -> UnitChange:
    number = entry.unit_number or found.own_number
    return UnitChange(
        unit=format_unit_number(number) if number else "esta unidade",
        before=before,
        after=after,
        is_own=found.is_own(entry),
    )


def _people(found: SettledList | None) -> set[str]:
    entries = found.reading.entries if found else ()
    return {
        entry.member_tax_id[:_COMPANY_ROOT]
        if len(entry.member_tax_id) == CNPJ_LENGTH
        else entry.member_tax_id
        for entry in entries
        if entry.member_tax_id
    }
