"""The sweeper: looks only at clocks that are due for a look, recomputes, tells people, ends what is over."""

import logging
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from eligibility.domain.rulebook import rule
from portal.accounts.roles import SYSTEM
from requests_app.domain.clock import OF_THE_UTILITY, ClockName
from requests_app.domain.lifecycle import Action
from requests_app.models import AccessRequest, Deadline
from requests_app.services.clocks.reckoning import alert_days, next_alert_on, refresh_deadlines, weeks_told
from requests_app.services.endings.records import record_end
from requests_app.services.opinions.approvals import approve_by_silence
from requests_app.services.snapshots import is_silence_approval
from requests_app.services.standing.agreements import is_payment_underway
from requests_app.services.telling.alerts import tell_alert, tell_overdue
from requests_app.services.transitions import lock, perform

logger = logging.getLogger(__name__)
BATCH = 500


def claim_due(today: date, limit: int = BATCH) -> list[int]:
    """The open clocks whose next look is due, oldest first; rows that another sweeper holds are skipped."""
    rows = Deadline.objects.select_for_update(skip_locked=True).filter(is_open=True, next_alert_on__lte=today)
    return list(rows.order_by("next_alert_on", "id").values_list("pk", flat=True)[:limit])


def sweep(now: datetime | None = None, limit: int = BATCH) -> int:
    """Look at what is due now; answers how many clocks. One bad row is logged and does not stop the rest."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    with transaction.atomic():
        due = claim_due(today, limit)
    for deadline_id in due:
        try:
            look_at(deadline_id, now)
        except Exception:
            # A poisoned row must not keep the clocks of everybody else from being swept.
            logger.exception("sweep: deadline %s failed", deadline_id)
    return len(due)


@transaction.atomic
def look_at(deadline_id: int, now: datetime) -> None:
    """Recompute one clock, tell what is to be told today, and set the next look. Running twice tells once."""
    today = timezone.localdate(now)
    access_request = lock(Deadline.objects.values_list("access_request_id", flat=True).get(pk=deadline_id))
    refresh_deadlines(access_request, today)
    access_request.save(update_fields=["due_on", "is_clock_paused", "days_used", "days_total"])
    deadline = Deadline.objects.select_for_update().get(pk=deadline_id)
    if not deadline.is_open or deadline.next_alert_on is None or deadline.next_alert_on > today:
        return
    clock = ClockName(deadline.clock)
    if today > deadline.due_on:
        if clock is ClockName.CONTRACT_RETURN and is_payment_underway(access_request, today):
            # What was paid in time counts, although the bank or the reviewer says so later.
            deadline.next_alert_on = today + timedelta(days=1)
            deadline.save(update_fields=["next_alert_on"])
            return
        is_first = not weeks_told(deadline.last_alert)
        every = rule("alerts.overdue.every_days", on=today).as_int()
        # Weeks that nobody swept are told as one: the next mail comes a whole week after the last that was due.
        deadline.last_alert = f"over{((today - deadline.due_on).days - 1) // every + 1}"
        deadline.next_alert_on = next_alert_on(clock, deadline.due_on, today, deadline.last_alert)
        deadline.save(update_fields=["last_alert", "next_alert_on"])
        _end(access_request, clock, deadline, now, is_first=is_first)
        return
    left = (deadline.due_on - today).days
    threshold = min((d for d in alert_days(clock, today) if d >= left), default=None)
    if threshold is not None:
        deadline.last_alert = f"d{threshold}"
        tell_alert(access_request, clock, deadline.due_on, days_left=left, now=now)
    deadline.next_alert_on = next_alert_on(clock, deadline.due_on, today, deadline.last_alert)
    deadline.save(update_fields=["last_alert", "next_alert_on"])


def _end(
    access_request: AccessRequest, clock: ClockName, deadline: Deadline, now: datetime, *, is_first: bool
) -> None:
    """What follows from a term that ran out: the applicant's ends the step, the utility's is a delay that is told."""
    if clock in OF_THE_UTILITY:
        tell_overdue(access_request, clock, deadline.due_on, is_first=is_first, now=now)
        return
    if clock is ClockName.CURE:
        record_end(access_request, perform(access_request, Action.CLOSE_UNANSWERED, actor=SYSTEM, at=now))
    elif is_silence_approval(access_request, deadline):
        approve_by_silence(access_request, now=now)
    else:
        assert access_request.opinion is not None
        data = {"source": access_request.state, "opinion_number": access_request.opinion.number}
        record_end(access_request, perform(access_request, Action.LAPSE, actor=SYSTEM, at=now, data=data))
