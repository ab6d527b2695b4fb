"""Payments of a demonstration: charges that nobody can pay, and a button that plays the bank."""

import hashlib
from datetime import date
from typing import Final

from django.core.cache import cache

from requests_app.domain.money import brl
from requests_app.gateways.payments import (
    ChargeOrder,
    IssuedCharge,
    PaymentGatewayUnavailable,
    PaymentStatus,
)

_PREFIX: Final = "DEMO-"
_NO_BANK: Final = "000"
_CUTS: Final = ((0, 5), (5, 10), (10, 15), (15, 21), (21, 26), (26, 32), (32, 33), (33, 47))


class DemonstrationPayments:
    """Deterministic: the same order gives the same charge. No bank has the number 000, and the PIX text is none.

    What was "paid" is remembered in the cache, which is enough for a demonstration.
    """

    name = "demo"
    is_demonstration = True

    def issue(self, order: ChargeOrder) -> IssuedCharge:
        """A boleto of no bank and a text that says that it is a demonstration."""
        digest = hashlib.sha256(order.key.encode()).hexdigest()
        reference = f"{_PREFIX}{digest[:16].upper()}"
        cache.set(_key(reference, "amount"), str(order.amount_brl), None)
        return IssuedCharge(
            reference=reference,
            boleto_line=_boleto(digest),
            pix_code=f"DEMONSTRACAO - NAO PAGUE - {reference} - {brl(order.amount_brl)}",
        )

    def status(self, reference: str) -> PaymentStatus:
        """Paid once somebody has pressed the button of the demonstration."""
        if not reference.startswith(_PREFIX):
            raise PaymentGatewayUnavailable("unknown_charge")
        paid_on = cache.get(_key(reference, "paid_on"))
        amount = cache.get(_key(reference, "amount"))
        if paid_on is None or amount is None:
            return PaymentStatus(reference=reference, is_paid=False)
        return PaymentStatus.model_validate(
            {"reference": reference, "is_paid": True, "paid_on": paid_on, "amount_brl": amount}, strict=False
        )

    def pay(self, reference: str, on: date) -> None:
        """Play the payer."""
        cache.set(_key(reference, "paid_on"), on.isoformat(), None)


def _key(reference: str, what: str) -> str:
    return f"demo-payment:{reference}:{what}"


def _boleto(digest: str) -> str:
    """Forty-seven digits as they stand on a boleto, of a bank that does not exist."""
    digits = _NO_BANK + str(int(digest, 16))[:44].zfill(44)
    a, b, c, d, e, f, check, value = (digits[first:last] for first, last in _CUTS)
    return f"{a}.{b} {c}.{d} {e}.{f} {check} {value}"
