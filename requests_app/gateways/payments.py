"""What a payment service is asked and what it answers; docs/payment-system.md is the contract."""

import logging
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Protocol, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

logger = logging.getLogger(__name__)
Amount = Annotated[Decimal, Field(gt=0, le=Decimal(10) ** 11, decimal_places=2, allow_inf_nan=False)]


class PaymentGatewayUnavailable(Exception):
    """No usable answer: down, slow, refused or not as the contract says. `why` is a code, never personal data."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class ChargeOrder(BaseModel):
    """One charge to be issued. `key` names it for good: asked twice, the service answers the same charge twice.

    The payer is the holder of the request and stays out of representations.
    """

    model_config = ConfigDict(frozen=True)

    key: str
    filing_number: str
    what: str
    amount_brl: Amount
    due_on: date
    payer_name: str = Field(repr=False)
    payer_tax_id: str = Field(repr=False)


class _Answer(BaseModel):
    # What the service adds later does not break us; what it wrote wrongly never reaches a log.
    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="ignore",
        hide_input_in_errors=True,
        revalidate_instances="always",
        from_attributes=True,
    )


class IssuedCharge(_Answer):
    """How to pay: the digits of the boleto, the copy-and-paste text of PIX, or both."""

    reference: str = Field(pattern=r"^[A-Za-z0-9._-]{6,60}$")
    boleto_line: str = Field(default="", pattern=r"^([0-9][0-9. ]{45,78}[0-9])?$")
    pix_code: str = Field(default="", pattern=r"^[ -~]{0,512}$")

    @model_validator(mode="after")
    def _can_be_paid(self) -> Self:
        if not (self.boleto_line or self.pix_code):
            raise ValueError("neither boleto nor PIX")
        return self


class PaymentStatus(_Answer):
    """What the service knows of one charge; a paid one says when and how much."""

    reference: str
    is_paid: bool
    paid_on: date | None = None
    amount_brl: Amount | None = None

    @model_validator(mode="after")
    def _paid_is_whole(self) -> Self:
        if self.is_paid and (self.paid_on is None or self.amount_brl is None):
            raise ValueError("paid without day or amount")
        return self


class PaymentGateway(Protocol):
    """What any implementation does. `name` is kept beside every charge it issued."""

    name: str
    is_demonstration: bool

    def issue(self, order: ChargeOrder) -> IssuedCharge:
        """Issue the charge, or answer the one issued before under the same key. Raises PaymentGatewayUnavailable."""
        ...

    def status(self, reference: str) -> PaymentStatus:
        """Whether the charge is paid. Raises PaymentGatewayUnavailable."""
        ...


A = TypeVar("A", bound=_Answer)
_FAILURES = (OSError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError)


def _asked(call: Callable[[], Any], shape: type[A]) -> A:
    """The answer in the agreed shape, whatever an implementation gives back or raises."""
    try:
        return shape.model_validate(call())
    except PaymentGatewayUnavailable as error:
        raise _unavailable(error.why) from None
    except ValidationError:
        raise _unavailable("not_as_agreed") from None
    except _FAILURES as error:
        raise _unavailable(type(error).__name__) from None


def _unavailable(why: str) -> PaymentGatewayUnavailable:
    logger.warning("payment gateway: %s", why)
    return PaymentGatewayUnavailable(why)


def ask_to_issue(gateway: PaymentGateway, order: ChargeOrder) -> IssuedCharge:
    """Issue through a gateway that is not trusted to answer well. Raises PaymentGatewayUnavailable."""
    return _asked(lambda: gateway.issue(order), IssuedCharge)


def ask_status(gateway: PaymentGateway, reference: str) -> PaymentStatus:
    """Ask about one charge; an answer about another one is not believed. Raises PaymentGatewayUnavailable."""
    found = _asked(lambda: gateway.status(reference), PaymentStatus)
    if found.reference != reference:
        raise _unavailable("another_charge")
    return found
