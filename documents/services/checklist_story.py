"""The versions of each list in the order of their days: in force, coming, before; and who stands behind them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.db.models.fields.json import KT

from documents.models import ChecklistDraft, ChecklistVersion
from eligibility.domain.classification import Category
from portal.accounts.models import User

_ORDER = {category.value: place for place, category in enumerate(Category)}


@dataclass(frozen=True)
class Story:
    """One list. `coming` and `past` begin with the newest; `title` is that of the newest version."""

    code: str
    title: str
    in_force: ChecklistVersion | None
    coming: tuple[ChecklistVersion, ...]
    past: tuple[ChecklistVersion, ...]
    draft: ChecklistDraft | None
    discarded: tuple[ChecklistDraft, ...]
    names: Mapping[int, str]
    """Full names of the people behind the versions, by account."""

    def when(self, version: ChecklistVersion) -> str:
        """Since or from when it counts, e.g. `em vigor desde 01/12/2026`."""
        day = f"{version.valid_from:%d/%m/%Y}"
        if version == self.in_force:
            return f"em vigor desde {day}"
        if version in self.coming:
            return f"a partir de {day}"
        return f"anterior, com início em {day}"


def stories(today: date) -> list[Story]:
    """Every list that has a version, in the order of the categories. Four statements."""
    return _told(ChecklistVersion.objects.all(), ChecklistDraft.objects.all(), today)


def story_of(code: str, today: date) -> Story:
    """One list. Raises LookupError when no version of it was published."""
    found = _told(ChecklistVersion.objects.filter(code=code), ChecklistDraft.objects.filter(code=code), today)
    if not found:
        raise LookupError(code)
    return found[0]


def _told(versions: QuerySet[ChecklistVersion], drafts: QuerySet[ChecklistDraft], today: date) -> list[Story]:
    by_code: dict[str, list[ChecklistVersion]] = {}
    rows = versions.defer("content").annotate(list_title=KT("content__title"))
    for version in rows.order_by("-valid_from", "-number"):
        by_code.setdefault(version.code, []).append(version)
    kept = list(
        drafts.exclude(closed_as=ChecklistDraft.Closed.PUBLISHED)
        .select_related("created_by", "updated_by", "submitted_by", "returned_by", "based_on")
        .defer("content", "based_on__content")
        .order_by("-updated_at")
    )
    people = {
        user_id
        for some in by_code.values()
        for version in some
        for user_id in (version.published_by_id, version.approved_by_id)
        if user_id is not None
    }
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "full_name"))
    codes = sorted(by_code, key=lambda code: (_ORDER.get(code, len(_ORDER)), code))
    return [_story(code, by_code[code], [d for d in kept if d.code == code], names, today) for code in codes]


def _story(
    code: str,
    versions: Sequence[ChecklistVersion],
    drafts: Sequence[ChecklistDraft],
    names: Mapping[int, str],
    today: date,
) -> Story:
    in_force = next((version for version in versions if version.valid_from <= today), None)
    newest_of_day = {version.valid_from: version for version in reversed(versions)}
    coming = tuple(
        version
        for version in versions
        if version.valid_from > today and newest_of_day[version.valid_from] == version
    )
    return Story(
        code=code,
        title=max(versions, key=lambda version: version.number).list_title,  # type: ignore[attr-defined]  # annotated
        in_force=in_force,
        coming=coming,
        past=tuple(v for v in versions if v != in_force and v not in coming),
        draft=next((draft for draft in drafts if not draft.closed_as), None),
        discarded=tuple(draft for draft in drafts if draft.closed_as),
        names=names,
    )
