"""Deliver the outbox: claim a due row, carry it out and mark it, all in one transaction."""

import logging
from datetime import timedelta

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from portal.outbox.effects import handler_of, patient_kinds
from portal.outbox.models import OutboxRow

logger = logging.getLogger(__name__)

BATCH = 100
LONGEST_WAIT_MINUTES = 60


@shared_task
def deliver_due() -> int:
    """Deliver what is due now, oldest first; answers how many. Several workers share the rows."""
    delivered = 0
    while delivered < BATCH and deliver_one():
        delivered += 1
    return delivered


def deliver_one() -> bool:
    """Deliver one due row, what cannot wait before what can, the oldest first. Its lock lives with the connection, so a killed worker leaves it due again."""
    with transaction.atomic():
        due = (
            OutboxRow.objects.select_for_update(skip_locked=True)
            .filter(done_at__isnull=True, not_before__lte=timezone.now())
            .order_by("not_before", "id")
        )
        row = due.exclude(kind__in=patient_kinds()).first() or due.first()
        if row is None:
            return False
        try:
            with transaction.atomic():
                handler_of(row.kind)(row.payload)
        except Exception as error:
            # One poisoned row must not hold up the others: it waits longer each time and stays visible.
            row.attempts += 1
            row.last_error = type(error).__name__[:120]
            row.not_before = timezone.now() + timedelta(
                minutes=min(2 ** min(row.attempts - 1, 10), LONGEST_WAIT_MINUTES)
            )
            row.save(update_fields=["attempts", "last_error", "not_before"])
            logger.exception("effect %s of kind %s failed", row.pk, row.kind)
        else:
            row.done_at = timezone.now()
            row.attempts += 1
            row.save(update_fields=["done_at", "attempts"])
    return True
