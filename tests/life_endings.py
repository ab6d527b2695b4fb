"""Steps of the ends, the suspension and the repetition of a request, one call each, through the services."""

from datetime import datetime, timedelta

from django.db import transaction

from portal.accounts.models import User
from portal.accounts.roles import Actor, Role
from requests_app.domain.ending import WithdrawalReason
from requests_app.effects.endings import make_end_receipt
from requests_app.models import AccessRequest, CaseNote, EndReceipt, Event
from requests_app.services.clocks import sweeps
from requests_app.services.clocks.suspensions import AUTHORITY, CONSULTATION, Consultation
from requests_app.services.endings import withdrawals
from requests_app.services.filing import reassessments
from requests_app.services.review import notes
from requests_app.services.review import verdicts as review

ONS = Consultation("ons", question="Há restrição na barra de 138 kV?")
NEIGHBOUR = Consultation("other_utility", "Distribuidora Vizinha", "Há obra prevista na divisa?")
LICENSING = Consultation("authority", "Órgão ambiental", "A licença já saiu?")
LONG_AFTER = timedelta(days=400)


def holder_of(case: AccessRequest) -> Actor:
    return Actor(role=Role.HOLDER, holder_request_id=case.pk)


def withdraw(case: AccessRequest, at: datetime, reason: WithdrawalReason | str = "") -> Event:
    return withdrawals.withdraw(
        access_request_id=case.pk, actor=case.technician.as_actor(), now=at, reason=str(reason)
    )


def cancel(case: AccessRequest, at: datetime) -> Event:
    """By the holder; the code was checked before."""
    return withdrawals.cancel(access_request_id=case.pk, actor=holder_of(case), now=at)


def run_out(case: AccessRequest, at: datetime) -> AccessRequest:
    """Every term of the applicant that ran out by `at` ends what it ends."""
    while sweeps.sweep(at):
        pass
    case.refresh_from_db()
    return case


def suspend(case: AccessRequest, analyst: User, at: datetime, consulted: Consultation = ONS) -> Event:
    """Stop the term of a claimed request in analysis for the body that is asked."""
    reason = AUTHORITY if consulted.body == "authority" else CONSULTATION
    return review.pause_clock(
        access_request_id=case.pk,
        reason_code=reason,
        consulted=consulted,
        actor=analyst.as_actor(),
        now=at,
    )


def resume(case: AccessRequest, analyst: User, at: datetime) -> Event:
    return review.resume_clock(access_request_id=case.pk, actor=analyst.as_actor(), now=at)


def note(case: AccessRequest, reviewer: User, at: datetime, text: str = "Ligar para o técnico.") -> CaseNote:
    return notes.write_note(access_request_id=case.pk, text=text, actor=reviewer.as_actor(), now=at)


def repeat(case: AccessRequest, at: datetime) -> AccessRequest:
    """The draft that repeats an ended request."""
    return reassessments.reassess(access_request_id=case.pk, actor=case.technician.as_actor(), now=at)


def end_paper(event: Event) -> EndReceipt:
    """What the worker would make."""
    with transaction.atomic():
        make_end_receipt({"event_id": event.pk})
    return EndReceipt.objects.select_related("stored_file").get(event=event)
