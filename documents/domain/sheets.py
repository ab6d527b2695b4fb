"""The two sheets the portal prints: the receipt of a filing and the access opinion."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Self

from pydantic import AwareDatetime, Field, model_validator

from documents.domain.sheet_parts import (
    Clause,
    FileLine,
    LedgerRow,
    Row,
    RulerCell,
    Section,
    SheetPart,
    Signer,
    Step,
    Text,
)


class Sheet(SheetPart):
    """What both sheets carry: whose paper it is and where a person can ask.

    Instants are aware and are printed in America/Sao_Paulo. Personal data arrives already masked. `*_url`
    goes into the QR code; `*_address` is what a person types.
    """

    operator_name: Text
    portal_name: Text
    is_demo: bool
    filing_number: Text
    channels: tuple[Row, ...] = Field(min_length=1)


class ReceiptSheet(Sheet):
    """The proof that a request was received, with the SHA-256 of every file (arts. 70 and 403 of REN 1.000).

    `due_on` is the legal date as it stands at the filing; `due_clauses` says by which rule and what may
    change it (works found, a pause). `sections` are the holder (masked), the unit,
    the generation and the professional.
    """

    protocol_digits: Text
    received_at: AwareDatetime
    due_on: date
    due_clauses: tuple[Clause, ...] = Field(min_length=1)
    sections: tuple[Section, ...] = Field(min_length=1)
    other_data: str = ""
    declarations: tuple[Clause, ...] = ()
    files: tuple[FileLine, ...] = Field(min_length=1)
    checklist_label: Text
    next_steps: tuple[Step, ...] = Field(min_length=1)
    follow_url: Text
    follow_address: Text
    access_code: str = ""


class OpinionDecision(StrEnum):
    """How an opinion ends."""

    FAVOURABLE = "favourable"
    FAVOURABLE_WITH_WORKS = "favourable_with_works"
    NOT_APPROVED = "not_approved"


class DenialReason(SheetPart):
    """One reason for not approving, in detail, with its rule (art. 416 of REN 1.000) and the way forward."""

    title: Text
    text: Text
    citation: Text
    note: str = ""
    how_to_fix: str = ""


class OpinionSheet(Sheet):
    """The access opinion (today's name: orçamento de conexão), simplified form of art. 69, § 3º of REN 1.000.

    Favourable: `valid_until_on`, `connection`, `responsibilities` and `operational_relationship` are needed.
    With works: `works` too. `costs` says what the applicant pays, `approval_clauses` how the conditions are approved. Not approved: `reasons` and `complaint_rights` are needed, without
    validity. Anything else raises `ValidationError`. The sheet cannot print the hash of its own file:
    the public verification page shows it.
    """

    opinion_number: Text
    decision: OpinionDecision
    summary: Text
    issued_at: AwareDatetime
    filed_on: date
    due_on: date
    installed_power_kw: Decimal = Field(gt=0)
    valid_until_on: date | None = None
    valid_until_label: Text = "Vale até"
    validity_clauses: tuple[Clause, ...] = ()
    approval_clauses: tuple[Clause, ...] = ()
    costs: tuple[Row, ...] = ()
    costs_clauses: tuple[Clause, ...] = ()
    parties: Section
    connection: Section | None = None
    works: tuple[Row, ...] = ()
    works_clauses: tuple[Clause, ...] = ()
    reasons: tuple[DenialReason, ...] = ()
    complaint_rights: tuple[Clause, ...] = ()
    conditions: tuple[Clause, ...] = ()
    responsibilities: tuple[Clause, ...] = ()
    operational_relationship: tuple[Clause, ...] = ()
    clock_summary: Text
    ruler: tuple[RulerCell, ...] = Field(min_length=1)
    ruler_label: Text
    ledger: tuple[LedgerRow, ...] = Field(min_length=1)
    next_steps: tuple[Step, ...] = Field(min_length=1)
    signer: Signer
    verification_code: Text
    verification_url: Text
    verification_address: Text

    @property
    def is_favourable(self) -> bool:
        """Whether the holder may go on to install."""
        return self.decision is not OpinionDecision.NOT_APPROVED

    @model_validator(mode="after")
    def _decision_has_what_it_needs(self) -> Self:
        needed: dict[str, object] = (
            {
                "valid_until_on": self.valid_until_on,
                "validity_clauses": self.validity_clauses,
                "connection": self.connection,
                "responsibilities": self.responsibilities,
                "operational_relationship": self.operational_relationship,
            }
            if self.is_favourable
            else {"reasons": self.reasons, "complaint_rights": self.complaint_rights}
        )
        if self.decision is OpinionDecision.FAVOURABLE_WITH_WORKS:
            # Until November 2026 the validity waited for the end of the works: those sheets have no last day.
            del needed["valid_until_on"]
            needed["works"] = self.works
        missing = [name for name, value in needed.items() if not value]
        forbidden = {
            OpinionDecision.FAVOURABLE: ("works", "works_clauses", "reasons"),
            OpinionDecision.FAVOURABLE_WITH_WORKS: ("reasons",),
            OpinionDecision.NOT_APPROVED: (
                "valid_until_on",
                "validity_clauses",
                "approval_clauses",
                "works",
                "works_clauses",
                "costs",
                "costs_clauses",
            ),
        }[self.decision]
        unwanted = [name for name in forbidden if getattr(self, name)]
        if missing or unwanted:
            raise ValueError(f"{self.decision}: missing {missing}, does not belong {unwanted}")
        return self
