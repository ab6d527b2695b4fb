"""E-mails of messages and help: the text to everybody else in the thread, the receipt to who asked for help."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from eligibility.domain.rulebook import rule
from portal.accounts.roles import Role
from requests_app.domain.conversation import HelpTopic, author_label
from requests_app.domain.dates import long_day
from requests_app.models import AccessRequest, Conversation, ConversationNote
from requests_app.services.review.claims import claimant
from requests_app.services.telling.messages import to_holder, to_technician, to_user

LAST_DIGITS = 4


def tell_note(
    access_request: AccessRequest,
    thread: Conversation,
    note: ConversationNote,
    *,
    text: str,
    author: str,
    now: datetime,
) -> None:
    """E-mail 13 to each other party: a call for help is told to its own side alone, the messages to both.

    The analyst who holds the request is told too; without one the thread waits in the reviewers' list.
    """
    role = Role(note.author_role)
    number = str(access_request.filing_number)
    tail = f"ajuda/{thread.number}" if thread.number else "mensagens"
    case = f"{settings.PUBLIC_URL}/solicitacoes/{number}/{tail}"
    context = {
        "author": f"{author}, {author_label(role)},",
        "text": text,
        "promise": promise(note),
        "topic": f"Ajuda {thread.number}. Assunto: {topic_label(thread)}.\n\n" if thread.number else "",
    }
    event = f"note{note.pk}"
    # A technician who left keeps no call for help; the next one never had it.
    has_technician = not thread.number or thread.opened_by_id == access_request.technician_id
    has_holder = not thread.number or thread.opened_by_role == Role.HOLDER
    if has_technician and role is not Role.TECHNICIAN:
        to_technician(access_request, "message_new", event, link=case, **context)
    if has_holder and role is not Role.HOLDER:
        link = case.replace(f"{settings.PUBLIC_URL}/", f"{settings.PUBLIC_URL}/titular/", 1)
        to_holder(access_request, "message_new", event, **context | {"link": link})
    analyst = claimant(access_request, now)
    if note.answer_due_on is not None and analyst is not None:
        link = case.replace(f"{settings.PUBLIC_URL}/", f"{settings.PUBLIC_URL}/analise/", 1)
        to_user(access_request, analyst, "message_new", event, **context | {"link": link})


def tell_help_opened(
    access_request: AccessRequest, thread: Conversation, note: ConversationNote, *, text: str
) -> None:
    """The receipt of art. 403: protocol, date and time, type and unit, to who asked, at once."""
    unit = access_request.consumer_unit.number
    context = {
        "help_number": thread.number,
        "topic": topic_label(thread),
        "at": f"{timezone.localtime(thread.opened_at):%d/%m/%Y às %H:%M:%S}",
        "unit": f"que termina em {unit[-LAST_DIGITS:]}" if unit else "nova, ainda sem número",
        "service_order": access_request.service_order or "ainda não tem",
        "text": text,
        "promise": promise(note),
    }
    tail = f"solicitacoes/{access_request.filing_number}/ajuda/{thread.number}"
    if thread.opened_by_role == Role.HOLDER:
        link = f"{settings.PUBLIC_URL}/titular/{tail}"
        to_holder(access_request, "help_received", f"help{thread.pk}", **context | {"link": link})
    else:
        link = f"{settings.PUBLIC_URL}/{tail}"
        to_technician(access_request, "help_received", f"help{thread.pk}", **context | {"link": link})


def promise(note: ConversationNote) -> str:
    """Until when the utility answers, with its ground; empty for what the utility itself said."""
    if note.answer_due_on is None:
        return ""
    found = rule("message.answer", on=timezone.localdate(note.at))
    said = f"A distribuidora responde até {long_day(note.answer_due_on)}. Regra: {found.citation.label}."
    return f"{said} {found.basis}".strip()


def topic_label(thread: Conversation) -> str:
    """The topic of a call for help; empty for messages."""
    return HelpTopic(thread.topic).label if thread.topic else ""
