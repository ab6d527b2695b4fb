"""The check of a project against the lists in force on its filing day, for whoever has no draft."""

from documents.domain.checklist import packaged_checklist
from documents.domain.project_check import ProjectCheck, check_project
from documents.services.checklists import PACKAGED, checklists_in_force
from eligibility.domain.facts import ProjectFacts
from eligibility.profile import current_profile


def check_on_its_day(facts: ProjectFacts) -> ProjectCheck:
    """Everything that the rules and lists of `facts.filed_on` say about it; one statement.

    Before the first lists the first ones answer: they show what would be asked, and their own first day.
    """
    on = max(facts.filed_on, *(packaged_checklist(code).valid_from for code in PACKAGED))
    lists = {category: row.checklist for category, row in checklists_in_force(on).items()}
    return check_project(facts, checklists=lists, profile=current_profile())
