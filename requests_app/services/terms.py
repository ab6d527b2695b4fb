"""Which terms of the rulebook the opinion of one request follows."""

from eligibility.domain.classification import Category, opinion_rules_for
from eligibility.domain.rulebook import rule
from eligibility.domain.voltages import is_high_voltage
from requests_app.models import AccessRequest


def opinion_rules(access_request: AccessRequest) -> tuple[str, ...]:
    """Rule codes, without works first and with works last; one code where works change nothing (art. 64, III)."""
    unit, filed_on = getattr(access_request, "consumer_unit", None), access_request.filed_on
    is_high = unit is not None and filed_on is not None and is_high_voltage(unit.voltage, filed_on)
    return opinion_rules_for(Category(access_request.category), is_high_voltage=is_high)


def works_sentence(access_request: AccessRequest) -> str:
    """What works in the grid would do to the term: the same words in the e-mail, on the page and on the receipt."""
    assert access_request.filed_on is not None
    _, *with_works = opinion_rules(access_request)
    if not with_works:
        return "Este prazo vale com ou sem obra na rede."
    days = rule(with_works[-1], on=access_request.filed_on).as_int()
    return f"Se a rede precisar de obra, o prazo passa a {days} dias e você é avisado."
