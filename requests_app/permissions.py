"""Which actions: what an actor may do with a request now, straight from the lifecycle table."""

from portal.accounts.roles import Actor, Role
from requests_app.domain.lifecycle import Action, State, actions_from
from requests_app.models import AccessRequest


def may(actor: Actor | None, action: Action, access_request: AccessRequest) -> bool:
    """Whether the table has this action for this actor from this state; guards are asked when it is done."""
    if actor is None or action not in actions_from(State(access_request.state), actor.role):
        return False
    if actor.role is Role.TECHNICIAN:
        return access_request.technician_id == actor.user_id
    if actor.role is Role.HOLDER:
        return access_request.pk == actor.holder_request_id
    return True


def possible_actions(actor: Actor, access_request: AccessRequest) -> tuple[Action, ...]:
    return tuple(
        a for a in actions_from(State(access_request.state), actor.role) if may(actor, a, access_request)
    )
