"""Publishing checklists: the packaged one becomes version 1, and later ones follow it by date."""

from datetime import date

from documents.domain.checklist import checksum, packaged_checklist
from documents.models import ChecklistVersion

PACKAGED = ("micro_up_to_10",)


def publish_packaged(today: date) -> list[ChecklistVersion]:
    """Publish each packaged checklist of which no version stands yet. Safe to run again.

    Gives the versions in force on `today`; raises ChecklistVersion.DoesNotExist before the first one's day.
    """
    for code in PACKAGED:
        packaged = packaged_checklist(code)
        ChecklistVersion.objects.get_or_create(
            code=code,
            number=packaged.version,
            defaults={
                "valid_from": packaged.valid_from,
                "content": packaged.model_dump(mode="json"),
                "sha256": checksum(packaged),
            },
        )
    return [ChecklistVersion.in_force(code, today) for code in PACKAGED]
