"""The sheet of a contract or agreement that follows an opinion, in this portal's own model text."""

from typing import Self

from pydantic import AwareDatetime, Field, model_validator

from documents.domain.agreement_kinds import AgreementKind
from documents.domain.sheet_parts import Clause, Section, SheetPart, Text
from documents.domain.sheets import Sheet

OBSERVATIONS_MAX = 4000
"""How many letters an analyst may add to an operating agreement."""


class AgreementChapter(SheetPart):
    """A titled run of clauses."""

    title: Text
    clauses: tuple[Clause, ...] = Field(min_length=1)


class AgreementSheet(Sheet):
    """One paper as it is delivered and accepted; a later `version` of the same opinion replaces an earlier one.

    `why` is the rule that asks for the paper, `model_notice` says whose words these are. The contract for the
    use of the system needs `demand`; `observations` are the analyst's, one paragraph each. Who accepts does it
    in the portal, with a code: the paper carries no signature.
    """

    kind: AgreementKind
    opinion_number: Text
    version: int = Field(ge=1)
    prepared_at: AwareDatetime
    why: Clause
    model_notice: Clause
    parties: Section
    generation: Section
    demand: Section | None = None
    chapters: tuple[AgreementChapter, ...] = Field(min_length=1)
    observations: tuple[Text, ...] = ()

    @property
    def title(self) -> str:
        """As printed on top."""
        return self.kind.label

    @model_validator(mode="after")
    def _use_of_the_system_has_its_demand(self) -> Self:
        if (self.kind is AgreementKind.SYSTEM_USE) is not (self.demand is not None):
            raise ValueError(f"{self.kind}: the demand belongs to the use of the system and nowhere else")
        return self
