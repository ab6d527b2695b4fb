"""Which rows: the only door to requests, by who asks."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from portal.accounts.roles import Actor, Role
from requests_app.domain.filing import DISCARDED
from requests_app.domain.lifecycle import LATER_WITH_UTILITY, OPEN_STATES, WITH_UTILITY, State
from requests_app.models import AccessRequest

EMPTIED = Q(nickname=DISCARDED, draft_answers={})
"""A discarded draft whose files are history stays as an empty row that nobody lists."""
_OPEN = sorted(s.value for s in OPEN_STATES)
_LATER = sorted(s.value for s in LATER_WITH_UTILITY)
_WITH_UTILITY = sorted(s.value for s in WITH_UTILITY)


def visible_to(actor: Actor | None) -> QuerySet[AccessRequest]:
    """Technicians see their own; reviewers see everything filed; a holder sees one; everybody else none."""
    rows = AccessRequest.objects.all()
    if actor is None:
        return rows.none()
    match actor.role:
        case Role.TECHNICIAN:
            return rows.filter(technician_id=actor.user_id)
        case Role.ANALYST | Role.SUPERVISOR:
            return rows.exclude(state=State.DRAFT.value)
        case Role.HOLDER:
            # Whoever came in through a mailbox that is no longer the holder's is out.
            own = rows.filter(pk=actor.holder_request_id or 0, holder__entry_epoch=actor.holder_epoch)
            return own.exclude(state=State.DRAFT.value)
        case _:
            return rows.none()


def drafts_of(actor: Actor) -> QuerySet[AccessRequest]:
    kept = visible_to(actor).filter(state=State.DRAFT.value).exclude(EMPTIED)
    return kept.select_related("technician__professional").order_by("-updated_at")


def filed_by(actor: Actor) -> QuerySet[AccessRequest]:
    return visible_to(actor).exclude(state=State.DRAFT.value).order_by("-filed_at", "-id")


class View(StrEnum):
    """Saved views of the analysts' queue; the values stand in the address."""

    ALL = "todas"
    MINE = "minhas"
    UNCLAIMED = "sem-responsavel"
    DUE_SOON = "vencem-3-dias"
    CORRECTED = "corrigidas"
    WITH_TECHNICIAN = "aguardando-rt"
    LATER = "depois-do-parecer"

    @property
    def label(self) -> str:
        return {
            View.ALL: "Todas",
            View.MINE: "Minhas",
            View.UNCLAIMED: "Sem responsável",
            View.DUE_SOON: "Vencem em 3 dias",
            View.CORRECTED: "Voltaram corrigidas",
            View.WITH_TECHNICIAN: "Esperam o técnico",
            View.LATER: "Depois do parecer",
        }[self]


def worklist(actor: Actor, view: View, *, now: datetime, today: date) -> QuerySet[AccessRequest]:
    """The queue in its one order: legal date, then arrival. Requests with the technician stand in their own view."""
    rows = visible_to(actor)
    match view:
        case View.WITH_TECHNICIAN:
            rows = rows.filter(state=State.PENDING.value)
        case View.LATER:
            rows = rows.filter(state__in=_LATER)
        case View.MINE:
            rows = rows.filter(state__in=_OPEN, claimed_by_id=actor.user_id, claimed_until__gt=now)
        case View.UNCLAIMED:
            rows = rows.filter(state__in=_WITH_UTILITY).filter(free(now))
        case View.DUE_SOON:
            rows = rows.filter(
                state__in=_WITH_UTILITY, due_on__lte=today + timedelta(days=3), is_clock_paused=False
            )
        case View.CORRECTED:
            rows = rows.filter(state=State.CORRECTED.value)
        case View.ALL:
            rows = rows.filter(state__in=_WITH_UTILITY)
    return rows.order_by("due_on", "filed_at", "id")


def free(now: datetime) -> Q:
    """Nobody holds it, or the lease ran out."""
    return Q(claimed_by__isnull=True) | Q(claimed_until__lte=now)


def after(
    rows: QuerySet[AccessRequest], due_on: date, filed_at: datetime, pk: int
) -> QuerySet[AccessRequest]:
    """The rows behind a place in the queue's order: keyset paging, page 1,000 as fast as page 1."""
    return rows.extra(
        where=[
            '("requests_app_accessrequest"."due_on", "requests_app_accessrequest"."filed_at", "requests_app_accessrequest"."id") > (%s, %s, %s)'
        ],
        params=[due_on, filed_at, pk],
    )


def before(
    rows: QuerySet[AccessRequest], due_on: date, filed_at: datetime, pk: int
) -> QuerySet[AccessRequest]:
    """The rows in front of a place, nearest first; the page turns them round."""
    return rows.extra(
        where=[
            '("requests_app_accessrequest"."due_on", "requests_app_accessrequest"."filed_at", "requests_app_accessrequest"."id") < (%s, %s, %s)'
        ],
        params=[due_on, filed_at, pk],
    ).order_by("-due_on", "-filed_at", "-id")


COUNTED_AT_MOST = 100


def capped_counts(actor: Actor, *, now: datetime, today: date) -> dict[View, int]:
    """How many rows each view has, counted no further than COUNTED_AT_MOST. One statement, whatever the table's size."""
    parts: list[str] = []
    params: list[Any] = []
    for view in View:
        rows = worklist(actor, view, now=now, today=today).order_by().values("pk")[:COUNTED_AT_MOST]
        sql, given = rows.query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({sql}) rows)")  # noqa: S608  the ORM's own text, values apart
        params += given
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        counted = cursor.fetchone()
    return dict(zip(View, counted, strict=True))
