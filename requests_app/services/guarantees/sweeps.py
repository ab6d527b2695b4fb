"""The sweeper of guarantees: looks at those that are due for a look, reminds people, records a renewal that never came."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from eligibility.domain.rulebook import rule
from portal.accounts.roles import SYSTEM
from requests_app.domain.guarantee_life import GuaranteeEventKind, look_at
from requests_app.domain.lifecycle import ENDED_STATES, State
from requests_app.models import Guarantee
from requests_app.services.guarantees.opening import add_event, reminder_days
from requests_app.services.telling.guarantees import tell_expiring, tell_renewal_missed
from requests_app.services.transitions import lock

logger = logging.getLogger(__name__)
BATCH = 500
_LOOK_AGAIN_DAYS = 30
_RENEWED_OR_ENDED = frozenset({*ENDED_STATES, State.CONNECTED})


def sweep_guarantees(now: datetime | None = None, limit: int = BATCH) -> int:
    """Look at what is due now; answers how many. One bad row is logged and does not stop the rest."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    with transaction.atomic():
        rows = Guarantee.objects.select_for_update(skip_locked=True).filter(next_look_on__lte=today)
        due = list(rows.order_by("next_look_on", "id").values_list("pk", "access_request_id")[:limit])
    for guarantee_id, access_request_id in due:
        try:
            look_at_one(guarantee_id, access_request_id, now)
        except Exception:
            # A poisoned row must not keep the guarantees of everybody else from being looked at.
            logger.exception("sweep: guarantee %s failed", guarantee_id)
    return len(due)


@transaction.atomic
def look_at_one(guarantee_id: int, access_request_id: int, now: datetime) -> None:
    """Tell what is to be told of one guarantee today and set the next look. Running twice tells once."""
    today = timezone.localdate(now)
    access_request = lock(access_request_id)
    guarantee = Guarantee.objects.select_for_update().get(pk=guarantee_id)
    if guarantee.next_look_on is None or guarantee.next_look_on > today or guarantee.valid_until_on is None:
        return
    if State(access_request.state) in _RENEWED_OR_ENDED:
        # An ended request may be restored: its guarantee is looked at again, seldom, until it is given back.
        guarantee.next_look_on = today + timedelta(days=_LOOK_AGAIN_DAYS)
        guarantee.save(update_fields=["next_look_on"])
        return
    found = look_at(
        guarantee.valid_until_on,
        today,
        told=guarantee.last_reminder_days,
        reminder_days=reminder_days(access_request),
        renewal_days=rule("guarantee.renewal_days", today).as_int(),
    )
    guarantee.next_look_on = found.next_on
    if found.is_missed and guarantee.renewals.filter(decided_at=None).exists():
        # It came in time or not, but a person of the utility has it in hand.
        guarantee.next_look_on = today + timedelta(days=1)
    elif found.is_missed:
        add_event(
            guarantee,
            GuaranteeEventKind.RENEWAL_MISSED,
            actor=SYSTEM,
            now=now,
            valid_until_on=guarantee.valid_until_on,
            rule_code="guarantee.renewal_missed",
        )
        tell_renewal_missed(access_request, guarantee)
    elif found.remind_at is not None:
        guarantee.last_reminder_days = found.remind_at
        add_event(
            guarantee,
            GuaranteeEventKind.REMINDED,
            actor=SYSTEM,
            now=now,
            valid_until_on=guarantee.valid_until_on,
            number=found.remind_at,
            rule_code="guarantee.reminder_days",
        )
        tell_expiring(access_request, guarantee, today)
    guarantee.save(update_fields=["next_look_on", "last_reminder_days"])
