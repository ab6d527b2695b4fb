"""Look at one locked request and say its condition in the words of the guards."""

from datetime import datetime

from django.db.models import Count, Q
from django.utils import timezone

from documents.domain.checklist import Stage
from portal.accounts.roles import Actor
from requests_app.domain.clock import ClockName
from requests_app.domain.lifecycle import State
from requests_app.domain.snapshot import Snapshot
from requests_app.models import AccessRequest, Deadline, Pending, ResponsibleProfessional, ReviewItem


def is_claimed_by(access_request: AccessRequest, actor: Actor, now: datetime) -> bool:
    """Whether the lease of the request is this actor's and still runs."""
    return (
        actor.user_id is not None
        and access_request.claimed_by_id == actor.user_id
        and access_request.claimed_until is not None
        and access_request.claimed_until > now
    )


def take_snapshot(
    access_request: AccessRequest,
    *,
    actor: Actor,
    now: datetime,
    blocking_findings: int = 0,
    missing_declarations: int = 0,
    reasons_given: int = 0,
) -> Snapshot:
    """The condition of the request now; what only the caller knows comes in as counts. Three statements of SQL."""
    items = ReviewItem.objects.filter(access_request=access_request, round=access_request.round).aggregate(
        total=Count("id"),
        blank=Count("id", filter=Q(verdict="")),
        failing=Count("id", filter=Q(verdict="fails")),
        unmet=Count("id", filter=Q(stage=Stage.documents.value, verdict__in=("", "fails"))),
    )
    pendings = Pending.objects.filter(
        notice__access_request=access_request, notice__answered_at__isnull=True
    ).aggregate(total=Count("id"), open=Count("id", filter=Q(fixed_at__isnull=True)))
    deadlines = {ClockName(d.clock): d for d in Deadline.objects.filter(access_request=access_request)}
    opinion, cure, validity = (
        deadlines.get(c) for c in (ClockName.OPINION, ClockName.CURE, ClockName.VALIDITY)
    )
    suspended = ResponsibleProfessional.RegistrationStatus.SUSPENDED
    return Snapshot(
        state=State(access_request.state),
        now=now,
        today=timezone.localdate(now),
        is_claimed_by_actor=is_claimed_by(access_request, actor, now),
        items_total=items["total"],
        items_without_verdict=items["blank"],
        items_failing=items["failing"],
        document_items_unmet=items["unmet"],
        pendings_total=pendings["total"],
        pendings_open=pendings["open"],
        documents_checked_on=access_request.documents_checked_on,
        is_works_flagged=access_request.is_works_flagged,
        is_opinion_clock_running=bool(opinion and opinion.is_open and not opinion.is_paused),
        is_opinion_clock_paused=bool(opinion and opinion.is_open and opinion.is_paused),
        cure_due_on=cure.due_on if cure and cure.is_open else None,
        validity_due_on=validity.due_on if validity and validity.is_open else None,
        is_registration_suspended=ResponsibleProfessional.objects.filter(
            user_id=access_request.technician_id, registration_status=suspended
        ).exists(),
        blocking_findings=blocking_findings,
        missing_declarations=missing_declarations,
        reasons_given=reasons_given,
    )
