"""What every calculation of the bill shares: an indicator with its worked line, and quantities that are refused."""

from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from eligibility.domain.citation import Citation, Confidence
from eligibility.domain.findings import refuse
from eligibility.domain.numbers_pt import LARGEST, format_decimal
from eligibility.domain.rulebook import NoRuleOnDate, Rule, rule, rulebook

FACTOR_PLACES = 4
_PRICE_PLACES = 8


class Indicator(BaseModel):
    """One number of a bill. `value` is exact (art. 657: no rounding on the way); `line` is the account in Portuguese.

    `notice` is empty, or says in Portuguese what is odd about the number or the rule.
    """

    model_config = ConfigDict(frozen=True)

    code: str
    label: str
    value: Decimal
    unit: str
    line: str
    citation: Citation
    confidence: Confidence
    notice: str = ""


def indicator(
    entry: Rule, *, code: str, label: str, value: Decimal, unit: str, line: str, notice: str = ""
) -> Indicator:
    """An indicator that rests on one rule."""
    return Indicator(
        code=code,
        label=label,
        value=value,
        unit=unit,
        line=line,
        citation=entry.citation,
        confidence=entry.confidence,
        notice=notice,
    )


def bill_rule(code: str, on: date) -> Rule:
    """The rule of the cycle that ends on that day. Refused `bill.before_rules` where no entry reaches back so far."""
    try:
        return rule(code, on)
    except NoRuleOnDate:
        begins = rulebook().first_day(code)
        raise refuse(
            "bill.before_rules",
            f"Esta conta segue uma regra que vale desde {begins:%d/%m/%Y}, e a data é {on:%d/%m/%Y}.",
            rule(code, begins).citation,
            field="on",
        ) from None


def quantity(value: Decimal | int, field: str) -> Decimal:
    """The same number when it is finite, not negative and not absurd; Refused `bill.negative` or `bill.number`."""
    number = Decimal(value)
    if not number.is_finite() or number > LARGEST:
        raise refuse("bill.number", f"Escreva um número de até {format_decimal(LARGEST)}.", field=field)
    if number < 0:
        raise refuse("bill.negative", "O número não pode ser negativo.", field=field)
    return number


def positive(value: Decimal | int, field: str, *, code: str, message: str) -> Decimal:
    """A quantity above zero; Refused with that code and message for zero."""
    number = quantity(value, field)
    if number == 0:
        raise refuse(code, message, field=field)
    return number


def shown(value: Decimal, places: int = FACTOR_PLACES) -> str:
    """A number inside a worked line: at most that many places, without zeros at the end."""
    text = format_decimal(value, places)
    return text.rstrip("0").rstrip(",") if "," in text else text


def money(value: Decimal) -> str:
    """`R$ 1.234,50`."""
    return f"R$ {format_decimal(value, 2)}"


def value_text(found: Indicator) -> str:
    """The value of an indicator with its unit, as a person reads it; a unit price keeps the places of the bill."""
    if found.unit == "R$":
        return f"R$ {shown(found.value, _PRICE_PLACES)}" if found.code == "price" else money(found.value)
    unit = found.unit.removesuffix("s") if found.unit == "ciclos" and found.value == 1 else found.unit
    return f"{shown(found.value)} {unit}".rstrip()
