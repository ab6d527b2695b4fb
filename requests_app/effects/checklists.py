"""A list of documents that changes: every technician reads what, from when, and which drafts it touches."""

import logging
from collections.abc import Iterator
from datetime import date
from textwrap import shorten
from typing import Final

from django.conf import settings
from django.utils import timezone

from documents.domain.checklist_diff import differences
from documents.models import ChecklistVersion
from documents.services.checklist_release import PUBLISHED
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.outbox.effects import Payload, carries_out, enqueue
from portal.outbox.messages import write_message
from requests_app.forms.drafts import read_draft
from requests_app.models import AccessRequest
from requests_app.queries import drafts_of
from requests_app.services.telling.messages import letterhead

PEOPLE: Final = 10
_DRAFTS_READ, _LINES_TOLD, _LONGEST_LINE = 50, 40, 300
logger = logging.getLogger(__name__)


@carries_out(PUBLISHED, can_wait=True)
def announce_checklist(payload: Payload) -> None:
    """Tell some technicians of a new version and leave the others to the next effect."""
    version = ChecklistVersion.objects.get(pk=payload["version_id"])
    technicians = User.objects.filter(
        role=Role.TECHNICIAN.value, is_active=True, professional__isnull=False, pk__gt=payload["after"]
    )
    told = list(technicians.order_by("pk")[:PEOPLE])
    lines, today = _lines(version), timezone.localdate()
    for user in told:
        _tell(user, version, lines, today)
    if len(told) == PEOPLE:
        key = f"{PUBLISHED}:{version.pk}:{told[-1].pk}"
        enqueue(PUBLISHED, key=key, payload={"version_id": version.pk, "after": told[-1].pk})


def _tell(user: User, version: ChecklistVersion, lines: str, today: date) -> None:
    rows = list(drafts_of(user.as_actor())[: _DRAFTS_READ + 1])
    touched = [
        _as_line(draft.nickname or "Rascunho sem nome") for draft in _touched(rows, version.code, today)
    ]
    if len(rows) > _DRAFTS_READ:
        touched.append(f"- Talvez outros: olhamos os {_DRAFTS_READ} em que você mexeu por último.")
    write_message(
        "checklist_published",
        key=f"checklist_published:{version.pk}:{user.pk}",
        recipient=user.email,
        context=letterhead()
        | {
            "greeting": f"Olá, {user.first_name}.",
            "begins": f"{version.valid_from:%d/%m/%Y}",
            "title": version.checklist.title,
            "version": version.number,
            "lines": lines,
            "note": " ".join(version.note.split()),
            "drafts": "\n".join(touched),
            "link": f"{settings.PUBLIC_URL}/documentos-necessarios",
        },
    )


def _touched(rows: list[AccessRequest], code: str, today: date) -> Iterator[AccessRequest]:
    """The drafts that would be sent with that list."""
    for draft in rows[:_DRAFTS_READ]:
        try:
            reading = read_draft(draft, today)
        except Exception:
            # One draft that cannot be read must not keep its owner, and all who come after, from being told.
            logger.exception("draft %s: not looked at for a new list", draft.pk)
            continue
        if reading.classification is not None and reading.checklist_version.code == code:
            yield draft


def _lines(version: ChecklistVersion) -> str:
    """What differs from the version before, document by document; cut where nobody would read on."""
    earlier = ChecklistVersion.objects.filter(code=version.code, number__lt=version.number)
    before = earlier.order_by("-number").first()
    if before is None:
        return ""
    lines = [
        _as_line(f"{change.title}: {line}")
        for change in differences(before.checklist, version.checklist)
        for line in change.lines
    ]
    left = len(lines) - _LINES_TOLD
    more = [f"- E mais {left} {'mudança' if left == 1 else 'mudanças'}."] if left > 0 else []
    return "\n".join([*lines[:_LINES_TOLD], *more])


def _as_line(text: str) -> str:
    """One line of a list, whatever breaks and lengths somebody typed."""
    return f"- {shorten(text, _LONGEST_LINE, placeholder=' …')}"
