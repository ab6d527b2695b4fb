"""The one answer about a project: what the rules say of it, and which documents it brings or is spared."""

from collections.abc import Collection, Mapping

from pydantic import BaseModel, ConfigDict

from documents.domain.checklist import (
    ApplicableItem,
    Checklist,
    NotApplicableItem,
    applicable,
    missing_of,
    not_applicable,
)
from eligibility.domain.assessment import Assessment, assess
from eligibility.domain.classification import Category
from eligibility.domain.facts import ProjectFacts
from eligibility.domain.findings import Finding
from eligibility.domain.operator import OperatorProfile


class ProjectCheck(BaseModel):
    """`checklist` is the one of the category; None, without documents, while no category or no list is known."""

    model_config = ConfigDict(frozen=True)

    assessment: Assessment
    checklist: Checklist | None
    applicable: tuple[ApplicableItem, ...]
    not_applicable: tuple[NotApplicableItem, ...]

    @property
    def category(self) -> Category | None:
        """Which of the three classes the project belongs to."""
        return self.assessment.category

    @property
    def uploads(self) -> tuple[ApplicableItem, ...]:
        """The documents that somebody has to send; the portal makes the others from the answers."""
        return tuple(entry for entry in self.applicable if not entry.item.is_from_answers)

    def missing(self, present: Collection[str]) -> tuple[Finding, ...]:
        """A finding per document that has no file among `present` (document codes); see `missing_of`."""
        return missing_of(self.applicable, present)


def check_project(
    facts: ProjectFacts, *, checklists: Mapping[Category, Checklist], profile: OperatorProfile
) -> ProjectCheck:
    """Judge the facts by the law of `facts.filed_on` and lay out the documents of their category.

    `checklists` holds the lists in force that day. Total: no admissible facts make it raise, and the order of
    equipment and sources does not change the answer.
    """
    assessment = assess(facts, profile=profile)
    checklist = checklists.get(assessment.category) if assessment.category else None
    return ProjectCheck(
        assessment=assessment,
        checklist=checklist,
        applicable=applicable(checklist, facts, profile) if checklist else (),
        not_applicable=not_applicable(checklist, facts, profile) if checklist else (),
    )
