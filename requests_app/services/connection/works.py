"""The works in the grid after the contracts: they begin, may stop for a listed reason, go on, and end."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils import timezone

from eligibility.domain.classification import Category
from eligibility.domain.findings import Finding, Refused, refuse
from eligibility.domain.rulebook import Rule, rule, rules
from portal.accounts.roles import SYSTEM, Actor
from requests_app.domain.clock import ClockName
from requests_app.domain.guards import check_guards
from requests_app.domain.lifecycle import Action, State
from requests_app.domain.snapshot import Snapshot
from requests_app.models import AccessRequest, Deadline, DeclarationAcceptance, Event, WorksNotice
from requests_app.services.connection.following import ask_for_inspection_if_automatic
from requests_app.services.grid import ledger as grid_ledger
from requests_app.services.grid.ledger import AccountRow
from requests_app.services.snapshots import is_works_owed
from requests_app.services.telling.works import (
    tell_works_finished,
    tell_works_paused,
    tell_works_resumed,
    tell_works_started,
)
from requests_app.services.transitions import find_row, lock, perform

WITHDRAWAL_RIGHT: Final = "pause.works_withdrawal_right"
_REASONS: Final = "pause.works_"
_GIVES_UP_WITHDRAWING: Final = "declaration.b"
LONGEST_DETAIL: Final = 2000


def start_works_if_owed(access_request: AccessRequest, *, now: datetime) -> Event | None:
    """Contracts accepted and charges paid: the term of the works begins (art. 88). None where none are owed.

    Needs the lock and the transaction of its caller.
    """
    if not is_works_owed(access_request):
        return None
    event = perform(access_request, Action.START_WORKS, actor=SYSTEM, at=now)
    tell_works_started(access_request, event, now=now)
    return event


def suspension_reasons(access_request: AccessRequest, on: date) -> tuple[Rule, ...]:
    """The reasons of art. 89 that may stop the works of this request that day."""
    found = [entry for entry in rules(on) if entry.code.startswith(_REASONS)]
    if withdrawal_right_until(access_request, on) is None:
        found = [entry for entry in found if entry.code != WITHDRAWAL_RIGHT]
    return tuple(found)


def withdrawal_right_until(access_request: AccessRequest, on: date) -> date | None:
    """The last day on which works may wait for the holder's right to withdraw (art. 89, §§ 7º e 8º).

    None for micro, without a guarantee, after 90 days of the opinion, and for who gave the right up (declaration b).
    """
    opinion = access_request.opinion
    if opinion is None or access_request.category != Category.mini.value:
        return None
    answers = access_request.newest_answers
    if answers is None or answers.guarantee_answers.form is None:
        return None
    days = rule("guarantee.withdrawal_days", on=opinion.issued_on).as_int()
    until_on = opinion.issued_on + timedelta(days=days)
    gave_up = DeclarationAcceptance.objects.filter(access_request=access_request, code=_GIVES_UP_WITHDRAWING)
    return None if on > until_on or gave_up.exists() else until_on


@transaction.atomic
def suspend_works(
    *, access_request_id: int, reason_code: str, actor: Actor, now: datetime, detail: str = ""
) -> Event:
    """Stop the term for a reason of art. 89. The written notice goes out the same day, which still counts.

    Raises Refused (state, a reason that does not fit this request, a term that stands still), PermissionDenied.
    """
    access_request = lock(access_request_id)
    find_row(access_request, Action.SUSPEND_WORKS, actor)
    today = timezone.localdate(now)
    if reason_code not in {entry.code for entry in suspension_reasons(access_request, today)}:
        raise refuse("reason_unknown", "Escolha um motivo da lista.", field="reason_code")
    words = detail.strip()[:LONGEST_DETAIL]
    event = perform(
        access_request,
        Action.SUSPEND_WORKS,
        actor=actor,
        at=now,
        reason_code=reason_code,
        data={"reason": reason_code},
    )
    is_right = reason_code == WITHDRAWAL_RIGHT
    notice = WorksNotice.objects.create(
        access_request=access_request,
        event=event,
        reason_code=reason_code,
        detail=words,
        until_on=withdrawal_right_until(access_request, today) if is_right else None,
    )
    tell_works_paused(access_request, notice, now=now)
    return event


@transaction.atomic
def resume_works(*, access_request_id: int, actor: Actor, now: datetime) -> Event:
    """The reason ended: the term of the works goes on. Raises Refused when it does not stand still."""
    access_request = lock(access_request_id)
    event = perform(access_request, Action.RESUME_WORKS, actor=actor, at=now)
    tell_works_resumed(access_request, event, now=now)
    return event


@transaction.atomic
def finish_works(
    *,
    access_request_id: int,
    actor: Actor,
    now: datetime,
    added_kw: Mapping[AccountRow, Decimal] | None = None,
) -> Event:
    """The utility finished its works, or commissioned those of the client; `added_kw` is what they add to the grid.

    Raises Refused when none are going on, or where an account has no published capacity to add to.
    """
    access_request = lock(access_request_id)
    event = perform(access_request, Action.FINISH_WORKS, actor=actor, at=now)
    grid_ledger.finish_works(added_kw or {}, at=now, actor_id=actor.user_id)
    access_request.works_finished_on = event.on
    access_request.save(update_fields=["works_finished_on"])
    tell_works_finished(access_request, event, now=now)
    ask_for_inspection_if_automatic(access_request, now=now)
    return event


def obstacles_to(
    access_request: AccessRequest, action: Action, *, actor: Actor, now: datetime
) -> tuple[Finding, ...]:
    """Why a step of the works would be refused now, for a page; the service asks again on locked rows. One statement."""
    clock = Deadline.objects.filter(
        access_request=access_request, clock=ClockName.WORKS.value, is_open=True
    ).first()
    snapshot = Snapshot(
        state=State(access_request.state),
        now=now,
        today=timezone.localdate(now),
        is_works_clock_running=clock is not None and not clock.is_paused,
        is_works_clock_paused=clock is not None and clock.is_paused,
    )
    try:
        check_guards(find_row(access_request, action, actor), snapshot)
    except Refused as refused:
        return refused.findings
    return ()


def newest_notice(access_request: AccessRequest) -> WorksNotice | None:
    """The written notice of the last stop; None where the works never stopped."""
    return (
        WorksNotice.objects.filter(access_request=access_request)
        .select_related("event")
        .order_by("-id")
        .first()
    )


def notice_to_show(access_request: AccessRequest) -> WorksNotice | None:
    """The written notice while the works stand still; its words stand beside the ledger."""
    if access_request.state != State.WORKS.value:
        return None
    clock = Deadline.objects.filter(
        access_request=access_request, clock=ClockName.WORKS.value, is_paused=True
    )
    return newest_notice(access_request) if clock.exists() else None


def open_validity(access_request: AccessRequest) -> Deadline | None:
    """The validity of the opinion while it counts or stands still; None before it, once it stopped and after an end."""
    rows = Deadline.objects.filter(access_request=access_request, clock=ClockName.VALIDITY.value)
    return rows.filter(is_open=True).first()


def valid_until(access_request: AccessRequest) -> date | None:
    """The last day of the opinion as it stands; None without validity or while something holds it."""
    found = Deadline.objects.filter(access_request=access_request, clock=ClockName.VALIDITY.value).first()
    return None if found is None or found.is_paused else found.due_on
