"""What an opinion makes the applicant pay, and how long its works may take."""

from datetime import date
from decimal import Decimal
from typing import Final

from eligibility.domain.classification import Category
from eligibility.domain.findings import refuse
from eligibility.domain.rulebook import Rule, rule
from eligibility.domain.voltages import volts
from requests_app.models import AccessRequest

LARGEST_BRL: Final = 99_999_999
_WORKS_RULES: Final = ("works.low_voltage", "works.medium_voltage", "works.other")
_VOLTS_PER_KILOVOLT: Final = 1000


def works_terms(on: date) -> tuple[Rule, ...]:
    """The terms of art. 88 that an opinion of that day may give its works."""
    return tuple(rule(code, on=on) for code in _WORKS_RULES)


def suggested_works_rule(access_request: AccessRequest, on: date) -> str:
    """The term that fits the voltage of the unit; the analyst knows the works and may choose another."""
    unit = access_request.consumer_unit
    found = volts(unit.voltage)
    if found is None:
        return _WORKS_RULES[0] if unit.group == "B" else _WORKS_RULES[1]
    kilovolts = found / _VOLTS_PER_KILOVOLT
    if kilovolts >= rule("voltage.high_from_kv", on=on).as_decimal():
        return _WORKS_RULES[2]
    return _WORKS_RULES[0 if kilovolts < rule("voltage.medium_from_kv", on=on).as_decimal() else 1]


def metering_rule(access_request: AccessRequest, on: date) -> Rule | None:
    """The rule by which the applicant pays the difference of the metering; None for micro (art. 228, § 5º)."""
    is_mini = access_request.category == Category.mini.value
    return rule("metering.mini_difference", on=on) if is_mini else None


def check_costs(
    access_request: AccessRequest,
    *,
    has_works: bool,
    is_favourable: bool,
    works_rule: str,
    participation_brl: Decimal,
    metering_brl: Decimal,
    on: date,
) -> None:
    """Raise Refused for a cost that this opinion cannot have, an amount that is none, or a term that is not in the list."""
    if has_works and works_rule not in {entry.code for entry in works_terms(on)}:
        raise refuse("works_rule_unknown", "Escolha o prazo da obra na lista.", field="works_rule")
    for field, amount in (("participation_brl", participation_brl), ("metering_brl", metering_brl)):
        if not amount.is_finite() or not 0 <= amount <= LARGEST_BRL or amount != round(amount, 2):
            raise refuse("amount_invalid", "O valor em reais não é possível. Confira.", field=field)
    if participation_brl and not has_works:
        raise refuse(
            "participation_without_works",
            "Participação financeira: só há quando o parecer tem obra na rede.",
            field="participation_brl",
        )
    if metering_brl and not (is_favourable and metering_rule(access_request, on)):
        raise refuse(
            "metering_not_due",
            "A diferença do sistema de medição é só da minigeração com parecer favorável.",
            field="metering_brl",
        )
