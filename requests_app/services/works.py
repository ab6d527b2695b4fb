"""The works in the grid end: the validity of the opinion, which stood still meanwhile, begins to run."""

from datetime import date, datetime

from django.db import transaction

from portal.accounts.roles import Actor
from requests_app.domain.clock import ClockName
from requests_app.domain.lifecycle import Action
from requests_app.models import AccessRequest, Deadline, Event
from requests_app.services.messages import tell_works_finished
from requests_app.services.transitions import lock, perform


@transaction.atomic
def finish_works(*, access_request_id: int, actor: Actor, now: datetime) -> Event:
    """The utility finished its works. Raises Refused when none are going on."""
    access_request = lock(access_request_id)
    event = perform(access_request, Action.FINISH_WORKS, actor=actor, at=now)
    tell_works_finished(access_request, now=now)
    return event


def valid_until(access_request: AccessRequest) -> date | None:
    """The last day of the opinion as it stands; None without validity or while works keep it from running."""
    found = Deadline.objects.filter(access_request=access_request, clock=ClockName.VALIDITY.value).first()
    return None if found is None or found.is_paused else found.due_on
