"""Who carries out the effects of payments: the bank is asked apart from the people who wait."""

from django.utils import timezone

from portal.outbox.effects import Payload, carries_out
from requests_app.services.agreements import payment_watch, payments


@carries_out(payments.ISSUE_EFFECT)
def issue_charge(payload: Payload) -> None:
    """Get boleto and PIX of a charge; without an answer the next try is a row of its own."""
    payment_watch.carry_out_issue(
        charge_id=int(payload["charge_id"]), attempt=int(payload["attempt"]), now=timezone.now()
    )


@carries_out(payment_watch.WATCH_EFFECT)
def watch_charge(payload: Payload) -> None:
    """Ask whether a charge was paid, as long as it is open."""
    payment_watch.carry_out_watch(
        charge_id=int(payload["charge_id"]), attempt=int(payload["attempt"]), now=timezone.now()
    )
