"""When a document applies: a small tree over a closed vocabulary of project facts, no expression language."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self, assert_never

from pydantic import BaseModel, ConfigDict, Field, model_validator

from documents.domain.condition_facts import Fact, FactValue, fact_value
from eligibility.domain.facts import ProjectFacts
from eligibility.domain.numbers_pt import format_kw
from eligibility.domain.operator import OperatorProfile

__all__ = [
    "AllOf",
    "AnyOf",
    "Comparator",
    "Comparison",
    "Condition",
    "Fact",
    "FactValue",
    "NoneOf",
    "fact_value",
    "holds",
    "in_words",
    "is_unanswered",
]


class Comparator(StrEnum):
    """How a fact is compared with the written value."""

    eq = "eq"
    ne = "ne"
    one_of = "one_of"
    lt = "lt"
    le = "le"
    gt = "gt"
    ge = "ge"


_ORDER_WORDS = {
    Comparator.eq: "é",
    Comparator.ne: "não é",
    Comparator.lt: "é menor que",
    Comparator.le: "não passa de",
    Comparator.gt: "passa de",
    Comparator.ge: "é pelo menos",
}


class Comparison(BaseModel):
    """One fact against one written value. An unanswered fact satisfies no comparison.

    Against a set, `eq` is "holds this one", `ne` "does not hold it" and `one_of` "holds at least one of them".
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    fact: Fact
    comparator: Comparator = Comparator.eq
    value: bool | Decimal | str | tuple[str, ...]

    @model_validator(mode="before")
    @classmethod
    def _quantity_from_json(cls, data: Any) -> Any:
        """JSON keeps a Decimal as text; a quantity is read back as the number it is."""
        if not isinstance(data, dict) or not isinstance(data.get("value"), str):
            return data
        is_quantity = data.get("fact") in {fact.value for fact in Fact if fact.kind is Decimal}
        return {**data, "value": Decimal(data["value"])} if is_quantity else data

    @model_validator(mode="after")
    def _value_fits_the_fact(self) -> Self:
        ordered = {Comparator.lt, Comparator.le, Comparator.gt, Comparator.ge}
        if self.comparator in ordered and self.fact.kind is not Decimal:
            raise ValueError(f"{self.fact} has no order")
        wanted = tuple if self.comparator is Comparator.one_of else self.fact.kind
        if not isinstance(self.value, wanted) or (wanted is tuple and self.fact.kind is not str):
            raise ValueError(f"{self.fact} cannot be compared with {self.value!r}")
        if self.fact.kind is str:
            written = self.value if isinstance(self.value, tuple) else (self.value,)
            known = dict(self.fact.choices)
            if not written or not all(value in known for value in written):
                raise ValueError(f"{self.fact} is never {self.value!r}")
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


def holds(condition: Condition, facts: ProjectFacts, profile: OperatorProfile | None = None) -> bool:
    """Whether the condition is true of the facts, for the operator of the profile (the packaged one without it)."""
    match condition:
        case AllOf():
            return all(holds(part, facts, profile) for part in condition.all_of)
        case AnyOf():
            return any(holds(part, facts, profile) for part in condition.any_of)
        case NoneOf():
            return not any(holds(part, facts, profile) for part in condition.none_of)
        case Comparison():
            return _compare(fact_value(condition.fact, facts, profile), condition)
        case _:
            assert_never(condition)


def is_unanswered(condition: Condition, facts: ProjectFacts, profile: OperatorProfile | None = None) -> bool:
    """Whether the condition hangs on a fact that was not answered yet, so that its falsehood says little."""
    return _outcome(condition, facts, profile) is None


def in_words(condition: Condition) -> str:
    """The condition as a Portuguese clause: `quando o pedido é de ligação nova`."""
    return f"quando {_clause(condition)}"


def _outcome(condition: Condition, facts: ProjectFacts, profile: OperatorProfile | None) -> bool | None:
    """True or false whatever the missing answers are, or None while one of them decides."""
    match condition:
        case AllOf():
            return _every([_outcome(part, facts, profile) for part in condition.all_of])
        case AnyOf():
            return _negated(_every([_negated(_outcome(part, facts, profile)) for part in condition.any_of]))
        case NoneOf():
            return _every([_negated(_outcome(part, facts, profile)) for part in condition.none_of])
        case Comparison():
            value = fact_value(condition.fact, facts, profile)
            return None if value is None else _compare(value, condition)
        case _:
            assert_never(condition)


def _every(outcomes: Sequence[bool | None]) -> bool | None:
    if False in outcomes:
        return False
    return None if None in outcomes else True


def _negated(outcome: bool | None) -> bool | None:
    return None if outcome is None else not outcome


def _compare(actual: FactValue, condition: Comparison) -> bool:
    expected = condition.value
    if actual is None:
        return False
    held: frozenset[object] = actual if isinstance(actual, frozenset) else frozenset({actual})
    match condition.comparator:
        case Comparator.eq:
            return expected in held
        case Comparator.ne:
            return expected not in held
        case Comparator.one_of:
            return isinstance(expected, tuple) and not held.isdisjoint(expected)
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


def _clause(condition: Condition, *, is_inside: bool = False) -> str:
    match condition:
        case AllOf():
            text = " e ".join(_clause(part, is_inside=True) for part in condition.all_of)
            is_compound = len(condition.all_of) > 1
        case AnyOf():
            text = " ou ".join(_clause(part, is_inside=True) for part in condition.any_of)
            is_compound = len(condition.any_of) > 1
        case NoneOf():
            text = " e ".join(_denied(part) for part in condition.none_of)
            is_compound = len(condition.none_of) > 1
        case Comparison():
            return _comparison_words(condition)
        case _:
            assert_never(condition)
    return f"({text})" if is_inside and is_compound else text


def _denied(condition: Condition) -> str:
    if isinstance(condition, Comparison):
        return _comparison_words(condition, is_denied=True)
    return f"não vale que {_clause(condition, is_inside=True)}"


def _comparison_words(comparison: Comparison, *, is_denied: bool = False) -> str:
    fact, value = comparison.fact, comparison.value
    if isinstance(value, bool):
        is_true = value is not ((comparison.comparator is Comparator.ne) is not is_denied)
        return fact.yes_or_no(is_true=is_true)
    if isinstance(value, Decimal):
        words = f"{fact.subject} {_ORDER_WORDS[comparison.comparator]} {format_kw(value)} kW"
        return f"não vale que {words}" if is_denied else words
    is_negative = (comparison.comparator is Comparator.ne) is not is_denied
    said = _listed(
        [fact.said(word) for word in ((value,) if isinstance(value, str) else value)],
        "nem" if is_negative else "ou",
    )
    if fact.is_set and is_negative:
        return f"nenhuma das fontes é {said}"
    return f"{fact.subject} {'não é' if is_negative else 'é'} {said}"


def _listed(words: Sequence[str], joint: str) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {joint} {words[-1]}"
