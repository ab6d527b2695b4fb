"""The applicant approves the conditions of an opinion, in words or, where it costs nothing, by silence."""

from datetime import datetime

from django.db import transaction

from portal.accounts.roles import SYSTEM, Actor
from requests_app.domain.lifecycle import Action
from requests_app.models import AccessRequest, Event
from requests_app.services.agreements.steps import deliver_at_once, goes_at_once, prepare_agreements
from requests_app.services.review.shown_pages import check_shown
from requests_app.services.telling.agreements import tell_conditions_approved, tell_silence_approved
from requests_app.services.transitions import find_row, lock, perform


@transaction.atomic
def approve_conditions(
    *, access_request_id: int, actor: Actor, now: datetime, opinion: str | None = None
) -> Event:
    """Technician or holder says yes to the conditions; the contracts are prepared and, where they may, delivered.

    `opinion` is the number of the opinion that was read. Raises Refused (state, contest, another opinion is in
    force by now) and PermissionDenied.
    """
    access_request = lock(access_request_id)
    find_row(access_request, Action.APPROVE_CONDITIONS, actor)
    assert access_request.opinion is not None
    check_shown(opinion, access_request.opinion.number, "O parecer")
    event = _approve(access_request, Action.APPROVE_CONDITIONS, actor, now)
    is_delivered = goes_at_once(access_request)
    tell_conditions_approved(access_request, event, is_delivered=is_delivered, now=now)
    _hand_over(access_request, is_delivered=is_delivered, now=now)
    return event


def approve_by_silence(access_request: AccessRequest, *, now: datetime) -> Event:
    """The term to approve ran out on a free opinion: silence is a yes (REN 1.000, art. 83, § 3º). Needs the lock."""
    event = _approve(access_request, Action.APPROVE_BY_SILENCE, SYSTEM, now)
    is_delivered = goes_at_once(access_request)
    tell_silence_approved(access_request, event, is_delivered=is_delivered, now=now)
    _hand_over(access_request, is_delivered=is_delivered, now=now)
    return event


def _approve(access_request: AccessRequest, action: Action, actor: Actor, now: datetime) -> Event:
    opinion = access_request.opinion
    number = opinion.number if opinion else ""
    return perform(access_request, action, actor=actor, at=now, data={"opinion": number})


def _hand_over(access_request: AccessRequest, *, is_delivered: bool, now: datetime) -> None:
    prepare_agreements(access_request, now=now)
    if is_delivered:
        deliver_at_once(access_request, now=now)
