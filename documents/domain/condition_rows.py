"""A condition as rows in groups, the way people build it on a page, and back to the tree that decides."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from documents.domain.conditions import AllOf, AnyOf, Comparator, Comparison, Condition, Fact, NoneOf


class Join(StrEnum):
    """How many of the parts must hold."""

    all = "all"
    any = "any"
    none = "none"

    @property
    def label(self) -> str:
        return _JOIN_LABELS[self]


class How(StrEnum):
    """What a row says about its fact."""

    is_one = "is_one"
    is_other = "is_other"
    is_none = "is_none"
    yes = "yes"
    no = "no"
    not_yes = "not_yes"
    not_no = "not_no"
    equal = "equal"
    different = "different"
    below = "below"
    up_to = "up_to"
    above = "above"
    at_least = "at_least"

    @property
    def label(self) -> str:
        return _HOW_LABELS[self]


_JOIN_LABELS = {
    Join.all: "Todos valem",
    Join.any: "Pelo menos um vale",
    Join.none: "Nenhum vale",
}
_HOW_LABELS = {
    How.is_one: "é um destes",
    How.is_other: "foi respondido e não é este",
    How.is_none: "não é nenhum destes, ou falta responder",
    How.yes: "sim",
    How.no: "não",
    How.not_yes: "não, ou falta responder",
    How.not_no: "sim, ou falta responder",
    How.equal: "é igual a",
    How.different: "é diferente de",
    How.below: "é menor que",
    How.up_to: "não passa de",
    How.above: "passa de",
    How.at_least: "é pelo menos",
}
HOWS: Mapping[type, tuple[How, ...]] = {
    str: (How.is_one, How.is_other, How.is_none),
    bool: (How.yes, How.no, How.not_yes, How.not_no),
    Decimal: (How.equal, How.different, How.below, How.up_to, How.above, How.at_least),
}
"""What may be said of a fact, by the kind of what it holds."""
_ORDERS = {
    How.equal: Comparator.eq,
    How.different: Comparator.ne,
    How.below: Comparator.lt,
    How.up_to: Comparator.le,
    How.above: Comparator.gt,
    How.at_least: Comparator.ge,
}
_YES_OR_NO = {
    How.yes: (True, False),
    How.no: (False, False),
    How.not_yes: (True, True),
    How.not_no: (False, True),
}
"""The compared value, and whether the comparison is denied."""


class Row(BaseModel):
    """One fact and what is said of it; `values` are words of the fact's set, or one number as text."""

    model_config = ConfigDict(frozen=True)

    fact: Fact
    how: How
    values: tuple[str, ...] = ()


class Group(BaseModel):
    """Rows that stand together."""

    model_config = ConfigDict(frozen=True)

    join: Join = Join.all
    rows: tuple[Row, ...] = Field(min_length=1)


class Grouped(BaseModel):
    """A whole condition: groups of rows, joined once."""

    model_config = ConfigDict(frozen=True)

    join: Join = Join.all
    groups: tuple[Group, ...] = Field(min_length=1)


def condition_of(grouped: Grouped) -> Condition:
    """The tree of the rows. Raises ValueError when a row's value does not fit its fact."""
    parts = [_joined(group.join, [_comparison(row) for row in group.rows]) for group in grouped.groups]
    return _joined(grouped.join, parts)


def grouped_of(condition: Condition) -> Grouped | None:
    """The rows of a tree; None when it is deeper than groups of rows can say."""
    if (row := _row(condition)) is not None:
        return Grouped(groups=(Group(rows=(row,)),))
    join, parts = _parts(condition)
    if (flat := _group(condition)) is not None:
        return Grouped(groups=(flat,))
    groups = [_group(part) for part in parts]
    if any(group is None for group in groups):
        return None
    return Grouped(join=join, groups=tuple(group for group in groups if group is not None))


def _joined(join: Join, parts: Sequence[Condition]) -> Condition:
    match join:
        case Join.none:
            return NoneOf(none_of=tuple(parts))
        case _ if len(parts) == 1:
            return parts[0]
        case Join.any:
            return AnyOf(any_of=tuple(parts))
        case Join.all:
            return AllOf(all_of=tuple(parts))


def _comparison(row: Row) -> Condition:
    kind, values = row.fact.kind, row.values
    if row.how not in HOWS[kind]:
        raise ValueError(f"{row.fact} cannot be {row.how}")
    if kind is bool:
        value, is_denied = _YES_OR_NO[row.how]
        found = Comparison(fact=row.fact, value=value)
        return NoneOf(none_of=(found,)) if is_denied else found
    if not values or (len(values) > 1 and row.how not in (How.is_one, How.is_none)):
        raise ValueError(f"{row.fact} needs one value")
    if kind is Decimal:
        return Comparison(fact=row.fact, comparator=_ORDERS[row.how], value=Decimal(values[0]))
    if row.how is How.is_other:
        return Comparison(fact=row.fact, comparator=Comparator.ne, value=values[0])
    found = (
        Comparison(fact=row.fact, value=values[0])
        if len(values) == 1
        else Comparison(fact=row.fact, comparator=Comparator.one_of, value=values)
    )
    return NoneOf(none_of=(found,)) if row.how is How.is_none else found


def _row(condition: Condition) -> Row | None:
    """The condition as one row, None when it needs more."""
    if isinstance(condition, NoneOf) and len(condition.none_of) == 1:
        inner = condition.none_of[0]
        return _denied_row(inner) if isinstance(inner, Comparison) else None
    if not isinstance(condition, Comparison):
        return None
    fact, value = condition.fact, condition.value
    if isinstance(value, bool):
        is_yes = value is (condition.comparator is not Comparator.ne)
        return Row(fact=fact, how=How.yes if is_yes else How.no)
    if isinstance(value, Decimal):
        how = next(how for how, comparator in _ORDERS.items() if comparator is condition.comparator)
        return Row(fact=fact, how=how, values=(format(value, "f"),))
    if condition.comparator is Comparator.ne:
        return Row(fact=fact, how=How.is_other, values=(str(value),))
    return Row(fact=fact, how=How.is_one, values=value if isinstance(value, tuple) else (value,))


def _denied_row(inner: Comparison) -> Row | None:
    row = _row(inner)
    denied = {How.is_one: How.is_none, How.yes: How.not_yes, How.no: How.not_no}
    if row is None or row.how not in denied:
        return None
    return row.model_copy(update={"how": denied[row.how]})


def _parts(condition: Condition) -> tuple[Join, tuple[Condition, ...]]:
    match condition:
        case AllOf():
            return Join.all, condition.all_of
        case AnyOf():
            return Join.any, condition.any_of
        case NoneOf():
            return Join.none, condition.none_of
        case Comparison():
            return Join.all, (condition,)


def _group(condition: Condition) -> Group | None:
    """The condition as one group, None when a part of it is no row."""
    if (row := _row(condition)) is not None:
        return Group(rows=(row,))
    join, parts = _parts(condition)
    rows = [_row(part) for part in parts]
    if any(row is None for row in rows):
        return None
    return Group(join=join, rows=tuple(row for row in rows if row is not None))
