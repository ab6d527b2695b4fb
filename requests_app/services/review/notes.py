"""Internal notes of the reviewers on a request, in any state and also while its term stands still."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from eligibility.domain.findings import refuse
from portal.accounts.roles import Actor
from requests_app.models import CaseNote
from requests_app.services.transitions import lock

NOTES_SHOWN = 200


def notes_of(access_request_id: int) -> QuerySet[CaseNote]:
    """The notes with their authors, newest first, at most `NOTES_SHOWN`. One statement."""
    rows = CaseNote.objects.filter(access_request_id=access_request_id).select_related("author")
    return rows.order_by("-id")[:NOTES_SHOWN]


@transaction.atomic
def write_note(*, access_request_id: int, text: str, actor: Actor, now: datetime) -> CaseNote:
    """Keep one note; sent twice in a row it is kept once. Raises Refused when empty, PermissionDenied for others."""
    if not actor.is_reviewer or actor.user_id is None:
        raise PermissionDenied
    text = text.strip()
    if not text:
        raise refuse("note_empty", "Escreva a anotação.", field="text")
    access_request = lock(access_request_id)
    if access_request.is_draft:
        raise refuse("action_not_in_state", "Este pedido ainda não foi enviado.")
    last = CaseNote.objects.filter(access_request=access_request).order_by("-id").first()
    if last is not None and (last.author_id, last.text) == (actor.user_id, text):
        return last
    return CaseNote.objects.create(
        access_request=access_request, author_id=actor.user_id, text=text, created_at=now
    )
