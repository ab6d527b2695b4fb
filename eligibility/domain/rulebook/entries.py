"""One rule of the rulebook: value, unit, validity, citation, and how far it was checked."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from eligibility.domain.citation import Citation, Confidence

RuleValue = bool | int | Decimal | str | list[Any] | dict[str, Any]


class Alternative(BaseModel):
    """Another reading of the same rule that an operator may choose by configuration."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: RuleValue
    unit: str = ""
    text: str
    citation: Citation
    confidence: Confidence


class Rule(BaseModel):
    """A dated rule. `text` is Portuguese; `valid_to` is the last day in force, None while it holds.

    `basis` explains, in Portuguese, what the law says and what is this utility's own policy.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    text: str
    value: RuleValue
    unit: str = ""
    valid_from: date
    valid_to: date | None = None
    citation: Citation
    confidence: Confidence
    source: str
    basis: str = ""
    note: str = ""
    alternatives: tuple[Alternative, ...] = ()

    @field_validator("code")
    @classmethod
    def _code_is_dotted(cls, code: str) -> str:
        if not all(part.replace("_", "").isalnum() and part == part.lower() for part in code.split(".")):
            raise ValueError(f"rule code {code!r} must be lower-case words joined by dots")
        return code

    @model_validator(mode="after")
    def _dates_are_ordered(self) -> Self:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError(f"rule {self.code!r} ends before it begins")
        return self

    @property
    def basis_text(self) -> str:
        """The legal basis in words: `basis` where one is written, else the citation."""
        return self.basis or self.citation.label

    def read_otherwise(self) -> "Rule":
        """The entry as its first alternative reads it; IndexError when it has none."""
        other = self.alternatives[0]
        return self.model_copy(
            update={
                "value": other.value,
                "unit": other.unit,
                "text": other.text,
                "citation": other.citation,
                "confidence": other.confidence,
            }
        )

    def is_in_force(self, on: date) -> bool:
        """Whether the rule holds on that day, both ends included."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def as_int(self) -> int:
        """The value as a whole number; TypeError when it is something else."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise TypeError(f"rule {self.code!r} holds no whole number")
        return self.value

    def as_decimal(self) -> Decimal:
        """The value as a Decimal; TypeError when it is not a number."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | Decimal):
            raise TypeError(f"rule {self.code!r} holds no number")
        return Decimal(self.value)

    def as_text(self) -> str:
        """The value as text; TypeError when it is something else."""
        if not isinstance(self.value, str):
            raise TypeError(f"rule {self.code!r} holds no text")
        return self.value

    def as_list(self) -> tuple[Any, ...]:
        """The value as a sequence; TypeError when it is something else."""
        if not isinstance(self.value, list):
            raise TypeError(f"rule {self.code!r} holds no list")
        return tuple(self.value)

    def as_table(self) -> Mapping[str, Any]:
        """The value as a table; TypeError when it is something else."""
        if not isinstance(self.value, dict):
            raise TypeError(f"rule {self.code!r} holds no table")
        return self.value
