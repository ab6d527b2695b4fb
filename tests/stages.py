"""A request in each state of the lifecycle, walked there by the real services."""

from datetime import datetime, timedelta

from portal.accounts.models import User
from portal.accounts.roles import Actor, Role
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, Opinion, Pending
from requests_app.services import claims, corrections, decisions, review, sweeps, withdrawals
from tests.factories import filed_request, make_draft, reviewed


def _answer(access_request: AccessRequest, technician: User, at: datetime) -> None:
    for pending in Pending.objects.filter(notice__access_request=access_request):
        corrections.fix_pending(
            pending_id=pending.pk, file=None, answer="Corrigido.", actor=technician.as_actor(), now=at
        )
    corrections.answer_pendings(access_request_id=access_request.pk, actor=technician.as_actor(), now=at)


def _decide(access_request: AccessRequest, analyst: User, outcome: Opinion.Outcome, at: datetime) -> None:
    works = ("Trocar o transformador: 75 kVA por 112,5 kVA",) if outcome == "favourable_with_works" else ()
    decisions.decide(
        access_request_id=access_request.pk,
        decision=decisions.Decision(outcome=outcome, works=works),
        actor=analyst.as_actor(),
        now=at,
    )


def request_in(state: State, *, technician: User, analyst: User, at: datetime) -> AccessRequest:
    """A request in `state`, filed at `at` (later states are reached at the same moment, or when their term ends)."""
    if state is State.DRAFT:
        return make_draft(technician)
    access_request = filed_request(technician, at=at)
    if state is State.RECEIVED:
        return access_request
    if state is State.WITHDRAWN:
        withdrawals.withdraw(access_request_id=access_request.pk, actor=technician.as_actor(), now=at)
        return _fresh(access_request)
    needs_pending = state in (State.PENDING, State.CORRECTED, State.CLOSED)
    is_denied = state is State.NOT_APPROVED
    if state is State.CHECKING:
        claims.claim(access_request_id=access_request.pk, actor=analyst.as_actor(), now=at)
        return _fresh(access_request)
    reviewed(access_request, analyst, failing=1 if needs_pending or is_denied else 0, at=at)
    if needs_pending:
        review.send_pendings(access_request_id=access_request.pk, actor=analyst.as_actor(), now=at)
        if state is State.CORRECTED:
            _answer(access_request, technician, at)
        if state is State.CLOSED:
            sweeps.sweep(at + timedelta(days=60))
        return _fresh(access_request)
    if is_denied:
        _decide(access_request, analyst, Opinion.Outcome.NOT_APPROVED, at)
        return _fresh(access_request)
    review.accept_documents(access_request_id=access_request.pk, actor=analyst.as_actor(), now=at)
    if state is State.WORKS_STUDY:
        review.require_works(access_request_id=access_request.pk, actor=analyst.as_actor(), now=at)
    if state is State.WORKS:
        review.require_works(access_request_id=access_request.pk, actor=analyst.as_actor(), now=at)
        _decide(access_request, analyst, Opinion.Outcome.FAVOURABLE_WITH_WORKS, at)
        return _fresh(access_request)
    if state in (State.ANALYSIS, State.WORKS_STUDY):
        return _fresh(access_request)
    _decide(access_request, analyst, Opinion.Outcome.FAVOURABLE, at)
    match state:
        case State.CANCELLED:
            holder = Actor(role=Role.HOLDER, holder_request_id=access_request.pk)
            withdrawals.cancel(access_request_id=access_request.pk, actor=holder, now=at)
        case State.INSPECTION_REQUESTED:
            withdrawals.request_inspection(
                access_request_id=access_request.pk, actor=technician.as_actor(), now=at
            )
        case State.LAPSED:
            sweeps.sweep(at + timedelta(days=200))
    return _fresh(access_request)


def _fresh(access_request: AccessRequest) -> AccessRequest:
    return AccessRequest.objects.get(pk=access_request.pk)
