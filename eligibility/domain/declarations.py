"""The declarations of the standard form: what each says, and which must be accepted to file."""

from collections.abc import Collection
from datetime import date

from pydantic import BaseModel, ConfigDict

from eligibility.domain.citation import Citation, Confidence
from eligibility.domain.findings import Finding, Section
from eligibility.domain.rulebook import rule

LETTERS = ("a", "b", "c", "d", "e", "f")


class Declaration(BaseModel):
    """One declaration in our own words; `letter` is its place in item 4 of the standard form."""

    model_config = ConfigDict(frozen=True)

    code: str
    letter: str
    text: str
    note: str
    is_mandatory: bool
    citation: Citation
    confidence: Confidence

    @property
    def field(self) -> str:
        """Name of its form field."""
        return f"declaration_{self.letter}"


def declarations(on: date) -> tuple[Declaration, ...]:
    """The six declarations in force on the filing day, in the form's order; NoRuleOnDate before the form."""
    return tuple(_declaration(letter, on) for letter in LETTERS)


def missing_mandatory(accepted: Collection[str], on: date) -> tuple[Finding, ...]:
    """One blocking finding per mandatory declaration whose letter is not in `accepted`."""
    return tuple(
        Finding(
            code="declaration.missing",
            message=f"Para enviar, aceite a declaração: “{item.text}”",
            citation=item.citation,
            field=item.field,
            section=Section.declarations,
        )
        for item in declarations(on)
        if item.is_mandatory and item.letter not in accepted
    )


def _declaration(letter: str, on: date) -> Declaration:
    entry = rule(f"declaration.{letter}", on)
    return Declaration(
        code=entry.code,
        letter=letter,
        text=entry.text,
        note=entry.note,
        is_mandatory=entry.as_text() == "mandatory",
        citation=entry.citation,
        confidence=entry.confidence,
    )
