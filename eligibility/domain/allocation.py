"""The list of units that share the surplus: its entries, what they add up to, and what is wrong among them."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from eligibility.domain.consumer_units import format_unit_number
from eligibility.domain.facts import AllocationFacts
from eligibility.domain.taxpayer import CNPJ_LENGTH
from eligibility.domain.vocabulary import AllocationBasis

WHOLE_PERCENT = Decimal(100)
PERCENT_PLACES = 6
LONGEST_NAME = 120
OWN_UNIT = "esta unidade"
_OWN = "own"
_COMPANY_ROOT = 8
_LINES_NAMED = 6

UNIT, PERCENT, PRIORITY, MEMBER, TAX_ID = "Unidade", "Percentual", "Prioridade", "Membro", "CPF ou CNPJ"


class AllocationEntry(BaseModel):
    """One line that could be read; `unit_number` is digits only, "" when the line says "esta unidade".

    `percent` is a part of the surplus in percent, `priority` counts from 1; the basis of the list says which
    of them stands. `member_tax_id` has no punctuation.
    """

    model_config = ConfigDict(frozen=True)

    line: int
    unit_number: str = ""
    is_generating_unit: bool = False
    percent: Decimal | None = None
    priority: int | None = None
    member_name: Annotated[str, Field(max_length=LONGEST_NAME)] = ""
    member_tax_id: str = ""

    @property
    def has_member(self) -> bool:
        """Whether the line says whose unit it is, by name and by CPF or CNPJ."""
        return bool(self.member_name and self.member_tax_id)


class LineProblem(BaseModel):
    """Something wrong in one column of one line; `text` is what the line said, cut short."""

    model_config = ConfigDict(frozen=True)

    line: int
    column: str
    code: str
    message: str
    text: str = ""


class AllocationReading(BaseModel):
    """A list as it was read: the lines understood and the problems of those that were not."""

    model_config = ConfigDict(frozen=True)

    basis: AllocationBasis
    entries: tuple[AllocationEntry, ...] = ()
    unreadable: tuple[LineProblem, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.entries or self.unreadable)


class MemberTotal(BaseModel):
    """All the units of one member; `percent` is None in a list by priority."""

    model_config = ConfigDict(frozen=True)

    name: str
    tax_id: str
    unit_count: int
    percent: Decimal | None


class SettledList:
    """A reading against one generating unit and one utility: facts, members and problems between lines.

    `own_number` is the generating unit's number in digits, "" while unknown; `utility_code` the three digits
    that numbers of fifteen digits carry for the utility.
    """

    def __init__(self, reading: AllocationReading, *, own_number: str, utility_code: str) -> None:
        self.reading, self.own_number, self.utility_code = reading, own_number, utility_code

    def is_own(self, entry: AllocationEntry) -> bool:
        """Whether the line is the generating unit's own, by its number or by the words for it."""
        return entry.is_generating_unit or bool(self.own_number and entry.unit_number == self.own_number)

    @cached_property
    def beneficiaries(self) -> tuple[AllocationEntry, ...]:
        """Every line but the generating unit's own."""
        return tuple(entry for entry in self.reading.entries if not self.is_own(entry))

    @cached_property
    def total_percent(self) -> Decimal | None:
        """The exact sum with the own share, None by priority."""
        return self._sum(self.reading.entries)

    @property
    def is_whole(self) -> bool:
        """Whether the parts are exactly the whole surplus; a list by priority always is."""
        return self.total_percent is None or self.total_percent == WHOLE_PERCENT

    @cached_property
    def own_percent(self) -> Decimal | None:
        return self._sum([entry for entry in self.reading.entries if self.is_own(entry)])

    def _sum(self, entries: Sequence[AllocationEntry]) -> Decimal | None:
        if self.reading.basis is not AllocationBasis.percentage:
            return None
        return sum((entry.percent or Decimal(0) for entry in entries), Decimal(0))

    @cached_property
    def members(self) -> tuple[MemberTotal, ...]:
        """One row a person, the largest part first. Units of one company count together, by the root of its CNPJ.

        The generating unit's own line counts only when it names a member.
        """
        groups: dict[str, list[AllocationEntry]] = defaultdict(list)
        for entry in self.reading.entries:
            if not self.is_own(entry) or entry.member_tax_id or entry.member_name:
                groups[_person(entry)].append(entry)
        totals = [
            MemberTotal(
                name=next((e.member_name for e in rows if e.member_name), ""),
                tax_id=next((e.member_tax_id for e in rows if e.member_tax_id), ""),
                unit_count=len(rows),
                percent=self._sum(rows),
            )
            for rows in groups.values()
        ]
        return tuple(sorted(totals, key=lambda m: (-(m.percent or Decimal(0)), -m.unit_count, m.name)))

    @cached_property
    def duplicates(self) -> dict[str, list[int]]:
        """Key of a unit → the lines it is in, for units that are there more than once."""
        lines: dict[str, list[int]] = defaultdict(list)
        for entry in self.reading.entries:
            lines[_OWN if self.is_own(entry) else entry.unit_number].append(entry.line)
        return {unit: where for unit, where in lines.items() if len(where) > 1}

    def is_of_other_utility(self, entry: AllocationEntry) -> bool:
        """Whether a number of fifteen digits names another utility; old numbers name none."""
        return len(entry.unit_number) == 15 and entry.unit_number[10:13] != self.utility_code

    @cached_property
    def facts(self) -> AllocationFacts | None:
        """What the rules ask of the list; None when there is no list."""
        if self.reading.is_empty:
            return None
        total = self.total_percent
        largest = max((m.percent for m in self.members if m.percent is not None), default=Decimal(0))
        return AllocationFacts(
            basis=self.reading.basis,
            unit_count=len(self.beneficiaries),
            total_percent=total,
            largest_share_percent=None if total is None else largest,
            duplicated_units=len(self.duplicates),
            units_of_other_utility=sum(map(self.is_of_other_utility, self.reading.entries)),
            units_without_member=sum(not entry.has_member for entry in self.beneficiaries),
            unreadable_lines=len({problem.line for problem in self.reading.unreadable}),
        )

    def problems(self, *, needs_members: bool) -> tuple[LineProblem, ...]:
        """Everything wrong, line by line; members are asked where the modality has members."""
        found = list(self.reading.unreadable)
        for unit, lines in self.duplicates.items():
            name = "A própria unidade" if unit == _OWN else f"A unidade {format_unit_number(unit)}"
            message = f"{name} está repetida: linhas {_listed(lines)}. Deixe uma só."
            found.append(
                LineProblem(line=lines[1], column=UNIT, code="allocation.duplicate", message=message)
            )
        for entry in self.reading.entries:
            if self.is_of_other_utility(entry):
                code = entry.unit_number[10:13]
                message = (
                    f"A unidade {format_unit_number(entry.unit_number)} traz o código {code}, de outra distribuidora. "
                    f"O código desta é {self.utility_code}."
                )
                found.append(
                    LineProblem(line=entry.line, column=UNIT, code="allocation.other_area", message=message)
                )
        if needs_members:
            found += [_memberless(entry) for entry in self.beneficiaries if not entry.has_member]
        return tuple(sorted(found, key=lambda problem: (problem.line, problem.column)))


def _person(entry: AllocationEntry) -> str:
    """What tells one person from another: a company's root, a CPF, else the name, else the unit alone."""
    if len(entry.member_tax_id) == CNPJ_LENGTH:
        return entry.member_tax_id[:_COMPANY_ROOT]
    return entry.member_tax_id or entry.member_name.casefold() or f"#{entry.unit_number or entry.line}"


def _memberless(entry: AllocationEntry) -> LineProblem:
    lacks = " e ".join(
        word
        for word, value in (("o nome", entry.member_name), ("o CPF ou CNPJ", entry.member_tax_id))
        if not value
    )
    message = f"Diga de quem é a unidade {format_unit_number(entry.unit_number)}: falta {lacks}."
    return LineProblem(line=entry.line, column=MEMBER, code="allocation.member_missing", message=message)


def _listed(lines: Sequence[int]) -> str:
    shown = [str(line) for line in lines[:_LINES_NAMED]]
    if len(lines) > _LINES_NAMED:
        return f"{', '.join(shown)} e mais {len(lines) - _LINES_NAMED}"
    return " e ".join([", ".join(shown[:-1]), shown[-1]])
