"""Which terms of the rulebook the opinion of one request follows."""

from eligibility.domain.classification import Category, opinion_rules_for
from eligibility.domain.voltages import is_high_voltage
from requests_app.models import AccessRequest


def opinion_rules(access_request: AccessRequest) -> tuple[str, ...]:
    """Rule codes, without works first and with works last; one code where works change nothing (art. 64, III)."""
    unit, filed_on = getattr(access_request, "consumer_unit", None), access_request.filed_on
    is_high = unit is not None and filed_on is not None and is_high_voltage(unit.voltage, filed_on)
    return opinion_rules_for(Category(access_request.category), is_high_voltage=is_high)
