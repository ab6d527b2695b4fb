"""Ends asked for by people: withdrawal by the technician, cancellation by the holder."""

from datetime import datetime

from django.db import transaction

from eligibility.domain.findings import refuse
from portal.accounts.roles import Actor
from requests_app.domain.ending import WithdrawalReason
from requests_app.domain.lifecycle import Action
from requests_app.models import Event
from requests_app.services.endings.records import record_end
from requests_app.services.transitions import lock, perform


@transaction.atomic
def withdraw(*, access_request_id: int, actor: Actor, now: datetime, reason: str = "") -> Event:
    """The technician takes the request back before the opinion; `reason` is a code of the short list, or none."""
    if reason and reason not in set(WithdrawalReason):
        raise refuse("reason_unknown", "Escolha um motivo da lista, ou nenhum.", field="reason")
    access_request = lock(access_request_id)
    event = perform(
        access_request, Action.WITHDRAW, actor=actor, at=now, data={"reason": reason} if reason else {}
    )
    record_end(access_request, event)
    return event


@transaction.atomic
def cancel(*, access_request_id: int, actor: Actor, now: datetime) -> Event:
    """The holder, and nobody else, gives up a live opinion; the code by e-mail was checked before."""
    access_request = lock(access_request_id)
    opinion = access_request.opinion
    event = perform(
        access_request,
        Action.CANCEL,
        actor=actor,
        at=now,
        data={"opinion_number": opinion.number} if opinion else {},
    )
    record_end(access_request, event)
    return event
