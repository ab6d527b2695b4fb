"""What the utility's customer system is asked and what it answers; docs/customer-system.md is the contract."""

from decimal import Decimal
from typing import Annotated, Protocol

from pydantic import BaseModel, ConfigDict, Field

from eligibility.domain.vocabulary import ConsumerClass, Phases, TariffGroup

MONTHS = 12
Quantity = Annotated[Decimal, Field(ge=0, le=Decimal(10) ** 9, allow_inf_nan=False)]


class CustomerSystemUnavailable(Exception):
    """No usable answer: down, slow, refused or not as the contract says. `why` is a code, never personal data."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class _Answer(BaseModel):
    # What the utility adds later does not break us; what it wrote wrongly never reaches a log.
    model_config = ConfigDict(frozen=True, strict=True, extra="ignore", hide_input_in_errors=True)


class UnitRecord(_Answer):
    """A consumer unit as the utility has it on file; what it does not know is None, or empty.

    Consumption is twelve months in kWh, newest last, or nothing.
    """

    consumer_class: ConsumerClass | None = None
    group: TariffGroup | None = None
    voltage: str = Field(default="", max_length=20)
    phases: Phases | None = None
    breaker_a: int | None = Field(default=None, ge=0, le=100_000)
    contracted_demand_kw: Quantity | None = None
    municipality: str = Field(default="", max_length=80)
    monthly_consumption_kwh: tuple[Quantity | None, ...] = Field(default=(), max_length=MONTHS)


class CustomerRecord(_Answer):
    """One customer. `has_overdue_debts` covers everything linked to the customer; amounts are never sent.

    `unit` is None for a customer who asks for a new unit. Contacts are what the utility has on file and stay
    out of representations.
    """

    unit_number: str = Field(pattern=r"^(\d{10}|\d{15})?$")
    has_overdue_debts: bool
    is_captive: bool
    email: str = Field(default="", max_length=254, repr=False)
    phone: str = Field(default="", max_length=20, repr=False)
    unit: UnitRecord | None = None


class CustomerAnswer(_Answer):
    """The whole body of an answer. A wrong address answers 404, so "no such customer" is said in words: null."""

    customer: CustomerRecord | None


class CustomerSystem(Protocol):
    """What any implementation does."""

    def look_up(self, unit_number: str, tax_id: str) -> CustomerRecord | None:
        """The customer of this CPF or CNPJ at this unit; None when the unit is not in that name, or unknown.

        Both without separators; `unit_number` is empty for a new unit. Raises CustomerSystemUnavailable.
        """
        ...
