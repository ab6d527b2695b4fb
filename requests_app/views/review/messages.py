"""The reviewers' side of messages and help: what waits for an answer, and the threads of a request."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from eligibility.domain.findings import Refused
from portal.http import actor_of, for_roles
from requests_app.forms.conversation import MessageForm
from requests_app.models import AccessRequest, Conversation
from requests_app.pages.conversations import sent, thread_context, thread_of, waiting_badge
from requests_app.queries import visible_to
from requests_app.services.people.conversations import needs_no_reply, reply, say
from requests_app.services.people.help_threads import calls_of
from requests_app.services.telling.conversations import topic_label
from requests_app.views.review.door import REVIEWERS, case_context, open_case

PAGE_ROWS = 50
_FOLDER = "requests_app/conversations"
_NO_REPLY = "no_reply"


@for_roles(*REVIEWERS)
@never_cache
@require_safe
def review_inbox(request: HttpRequest) -> HttpResponse:
    """What technicians and holders wrote and nobody answered, by the promised date."""
    page = request.GET.get("pagina", "1")
    number = min(max(int(page), 1), 1000) if page.isascii() and page.isdigit() and len(page) < 5 else 1
    first = (number - 1) * PAGE_ROWS
    rows = list(
        Conversation.objects.filter(
            waits_since__isnull=False, access_request__in=visible_to(actor_of(request))
        )
        .select_related("access_request")
        .order_by("answer_due_on", "waits_since", "id")[first : first + PAGE_ROWS + 1]
    )
    context = {
        "tasks": [_task(row) for row in rows[:PAGE_ROWS]],
        "previous_url": f"?pagina={number - 1}" if number > 1 else "",
        "next_url": f"?pagina={number + 1}" if len(rows) > PAGE_ROWS else "",
    }
    return render(request, f"{_FOLDER}/inbox.html", context)


@for_roles(*REVIEWERS)
@never_cache
@require_http_methods(["GET", "POST"])
def review_messages(request: HttpRequest, filing_number: str) -> HttpResponse:
    """The messages of a request, whoever holds it and whatever its state; its calls for help beside."""
    case = open_case(request, filing_number)
    return _thread_page(request, case, thread_of(case))


@for_roles(*REVIEWERS)
@never_cache
@require_http_methods(["GET", "POST"])
def review_help(request: HttpRequest, filing_number: str, help_number: str) -> HttpResponse:
    """One call for help and the answer to it."""
    case = open_case(request, filing_number)
    return _thread_page(
        request, case, get_object_or_404(calls_of(case, actor_of(request)), number=help_number)
    )


def _thread_page(request: HttpRequest, case: AccessRequest, thread: Conversation | None) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    form, status = MessageForm(), 200
    if request.method == "POST" and thread is not None and _NO_REPLY in request.POST:
        try:
            needs_no_reply(conversation_id=thread.pk, actor=actor, now=now, seen=_seen(request))
            messages.success(request, "Marcado: não precisa de resposta.")
        except Refused as refused:
            messages.info(request, refused.message)
        return redirect(request.path)
    if request.method == "POST":
        form = MessageForm(request.POST)

        def send(given: dict[str, Any]) -> None:
            if thread is not None and thread.number:
                reply(conversation_id=thread.pk, actor=actor, now=now, seen=_seen(request), **given)
            else:
                say(access_request_id=case.pk, actor=actor, now=now, seen=_seen(request), **given)

        if not (status := sent(form, send)):
            messages.success(request, "Mensagem enviada. Quem está na conversa recebe um aviso por e-mail.")
            return redirect(request.path)
    name = f"Ajuda {thread.number}" if thread is not None and thread.number else "Mensagens"
    context = case_context(case, actor, now, current=name) | thread_context(thread, case, form)
    context["calls"] = list(calls_of(case, actor))
    return render(request, f"{_FOLDER}/review_thread.html", context, status=status)


def _seen(request: HttpRequest) -> int:
    """The last line that the page showed; 0 when it showed none."""
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def _task(row: Conversation) -> dict[str, Any]:
    case, waits_since = row.access_request, row.waits_since
    assert waits_since is not None
    number = str(case.filing_number)
    address = (
        reverse("review_help", args=[number, row.number])
        if row.number
        else reverse("review_messages", args=[number])
    )
    what = f"Ajuda {row.number}: {topic_label(row)}" if row.number else "Mensagem"
    return {
        "title": number,
        "url": address,
        "meta": f"{what} · espera desde {timezone.localtime(waits_since):%d/%m/%Y, %H:%M}",
        "detail": case.situation.label,
        "badge": waiting_badge(row, timezone.localdate()),
    }
