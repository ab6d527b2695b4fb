"""The sheet of an inspection that failed: what was visited, every reason, and until when to ask again."""

from datetime import date

from pydantic import AwareDatetime, Field

from documents.domain.sheet_parts import Clause, Section, SheetPart, Step, Text
from documents.domain.sheets import Sheet


class InspectionFault(SheetPart):
    """One reason (art. 94 of REN 1.000). `repeated` tells in which earlier report it already stood."""

    what: Text
    rule: Text
    how_to_fix: Text
    repeated: str = ""


class InspectionSheet(Sheet):
    """The report of one failed visit.

    `warnings` are printed highlighted, as art. 94, § 4º asks in group B; group A has none and no
    `repeat_until_on`. `sections` hold the parties (masked) and the characteristics of the installation.
    """

    number: int = Field(ge=1)
    requested_on: date
    inspected_on: date
    delivered_at: AwareDatetime
    repeat_until_on: date | None = None
    sections: tuple[Section, ...] = Field(min_length=1)
    faults: tuple[InspectionFault, ...] = Field(min_length=1)
    warnings: tuple[Clause, ...] = ()
    rules: tuple[Clause, ...] = Field(min_length=1)
    next_steps: tuple[Step, ...] = Field(min_length=1)
    follow_address: Text
