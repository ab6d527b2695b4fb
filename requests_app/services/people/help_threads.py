"""A call for help from a request: its own protocol from the first moment, and the receipt with it."""

import uuid
from datetime import datetime, timedelta
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from eligibility.domain.findings import refuse
from portal.accounts.roles import Actor
from requests_app.domain.conversation import HelpTopic
from requests_app.models import AccessRequest, Conversation
from requests_app.services.filing.numbering import next_help_number
from requests_app.services.people.conversations import add_note, lock_for_writing
from requests_app.services.telling.conversations import tell_help_opened

CALLS_PER_DAY: Final = 10


@transaction.atomic
def ask_for_help(
    *, access_request_id: int, topic: str, text: str, token: uuid.UUID, actor: Actor, now: datetime
) -> Conversation:
    """Open a call with its own protocol and send the receipt, in one transaction; the same form again is one call.

    Raises PermissionDenied for who is no applicant's party, Refused for an unknown topic, an empty text, or too
    many calls in a day.
    """
    if actor.is_reviewer:
        raise PermissionDenied
    access_request = lock_for_writing(access_request_id, actor)
    own = calls_of(access_request, actor)
    if earlier := own.filter(token=token).first():
        return earlier
    if topic not in set(HelpTopic):
        raise refuse("help_topic", "Assunto: escolha um da lista.", field="topic")
    if own.filter(opened_at__gt=now - timedelta(days=1)).count() >= CALLS_PER_DAY:
        message = "Você já abriu vários pedidos de ajuda hoje. Escreva em um deles ou ligue."
        raise refuse("help_too_many", message, field="text")
    thread = Conversation.objects.create(
        access_request=access_request,
        kind=Conversation.Kind.HELP,
        number=next_help_number(timezone.localdate(now).year),
        topic=topic,
        token=token,
        opened_at=now,
        opened_by_role=actor.role.value,
        opened_by_id=actor.user_id,
    )
    note = add_note(thread, access_request, text=text, token=token, actor=actor, now=now)
    tell_help_opened(access_request, thread, note, text=text.strip())
    return thread


def calls_of(access_request: AccessRequest, actor: Actor) -> QuerySet[Conversation]:
    """The calls that this side of the request opened, newest first; reviewers see all."""
    rows = Conversation.objects.filter(access_request=access_request, kind=Conversation.Kind.HELP)
    if not actor.is_reviewer:
        rows = rows.filter(opened_by_role=actor.role.value, opened_by_id=actor.user_id)
    return rows.order_by("-id")
