"""The sheet of an end: which cause, when to the second, what was lost, and how to ask again."""

from pydantic import AwareDatetime, Field

from documents.domain.sheet_parts import Clause, Section, Step, Text
from documents.domain.sheets import Sheet


class EndSheet(Sheet):
    """The proof that a request ended by one of its causes. `missing` are the titles that never came back."""

    slug: Text
    title: Text
    cause: Text
    by: Text
    ended_at: AwareDatetime
    opinion_number: str = ""
    missing: tuple[Text, ...] = ()
    lost: tuple[Clause, ...] = Field(min_length=1)
    parties: Section
    again: tuple[Step, ...] = Field(min_length=1)
