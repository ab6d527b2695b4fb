"""What the pages of messages and help show, the same to technician, holder and utility."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

from eligibility.domain.classification import Category
from eligibility.domain.findings import Refused
from eligibility.domain.operator import MiniAgent
from eligibility.domain.rulebook import rule
from eligibility.profile import current_profile
from requests_app.domain.badge import Badge, badge_for
from requests_app.domain.conversation import ShownNote
from requests_app.domain.dates import long_day, short_day_with_year
from requests_app.forms.conversation import MessageForm
from requests_app.models import AccessRequest, Conversation
from requests_app.services.people.conversations import ANSWER_RULE, notes_of


def thread_of(access_request: AccessRequest) -> Conversation | None:
    """The messages of a request; None while nobody wrote."""
    return Conversation.objects.filter(access_request=access_request, kind=Conversation.Kind.MESSAGES).first()


def thread_context(
    thread: Conversation | None, access_request: AccessRequest, form: MessageForm
) -> dict[str, Any]:
    """The lines, the last of them that is seen, the form and the rule of the reply date."""
    today = timezone.localdate()
    notes = notes_of(thread, access_request)
    return {
        "thread": thread,
        "lines": [_step(note) for note in notes],
        "seen": notes[-1].note_id if notes else 0,
        "waits": waiting_badge(thread, today),
        "form": form,
        "answer_rule": rule(ANSWER_RULE, on=today),
    }


def help_context(access_request: AccessRequest, calls: Iterable[Conversation]) -> dict[str, Any]:
    """Phone, hours and the two numbers, the agent of minigeneration, and the calls of before."""
    profile = current_profile()
    return {
        "phone_channel": profile.channel("phone"),
        "agent": agent_of(access_request),
        "calls": list(calls),
        "answer_rule": rule(ANSWER_RULE, on=timezone.localdate()),
    }


def agent_of(access_request: AccessRequest) -> MiniAgent | None:
    """Who answers for a request of minigeneration; an invented person is shown in the demo alone."""
    agent = current_profile().agent
    if access_request.category != Category.mini.value or agent is None:
        return None
    return agent if settings.IS_DEMO or not agent.is_demonstration else None


def waiting_badge(thread: Conversation | None, today: date) -> Badge | None:
    """Until when the utility answers; None when nothing waits."""
    if thread is None or thread.answer_due_on is None:
        return None
    return badge_for(thread.answer_due_on, is_paused=False, used_days=0, total_days=0, today=today)


def sent(form: MessageForm, send: Callable[[dict[str, Any]], Any]) -> int:
    """Send a bound form: 0 when it went, else the status of the page that shows what is wrong."""
    if not form.is_valid():
        return 422
    try:
        send(form.cleaned_data)
    except Refused as refused:
        found = refused.findings[0]
        form.add_error(found.field if found.field in form.fields else None, found.message)
        return 429 if found.code.endswith("too_many") else 422
    return 0


def _step(note: ShownNote) -> dict[str, Any]:
    at = timezone.localtime(note.at)
    moment = f"{short_day_with_year(at.date())}, {at:%H:%M}"
    if note.is_mark:
        return {
            "label": note.who,
            "detail": f"{moment} · leu; não era preciso responder",
            "state": "plain",
            "icon": "check",
        }
    if note.is_answered:
        moment += " · respondida"
    elif note.answer_due_on is not None:
        moment += f" · resposta prometida até {long_day(note.answer_due_on)}"
    icon = "mail" if note.is_utility else "user"
    return {"label": note.who, "detail": moment, "body": note.text, "state": "plain", "icon": icon}
