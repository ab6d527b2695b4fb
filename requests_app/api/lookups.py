"""Finding what an address names among the rows that the caller may see; everything else is a 404."""

import uuid

from django.http import Http404

from portal.accounts.roles import Actor
from requests_app.domain.identifiers import parse_filing_number
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest
from requests_app.queries import visible_to


def filed(actor: Actor, number: str) -> AccessRequest:
    """The filed request of that number, written with or without its letters and dashes."""
    canonical = parse_filing_number(number)
    if canonical is None:
        raise Http404
    rows = visible_to(actor).exclude(state=State.DRAFT.value)
    found = rows.select_related("opinion", "checklist_version").filter(filing_number=canonical).first()
    if found is None:
        raise Http404
    return found


def draft(actor: Actor, public_id: uuid.UUID) -> AccessRequest:
    """The draft of that id, also after it was sent."""
    rows = visible_to(actor).select_related("technician__professional")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found
