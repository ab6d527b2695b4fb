"""A draft that nobody touches any more: its technician is reminded of it, with what it still lacks."""

import logging
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, Exists, Max, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat, Greatest
from django.utils import timezone

from eligibility.domain.rulebook import rule
from portal.accounts.roles import Role
from portal.outbox.messages import write_message
from portal.outbox.models import Message
from requests_app.domain.lifecycle import State
from requests_app.forms.draft_reading import DraftReading
from requests_app.forms.drafts import read_draft
from requests_app.models import AccessRequest
from requests_app.queries import EMPTIED
from requests_app.services.telling.messages import letterhead

logger = logging.getLogger(__name__)
BATCH = 200
_TEMPLATE = "draft_idle"
_LATE_BY_AT_MOST = timedelta(days=7)
"""A portal that was away reminds of what came due meanwhile, and not of drafts that everybody forgot long ago."""


def remind_of_drafts(now: datetime | None = None, limit: int = BATCH) -> int:
    """Remind of the drafts that stand still for as many days as `alerts.draft.idle_days` says; answers how many.

    What was typed is told of once per step: saving it again begins anew. One bad draft is logged and does not stop
    the rest.
    """
    now = now or timezone.now()
    told = 0
    for days in _steps(timezone.localdate(now)):
        for draft_id in list(_idle(days, now).values_list("pk", flat=True)):
            if told >= limit:
                break
            try:
                told += _remind(draft_id, days, now)
            except Exception:
                # A draft that cannot be read must not keep everybody else's from being told of.
                logger.exception("draft %s: no reminder", draft_id)
    return told


def _steps(today: date) -> list[int]:
    """The largest first: whoever was told of it is not told of a smaller one as well."""
    return sorted(rule("alerts.draft.idle_days", on=today).as_list(), reverse=True)


def _idle(days: int, now: datetime) -> QuerySet[AccessRequest]:
    """The drafts last touched `days` days ago by the calendar, or some days more, of which nobody was told yet."""
    before = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days - 1)
    drafts = AccessRequest.objects.filter(
        state=State.DRAFT.value,
        draft_saved_at__lt=before,
        technician__is_active=True,
        technician__role=Role.TECHNICIAN.value,
    ).exclude(EMPTIED)
    touched = drafts.annotate(
        touched_at=Greatest("draft_saved_at", Max("attachments__attached_at")),
        key=Concat(
            Value(f"{_TEMPLATE}:"),
            Cast("pk", CharField()),
            Value(":"),
            Cast("draft_version", CharField()),
            Value(":"),
        ),
    ).filter(touched_at__gte=before - _LATE_BY_AT_MOST, touched_at__lt=before)
    said = [
        Concat(OuterRef("key"), Value(str(step))) for step in _steps(timezone.localdate(now)) if step >= days
    ]
    return touched.exclude(Exists(Message.objects.filter(key__in=said))).order_by("pk")


@transaction.atomic
def _remind(draft_id: int, days: int, now: datetime) -> bool:
    """Whether it was still there, and still idle, once it was locked."""
    AccessRequest.objects.select_for_update().values_list("pk").filter(pk=draft_id).first()
    draft = _idle(days, now).select_related("technician__professional").filter(pk=draft_id).first()
    if draft is None:
        return False
    newest = draft.attachments.aggregate(newest=Max("attached_at"))["newest"]
    today = timezone.localdate(now)
    touched_on = timezone.localdate(max(filter(None, (draft.draft_saved_at, newest))))
    write_message(
        _TEMPLATE,
        key=f"{_TEMPLATE}:{draft.pk}:{draft.draft_version}:{days}",
        recipient=draft.technician.email,
        context=letterhead()
        | {
            "greeting": f"Olá, {draft.technician.first_name}.",
            "days": (today - touched_on).days,
            "touched_on": f"{touched_on:%d/%m/%Y}",
            "nickname": draft.nickname,
            "lines": _lines(read_draft(draft, today)),
            "link": f"{settings.PUBLIC_URL}/rascunhos/{draft.public_id}",
            "is_last": days == _steps(today)[0],
        },
    )
    return True


def _lines(reading: DraftReading) -> str:
    """What is missing; where nothing is, what forbids the sending all the same."""
    parts = reading.lacking or [finding.message for finding in reading.blocking]
    return "\n".join(f"- {part}" for part in parts)
