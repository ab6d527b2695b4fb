"""The one answer for any facts, over golden situations, against validating what goes in and what comes out."""

from bench.row import Row, median_pair_ms
from documents.domain.checklist import packaged_checklist
from documents.domain.project_check import ProjectCheck, check_project
from eligibility.domain.classification import Category
from eligibility.domain.facts import ProjectFacts
from eligibility.domain.operator import load_profile
from tests.golden.situations import situations

RUNS, ONE_IN = 8, 3


def rows(database_url: str) -> list[Row]:
    """One row; asks no database."""
    lists = {category: packaged_checklist(category.value) for category in Category}
    profile = load_profile()
    facts = [row.facts for row in situations()[::ONE_IN]]
    typed = [item.model_dump() for item in facts]
    answers = [check_project(item, checklists=lists, profile=profile).model_dump() for item in facts]

    def judge() -> None:
        for item in facts:
            check_project(item, checklists=lists, profile=profile)

    def validate() -> None:
        for given, answer in zip(typed, answers, strict=True):
            ProjectFacts.model_validate(given)
            ProjectCheck.model_validate(answer)

    judged, validated = median_pair_ms(judge, validate, RUNS)
    return [
        Row(
            "judging a project, against validating its facts and its answer",
            1000 * len(facts) / judged,
            1000 * len(facts) / validated,
            "/s",
            1,
            True,
        )
    ]
