"""The form of the decision as typed so far, one per request: whoever opens the page next goes on with it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from eligibility.domain.findings import refuse
from portal.accounts.roles import Actor
from requests_app.domain.lifecycle import WITH_UTILITY, State
from requests_app.models import AccessRequest, DecisionDraft
from requests_app.services.snapshots import require_claim
from requests_app.services.transitions import lock

_NOT_KEPT = frozenset({"csrfmiddlewaretoken", "step"})
_LONGEST = 20_000


def kept_fields(access_request: AccessRequest) -> dict[str, str]:
    """Field → text as it was saved; empty without a draft. No statement when the draft was joined in."""
    try:
        kept: dict[str, str] = access_request.decision_draft.fields
    except DecisionDraft.DoesNotExist:
        return {}
    return dict(kept)


@transaction.atomic
def save(*, access_request_id: int, fields: Mapping[str, str], actor: Actor, now: datetime) -> DecisionDraft:
    """Keep the form as typed, right or wrong, also while the term stands still; the newest save counts.

    Raises Refused when the request is not with this analyst or waits for nobody's decision.
    """
    assert actor.user_id is not None
    access_request = lock(access_request_id)
    if State(access_request.state) not in WITH_UTILITY:
        raise refuse("action_not_in_state", "Este pedido não espera decisão agora.")
    require_claim(access_request, actor, now)
    kept = {
        name: str(value).replace("\x00", "")[:_LONGEST]
        for name, value in fields.items()
        if name not in _NOT_KEPT and value
    }
    draft, _ = DecisionDraft.objects.update_or_create(
        access_request=access_request,
        defaults={"fields": kept, "saved_by_id": actor.user_id, "saved_at": now},
    )
    return draft


def forget(access_request_id: int) -> None:
    """The decision was given: its draft is of no more use."""
    DecisionDraft.objects.filter(access_request_id=access_request_id).delete()
