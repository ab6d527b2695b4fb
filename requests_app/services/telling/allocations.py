"""Tell people how a change of the division of credits goes: asked for, accepted, not accepted."""

from eligibility.domain.rulebook import Rule
from requests_app.domain.dates import long_day
from requests_app.models import AccessRequest, AllocationChange
from requests_app.services.telling.alerts import responsible
from requests_app.services.telling.messages import to_both, to_user


def tell_in_force(access_request: AccessRequest, change: AllocationChange, applied: Rule) -> None:
    """The receipt of the change, to the holder and the technician: how many units and from when."""
    assert change.allocation_list is not None
    to_both(
        access_request,
        "allocation_changed",
        f"allocation{change.pk}",
        units=change.allocation_list.unit_count,
        **_when(change, applied),
    )


def tell_waiting(access_request: AccessRequest, change: AllocationChange, applied: Rule) -> None:
    """A document has to be seen first: to both, and to whoever sees it."""
    event = f"allocation{change.pk}"
    to_both(
        access_request, "allocation_waiting", event, document=change.document_title, **_when(change, applied)
    )
    for user in responsible(access_request):
        to_user(access_request, user, "allocation_to_check", event, document=change.document_title)


def tell_declined(access_request: AccessRequest, change: AllocationChange) -> None:
    """The division stays as it was, and why, to both."""
    to_both(access_request, "allocation_declined", f"allocation{change.pk}", reason=change.reason)


def _when(change: AllocationChange, applied: Rule) -> dict[str, object]:
    assert change.effective_on is not None
    return {
        "until": long_day(change.effective_on),
        "rule_text": applied.text,
        "citation": applied.citation.label,
    }
