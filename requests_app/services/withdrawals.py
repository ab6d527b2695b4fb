"""Ends and next steps asked for by people: withdrawal, cancellation by the holder, inspection request."""

from datetime import datetime

from django.db import transaction

from portal.accounts.roles import Actor
from requests_app.domain.lifecycle import Action
from requests_app.models import Event
from requests_app.services.messages import tell_cancelled, tell_inspection_requested, tell_withdrawn
from requests_app.services.transitions import lock, perform


@transaction.atomic
def withdraw(*, access_request_id: int, actor: Actor, now: datetime) -> Event:
    """The technician takes the request back before the opinion."""
    access_request = lock(access_request_id)
    event = perform(access_request, Action.WITHDRAW, actor=actor, at=now)
    tell_withdrawn(access_request, now=now)
    return event


@transaction.atomic
def cancel(*, access_request_id: int, actor: Actor, now: datetime) -> Event:
    """The holder, and nobody else, gives up a valid opinion; the code by e-mail was checked before."""
    access_request = lock(access_request_id)
    event = perform(access_request, Action.CANCEL, actor=actor, at=now)
    tell_cancelled(access_request, now=now)
    return event


@transaction.atomic
def request_inspection(*, access_request_id: int, actor: Actor, now: datetime) -> Event:
    """The installation is ready: the validity of the opinion ends here."""
    access_request = lock(access_request_id)
    event = perform(access_request, Action.REQUEST_INSPECTION, actor=actor, at=now)
    tell_inspection_requested(access_request, now=now)
    return event
