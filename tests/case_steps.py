"""Steps of the analyst and the technician on a filed request, one call each, through the services."""

from datetime import datetime

from portal.accounts.models import User
from requests_app.models import AccessRequest, Opinion, Pending
from requests_app.services.clocks.suspensions import Consultation
from requests_app.services.opinions import decisions
from requests_app.services.review import corrections
from requests_app.services.review import verdicts as review
from tests.factories import reviewed

_PAUSE = "pause.art64_other_utility_or_ons"
CONSULTED = Consultation("ons", question="Há restrição na barra de 138 kV?")


def send_pendings(case: AccessRequest, analyst: User, at: datetime, *, failing: int = 2) -> list[Pending]:
    """Every item judged, the first ones failing, and the notice sent."""
    reviewed(case, analyst, failing=failing, at=at)
    notice = review.send_pendings(access_request_id=case.pk, actor=analyst.as_actor(), now=at)
    return list(notice.pendings.all())


def answer_in_words(case: AccessRequest, technician: User, at: datetime) -> None:
    """Every correction answered in words, and the request given back."""
    actor = technician.as_actor()
    for pending in Pending.objects.filter(notice__access_request=case, fixed_at=None):
        corrections.fix_pending(
            pending_id=pending.pk, file=None, answer="Está assinado na página 2.", actor=actor, now=at
        )
    corrections.answer_pendings(access_request_id=case.pk, actor=actor, now=at)


def to_analysis(case: AccessRequest, analyst: User, at: datetime) -> None:
    """Every item meets and the documents are accepted."""
    reviewed(case, analyst, at=at)
    review.accept_documents(access_request_id=case.pk, actor=analyst.as_actor(), now=at)


def pause(case: AccessRequest, analyst: User, at: datetime) -> None:
    """Stop the term of a request in analysis for a reason of art. 64."""
    review.pause_clock(
        access_request_id=case.pk,
        reason_code=_PAUSE,
        consulted=CONSULTED,
        actor=analyst.as_actor(),
        now=at,
    )


def approve(case: AccessRequest, analyst: User, at: datetime) -> Opinion:
    """A favourable opinion with one condition."""
    to_analysis(case, analyst, at)
    decision = decisions.Decision(
        outcome=Opinion.Outcome.FAVOURABLE, conditions=("Instalar a placa de aviso.",)
    )
    return decisions.decide(access_request_id=case.pk, decision=decision, actor=analyst.as_actor(), now=at)


def approve_with_works(case: AccessRequest, analyst: User, at: datetime) -> Opinion:
    """A favourable opinion after works in the grid."""
    to_analysis(case, analyst, at)
    review.require_works(access_request_id=case.pk, actor=analyst.as_actor(), now=at)
    works = ("Transformador: troca por um de 45 kVA",)
    decision = decisions.Decision(outcome=Opinion.Outcome.FAVOURABLE_WITH_WORKS, works=works)
    return decisions.decide(access_request_id=case.pk, decision=decision, actor=analyst.as_actor(), now=at)


def deny(case: AccessRequest, analyst: User, at: datetime) -> Opinion:
    """A denial with two reasons."""
    reviewed(case, analyst, failing=2, at=at)
    decision = decisions.Decision(outcome=Opinion.Outcome.NOT_APPROVED)
    return decisions.decide(access_request_id=case.pk, decision=decision, actor=analyst.as_actor(), now=at)
