"""The technician's pages of messages and help of a request."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.roles import REVIEWER_ROLES, Role
from portal.http import actor_of, for_roles
from requests_app.forms.conversation import HelpForm, MessageForm
from requests_app.pages.case import Part, case_frame, case_of
from requests_app.pages.conversations import help_context, sent, thread_context, thread_of
from requests_app.services.people.conversations import reply, say
from requests_app.services.people.help_threads import ask_for_help, calls_of

_FOLDER = "requests_app/conversations"
_READERS = (Role.TECHNICIAN, *sorted(REVIEWER_ROLES))


@for_roles(*_READERS)
@never_cache
@require_http_methods(["GET", "POST"])
def request_messages(request: HttpRequest, filing_number: str) -> HttpResponse:
    """T10: the one thread of the request; reviewers have their own page of it."""
    actor, now = actor_of(request), timezone.now()
    case = case_of(actor, filing_number)
    if actor.is_reviewer:
        return redirect("review_messages", filing_number=case.filing_number)
    form, status = MessageForm(), 200
    if request.method == "POST":
        form = MessageForm(request.POST)
        status = sent(form, lambda given: say(access_request_id=case.pk, actor=actor, now=now, **given))
        if not status:
            messages.success(request, "Mensagem enviada.")
            return redirect("request_messages", filing_number=case.filing_number)
    frame = case_frame(case, actor=actor, now=now, part=Part.MESSAGES)
    context = frame | thread_context(thread_of(case), case, form)
    return render(request, f"{_FOLDER}/case_messages.html", context, status=status)


@for_roles(*_READERS)
@never_cache
@require_http_methods(["GET", "POST"])
def request_help(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Phone, hours and numbers; a call for help opens here and gets its own protocol."""
    actor, now = actor_of(request), timezone.now()
    case = case_of(actor, filing_number)
    if actor.is_reviewer:
        return redirect("review_messages", filing_number=case.filing_number)
    form, status = HelpForm(), 200
    if request.method == "POST":
        form = HelpForm(request.POST)
        opened: list[str] = []

        def ask(given: dict[str, Any]) -> None:
            opened.append(str(ask_for_help(access_request_id=case.pk, actor=actor, now=now, **given).number))

        if not (status := sent(form, ask)):
            messages.success(request, f"Pedido de ajuda recebido. Protocolo {opened[0]}.")
            return redirect("request_help_thread", filing_number=case.filing_number, help_number=opened[0])
    frame = case_frame(case, actor=actor, now=now, part=Part.HELP)
    context = frame | help_context(case, calls_of(case, actor)) | {"form": form}
    return render(request, f"{_FOLDER}/case_help.html", context, status=status)


@for_roles(*_READERS)
@never_cache
@require_http_methods(["GET", "POST"])
def request_help_thread(request: HttpRequest, filing_number: str, help_number: str) -> HttpResponse:
    """One call for help of this technician, with its answers."""
    actor, now = actor_of(request), timezone.now()
    case = case_of(actor, filing_number)
    if actor.is_reviewer:
        return redirect("review_help", filing_number=case.filing_number, help_number=help_number)
    thread = get_object_or_404(calls_of(case, actor), number=help_number)
    form, status = MessageForm(), 200
    if request.method == "POST":
        form = MessageForm(request.POST)
        status = sent(form, lambda given: reply(conversation_id=thread.pk, actor=actor, now=now, **given))
        if not status:
            messages.success(request, "Mensagem enviada.")
            return redirect(request.path)
    frame = case_frame(case, actor=actor, now=now, part=Part.HELP)
    crumbs = [*frame["crumbs"], ("Ajuda", f"/solicitacoes/{case.filing_number}/ajuda")]
    context = frame | thread_context(thread, case, form) | {"crumbs": crumbs, "crumb_name": thread.number}
    return render(request, f"{_FOLDER}/case_help_thread.html", context, status=status)
