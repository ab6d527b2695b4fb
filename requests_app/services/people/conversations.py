"""Messages on a request: who may write, the promised reply date, and each message once."""

import uuid
from datetime import date, datetime, timedelta
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from eligibility.domain.findings import refuse
from eligibility.domain.rulebook import rule
from portal.accounts.models import User
from portal.accounts.roles import Actor, Role
from requests_app.domain.calendar import due_business
from requests_app.domain.conversation import LONGEST_TEXT, Note, NoteKind, ShownNote, first_name, shown
from requests_app.models import AccessRequest, Conversation, ConversationNote, NoteText
from requests_app.services.clocks.reckoning import calendar_of
from requests_app.services.telling.conversations import tell_note
from requests_app.services.transitions import lock

NOTES_PER_HOUR: Final = 20
ANSWER_RULE: Final = "message.answer"


@transaction.atomic
def say(
    *,
    access_request_id: int,
    text: str,
    token: uuid.UUID,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> ConversationNote:
    """Write a message into the request's one thread and tell the others; the same form again is the same message.

    `seen` is the last line that a reviewer's page showed: what came after it goes on waiting for an answer. Raises PermissionDenied for who is no party, Refused for a draft, an empty or long text, or too many at once.
    """
    access_request = lock_for_writing(access_request_id, actor)
    thread, _ = Conversation.objects.get_or_create(
        access_request=access_request,
        kind=Conversation.Kind.MESSAGES,
        defaults={"opened_at": now, "opened_by_role": actor.role.value, "opened_by_id": actor.user_id},
    )
    return add_note(thread, access_request, text=text, token=token, actor=actor, now=now, seen=seen)


@transaction.atomic
def reply(
    *,
    conversation_id: int,
    text: str,
    token: uuid.UUID,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> ConversationNote:
    """Write into a call for help that is open to this actor; as `say` otherwise."""
    thread = Conversation.objects.get(pk=conversation_id)
    access_request = lock_for_writing(thread.access_request_id, actor)
    thread = Conversation.objects.select_for_update(of=("self",)).get(pk=conversation_id)
    if not is_party(thread, actor):
        raise PermissionDenied
    return add_note(thread, access_request, text=text, token=token, actor=actor, now=now, seen=seen)


@transaction.atomic
def needs_no_reply(
    *, conversation_id: int, actor: Actor, now: datetime, seen: int | None = None
) -> ConversationNote:
    """The utility read what was said, up to the line `seen`, and nothing is to be answered.

    Raises Refused when nothing waits, or when somebody wrote after that line.
    """
    if not actor.is_reviewer:
        raise PermissionDenied
    access_request = lock_for_writing(
        Conversation.objects.values_list("access_request_id", flat=True).get(pk=conversation_id), actor
    )
    thread = Conversation.objects.select_for_update(of=("self",)).get(pk=conversation_id)
    if thread.waits_since is None:
        raise refuse("message_answered", f"Nada espera resposta no pedido {access_request.filing_number}.")
    if _first_unseen(thread, seen) is not None:
        raise refuse("message_newer", "Chegou outra mensagem depois que você abriu a página. Leia antes.")
    return _keep(thread, NoteKind.NO_REPLY, uuid.uuid4(), actor, now)


def add_note(
    thread: Conversation,
    access_request: AccessRequest,
    *,
    text: str,
    token: uuid.UUID,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> ConversationNote:
    """One message in a thread whose request is locked; the e-mails and the reply date belong to it."""
    if earlier := ConversationNote.objects.filter(conversation=thread, token=token).first():
        return earlier
    text = text.strip()
    if not text or len(text) > LONGEST_TEXT:
        raise refuse("message_length", f"Mensagem: escreva de 1 a {LONGEST_TEXT} letras.", field="text")
    recent = ConversationNote.objects.filter(
        conversation__access_request=access_request,
        author_role=actor.role.value,
        author_id=actor.user_id,
        at__gt=now - timedelta(hours=1),
    )
    if recent.count() >= NOTES_PER_HOUR:
        message = "Você já escreveu várias mensagens na última hora. Espere um pouco e tente de novo."
        raise refuse("message_too_many", message, field="text")
    due_on = None if actor.is_reviewer else answer_due_on(access_request, timezone.localdate(now))
    unseen = _first_unseen(thread, seen) if actor.is_reviewer else None
    note = _keep(thread, NoteKind.SAID, token, actor, now, due_on=due_on, unseen=unseen)
    NoteText.objects.create(note=note, text=text)
    tell_note(
        access_request,
        thread,
        note,
        text=text,
        author=author_name(access_request, actor),
        now=now,
    )
    return note


def _keep(
    thread: Conversation,
    kind: NoteKind,
    token: uuid.UUID,
    actor: Actor,
    now: datetime,
    *,
    due_on: date | None = None,
    unseen: ConversationNote | None = None,
) -> ConversationNote:
    note = ConversationNote.objects.create(
        conversation=thread,
        kind=kind.value,
        token=token,
        author_role=actor.role.value,
        author_id=actor.user_id,
        at=now,
        answer_due_on=due_on,
    )
    if unseen is not None:
        thread.waits_since, thread.answer_due_on = unseen.at, unseen.answer_due_on
    elif due_on is None:
        thread.waits_since = thread.answer_due_on = None
    elif thread.waits_since is None:
        thread.waits_since, thread.answer_due_on = now, due_on
    thread.save(update_fields=["waits_since", "answer_due_on"])
    return note


def _first_unseen(thread: Conversation, seen: int | None) -> ConversationNote | None:
    """The first message of the applicant's side after the line `seen`; None where the writer saw every line."""
    if seen is None:
        return None
    rows = ConversationNote.objects.filter(conversation=thread, pk__gt=seen, answer_due_on__isnull=False)
    return rows.order_by("pk").first()


def answer_due_on(access_request: AccessRequest, said_on: date) -> date:
    """Until when the utility promises to answer what is said that day."""
    return due_business(said_on, rule(ANSWER_RULE, on=said_on).as_int(), calendar_of(access_request))


def lock_for_writing(access_request_id: int, actor: Actor) -> AccessRequest:
    """The filed request, locked, for one of its parties. Raises Refused for a draft, PermissionDenied otherwise."""
    access_request = lock(access_request_id)
    match actor.role:
        case Role.TECHNICIAN:
            is_allowed = access_request.technician_id == actor.user_id
        case Role.HOLDER:
            is_allowed = access_request.pk == actor.holder_request_id
        case _:
            is_allowed = actor.is_reviewer
    if not is_allowed:
        raise PermissionDenied
    if access_request.is_draft:
        raise refuse("message_in_draft", "Este pedido ainda não foi enviado: não há com quem conversar.")
    return access_request


def is_party(thread: Conversation, actor: Actor) -> bool:
    """Whether this thread of a request that the actor may see is open to the actor."""
    if thread.kind == Conversation.Kind.MESSAGES or actor.is_reviewer:
        return True
    return thread.opened_by_role == actor.role.value and thread.opened_by_id == actor.user_id


def author_name(access_request: AccessRequest, actor: Actor) -> str:
    """The first name of who writes."""
    if actor.role is Role.HOLDER:
        return first_name(access_request.holder.name)
    return User.objects.get(pk=actor.account_id).first_name


def notes_of(thread: Conversation | None, access_request: AccessRequest) -> tuple[ShownNote, ...]:
    """The lines of a thread, oldest first. One statement; none for a request without messages."""
    if thread is None:
        return ()
    names = User.objects.filter(pk=OuterRef("author_id")).values("full_name")[:1]
    rows = (
        ConversationNote.objects.filter(conversation=thread)
        .select_related("words")
        .annotate(author=Subquery(names))
        .order_by("id")
    )
    return shown([_line(row, row.author, access_request) for row in rows], thread.waits_since)


def _line(row: ConversationNote, full_name: str | None, access_request: AccessRequest) -> Note:
    role = Role(row.author_role)
    name = access_request.holder.name if role is Role.HOLDER else full_name or role.label.capitalize()
    words = getattr(row, "words", None)
    return Note(
        kind=NoteKind(row.kind),
        role=role,
        name=first_name(name),
        at=row.at,
        text=words.text if words else "",
        answer_due_on=row.answer_due_on,
        note_id=row.pk,
    )
