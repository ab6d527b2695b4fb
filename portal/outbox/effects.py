"""Write effects beside the change that causes them, and name who carries each one out."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from time import monotonic

from django.db import transaction
from django.utils import timezone

from portal.outbox.models import OutboxRow

logger = logging.getLogger(__name__)

Payload = Mapping[str, int | str]
Handler = Callable[[Payload], None]
_handlers: dict[str, Handler] = {}
_patient: set[str] = set()
QUIET_SECONDS = 15
_quiet_until = 0.0


def carries_out(kind: str, *, can_wait: bool = False) -> Callable[[Handler], Handler]:
    """Register the one function for effects of this kind. It runs inside the row's transaction and may run again.

    What can wait is carried out when nothing else is due: a paper that somebody asks for does not stand behind
    the pictures of a thousand pages.
    """

    def register(handler: Handler) -> Handler:
        if kind in _handlers:
            raise RuntimeError(f"two handlers for the effect {kind}")
        _handlers[kind] = handler
        if can_wait:
            _patient.add(kind)
        return handler

    return register


def handler_of(kind: str) -> Handler:
    return _handlers[kind]


def known_kinds() -> frozenset[str]:
    return frozenset(_handlers)


def patient_kinds() -> frozenset[str]:
    """The kinds that give way to every other."""
    return frozenset(_patient)


def enqueue(kind: str, *, key: str, payload: Payload, not_before: datetime | None = None) -> None:
    """Add the effect once: a second call with the same key changes nothing. Needs an open transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an effect is written in the transaction of its cause")
    OutboxRow.objects.bulk_create(
        [OutboxRow(kind=kind, key=key, payload=dict(payload), not_before=not_before or timezone.now())],
        ignore_conflicts=True,
    )
    connection = transaction.get_connection()
    if not any(call is _nudge for _, call, *_ in connection.run_on_commit):
        transaction.on_commit(_nudge)


def _nudge() -> None:
    """Wake a worker now instead of at the next tick; a broker that is down only means a later delivery.

    Reaching for a broker that is away takes seconds, so after a failure nobody tries again for a while.
    """
    global _quiet_until  # noqa: PLW0603  one moment per process
    if monotonic() < _quiet_until:
        return
    from kombu.exceptions import OperationalError

    from portal.outbox.tasks import deliver_due

    try:
        deliver_due.apply_async(retry=False, expires=10)
    except OperationalError:
        _quiet_until = monotonic() + QUIET_SECONDS
        logger.warning("broker away: effects wait for the next tick")
