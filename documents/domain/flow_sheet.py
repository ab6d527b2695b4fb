"""The sheet of a study of reverse flow: the inversion shown, the alternatives, and what each side does in each."""

from decimal import Decimal

from pydantic import AwareDatetime, Field

from documents.domain.sheet_parts import Clause, Section, SheetPart, Step, Text
from documents.domain.sheets import Sheet


class StudyPart(SheetPart):
    """One of the parts that art. 73, § 2º, of REN 1.000 orders: a title and whole sentences."""

    title: Text
    lines: tuple[Text, ...] = Field(min_length=1)


class FlowStudySheet(Sheet):
    """One study. Powers in kW; `max_power_kw` is the most that connects without inversion."""

    number: int = Field(ge=1)
    issued_at: AwareDatetime
    asked_kw: Decimal
    max_power_kw: Decimal
    has_inversion: bool
    parts: tuple[StudyPart, ...] = Field(min_length=1)
    sections: tuple[Section, ...] = Field(min_length=1)
    rules: tuple[Clause, ...] = Field(min_length=1)
    next_steps: tuple[Step, ...] = Field(min_length=1)
    follow_address: Text
