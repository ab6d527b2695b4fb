"""What every question about a bill is made of: bounded numbers, days and names, and nothing unknown."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from eligibility.domain.bill.modality import TariffModality
from eligibility.domain.bill.specific_consumption import LONGEST_UNIT
from eligibility.domain.numbers_pt import LARGEST

LONGEST_NAME = 80
MOST_ROWS = 50
MOST_PLACES = 10

Amount = Annotated[Decimal, Field(ge=0, le=LARGEST, decimal_places=MOST_PLACES, allow_inf_nan=False)]
# Rules begin in 2022 and say so themselves; outside these years no calendar is asked.
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31))]
Name = Annotated[str, Field(max_length=LONGEST_NAME)]
UnitName = Annotated[str, Field(max_length=LONGEST_UNIT)]
Modality = Literal[TariffModality.green, TariffModality.blue]
# Nothing unknown is let through: a misspelt name would be a number that nobody reads.
CLOSED = ConfigDict(frozen=True, extra="forbid")


class Question(BaseModel):
    """One group of what is asked."""

    model_config = CLOSED


class Printable(Question):
    """A question with one number as its answer, which the bill may print as well."""

    printed: Amount | None = None
