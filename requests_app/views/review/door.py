"""What every page of the analysts' room says of its request: the badge, who holds it, the way back."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import REVIEWER_ROLES, Actor
from portal.http import actor_of
from requests_app.domain.badge import Badge, badge_for
from requests_app.domain.lifecycle import OPEN_STATES, WITH_UTILITY, State
from requests_app.models import AccessRequest
from requests_app.services.review.claims import claimant
from requests_app.services.review.reading import for_bench

REVIEWERS = tuple(sorted(REVIEWER_ROLES))


def open_case(request: HttpRequest, filing_number: str) -> AccessRequest:
    """The filed request of that number, or 404."""
    return get_object_or_404(for_bench(actor_of(request)), filing_number=filing_number)


def badge_of(access_request: AccessRequest, now: datetime) -> Badge | None:
    """The badge of an open request from its stored columns."""
    if State(access_request.state) not in OPEN_STATES:
        return None
    return badge_for(
        access_request.due_on,
        is_paused=access_request.is_clock_paused,
        used_days=access_request.days_used,
        total_days=access_request.days_total,
        today=timezone.localdate(now),
        is_ours=access_request.state != State.PENDING.value,
    )


def case_context(
    access_request: AccessRequest, actor: Actor, now: datetime, *, current: str = ""
) -> dict[str, Any]:
    """Header, claim and crumbs of one request; `current` is the page's name in the crumbs."""
    number = str(access_request.filing_number)
    holder = claimant(access_request, now)
    is_with_utility = State(access_request.state) in WITH_UTILITY
    return {
        "case": access_request,
        "filing_number": number,
        "badge": badge_of(access_request, now),
        "situation": access_request.situation,
        "claimed_by": holder,
        "is_mine": holder is not None and holder.pk == actor.user_id,
        "can_claim": is_with_utility,
        "can_work": is_with_utility and holder is not None and holder.pk == actor.user_id,
        "crumbs": [
            ("Fila", reverse("queue")),
            *([(number, reverse("bench", args=[number]))] if current else []),
        ],
        "current": current or number,
    }
