"""Which list is in force on which day, and that publishing the packaged ones again changes nothing."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.asserts import assertNumQueries

from documents.domain.checklist import Checklist, checksum, packaged_checklist
from documents.models import ChecklistVersion
from documents.services.checklists import PACKAGED, checklists_in_force, publish_into, publish_packaged
from eligibility.domain.classification import Category

pytestmark = pytest.mark.django_db
VERSION_1 = Path(__file__).resolve().parents[1] / "unit" / "data" / "checklist_micro_up_to_10_v1.json"
TODAY = date(2026, 11, 23)


def an_installation_of_before() -> ChecklistVersion:
    """A table that holds only the first version of the first list, as installations of the first release do."""
    with connection.cursor() as cursor:
        # Rows are append-only for everybody; only here the table itself is made young again.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM documents_checklistversion")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    content = json.loads(VERSION_1.read_text("utf-8"))
    first = Checklist.model_validate(content)
    return ChecklistVersion.objects.create(
        code=first.code, number=1, valid_from=first.valid_from, content=content, sha256=checksum(first)
    )


def test_the_three_lists_are_read_in_one_statement() -> None:
    with assertNumQueries(1):
        found = checklists_in_force(TODAY)
    assert [(category, row.code, row.number) for category, row in sorted(found.items())] == [
        (Category.micro_10_to_75, "micro_10_to_75", 1),
        (Category.micro_up_to_10, "micro_up_to_10", 2),
        (Category.mini, "mini", 1),
    ]
    assert all(row.checklist == packaged_checklist(row.code) for row in found.values())
    assert all(row.sha256 == checksum(row.checklist) for row in found.values())


def test_the_day_chooses_the_version() -> None:
    assert checklists_in_force(date(2022, 1, 6)) == {}
    assert checklists_in_force(date(2022, 1, 7)).keys() == set(Category)
    later = packaged_checklist("mini").model_copy(update={"version": 2, "valid_from": date(2026, 12, 1)})
    ChecklistVersion.objects.create(
        code="mini",
        number=2,
        valid_from=later.valid_from,
        content=later.model_dump(mode="json"),
        sha256=checksum(later),
    )
    assert checklists_in_force(date(2026, 11, 30))[Category.mini].number == 1
    assert checklists_in_force(date(2026, 12, 1))[Category.mini].number == 2
    assert checklists_in_force(date(2026, 12, 1))[Category.micro_10_to_75].number == 1


def test_an_installation_with_the_first_version_gets_the_others_from_that_day_on() -> None:
    first = an_installation_of_before()
    publish_into(ChecklistVersion, PACKAGED)
    found = checklists_in_force(TODAY)
    assert found[Category.micro_up_to_10].number == 2
    assert found[Category.micro_up_to_10].valid_from == first.valid_from
    assert found[Category.micro_up_to_10].checklist.valid_from == first.valid_from
    assert found[Category.micro_up_to_10].checklist.items == packaged_checklist("micro_up_to_10").items
    assert found[Category.mini].valid_from == date(2022, 1, 7)
    first.refresh_from_db()
    assert first.checklist.version == 1
    assert first.sha256 == checksum(first.checklist)


def test_publishing_again_changes_nothing() -> None:
    an_installation_of_before()
    publish_packaged(TODAY)
    before = list(ChecklistVersion.objects.order_by("pk").values())
    assert [row.number for row in publish_packaged(TODAY)] == [2, 1, 1]
    publish_into(ChecklistVersion, PACKAGED)
    assert list(ChecklistVersion.objects.order_by("pk").values()) == before


def test_a_newer_version_of_an_admin_is_not_followed_by_the_packaged_one() -> None:
    first = an_installation_of_before()
    ChecklistVersion.objects.create(
        code=first.code,
        number=2,
        valid_from=date(2026, 6, 1),
        content={**first.content, "version": 2, "valid_from": "2026-06-01"},
        sha256="0" * 64,
    )
    publish_into(ChecklistVersion, PACKAGED)
    assert ChecklistVersion.objects.filter(code=first.code).count() == 2
