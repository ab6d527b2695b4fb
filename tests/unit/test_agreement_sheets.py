"""Which papers a request needs, what they say, and the PDF that comes out."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from documents.domain.agreement_clauses import agreement_chapters, model_notice
from documents.domain.agreement_kinds import AgreementKind, agreements_for, kind_of
from documents.domain.agreement_sheets import AgreementSheet
from documents.domain.sheet_parts import Clause, Row, Section
from documents.pdf_check import check_pdf
from documents.printing import print_agreement
from eligibility.domain.classification import Category
from eligibility.domain.rulebook import rule
from requests_app.domain.after_acceptance import Follows, what_follows
from requests_app.domain.snapshot import ProjectStanding
from tests.sheets import CHANNELS

ON = date(2026, 11, 23)
LARGER = (AgreementKind.OPERATING_AGREEMENT, AgreementKind.SYSTEM_USE, AgreementKind.ENERGY_PURCHASE)


def agreement_sheet(kind: AgreementKind, **changes: Any) -> AgreementSheet:
    demand = Section(title="Demandas", rows=(Row(label="Demanda de injeção", value="300 kW"),))
    facts: dict[str, Any] = {
        "operator_name": "Distribuidora Exemplo",
        "portal_name": "Portal GD",
        "is_demo": True,
        "filing_number": "GD-2026-005006-5",
        "channels": CHANNELS,
        "kind": kind,
        "opinion_number": "PA-2026-003318-6",
        "version": 1,
        "prepared_at": datetime(2026, 11, 23, 14, 32, tzinfo=ZoneInfo("America/Sao_Paulo")),
        "why": Clause(text=kind.purpose, citation=rule(kind.rule_code, on=ON).citation.label),
        "model_notice": model_notice(),
        "parties": Section(title="Entre quem", rows=(Row(label="Titular", value="Marlene Santos"),)),
        "generation": Section(title="O que fica ligado", rows=(Row(label="Potência", value="6,1 kW"),)),
        "demand": demand if kind is AgreementKind.SYSTEM_USE else None,
        "chapters": agreement_chapters(kind, on=ON, opinion="PA-2026-003318-6", phone="0800 000 0000"),
    }
    return AgreementSheet(**(facts | changes))


@pytest.mark.parametrize(
    ("category", "group", "needed"),
    [
        (Category.micro_up_to_10, "B", (AgreementKind.OPERATIONAL_RELATIONSHIP,)),
        (Category.micro_10_to_75, "B", (AgreementKind.OPERATIONAL_RELATIONSHIP,)),
        (Category.micro_10_to_75, "A", LARGER),
        (Category.mini, "A", LARGER),
        (Category.mini, "B", LARGER),
    ],
)
def test_category_and_group_choose_the_papers(
    category: Category, group: str, needed: tuple[AgreementKind, ...]
) -> None:
    """REN 1.000, art. 84: micro the operational relationship, mini the operating agreement; group A its contracts."""
    assert agreements_for(category, group) == needed


@pytest.mark.parametrize("kind", AgreementKind)
def test_every_paper_has_its_rule_its_name_and_its_clauses(kind: AgreementKind) -> None:
    assert rule(kind.rule_code, on=ON).citation.norm == "REN ANEEL 1.000/2021"
    assert kind_of(kind.slug) is kind and kind.purpose.endswith(".")
    chapters = agreement_chapters(kind, on=ON, opinion="PA-1", phone="116")
    assert {"Do que trata", "Prazo e fim"} <= {chapter.title for chapter in chapters}
    assert all(clause.citation for chapter in chapters for clause in chapter.clauses)
    assert ("Quem manobra o quê" in {chapter.title for chapter in chapters}) is kind.says_who_switches


def test_a_name_that_no_paper_has_is_none() -> None:
    assert kind_of("procuracao") is None


@pytest.mark.parametrize("kind", AgreementKind)
def test_every_paper_prints_clean_and_the_same_twice(kind: AgreementKind) -> None:
    sheet = agreement_sheet(kind, observations=("Chave 12 é visível.",), version=2)
    content = print_agreement(sheet)
    assert check_pdf(content) == []
    assert print_agreement(AgreementSheet.model_validate(sheet.model_dump(mode="json"))) == content


@pytest.mark.parametrize("kind", AgreementKind)
def test_the_demand_belongs_to_the_use_of_the_system_alone(kind: AgreementKind) -> None:
    wrong = (
        None
        if kind is AgreementKind.SYSTEM_USE
        else Section(title="Demandas", rows=(Row(label="x", value="y"),))
    )
    with pytest.raises(ValidationError, match="demand"):
        agreement_sheet(kind, demand=wrong)


@pytest.mark.parametrize(
    ("owed", "project", "automatic", "expected"),
    [
        (True, ProjectStanding.AWAITED, True, Follows.WORKS),
        (False, ProjectStanding.AWAITED, True, Follows.PROJECT),
        (False, ProjectStanding.IN_ANALYSIS, False, Follows.PROJECT),
        (False, ProjectStanding.APPROVED, True, Follows.INSPECTION),
        (False, ProjectStanding.NOT_NEEDED, True, Follows.INSPECTION),
        (False, ProjectStanding.NOT_NEEDED, False, Follows.INSTALLATION),
    ],
)
def test_what_follows_the_acceptance(
    owed: bool, project: ProjectStanding, automatic: bool, expected: Follows
) -> None:
    found = what_follows(is_works_owed=owed, project=project, is_inspection_automatic=automatic)
    assert found is expected and found.text.endswith(".")
