"""Whether the guarantee of a request is owed back, or owed to be executed, after an event."""

from datetime import date

from eligibility.domain.rulebook import rule
from requests_app.domain.guarantee_life import (
    Ending,
    GuaranteeEventKind,
    GuaranteeStanding,
    ending_of,
    standing_after,
)
from requests_app.domain.lifecycle import Action
from requests_app.models import AccessRequest, Event, Guarantee
from requests_app.services.guarantees.opening import may_need_guarantee, open_guarantee


def is_return_owed(access_request: AccessRequest, event: Event) -> bool:
    """Whether this event makes the utility owe the guarantee back (REN 1.000, art. 655-C, §§ 12 and 13).

    A guarantee that was due and never given, or of which nothing is left, is not owed back.
    """
    guarantee = open_guarantee(access_request)
    if guarantee is None or not guarantee.form or GuaranteeStanding(guarantee.standing).is_over:
        return False
    return ending_after(access_request, event) is Ending.RETURN


def is_gone(access_request: AccessRequest) -> bool:
    """Whether the guarantee went back or was executed and none was given in its place. One statement, for large plants."""
    if not may_need_guarantee(access_request):
        return False
    rows = Guarantee.objects.filter(access_request=access_request).values_list("standing", flat=True)
    return any(GuaranteeStanding(standing).is_over for standing in rows)


def ending_after(access_request: AccessRequest, event: Event) -> Ending:
    """What the event means for the guarantee."""
    return ending_on(access_request, Action(event.action), event.on)


def ending_on(access_request: AccessRequest, action: Action, on: date) -> Ending:
    """What an action means for the guarantee on a day, also before it: the days count from the opinion in force."""
    opinion = access_request.opinion
    is_favourable = opinion is not None and opinion.is_favourable
    return ending_of(
        action,
        on,
        opinion_on=opinion.issued_on if opinion is not None and is_favourable else None,
        withdrawal_days=rule("guarantee.withdrawal_days", on).as_int(),
    )


def held_guarantee(access_request: AccessRequest, *, before: Event | None = None) -> Guarantee | None:
    """The guarantee that the utility holds today, or held when an event came; None without one, never given or gone.

    Two statements at most, none for a plant that needs no guarantee.
    """
    guarantee = open_guarantee(access_request) if may_need_guarantee(access_request) else None
    if guarantee is None or not guarantee.form:
        return None
    rows = guarantee.events.order_by("id")
    kinds = (rows.filter(at__lt=before.at) if before else rows).values_list("kind", flat=True)
    return None if standing_after(GuaranteeEventKind(kind) for kind in kinds).is_over else guarantee
