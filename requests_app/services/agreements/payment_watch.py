"""Asking the payment service: to issue a charge, and whether it was paid; without an answer, again later."""

from datetime import datetime, timedelta
from typing import Final

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from eligibility.domain.findings import refuse
from eligibility.domain.rulebook import rule
from portal.outbox.effects import enqueue
from requests_app.gateways import payment_gateway
from requests_app.gateways.payments import (
    ChargeOrder,
    PaymentGatewayUnavailable,
    ask_status,
    ask_to_issue,
)
from requests_app.models import AccessRequest, Charge
from requests_app.services.agreements.payments import confirm_by_gateway, enqueue_issue, is_open
from requests_app.services.telling.payments import tell_ready

WATCH_EFFECT: Final = "requests.charge_watch"
_WAITS: Final = tuple(timedelta(minutes=m) for m in (2, 10, 60, 4 * 60, 12 * 60))
_FIRST_LOOKS: Final = 24
_OFTEN, _SELDOM = timedelta(hours=1), timedelta(hours=6)
SECONDS_BETWEEN_LOOKS: Final = 30


def carry_out_issue(*, charge_id: int, attempt: int, now: datetime) -> bool:
    """Ask for the boleto and the PIX text of an open charge. Whether it has them now.

    A failing service is no error here: the next try is a row of the outbox. Without any service there is nothing to do.
    """
    charge = _charge(charge_id)
    gateway = payment_gateway()
    if gateway is None or charge.is_issued or not is_open(charge, charge.access_request):
        return charge.is_issued
    try:
        answer = ask_to_issue(gateway, _order(charge))
        _refuse_taken(gateway.name, answer.reference)
    except PaymentGatewayUnavailable:
        wait = _WAITS[min(attempt, len(_WAITS)) - 1]
        enqueue_issue(charge_id, attempt=attempt + 1, not_before=now + wait)
        return False
    with transaction.atomic():
        fresh = Charge.objects.select_for_update().get(pk=charge_id)
        if not fresh.is_issued:
            fresh.gateway, fresh.reference, fresh.issued_at = gateway.name, answer.reference, now
            fresh.boleto_line, fresh.pix_code = answer.boleto_line, answer.pix_code
            fresh.save()
            _watch(charge_id, 1, now)
            if attempt > 1:
                tell_ready(charge.access_request, fresh)
    return True


def _refuse_taken(gateway: str, reference: str) -> None:
    """A service that gives one reference to two charges cannot be asked which of them was paid."""
    if Charge.objects.filter(gateway=gateway, reference=reference).exists():
        raise PaymentGatewayUnavailable("reference_taken")


def carry_out_watch(*, charge_id: int, attempt: int, now: datetime) -> bool:
    """Ask whether an issued charge was paid, and go on asking while it is open and some days after. Whether it is paid.

    A boleto paid on the last day is known days later, when the opinion may have ended: the money is seen all the same.
    """
    charge = _charge(charge_id)
    if charge.is_paid or not (is_open(charge, charge.access_request) or _may_still_come(charge, now)):
        return charge.is_paid
    try:
        is_paid = _look(charge, now)
    except PaymentGatewayUnavailable:
        is_paid = False
    if not is_paid:
        _watch(charge_id, attempt + 1, now)
    return is_paid


def _may_still_come(charge: Charge, now: datetime) -> bool:
    today = timezone.localdate(now)
    return today <= charge.due_on + timedelta(days=rule("payments.watch_days", on=today).as_int())


def check_now(*, charge_id: int, now: datetime, is_asked_by_hand: bool = True) -> bool:
    """Ask for somebody who waits for the answer. Raises Refused when it does not come, or asked again too soon."""
    charge = _charge(charge_id)
    if charge.is_paid:
        return True
    if not charge.is_issued:
        raise refuse("charge_not_open", "Esta cobrança não espera pagamento agora.")
    if is_asked_by_hand and not cache.add(f"charge-check:{charge_id}", 1, SECONDS_BETWEEN_LOOKS):
        raise refuse(
            "charge_check_too_often", "Acabamos de perguntar ao banco. Espere um pouco e tente de novo."
        )
    try:
        return _look(charge, now)
    except PaymentGatewayUnavailable:
        raise refuse("payments_away", "O banco não respondeu agora. Tente mais tarde.") from None


def _look(charge: Charge, now: datetime) -> bool:
    gateway = payment_gateway()
    if gateway is None or gateway.name != charge.gateway:
        raise PaymentGatewayUnavailable("another_service")
    found = ask_status(gateway, charge.reference)
    if not found.is_paid:
        return False
    assert found.paid_on is not None and found.amount_brl is not None
    return confirm_by_gateway(charge, paid_on=found.paid_on, amount_brl=found.amount_brl, now=now)


def _charge(charge_id: int) -> Charge:
    rows = Charge.objects.select_related("opinion", "access_request__holder", "access_request__technician")
    found: Charge = rows.get(pk=charge_id)
    return found


def _order(charge: Charge) -> ChargeOrder:
    access_request: AccessRequest = charge.access_request
    return ChargeOrder(
        key=f"{charge.opinion.number}-{charge.kind}",
        filing_number=str(access_request.filing_number),
        what=charge.get_kind_display(),
        amount_brl=charge.amount_brl,
        due_on=charge.due_on,
        payer_name=access_request.holder.name,
        payer_tax_id=access_request.holder.tax_id,
    )


def _watch(charge_id: int, attempt: int, now: datetime) -> None:
    enqueue(
        WATCH_EFFECT,
        key=f"charge-watch:{charge_id}:{attempt}",
        payload={"charge_id": charge_id, "attempt": attempt},
        not_before=now + (_OFTEN if attempt <= _FIRST_LOOKS else _SELDOM),
    )
