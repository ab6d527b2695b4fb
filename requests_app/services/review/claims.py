"""Claims: a soft lease on a request; two people never get the same one from the queue."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from eligibility.domain.findings import refuse
from portal.accounts.models import User
from portal.accounts.roles import Actor
from requests_app.domain.lifecycle import WITH_UTILITY, Action, State
from requests_app.models import AccessRequest
from requests_app.queries import free
from requests_app.services.telling.messages import tell_taken_over
from requests_app.services.transitions import lock, perform

LEASE = timedelta(minutes=30)


def _take(access_request: AccessRequest, actor: Actor, now: datetime) -> None:
    access_request.claimed_by_id = actor.user_id
    access_request.claimed_until = now + LEASE
    access_request.save(update_fields=["claimed_by", "claimed_until", "updated_at"])
    if access_request.state == State.RECEIVED.value:
        perform(access_request, Action.START_CHECK, actor=actor, at=now)


def _require_reviewer(actor: Actor) -> None:
    if not actor.is_reviewer:
        raise PermissionDenied


@transaction.atomic
def claim_next(*, actor: Actor, now: datetime | None = None) -> AccessRequest | None:
    """The next free request by legal date and arrival, now this analyst's; None when none is free.

    Rows that another analyst is taking at this moment are skipped, so nobody waits and nobody gets the same one.
    """
    _require_reviewer(actor)
    now = now or timezone.now()
    found = (
        AccessRequest.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(free(now), state__in=sorted(s.value for s in WITH_UTILITY), is_clock_paused=False)
        .order_by("due_on", "filed_at", "id")
        .first()
    )
    if found is None:
        return None
    _take(found, actor, now)
    return found


@transaction.atomic
def claim(
    *, access_request_id: int, actor: Actor, is_takeover: bool = False, now: datetime | None = None
) -> AccessRequest:
    """Take this one. Raises Refused when a colleague holds it and it is not an explicit takeover.

    After a takeover the colleague is told by e-mail.
    """
    _require_reviewer(actor)
    now = now or timezone.now()
    access_request = lock(access_request_id)
    holder = access_request.claimed_by
    is_held = (
        holder is not None and access_request.claimed_until is not None and access_request.claimed_until > now
    )
    if is_held and holder is not None and holder.pk != actor.user_id and not is_takeover:
        until = timezone.localtime(access_request.claimed_until)
        raise refuse("claimed_by_other", f"Este pedido está com {holder.first_name} até {until:%Hh%M}.")
    if State(access_request.state) not in WITH_UTILITY:
        raise refuse("action_not_in_state", "Este pedido não está na fila agora.")
    _take(access_request, actor, now)
    if is_held and holder is not None and holder.pk != actor.user_id:
        tell_taken_over(access_request, before=holder, by=User.objects.get(pk=actor.account_id), now=now)
    return access_request


@transaction.atomic
def release(*, access_request_id: int, actor: Actor) -> None:
    """Give it back to the queue. Somebody else's claim stays."""
    _require_reviewer(actor)
    access_request = lock(access_request_id)
    if access_request.claimed_by_id == actor.user_id:
        access_request.claimed_by, access_request.claimed_until = None, None
        access_request.save(update_fields=["claimed_by", "claimed_until", "updated_at"])


def renew(access_request: AccessRequest, actor: Actor, now: datetime) -> None:
    """Work on a request keeps its lease; called by the services that save reviews."""
    if access_request.claimed_by_id == actor.user_id:
        access_request.claimed_until = now + LEASE
        access_request.save(update_fields=["claimed_until", "updated_at"])


def claimant(access_request: AccessRequest, now: datetime) -> User | None:
    """Who holds it now."""
    is_live = access_request.claimed_until is not None and access_request.claimed_until > now
    return access_request.claimed_by if is_live else None
