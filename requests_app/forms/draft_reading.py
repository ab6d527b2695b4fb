"""What one reading of a draft holds: answers, documents, findings, and what they amount to."""

from collections.abc import Mapping
from dataclasses import dataclass

from documents.domain.checklist import ChecklistItem, NotApplicableItem
from documents.domain.project_check import ProjectCheck
from documents.models import ChecklistVersion
from eligibility.domain.classification import Classification
from eligibility.domain.facts import ProjectFacts
from eligibility.domain.findings import Finding
from requests_app.domain.filing import (
    CreditsAnswers,
    Filing,
    GenerationAnswers,
    GuaranteeAnswers,
    HolderAnswers,
    Surroundings,
    UnitAnswers,
)
from requests_app.forms.fields import SectionForm
from requests_app.models import Attachment


@dataclass(frozen=True)
class Slot:
    """One document this draft needs, why, and the file that answers it now."""

    item: ChecklistItem
    reason: str
    attachment: Attachment | None


@dataclass(frozen=True)
class DraftReading:
    """Everything the pages, the API and the filing need to know about a draft on one day.

    An answer is None while its section has a field error; rule findings do not take answers away. `forms`
    holds the bound form of each section with both kinds of error. `filing` stands when every section is typed
    well; it may be filed when `blocking` is empty as well (declarations are asked at sending). While there is
    no category yet, the documents are those of the shortest list.
    """

    unit: UnitAnswers | None
    generation: GenerationAnswers | None
    credits: CreditsAnswers | None
    holder: HolderAnswers | None
    guarantee: GuaranteeAnswers | None
    surroundings: Surroundings
    other_information: str
    forms: Mapping[str, SectionForm]
    facts: ProjectFacts
    check: ProjectCheck
    findings: tuple[Finding, ...]
    checklist_version: ChecklistVersion
    checklist: tuple[Slot, ...]
    not_needed: tuple[NotApplicableItem, ...]

    @property
    def classification(self) -> Classification | None:
        return self.check.assessment.classification

    @property
    def opinion_rules(self) -> tuple[str, ...]:
        """Codes of the opinion's terms, without works first; those of microgeneration while there is no category."""
        found = self.classification
        return found.opinion_rules if found else ("opinion.micro.no_works", "opinion.micro.works")

    @property
    def is_guarantee_due(self) -> bool:
        """Whether the screen of the performance guarantee is asked."""
        found = self.check.assessment.guarantee
        return found is not None and found.is_due

    @property
    def sections(self) -> tuple[str, ...]:
        """The sections this draft has: the guarantee only where one is due."""
        asked = [section for section in self.forms if section != "sending"]
        return tuple(s for s in asked if s != "guarantee" or self.is_guarantee_due)

    @property
    def blocking(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.is_blocking)

    @property
    def advisories(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if not finding.is_blocking)

    @property
    def filing(self) -> Filing | None:
        """The complete typed answers, None while one is missing."""
        if not (self.unit and self.generation and self.credits and self.holder and self.guarantee):
            return None
        if self.forms["sending"].errors:
            return None
        return Filing(
            unit=self.unit,
            generation=self.generation,
            credits=self.credits,
            holder=self.holder,
            guarantee=self.guarantee,
            surroundings=self.surroundings,
            other_information=self.other_information,
        )

    @property
    def uploads(self) -> tuple[Slot, ...]:
        """The documents that come as files."""
        return tuple(slot for slot in self.checklist if not slot.item.is_from_answers)

    @property
    def made_by_portal(self) -> tuple[Slot, ...]:
        """The documents that the portal prepares from the answers at sending."""
        return tuple(slot for slot in self.checklist if slot.item.is_from_answers)

    @property
    def required_slots(self) -> tuple[Slot, ...]:
        """The documents somebody has to send."""
        return tuple(slot for slot in self.uploads if not slot.item.is_optional)

    @property
    def lacking(self) -> tuple[str, ...]:
        """Titles of what is still to be answered, then of the documents still to be sent; empty when it may be checked."""
        screens = (self.forms[section] for section in self.sections)
        return (
            *(form.title for form in screens if form.errors),
            *(slot.item.title for slot in self.required_slots if slot.attachment is None),
        )

    @property
    def parts_total(self) -> int:
        """Each section and each required document."""
        return len(self.sections) + len(self.required_slots)

    @property
    def parts_ready(self) -> int:
        sections = sum(not self.forms[section].errors for section in self.sections)
        return sections + sum(slot.attachment is not None for slot in self.required_slots)

    @property
    def parts_text(self) -> str:
        """`6 de 10 partes prontas`."""
        return f"{self.parts_ready} de {self.parts_total} partes prontas"
