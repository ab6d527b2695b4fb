"""Whether the guarantee of a request is owed back, or owed to be executed, after an event."""

from eligibility.domain.rulebook import rule
from requests_app.domain.guarantee_life import Ending, GuaranteeStanding, ending_of
from requests_app.domain.lifecycle import Action
from requests_app.models import AccessRequest, Event
from requests_app.services.guarantee_opening import open_guarantee


def is_return_owed(access_request: AccessRequest, event: Event) -> bool:
    """Whether this event makes the utility owe the guarantee back (REN 1.000, art. 655-C, §§ 12 and 13).

    A guarantee that was due and never given, or of which nothing is left, is not owed back.
    """
    guarantee = open_guarantee(access_request)
    if guarantee is None or not guarantee.form or GuaranteeStanding(guarantee.standing).is_over:
        return False
    return ending_after(access_request, event) is Ending.RETURN


def ending_after(access_request: AccessRequest, event: Event) -> Ending:
    """What the event means for the guarantee: the days to give up count from the opinion in force."""
    opinion = access_request.opinion
    is_favourable = opinion is not None and opinion.is_favourable
    return ending_of(
        Action(event.action),
        event.on,
        opinion_on=opinion.issued_on if opinion is not None and is_favourable else None,
        withdrawal_days=rule("guarantee.withdrawal_days", event.on).as_int(),
    )
