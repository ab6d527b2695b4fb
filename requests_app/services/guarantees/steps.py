"""What people do with a guarantee that the utility holds: renew it, judge the renewal, give it back."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from documents.domain.file_types import FileType
from documents.services.files import keep_upload
from eligibility.domain.findings import refuse
from portal.accounts.roles import Actor, Role
from requests_app.domain.clock import ClockEventKind, ClockName, ClockState, Reckoning
from requests_app.domain.dates import numeric_day
from requests_app.domain.guarantee_life import GuaranteeEventKind, GuaranteeStanding, standing_after
from requests_app.domain.lifecycle import ENDED_STATES, Action, State
from requests_app.models import AccessRequest, ClockEntry, Event, Guarantee, GuaranteeRenewal
from requests_app.services.clocks.reckoning import reckon_all, refresh_deadlines
from requests_app.services.guarantees.opening import WITH_TERM, add_event, open_guarantee
from requests_app.services.guarantees.terms import check_end, locked_guarantee, plan_look
from requests_app.services.telling.guarantees import (
    tell_renewal_decided,
    tell_renewal_filed,
    tell_returned,
)
from requests_app.services.transitions import lock

RENEWAL_TYPES = frozenset({FileType.PDF, FileType.JPG, FileType.PNG})
RENEWAL_BYTES = 20 * 1024 * 1024
RENEWAL_PAGES = 100
_K = GuaranteeEventKind


def move(guarantee: Guarantee, *kinds: GuaranteeEventKind) -> None:
    """Write where the guarantee is after these events."""
    guarantee.standing = standing_after(kinds, GuaranteeStanding(guarantee.standing)).value
    if GuaranteeStanding(guarantee.standing).is_over:
        guarantee.next_look_on = None
    guarantee.save()


def check_day(on: date, *, earliest: date, today: date, field: str, what: str) -> None:
    """A day that a person typed is a day of a fact: not to come, and not before what it answers. Raises Refused."""
    if on > today:
        raise refuse("date.future", f"{what}: a data ainda não chegou.", field=field)
    if on < earliest:
        raise refuse("date.too_early", f"{what}: use {numeric_day(earliest)} ou depois.", field=field)


def check_renewable(
    access_request: AccessRequest,
    guarantee: Guarantee,
    valid_until_on: date | None,
    renewals: Iterable[GuaranteeRenewal],
) -> None:
    """Whether a renewal may be sent now, to that day. Raises Refused with the reason."""
    if guarantee.form not in WITH_TERM:
        raise refuse("guarantee_has_no_end", "Só títulos e fiança vencem: esta garantia não pede renovação.")
    if State(access_request.state) in ENDED_STATES:
        raise refuse("action_not_in_state", "O pedido terminou: a garantia não se renova mais.")
    if GuaranteeStanding(guarantee.standing).is_over:
        message = "A garantia não está mais com a distribuidora: não há o que renovar."
        raise refuse("guarantee_over", message)
    if any(renewal.decided_at is None for renewal in renewals):
        raise refuse("renewal_open", "A renovação já foi enviada e está em conferência.")
    before = guarantee.valid_until_on
    if valid_until_on is not None and before is not None and valid_until_on <= before:
        message = f"Vale até: use uma data depois de {numeric_day(before)}, que é a validade de hoje."
        raise refuse("renewal_not_later", message, field="valid_until_on")


def file_renewal(
    *,
    access_request: AccessRequest,
    valid_until_on: date,
    file: BinaryIO,
    original_name: str,
    actor: Actor,
    now: datetime,
) -> GuaranteeRenewal:
    """The technician sends a later end with its document. Raises Refused; a second one waits for the first."""
    if actor.role is not Role.TECHNICIAN or access_request.technician_id != actor.user_id:
        raise PermissionDenied
    guarantee = open_guarantee(access_request, now=now)
    if guarantee is not None:
        check_renewable(access_request, guarantee, valid_until_on, guarantee.renewals.all())
    check_end(valid_until_on, timezone.localdate(now))
    stored = keep_upload(
        file=file,
        original_name=original_name,
        accepted=RENEWAL_TYPES,
        max_bytes=RENEWAL_BYTES,
        max_pages=RENEWAL_PAGES,
        stored_by_id=actor.account_id,
        field="document",
    )
    with transaction.atomic():
        # Reading a file takes a while: meanwhile another tab may have sent one.
        access_request = lock(access_request.pk)
        guarantee = locked_guarantee(access_request, now=now)
        check_renewable(access_request, guarantee, valid_until_on, guarantee.renewals.all())
        renewal = GuaranteeRenewal.objects.create(
            guarantee=guarantee,
            valid_until_on=valid_until_on,
            stored_file=stored,
            filed_at=now,
            filed_by_id=actor.account_id,
        )
        add_event(
            guarantee, _K.RENEWAL_FILED, actor=actor, now=now, valid_until_on=valid_until_on, renewal=renewal
        )
        tell_renewal_filed(access_request, renewal)
    return renewal


@transaction.atomic
def decide_renewal(
    *,
    access_request_id: int,
    renewal_id: int,
    is_accepted: bool,
    reason: str = "",
    actor: Actor,
    now: datetime,
) -> GuaranteeRenewal:
    """A reviewer accepts the renewal, which moves the end, or says why not. Raises Refused when it was judged."""
    if not actor.is_reviewer:
        raise PermissionDenied
    access_request = lock(access_request_id)
    guarantee = locked_guarantee(access_request, now=now)
    renewal = guarantee.renewals.select_for_update().filter(pk=renewal_id).first()
    if renewal is None or renewal.decided_at is not None:
        raise refuse("renewal_decided", "Esta renovação já foi respondida.")
    if not is_accepted and not reason.strip():
        raise refuse("renewal_reason", "Escreva por que a renovação não serve.", field="reason")
    renewal.decided_at, renewal.decided_by_id = now, actor.account_id
    renewal.is_accepted, renewal.reason = is_accepted, "" if is_accepted else reason.strip()
    renewal.save()
    if is_accepted:
        guarantee.valid_until_on = renewal.valid_until_on
        plan_look(access_request, guarantee, timezone.localdate(now))
        guarantee.save()
    add_event(
        guarantee,
        _K.RENEWED if is_accepted else _K.RENEWAL_DECLINED,
        actor=actor,
        now=now,
        valid_until_on=renewal.valid_until_on,
        renewal=renewal,
        rule_code="guarantee.renewal_days",
    )
    tell_renewal_decided(access_request, renewal)
    return renewal


def return_clock(access_request: AccessRequest, today: date) -> Reckoning | None:
    """The running term of the return, None while none runs. Two statements."""
    found = reckon_all(access_request, today).get(ClockName.GUARANTEE_RETURN)
    return found if found is not None and found.state is ClockState.RUNNING else None


@transaction.atomic
def return_guarantee(*, access_request_id: int, returned_on: date, actor: Actor, now: datetime) -> Guarantee:
    """A reviewer records that the guarantee, or what execution left of it, went back; its clock stops that day.

    After a lapse nothing obliges the utility in words that were read, so that only a supervisor records it.
    Raises Refused while no return is owed, and for a day before it was.
    """
    if not actor.is_reviewer:
        raise PermissionDenied
    access_request = lock(access_request_id)
    guarantee = locked_guarantee(access_request, now=now)
    today = timezone.localdate(now)
    clock = return_clock(access_request, today)
    earliest = clock.started_on if clock else _lapsed_on(access_request, actor)
    if earliest is None:
        raise refuse("guarantee_return_not_owed", "A devolução da garantia ainda não é devida.")
    check_day(returned_on, earliest=earliest, today=today, field="returned_on", what="Devolvida em")
    standing = GuaranteeStanding(guarantee.standing)
    kinds = [_K.REMAINDER_RETURNED if guarantee.executed_brl else _K.RETURNED]
    if standing in (GuaranteeStanding.NOTIFIED, GuaranteeStanding.EXECUTING):
        kinds.insert(0, _K.EXECUTION_STOPPED)
    left = None if guarantee.amount_brl is None else guarantee.amount_brl - guarantee.executed_brl
    for kind in kinds:
        is_last = kind is kinds[-1]
        add_event(
            guarantee,
            kind,
            actor=actor,
            now=now,
            on=returned_on if is_last else earliest,
            amount_brl=left if is_last else None,
            rule_code="guarantee.return" if is_last else "guarantee.execution_stopped",
        )
    move(guarantee, *kinds)
    if clock:
        _stop_return_clock(access_request, returned_on, actor, now)
    tell_returned(access_request, guarantee, returned_on)
    return guarantee


def _lapsed_on(access_request: AccessRequest, actor: Actor) -> date | None:
    if State(access_request.state) is not State.LAPSED or actor.role is not Role.SUPERVISOR:
        return None
    event = (
        Event.objects.filter(access_request=access_request, action=Action.LAPSE.value).order_by("-id").first()
    )
    return event.on if event else None


def _stop_return_clock(access_request: AccessRequest, on: date, actor: Actor, now: datetime) -> None:
    """The return happens outside the table of the lifecycle: its stop is an entry of its own, without an event."""
    ClockEntry.objects.create(
        access_request=access_request,
        clock=ClockName.GUARANTEE_RETURN.value,
        kind=ClockEventKind.STOP.value,
        on=on,
        at=now,
        reason_code="guarantee_returned",
        actor_role=actor.role.value,
        actor_id=actor.user_id,
    )
    refresh_deadlines(access_request, timezone.localdate(now))
    access_request.save(update_fields=["due_on", "is_clock_paused", "days_used", "days_total", "updated_at"])
