"""Look at one locked request and say its condition in the words of the guards."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from documents.domain.checklist import Stage
from eligibility.domain.findings import refuse
from portal.accounts.roles import Actor
from requests_app.domain.clock import ClockName
from requests_app.domain.lifecycle import Guard, Row, State
from requests_app.domain.snapshot import ProjectStanding, Snapshot
from requests_app.models import AccessRequest, Deadline, Pending, ResponsibleProfessional, ReviewItem
from requests_app.services.standing import (
    agreements,
    contests,
    flow,
    guarantees,
    late_items,
    projects,
    suspensions,
)


def is_claimed_by(access_request: AccessRequest, actor: Actor, now: datetime) -> bool:
    """Whether the lease of the request is this actor's and still runs."""
    return (
        actor.user_id is not None
        and access_request.claimed_by_id == actor.user_id
        and access_request.claimed_until is not None
        and access_request.claimed_until > now
    )


def require_claim(access_request: AccessRequest, actor: Actor, now: datetime) -> None:
    """Raises Refused `claimed_by_actor` unless the request is with this analyst."""
    if not is_claimed_by(access_request, actor, now):
        raise refuse("claimed_by_actor", "Este pedido não está com você. Assuma o pedido para continuar.")


def take_snapshot(
    access_request: AccessRequest,
    row: Row,
    *,
    actor: Actor,
    now: datetime,
    blocking_findings: int = 0,
    missing_declarations: int = 0,
    reasons_given: int = 0,
) -> Snapshot:
    """The condition of the request now; what only the caller knows comes in as counts.

    Four statements of SQL, and those of the later steps that the guards of the row ask about.
    """
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
    opinion, works = deadlines.get(ClockName.OPINION), deadlines.get(ClockName.WORKS)
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
        cure_due_on=_due_on(deadlines, ClockName.CURE),
        validity_due_on=_due_on(deadlines, ClockName.VALIDITY),
        contract_return_due_on=_due_on(deadlines, ClockName.CONTRACT_RETURN),
        reinspection_due_on=_due_on(deadlines, ClockName.REINSPECTION),
        is_contest_open=ClockName.CONTEST in deadlines and deadlines[ClockName.CONTEST].is_open,
        is_studies_clock_open=ClockName.STUDIES in deadlines and deadlines[ClockName.STUDIES].is_open,
        is_works_clock_running=bool(works and works.is_open and not works.is_paused),
        is_works_clock_paused=bool(works and works.is_open and works.is_paused),
        is_silence_approval=is_silence_approval(access_request, deadlines.get(ClockName.VALIDITY)),
        is_works_owed=is_works_owed(access_request),
        **_asked_of_other_tables(access_request, row, actor, now, deadlines),
        is_registration_suspended=ResponsibleProfessional.objects.filter(
            user_id=access_request.technician_id, registration_status=suspended
        ).exists(),
        blocking_findings=blocking_findings,
        missing_declarations=missing_declarations,
        reasons_given=reasons_given,
    )


def is_works_owed(access_request: AccessRequest) -> bool:
    """Whether the opinion in force needs works in the grid that are not finished."""
    opinion = access_request.opinion
    return opinion is not None and opinion.has_works and access_request.works_finished_on is None


def _due_on(deadlines: Mapping[ClockName, Deadline], clock: ClockName) -> date | None:
    """The date of a clock that runs; one that stands still ends on no day."""
    found = deadlines.get(clock)
    return found.due_on if found and found.is_open and not found.is_paused else None


def is_silence_approval(access_request: AccessRequest, validity: Deadline | None) -> bool:
    """Whether the end of the validity approves the opinion instead of ending it: by the law's terms, and free.

    Silence is no yes where a yes would be refused: while the guarantee is gone and was not given again, or an
    alternative of the study of reverse flow is still to be chosen.
    """
    opinion = access_request.opinion
    by_law = validity is not None and validity.rule_code == "opinion.approval"
    if not by_law or opinion is None or not opinion.is_free:
        return False
    return not guarantees.is_gone(access_request) and not flow.is_choice_owed(access_request)


def _asked_of_other_tables(
    access_request: AccessRequest,
    row: Row,
    actor: Actor,
    now: datetime,
    deadlines: Mapping[ClockName, Deadline],
) -> dict[str, Any]:
    asked: dict[str, Any] = {}
    guards = frozenset(row.guards)
    if Guard.LATE_ITEMS_RELEASED in guards:
        asked["late_items_unreleased"] = late_items.unreleased_late_items(access_request)
    if Guard.SUSPENDED in guards:
        asked["is_suspended"] = suspensions.is_suspended(access_request)
    if Guard.JUDGED_BY_ANOTHER in guards:
        asked["is_judge_another"] = contests.is_judge_another(access_request, actor)
    if Guard.GUARANTEE_NOT_GONE in guards:
        asked["is_guarantee_gone"] = guarantees.is_gone(access_request)
    if guards & {Guard.FLOW_STUDY_ISSUED, Guard.ALTERNATIVES_OFFERED}:
        study = flow.newest_study(access_request)
        asked["is_flow_study_issued"] = study is not None
        asked["offers_alternatives"] = study is not None and study.offers_a_choice
    if Guard.ALTERNATIVE_CHOSEN in guards:
        asked["is_alternative_owed"] = flow.is_choice_owed(access_request)
    if Guard.CONTRACTS_PREPARED in guards:
        asked["contracts_prepared"] = agreements.contracts_prepared(access_request)
    if guards & {Guard.CHARGES_OPEN, Guard.CHARGES_SETTLED}:
        asked["charges_open"] = agreements.charges_open(access_request)
    if Guard.NO_PAYMENT_UNDERWAY in guards:
        asked["is_payment_underway"] = agreements.is_payment_underway(access_request, timezone.localdate(now))
    if guards & {
        Guard.PROJECT_NEEDED,
        Guard.PROJECT_AWAITED,
        Guard.PROJECT_IN_ANALYSIS,
        Guard.PROJECT_SETTLED,
    }:
        asked["project"] = project_standing(access_request, deadlines.get(ClockName.PROJECT))
    return asked


def project_standing(access_request: AccessRequest, analysis: Deadline | None) -> ProjectStanding:
    """Where the project of the entry substation stands; `analysis` is the index row of its clock."""
    if not projects.is_project_needed(access_request):
        return ProjectStanding.NOT_NEEDED
    if access_request.project_approved_on is not None:
        return ProjectStanding.APPROVED
    is_open = analysis is not None and analysis.is_open
    return ProjectStanding.IN_ANALYSIS if is_open else ProjectStanding.AWAITED
