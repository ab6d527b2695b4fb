"""The only writer of `state`: lock, find the row, run the guards, write, append the event, move the clocks."""

from collections.abc import Mapping
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from eligibility.domain.findings import refuse
from portal.accounts.roles import Actor, Role
from requests_app.domain.guards import check_guards
from requests_app.domain.lifecycle import FACTS, Action, ClockEffect, Row, State, row_for
from requests_app.domain.situation import SITUATIONS
from requests_app.models import AccessRequest, Event
from requests_app.services.clocks.compensations import record_breaches
from requests_app.services.clocks.moves import ClockWriter
from requests_app.services.clocks.reckoning import refresh_deadlines
from requests_app.services.grid.capacity import move_capacity
from requests_app.services.snapshots import take_snapshot


def lock(access_request_id: int) -> AccessRequest:
    """The request, locked until the end of the transaction."""
    # Two statements: one that waited for somebody else joins what the row pointed at before, and finds no technician.
    AccessRequest.objects.select_for_update().values_list("pk").get(pk=access_request_id)
    return AccessRequest.objects.select_related(
        "technician", "consumer_unit", "holder", "generator", "opinion"
    ).get(pk=access_request_id)


def find_row(access_request: AccessRequest, action: Action, actor: Actor) -> Row:
    """The row of the table for this action now.

    Raises Refused (409) when the state has no such row, PermissionDenied (403) when the row is another's to do.
    """
    row = row_for(action, State(access_request.state))
    if row is None:
        label = SITUATIONS[State(access_request.state)].label
        raise refuse(
            "action_not_in_state", f"Isso não pode ser feito agora: a situação do pedido é “{label}”."
        )
    if actor.role not in row.actors or not _is_party(access_request, actor):
        raise PermissionDenied
    return row


def _is_party(access_request: AccessRequest, actor: Actor) -> bool:
    match actor.role:
        case Role.TECHNICIAN:
            return access_request.technician_id == actor.user_id
        case Role.HOLDER:
            return access_request.pk == actor.holder_request_id
        case _:
            return True


def perform(
    access_request: AccessRequest,
    action: Action,
    *,
    actor: Actor,
    at: datetime,
    on: date | None = None,
    reason_code: str = "",
    data: Mapping[str, int | str | list[str]] | None = None,
    blocking_findings: int = 0,
    missing_declarations: int = 0,
    reasons_given: int = 0,
) -> Event:
    """Carry out one row of the table on a locked request.

    `data` goes into history: ids, codes, counts and dates only. `on` is the day on which it happened where that is
    not the day of its recording: the clocks go by it. Raises Refused when the state or a guard says no.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a transition needs the transaction that locked its request")
    row = find_row(access_request, action, actor)
    check_guards(
        row,
        take_snapshot(
            access_request,
            row,
            actor=actor,
            now=at,
            blocking_findings=blocking_findings,
            missing_declarations=missing_declarations,
            reasons_given=reasons_given,
        ),
    )
    today = timezone.localdate(at)
    access_request.state = row.target.value
    access_request.version += 1
    access_request.save()
    event = Event.objects.create(
        access_request=access_request,
        action=action.value,
        source=row.source.value,
        target=row.target.value,
        at=at,
        on=today,
        actor_role=actor.role.value,
        actor_id=actor.user_id,
        data=dict(data or {}),
    )
    if row.capacity is not None:
        move_capacity(access_request, row.capacity, event, at=at)
    _move_clocks(access_request, row, event, actor, at, on or today, reason_code)
    record_breaches(access_request, event, at=at)
    return event


def record_fact(
    access_request: AccessRequest,
    action: Action,
    *,
    actor: Actor,
    at: datetime,
    data: Mapping[str, int | str | list[str]],
) -> Event:
    """Write into the history of a locked request what is true whatever its state: nothing else moves.

    Raises PermissionDenied for roles that `FACTS` does not name.
    """
    if actor.role not in FACTS[action]:
        raise PermissionDenied
    return Event.objects.create(
        access_request=access_request,
        action=action.value,
        source=access_request.state,
        target=access_request.state,
        at=at,
        on=timezone.localdate(at),
        actor_role=actor.role.value,
        actor_id=actor.user_id,
        data=dict(data),
    )


def _move_clocks(
    access_request: AccessRequest,
    row: Row,
    event: Event,
    actor: Actor,
    at: datetime,
    on: date,
    reason_code: str,
) -> None:
    if row.clock:
        writer = ClockWriter(access_request, event, actor, at, on)
        for effect in row.clock:
            code = _why(effect, row.action, reason_code)
            writer.carry_out(effect, reason_code=code)
    refresh_deadlines(access_request, timezone.localdate(at))
    access_request.save(update_fields=["due_on", "is_clock_paused", "days_used", "days_total", "updated_at"])


def _why(effect: ClockEffect, action: Action, reason_code: str) -> str:
    if effect in (ClockEffect.PAUSE_BY_REASON, ClockEffect.PAUSE_WORKS):
        return reason_code
    if effect is ClockEffect.START_VALIDITY and action is Action.RESTORE:
        return "opinion_restored"
    if effect is ClockEffect.STOP_DOCUMENT_CHECK and action is Action.SEND_PENDINGS:
        return "pendings_sent"
    if effect is ClockEffect.STOP_STUDIES and action is Action.APPROVE_CONDITIONS:
        return "conditions_approved"
    if effect is ClockEffect.STOP_ALL and action is Action.UPHOLD_CONTEST:
        return "contest_upheld"
    if effect is ClockEffect.STOP_ALL and action in (Action.APPROVE, Action.APPROVE_WITH_WORKS, Action.DENY):
        return "opinion_issued"
    return ""
