"""Payment services as bad as a test asks for; `PORTAL_PAYMENT_GATEWAY` names them."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from requests_app.gateways.payments import (
    ChargeOrder,
    IssuedCharge,
    PaymentGatewayUnavailable,
    PaymentStatus,
)


class Bank:
    """Answers what the test has put on the class, and remembers what it was asked."""

    name = "bank"
    is_demonstration = False
    orders: ClassVar[list[ChargeOrder]] = []
    issued: ClassVar[Any] = None
    found: ClassVar[Any] = None

    @classmethod
    def forget(cls) -> None:
        cls.orders, cls.issued, cls.found = [], None, None

    @classmethod
    def is_paid(cls, reference: str, on: date, amount: str) -> None:
        cls.found = PaymentStatus(reference=reference, is_paid=True, paid_on=on, amount_brl=Decimal(amount))

    def issue(self, order: ChargeOrder) -> Any:
        type(self).orders.append(order)
        if isinstance(self.issued, Exception):
            raise self.issued
        if self.issued is not None:
            return self.issued
        return IssuedCharge(reference=f"REF-{order.key}", pix_code=f"PIX {order.key}")

    def status(self, reference: str) -> Any:
        if isinstance(self.found, Exception):
            raise self.found
        return self.found or PaymentStatus(reference=reference, is_paid=False)


AWAY = PaymentGatewayUnavailable("down")
BANK = "tests.payment_gateways:Bank"
DEMO = "requests_app.gateways.payments_demo:DemonstrationPayments"
