"""Publishing checklists: the packaged ones come first, and later ones follow them by date."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from documents.domain.checklist import checksum, packaged_checklist
from documents.models import ChecklistVersion
from eligibility.domain.classification import Category

PACKAGED = tuple(category.value for category in Category)


def checklists_in_force(on: date) -> dict[Category, ChecklistVersion]:
    """The version in force that day of each category's list, in one statement; a list without one is left out."""
    rows = (
        ChecklistVersion.objects.filter(code__in=PACKAGED, valid_from__lte=on)
        .order_by("code", "-valid_from", "-number")
        .distinct("code")
    )
    return {Category(row.code): row for row in rows}


def publish_packaged(today: date) -> list[ChecklistVersion]:
    """Publish each packaged checklist of which this version does not stand yet. Safe to run again.

    Gives the versions in force on `today`; raises ChecklistVersion.DoesNotExist before the first one's day.
    """
    publish_into(ChecklistVersion, PACKAGED)
    return [ChecklistVersion.in_force(code, today) for code in PACKAGED]


def publish_into(versions: type[Any], codes: Iterable[str]) -> None:
    """The same for any state of the table (`versions` is the model, also a migration's).

    What was published is not rewritten backwards: where an older version stands, the packaged one starts no
    earlier than the day that one started. Nothing happens where the same or a newer number stands.
    """
    for code in codes:
        packaged = packaged_checklist(code)
        standing = versions.objects.filter(code=code)
        if standing.filter(number__gte=packaged.version).exists():
            continue
        latest = standing.order_by("-valid_from").first()
        if latest is not None:
            starts_on = max(packaged.valid_from, latest.valid_from)
            packaged = packaged.model_copy(update={"valid_from": starts_on})
        versions.objects.create(
            code=code,
            number=packaged.version,
            valid_from=packaged.valid_from,
            content=packaged.model_dump(mode="json"),
            sha256=checksum(packaged),
        )
