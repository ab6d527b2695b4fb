"""What pages and history show of a change of responsible professional."""

from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery

from eligibility.domain.rulebook import rule
from eligibility.domain.taxpayer import mask_email
from portal.accounts.models import User
from portal.accounts.roles import Role
from requests_app.domain.change_words import NEW_PAPER, change_line, yes_lines
from requests_app.models import AccessRequest, TechnicianChange, TechnicianChangeEvent
from requests_app.services.people.technician_changes import EXPIRY_RULE

Line = tuple[datetime, str, str]


def change_context(
    change: TechnicianChange | None, now: datetime, *, is_masked: bool = False
) -> dict[str, Any]:
    """The open change, if there is one, to whom, who has agreed, and the rule of its end; else the last that ended.

    Until the newcomer accepts there is only the e-mail that was typed; `is_masked` hides it from who did not
    type it and has no need of it.
    """
    is_open = change is not None and change.is_open and change.expires_at > now
    return {
        "change": change if is_open else None,
        "to_label": _to_label(change, is_masked=is_masked) if is_open and change is not None else "",
        "last_change": change if change is not None and not change.is_open else None,
        "yes_lines": yes_lines(
            left_at=change.left_at, came_at=change.came_at, confirmed_at=change.confirmed_at
        )
        if is_open and change is not None
        else (),
        "expiry": rule(EXPIRY_RULE, on=now.date()),
        "new_paper": NEW_PAPER,
    }


def _to_label(change: TechnicianChange, *, is_masked: bool) -> str:
    if change.to_technician is not None:
        return change.to_technician.full_name
    return mask_email(change.to_email) if is_masked else change.to_email


def change_lines(access_request: AccessRequest) -> list[Line]:
    """Moment, words and author of each step, oldest first. One statement.

    A change that the holder began and did not confirm is nobody else's business.
    """

    def name(column: str) -> Subquery:
        return Subquery(User.objects.filter(pk=OuterRef(column)).values("full_name")[:1])

    rows = (
        TechnicianChangeEvent.objects.filter(access_request=access_request)
        .select_related("change")
        .annotate(who=name("actor_id"), before=name("from_id"), after=name("to_id"))
        .order_by("id")
    )
    return [
        (
            row.at,
            change_line(row.kind, row.before or "", row.after or ""),
            f"{row.who}, {Role(row.actor_role).label}"
            if row.who
            else Role(row.actor_role).label.capitalize(),
        )
        for row in rows
        if row.change.is_known
    ]
