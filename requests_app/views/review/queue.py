"""The analysts' queue, and taking a request from it or giving it back."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from portal.accounts.roles import Actor
from portal.http import actor_of, for_roles
from requests_app.domain.badge import Badge, badge_for
from requests_app.domain.dates import day_month
from requests_app.domain.lifecycle import State
from requests_app.domain.situation import SITUATIONS
from requests_app.models import AccessRequest
from requests_app.queries import COUNTED_AT_MOST, View, after, before, capped_counts, worklist
from requests_app.services.review import claims
from requests_app.views.review.door import REVIEWERS, open_case

PAGE_ROWS = 50
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PLACE = re.compile(r"(\d{8})-(\d{1,17})-(\d{1,18})")
_COLUMNS = (
    "pk", "filing_number", "state", "round", "filed_at", "due_on", "is_clock_paused", "days_used", "days_total",
    "installed_power_kw", "municipality", "claimed_by_id", "claimed_until", "claimed_by__full_name", "claimed_by__email",
)  # fmt: skip


@dataclass(frozen=True)
class QueueRow:
    """One line of the queue, as plain values."""

    filing_number: str
    badge: Badge | None
    installed_power_kw: Decimal
    municipality: str
    stage: str
    round: int
    filed_at: datetime
    due_on: date
    holder: str
    holder_until: datetime | None
    is_mine: bool
    can_claim: bool
    url: str
    claim_url: str


@for_roles(*REVIEWERS)
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """One page of a view of the queue, in the one order: legal date, then arrival."""
    actor, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    view = _view_of(request.GET.get("visao", ""))
    rows, has_before, has_after = _page(request, worklist(actor, view, now=now, today=today))
    lines = [_line(row, actor, now, today) for row in rows]
    return render(
        request,
        "requests_app/review/queue.html",
        {
            "rows": lines,
            "view": view,
            "is_first_page": not (request.GET.get("depois") or request.GET.get("antes")),
            "tabs": [
                {
                    "label": v.label,
                    "url": f"{reverse('queue')}?visao={v.value}",
                    "is_current": v is view,
                    "count": f"{COUNTED_AT_MOST - 1}+" if n >= COUNTED_AT_MOST else n,
                }
                for v, n in capped_counts(actor, now=now, today=today).items()
            ],
            "previous_url": _url(view, "antes", rows[0]) if rows and has_before else "",
            "next_url": _url(view, "depois", rows[-1]) if rows and has_after else "",
            "dates": f"Data legal de {day_month(rows[0]['due_on'])} a {day_month(rows[-1]['due_on'])}"
            if rows
            else "",
        },
    )


def _view_of(text: str) -> View:
    return View(text) if text in set(View) else View.ALL


def _page(request: HttpRequest, rows: Any) -> tuple[list[dict[str, Any]], bool, bool]:
    """The rows of the page, and whether there are some before and after."""
    place = _place(request.GET.get("antes", ""))
    if place is not None:
        found = list(before(rows, *place).values(*_COLUMNS)[: PAGE_ROWS + 1])
        return found[:PAGE_ROWS][::-1], len(found) > PAGE_ROWS, True
    place = _place(request.GET.get("depois", ""))
    if place is not None:
        rows = after(rows, *place)
    found = list(rows.values(*_COLUMNS)[: PAGE_ROWS + 1])
    return found[:PAGE_ROWS], place is not None, len(found) > PAGE_ROWS


def _place(token: str) -> tuple[date, datetime, int] | None:
    """A place in the queue's order from its token; None for anything else."""
    found = _PLACE.fullmatch(token)
    if found is None:
        return None
    try:
        due_on = date.fromisoformat(found[1])
        filed_at = _EPOCH + timedelta(microseconds=int(found[2]))
    except (ValueError, OverflowError):
        return None
    return due_on, filed_at, int(found[3])


def _url(view: View, side: str, row: dict[str, Any]) -> str:
    filed = (row["filed_at"] - _EPOCH) // timedelta(microseconds=1)
    return f"{reverse('queue')}?visao={view.value}&{side}={row['due_on']:%Y%m%d}-{filed}-{row['pk']}"


def _line(row: dict[str, Any], actor: Actor, now: datetime, today: date) -> QueueRow:
    is_held = (
        row["claimed_until"] is not None and row["claimed_until"] > now and row["claimed_by_id"] is not None
    )
    is_pending = row["state"] == State.PENDING.value
    name = (row["claimed_by__full_name"] or row["claimed_by__email"] or "").split(" ")[0].split("@")[0]
    return QueueRow(
        filing_number=row["filing_number"],
        badge=badge_for(
            row["due_on"],
            is_paused=row["is_clock_paused"],
            used_days=row["days_used"],
            total_days=row["days_total"],
            today=today,
            is_ours=not is_pending,
        ),
        installed_power_kw=row["installed_power_kw"],
        municipality=row["municipality"],
        stage=SITUATIONS[State(row["state"])].stage,
        round=row["round"],
        filed_at=row["filed_at"],
        due_on=row["due_on"],
        holder=name if is_held else "",
        holder_until=row["claimed_until"] if is_held else None,
        is_mine=is_held and row["claimed_by_id"] == actor.user_id,
        can_claim=not is_held and not is_pending,
        url=f"/analise/solicitacoes/{row['filing_number']}",
        claim_url=f"/analise/solicitacoes/{row['filing_number']}/assumir",
    )


@for_roles(*REVIEWERS)
@require_POST
def take_next(request: HttpRequest) -> HttpResponse:
    """The server picks by legal date; nobody chooses the easy ones."""
    found = claims.claim_next(actor=actor_of(request), now=timezone.now())
    if found is None:
        messages.info(request, "Não há pedido livre na fila agora.")
        return HttpResponseRedirect(reverse("queue"))
    return HttpResponseRedirect(reverse("bench", args=[found.filing_number]))


@for_roles(*REVIEWERS)
@require_POST
def take(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Take this request; from a colleague only when the form says so, and then the colleague is told."""
    access_request = open_case(request, filing_number)
    claims.claim(
        access_request_id=access_request.pk,
        actor=actor_of(request),
        is_takeover=request.POST.get("takeover") == "1",
        now=timezone.now(),
    )
    return HttpResponseRedirect(reverse("bench", args=[filing_number]))


@for_roles(*REVIEWERS)
@require_POST
def give_back(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Give the request back to the queue; what was saved stays."""
    access_request: AccessRequest = open_case(request, filing_number)
    claims.release(access_request_id=access_request.pk, actor=actor_of(request))
    messages.success(request, f"O pedido {filing_number} voltou à fila. O que você salvou continua nele.")
    return HttpResponseRedirect(reverse("queue"))
