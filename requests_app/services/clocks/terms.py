"""Which terms of the rulebook the steps of one request follow."""

from datetime import date

from eligibility.domain.choices import Followed, Topic
from eligibility.domain.classification import Category, opinion_rules_for
from eligibility.domain.divergences import followed
from eligibility.domain.rulebook import rule
from eligibility.domain.voltages import is_high_voltage
from eligibility.profile import current_profile
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest
from requests_app.services.standing.projects import was_answer_incomplete


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


def validity_rule(on: date) -> str:
    """Which rule an opinion issued that day is valid by: the page's 120 days, or the law's 10 business days to approve."""
    chosen = followed(Topic.opinion_validity, current_profile())
    return "opinion.approval" if chosen is Followed.law else "opinion.validity"


def contest_rule(state: State) -> str:
    """A contest of corrections and one of a decision are both complaints (REN 1.000, arts. 408 and 421)."""
    return "contest.pending" if state is State.PENDING else "contest.decision"


def works_rule(access_request: AccessRequest) -> str:
    """The term of the works that the opinion in force needs (art. 88)."""
    assert access_request.opinion is not None
    return access_request.opinion.works_rule or "works.other"


def project_rule(access_request: AccessRequest) -> str:
    """30 days an analysis; 10 business days where the last answer left reasons out (art. 51)."""
    return "project.reanalysis" if was_answer_incomplete(access_request) else "project.analysis"


def inspection_rule(access_request: AccessRequest, on: date) -> str:
    """5, 10 or 15 business days by the voltage of the unit (art. 91)."""
    unit = access_request.consumer_unit
    if is_high_voltage(unit.voltage, on):
        return "inspection.high_voltage"
    return "inspection.low_voltage" if unit.group == "B" else "inspection.medium_voltage"


def repeat_rule(access_request: AccessRequest) -> str:
    """The 120 days to ask for a new inspection bind group B only (art. 94, § 3º); empty where there is no limit."""
    return "inspection.repeat" if access_request.consumer_unit.group == "B" else ""
