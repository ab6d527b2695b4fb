"""Which terms of the rulebook the opinion of one request follows."""

from eligibility.domain.classification import Category, opinion_rules_for
from requests_app.models import AccessRequest


def opinion_rules(access_request: AccessRequest) -> tuple[str, ...]:
    """Rule codes, without works first and with works last; one code where works change nothing (art. 64, III)."""
    unit = getattr(access_request, "consumer_unit", None)
    return opinion_rules_for(Category(access_request.category), unit.voltage if unit else "")
