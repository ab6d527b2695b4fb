"""What comes by itself once contracts, works or the project of the substation no longer stand in the way."""

from datetime import datetime

from portal.accounts.roles import SYSTEM
from requests_app.domain.after_acceptance import Follows, what_follows
from requests_app.domain.clock import ClockName
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, Deadline
from requests_app.services.agreements.reading import ASKS_FOR_INSPECTION_LATER, has_declared, is_by_the_law
from requests_app.services.connection import inspections
from requests_app.services.snapshots import is_works_owed, project_standing


def follows_for(access_request: AccessRequest) -> Follows:
    """What comes once the contracts are accepted and, later, once the works are done."""
    analysis = Deadline.objects.filter(access_request=access_request, clock=ClockName.PROJECT.value).first()
    return what_follows(
        is_works_owed=is_works_owed(access_request),
        project=project_standing(access_request, analysis),
        is_inspection_automatic=is_by_the_law(access_request)
        and not has_declared(access_request, ASKS_FOR_INSPECTION_LATER),
    )


def ask_for_inspection_if_automatic(access_request: AccessRequest, *, now: datetime) -> None:
    """By the law's terms the inspection begins by itself once nothing else is owed (REN 1.000, art. 91).

    Needs the lock and the transaction of its caller. Nothing happens in another state than READY.
    """
    if access_request.state == State.READY.value and follows_for(access_request) is Follows.INSPECTION:
        inspections.request_inspection(access_request_id=access_request.pk, actor=SYSTEM, now=now)
