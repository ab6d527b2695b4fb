"""When a document applies: a small tree over a closed vocabulary of project facts, no expression language."""

from decimal import Decimal
from enum import StrEnum
from typing import Any, Self, assert_never

from pydantic import BaseModel, ConfigDict, Field, model_validator

from eligibility.domain.facts import ProjectFacts

FactValue = bool | Decimal | str | None


class Fact(StrEnum):
    """The facts a condition may name."""

    source = "source"
    request_kind = "request_kind"
    modality = "modality"
    group = "group"
    consumer_class = "consumer_class"
    installed_power_kw = "installed_power_kw"
    has_inverters = "has_inverters"
    has_storage = "has_storage"
    is_dispatchable = "is_dispatchable"
    is_holder_company = "is_holder_company"
    is_cpf_on_identity_document = "is_cpf_on_identity_document"
    has_constitution_change = "has_constitution_change"
    has_power_of_attorney = "has_power_of_attorney"
    has_participating_units = "has_participating_units"
    is_collective_roof = "is_collective_roof"

    @property
    def kind(self) -> type[bool] | type[Decimal] | type[str]:
        """What the fact holds: a yes or no, a quantity, or one word of a closed set."""
        if self.value.startswith(("has_", "is_")):
            return bool
        return Decimal if self is Fact.installed_power_kw else str


class Comparator(StrEnum):
    """How a fact is compared with the written value."""

    eq = "eq"
    ne = "ne"
    one_of = "one_of"
    lt = "lt"
    le = "le"
    gt = "gt"
    ge = "ge"


class Comparison(BaseModel):
    """One fact against one written value. An unanswered fact satisfies no comparison."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fact: Fact
    comparator: Comparator = Comparator.eq
    value: bool | Decimal | str | tuple[str, ...]

    @model_validator(mode="before")
    @classmethod
    def _quantity_from_json(cls, data: Any) -> Any:
        """JSON keeps a Decimal as text; a quantity is read back as the number it is."""
        if (
            isinstance(data, dict)
            and data.get("fact") == Fact.installed_power_kw
            and isinstance(data["value"], str)
        ):
            return {**data, "value": Decimal(data["value"])}
        return data

    @model_validator(mode="after")
    def _value_fits_the_fact(self) -> Self:
        ordered = {Comparator.lt, Comparator.le, Comparator.gt, Comparator.ge}
        if self.comparator in ordered and self.fact.kind is not Decimal:
            raise ValueError(f"{self.fact} has no order")
        wanted = tuple if self.comparator is Comparator.one_of else self.fact.kind
        if not isinstance(self.value, wanted) or (wanted is tuple and self.fact.kind is not str):
            raise ValueError(f"{self.fact} cannot be compared with {self.value!r}")
        return self


class AllOf(BaseModel):
    """Every part holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    all_of: tuple["Condition", ...] = Field(min_length=1)


class AnyOf(BaseModel):
    """At least one part holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    any_of: tuple["Condition", ...] = Field(min_length=1)


class NoneOf(BaseModel):
    """No part holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    none_of: tuple["Condition", ...] = Field(min_length=1)


Condition = Comparison | AllOf | AnyOf | NoneOf


def holds(condition: Condition, facts: ProjectFacts) -> bool:
    """Whether the condition is true of the facts."""
    match condition:
        case AllOf():
            return all(holds(part, facts) for part in condition.all_of)
        case AnyOf():
            return any(holds(part, facts) for part in condition.any_of)
        case NoneOf():
            return not any(holds(part, facts) for part in condition.none_of)
        case Comparison():
            return _compare(fact_value(condition.fact, facts), condition)
        case _:
            assert_never(condition)


def is_unanswered(condition: Condition, facts: ProjectFacts) -> bool:
    """Whether the condition asks for a fact that was not answered yet, so that its falsehood says little."""
    match condition:
        case AllOf():
            return any(is_unanswered(part, facts) for part in condition.all_of)
        case AnyOf():
            return any(is_unanswered(part, facts) for part in condition.any_of)
        case NoneOf():
            return any(is_unanswered(part, facts) for part in condition.none_of)
        case Comparison():
            return fact_value(condition.fact, facts) is None
        case _:
            assert_never(condition)


def fact_value(fact: Fact, facts: ProjectFacts) -> FactValue:
    """The value of a named fact; None when it was not answered."""
    if fact is Fact.has_inverters:
        return bool(facts.inverters)
    value: FactValue = getattr(facts, fact.value)
    return value


def _compare(actual: FactValue, condition: Comparison) -> bool:
    expected = condition.value
    if actual is None:
        return False
    match condition.comparator:
        case Comparator.eq:
            return actual == expected
        case Comparator.ne:
            return actual != expected
        case Comparator.one_of:
            return isinstance(expected, tuple) and actual in expected
    if not isinstance(actual, Decimal) or not isinstance(expected, Decimal):
        return False
    match condition.comparator:
        case Comparator.lt:
            return actual < expected
        case Comparator.le:
            return actual <= expected
        case Comparator.gt:
            return actual > expected
        case Comparator.ge:
            return actual >= expected
        case _:
            assert_never(condition.comparator)
