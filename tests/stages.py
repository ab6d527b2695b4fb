"""A request in each state of the lifecycle, walked there by the real services."""

from datetime import datetime, timedelta

from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.roles import Actor, Role
from requests_app.domain.faults import Fault
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, Opinion, Pending
from requests_app.services.clocks import sweeps
from requests_app.services.connection import inspections
from requests_app.services.endings import withdrawals
from requests_app.services.opinions import decisions
from requests_app.services.review import claims, corrections
from requests_app.services.review import verdicts as review
from tests import life_agreements
from tests.factories import filed_request, make_draft, reviewed

FAULT = Fault(
    what="O padrão de entrada está sem a placa de aviso.",
    rule="REN ANEEL 1.000/2021, art. 30, § 3º",
    how_to_fix="Instale a placa ao lado da caixa de medição.",
)


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
    if state in (State.ANALYSIS, State.WORKS_STUDY):
        return _fresh(access_request)
    needs_works = state in (State.CONTRACTS, State.WORKS)
    if needs_works:
        review.require_works(access_request_id=access_request.pk, actor=analyst.as_actor(), now=at)
    outcome = Opinion.Outcome.FAVOURABLE_WITH_WORKS if needs_works else Opinion.Outcome.FAVOURABLE
    _decide(access_request, analyst, outcome, at)
    if state is State.CANCELLED:
        holder = Actor(role=Role.HOLDER, holder_request_id=access_request.pk)
        withdrawals.cancel(access_request_id=access_request.pk, actor=holder, now=at)
    elif state is State.LAPSED:
        sweeps.sweep(at + timedelta(days=200))
    elif state is not State.APPROVED:
        go_on_to(state, _fresh(access_request), analyst=analyst, at=at)
    return _fresh(access_request)


def go_on_to(state: State, case: AccessRequest, *, analyst: User, at: datetime) -> None:
    """From the opinion to `state`, every step at the same moment; states that lie behind are passed by."""
    technician = case.technician.as_actor()
    life_agreements.approve_conditions(case, at)
    if case.state == State.CONTRACTS.value and state is not State.CONTRACTS:
        life_agreements.deliver_contracts(case, analyst, at)
    if state in (State.CONTRACTS, State.CONTRACTS_SENT):
        return
    life_agreements.accept_contracts(case, at)
    if state in (State.WORKS, State.READY):
        return
    inspections.request_inspection(access_request_id=case.pk, actor=technician, now=at)
    if state is State.INSPECTION_REQUESTED:
        return
    seen_on = timezone.localdate(at)
    if state is State.CONNECTED:
        inspections.connect(
            access_request_id=case.pk,
            inspected_on=seen_on,
            meter_number="MED-20261",
            actor=analyst.as_actor(),
            now=at,
        )
        return
    inspections.fail_inspection(
        access_request_id=case.pk,
        inspected_on=seen_on,
        reasons=[FAULT],
        actor=analyst.as_actor(),
        now=at,
        sends_report=state is State.INSPECTION_REPORTED,
    )


def _fresh(access_request: AccessRequest) -> AccessRequest:
    return AccessRequest.objects.get(pk=access_request.pk)
