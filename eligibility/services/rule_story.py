"""The versions of a rule in the order of their days, and who stands behind each."""

from dataclasses import dataclass
from datetime import date, datetime

from eligibility.domain.rulebook import Rule
from eligibility.domain.rulebook.book import packaged_entries
from eligibility.models import RuleVersion
from eligibility.services.rule_drafts import entries_of
from portal.accounts.models import User

PACKAGED = "portal-"


@dataclass(frozen=True)
class Told:
    """One version. `key` names it in addresses; `holds` is False when a later publication put it aside whole."""

    key: str
    entry: Rule
    is_in_force: bool
    is_coming: bool
    holds: bool
    last_on: date | None
    note: str = ""
    written_by: str = ""
    released_by: str = ""
    published_at: datetime | None = None


def story_of(code: str, today: date) -> tuple[Told, ...]:
    """Every version of a rule, the newest first; empty when there is none. Three statements of SQL."""
    rows = list(RuleVersion.objects.filter(code=code).order_by("id"))
    people = {pk for row in rows for pk in (row.written_by_id, row.released_by_id)}
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "full_name"))
    effective = {
        entry.model_copy(update={"valid_to": None}).model_dump_json(): entry for entry in entries_of(code)
    }
    found = [
        _told(f"{PACKAGED}{entry.valid_from}", entry, effective, today)
        for entry in packaged_entries()
        if entry.code == code
    ]
    found += [
        _told(
            str(row.pk),
            row.rule,
            effective,
            today,
            note=row.note,
            written_by=names.get(row.written_by_id, ""),
            released_by=names.get(row.released_by_id, ""),
            published_at=row.published_at,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: one.entry.valid_from, reverse=True))


def _told(key: str, entry: Rule, effective: dict[str, Rule], today: date, **who: object) -> Told:
    now = effective.get(entry.model_copy(update={"valid_to": None}).model_dump_json())
    return Told(
        key=key,
        entry=entry,
        is_in_force=now is not None and now.is_in_force(today),
        is_coming=now is not None and now.valid_from > today,
        holds=now is not None,
        last_on=now.valid_to if now else None,
        **who,  # type: ignore[arg-type]  # the named fields above, as they are given
    )
