"""The technician's first page: what waits for them, what is with the utility, what is still a draft."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Min, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from eligibility.domain.numbers_pt import format_kw
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.http import actor_of, for_roles
from requests_app.domain.badge import HELD, VALIDITY_SOON_DAYS, Badge, badge_for, validity_badge
from requests_app.domain.dates import day_month, long_day
from requests_app.domain.lifecycle import LATER_WITH_UTILITY, LIVE_STATES, WITH_UTILITY, State
from requests_app.domain.situation import SITUATIONS
from requests_app.models import AccessRequest
from requests_app.queries import drafts_of, filed_by
from requests_app.views.filing.drafts import draft_cards

SHOWN = 10
_WITH_YOU = frozenset({State.PENDING, State.APPROVED, State.INSPECTION_REPORTED})
_WITH_THEM = WITH_UTILITY | LATER_WITH_UTILITY
DRAFTS_SHOWN = 5


@for_roles(Role.TECHNICIAN)
@require_GET
def dashboard(request: HttpRequest) -> HttpResponse:
    actor, today = actor_of(request), timezone.localdate()
    assert isinstance(request.user, User)
    filed = filed_by(actor)
    expiring = Q(state=State.READY.value, due_on__lte=today + timedelta(days=VALIDITY_SOON_DAYS))
    waiting = Q(state__in=sorted(s.value for s in _WITH_YOU))
    with_you = filed.filter(waiting | expiring).order_by("due_on", "id")[:SHOWN]
    with_utility = filed.filter(state__in=sorted(s.value for s in _WITH_THEM))
    yours = [_task(row, today) for row in with_you]
    counted = with_utility.order_by().values_list("state").annotate(count=Count("id"), first=Min("due_on"))
    stages = [(State(state), count, first) for state, count, first in counted]
    theirs = [_task(row, today) for row in with_utility.order_by("due_on", "filed_at", "id")[:SHOWN]]
    drafts = list(drafts_of(actor)[: DRAFTS_SHOWN + 1])
    context = {
        "first_name": request.user.first_name,
        "headline": _headline(len(yours)),
        "today_text": long_day(today),
        "yours": yours,
        "stages": [_stage(*row, today) for row in sorted(stages, key=lambda row: list(State).index(row[0]))],
        "theirs": theirs,
        "drafts": draft_cards(drafts[:DRAFTS_SHOWN]),
        "has_more_drafts": len(drafts) > DRAFTS_SHOWN,
        "is_empty": not yours and not theirs and not drafts,
    }
    return render(request, "requests_app/filing/dashboard.html", context)


def _headline(count: int) -> str:
    if count == 0:
        return "Nada espera por você agora."
    return "1 pedido está com você." if count == 1 else f"{count} pedidos estão com você."


def badge_of(row: AccessRequest, today: date) -> Badge | None:
    """The badge of a stored row: the applicant's terms are no delay of the utility."""
    if row.due_on is None and row.state == State.PENDING.value:
        return HELD
    if row.due_on is None or SITUATIONS[State(row.state)].turn.value == "ninguém":
        return None
    state = State(row.state)
    if state in (State.APPROVED, State.READY, State.INSPECTION_REPORTED) and not row.is_clock_paused:
        return validity_badge(row.due_on, today)
    if state in (State.PENDING, State.CONTRACTS_SENT):
        return badge_for(row.due_on, is_paused=False, used_days=0, total_days=0, today=today, is_ours=False)
    if state not in _WITH_THEM | LIVE_STATES:
        return None
    return badge_for(
        row.due_on,
        is_paused=row.is_clock_paused,
        used_days=row.days_used,
        total_days=row.days_total,
        today=today,
    )


def _task(row: AccessRequest, today: date) -> dict[str, Any]:
    situation = row.situation
    power = f"{format_kw(row.installed_power_kw)} kW" if row.installed_power_kw else ""
    filed = f"pedido em {day_month(row.filed_on)}" if row.filed_on else ""
    task: dict[str, Any] = {
        "title": f"{row.title}: {situation.label.lower()}",
        "url": reverse("request_detail", args=[row.filing_number]),
        "meta": " · ".join(part for part in (row.filing_number, power, row.municipality, filed) if part),
        "badge": badge_of(row, today),
    }
    if row.state in {s.value for s in _WITH_THEM} and row.days_total:
        late = max(0, (today - row.due_on).days) if row.due_on and not row.is_clock_paused else 0
        task["strip"] = {
            "used_days": row.days_used,
            "total_days": row.days_total,
            "is_paused": row.is_clock_paused,
            "late_days": late,
        }
    return task


def _stage(state: State, count: int, first: date | None, today: date) -> dict[str, Any]:
    return {
        "count": count,
        "label": SITUATIONS[state].label.lower(),
        "first": first,
        "is_late": first is not None and first < today,
    }
