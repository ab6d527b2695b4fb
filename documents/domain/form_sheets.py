"""The papers the portal fills in for the technician: the regulator's standard form and its two annexes."""

from datetime import date

from pydantic import AwareDatetime, Field

from documents.domain.sheet_parts import Clause, Row, SheetPart, Text
from documents.domain.sheets import Sheet


class FormItem(SheetPart):
    """One numbered field of a form; `number` is empty where the form does not number it."""

    number: str = ""
    label: Text
    value: Text


class FormTable(SheetPart):
    """A list with as many cells in each line as there are headings."""

    headings: tuple[Text, ...] = Field(min_length=1)
    lines: tuple[tuple[str, ...], ...]
    caption: Text


class FormSection(SheetPart):
    """A numbered part of a form, with fields, a list, or both."""

    number: str = ""
    title: Text
    items: tuple[FormItem, ...] = ()
    table: FormTable | None = None
    note: str = ""


class FormDeclaration(SheetPart):
    """One declaration of the form and whether it was accepted at sending."""

    letter: Text
    text: Text
    citation: Text
    is_accepted: bool
    is_mandatory: bool


class FormSheet(Sheet):
    """A filled-in form; `basis` names the act that fixes it, `confidence` how far we read that act.

    `acceptance` is the term of the fast track, empty where it was not asked for. There is no signature: the
    applicant's account sent it, at `sent_at`.
    """

    title: Text
    basis: Text
    confidence: str = ""
    sent_at: AwareDatetime
    filed_on: date
    sections: tuple[FormSection, ...] = Field(min_length=1)
    declarations: tuple[FormDeclaration, ...] = ()
    acceptance: tuple[Clause, ...] = ()
    applicant: tuple[Row, ...] = ()
