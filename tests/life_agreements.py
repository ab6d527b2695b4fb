"""Steps of a request from the opinion to the accepted contracts, one call each, through the services."""

from datetime import datetime

from portal.accounts.models import User
from portal.accounts.roles import Actor, Role
from requests_app.models import AccessRequest
from requests_app.services.agreements import steps as agreements
from requests_app.services.opinions import approvals


def holder_of(case: AccessRequest) -> Actor:
    """The holder of the request, come in by link and code."""
    return Actor(role=Role.HOLDER, holder_request_id=case.pk)


def approve_conditions(case: AccessRequest, at: datetime, *, actor: Actor | None = None) -> None:
    """The technician, or somebody else, approves the conditions; micro without works gets its paper at once."""
    approvals.approve_conditions(access_request_id=case.pk, actor=actor or case.technician.as_actor(), now=at)
    case.refresh_from_db()


def deliver_contracts(case: AccessRequest, analyst: User, at: datetime, *, observations: str = "") -> None:
    """The analyst delivers what the approval prepared."""
    agreements.deliver_contracts(
        access_request_id=case.pk, actor=analyst.as_actor(), now=at, observations=observations
    )
    case.refresh_from_db()


def accept_contracts(case: AccessRequest, at: datetime) -> None:
    """The holder accepts; what follows by itself has followed."""
    agreements.accept_contracts(access_request_id=case.pk, actor=holder_of(case), now=at)
    case.refresh_from_db()
