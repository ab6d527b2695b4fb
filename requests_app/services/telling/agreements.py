"""Tell people about the approval of the conditions and about the contracts."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from documents.domain.agreement_kinds import AgreementKind
from portal.accounts.roles import Role
from requests_app.domain.after_acceptance import Follows
from requests_app.domain.clock import ClockName
from requests_app.models import AccessRequest, Event
from requests_app.services.telling.messages import due_text, to_both, to_holder, to_technician
from requests_app.services.telling.payments import charge_lines


def _at(now: datetime) -> str:
    return f"{timezone.localtime(now):%d/%m/%Y às %H:%M:%S}"


def tell_conditions_approved(
    access_request: AccessRequest, event: Event, *, is_delivered: bool, now: datetime
) -> None:
    """Who approved, and when the contracts come. Needs the state that the approval led to."""
    assert access_request.opinion is not None
    to_both(
        access_request,
        "conditions_approved",
        f"event{event.pk}",
        opinion=access_request.opinion.number,
        who="O titular" if event.actor_role == Role.HOLDER.value else "O responsável técnico",
        at=_at(now),
        is_delivered=is_delivered,
        due=due_text(access_request, ClockName.CONTRACT_DELIVERY, now),
    )


def tell_silence_approved(
    access_request: AccessRequest, event: Event, *, is_delivered: bool, now: datetime
) -> None:
    """The term ran out, the opinion is free, so it is approved; by which rule, and when the contracts come."""
    assert access_request.opinion is not None
    to_both(
        access_request,
        "silence_approved",
        f"event{event.pk}",
        opinion=access_request.opinion.number,
        is_delivered=is_delivered,
        due=due_text(access_request, ClockName.CONTRACT_DELIVERY, now),
    )


def tell_contracts_delivered(
    access_request: AccessRequest, event: Event, kinds: Sequence[AgreementKind], *, now: datetime
) -> None:
    """Which papers wait for the holder's yes, until when, and what is to be paid before."""
    context = {
        "papers": "\n".join(f"- {kind.label}" for kind in kinds),
        "due": due_text(access_request, ClockName.CONTRACT_RETURN, now),
        "charges": charge_lines(access_request),
    }
    to_technician(access_request, "contracts_delivered", f"event{event.pk}", is_holder=False, **context)
    to_holder(access_request, "contracts_delivered", f"event{event.pk}", is_holder=True, **context)


def tell_contracts_accepted(
    access_request: AccessRequest, event: Event, follows: Follows, *, now: datetime
) -> None:
    """The receipt of the acceptance, and what comes next."""
    assert access_request.opinion is not None
    to_both(
        access_request,
        "contracts_accepted",
        f"event{event.pk}",
        opinion=access_request.opinion.number,
        at=_at(now),
        next=follows.text,
    )
