"""The holder's pages of messages and help."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.roles import Role
from portal.http import actor_of, for_roles
from requests_app.forms.conversation import HelpForm, MessageForm
from requests_app.models import AccessRequest
from requests_app.pages.conversations import help_context, sent, thread_context, thread_of
from requests_app.services.people.conversations import reply, say
from requests_app.services.people.help_threads import ask_for_help, calls_of
from requests_app.views.holder.request import case_of

_FOLDER = "requests_app/conversations"


@for_roles(Role.HOLDER)
@never_cache
@require_http_methods(["GET", "POST"])
def holder_messages(request: HttpRequest, filing_number: str) -> HttpResponse:
    """The one thread of the request, as technician and utility read it."""
    actor, now = actor_of(request), timezone.now()
    case = case_of(request, filing_number)
    form, status = MessageForm(), 200
    if request.method == "POST":
        form = MessageForm(request.POST)
        status = sent(form, lambda given: say(access_request_id=case.pk, actor=actor, now=now, **given))
        if not status:
            messages.success(request, "Mensagem enviada.")
            return redirect(request.path)
    context = _frame(case) | thread_context(thread_of(case), case, form)
    return render(request, f"{_FOLDER}/holder_messages.html", context, status=status)


@for_roles(Role.HOLDER)
@never_cache
@require_http_methods(["GET", "POST"])
def holder_help(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Phone, hours and numbers; a call for help opens here and gets its own protocol."""
    actor, now = actor_of(request), timezone.now()
    case = case_of(request, filing_number)
    form, status = HelpForm(), 200
    if request.method == "POST":
        form = HelpForm(request.POST)
        opened: list[str] = []

        def ask(given: dict[str, Any]) -> None:
            opened.append(str(ask_for_help(access_request_id=case.pk, actor=actor, now=now, **given).number))

        if not (status := sent(form, ask)):
            messages.success(request, f"Pedido de ajuda recebido. Protocolo {opened[0]}.")
            return redirect("holder_help_thread", filing_number=filing_number, help_number=opened[0])
    context = _frame(case) | help_context(case, calls_of(case, actor)) | {"form": form}
    return render(request, f"{_FOLDER}/holder_help.html", context, status=status)


@for_roles(Role.HOLDER)
@never_cache
@require_http_methods(["GET", "POST"])
def holder_help_thread(request: HttpRequest, filing_number: str, help_number: str) -> HttpResponse:
    """One call for help of this holder, with its answers."""
    actor, now = actor_of(request), timezone.now()
    case = case_of(request, filing_number)
    thread = get_object_or_404(calls_of(case, actor), number=help_number)
    form, status = MessageForm(), 200
    if request.method == "POST":
        form = MessageForm(request.POST)
        status = sent(form, lambda given: reply(conversation_id=thread.pk, actor=actor, now=now, **given))
        if not status:
            messages.success(request, "Mensagem enviada.")
            return redirect(request.path)
    frame = _frame(case)
    frame["crumbs"].append(("Ajuda", f"/titular/solicitacoes/{filing_number}/ajuda"))
    context = frame | thread_context(thread, case, form)
    return render(request, f"{_FOLDER}/holder_help_thread.html", context, status=status)


def _frame(case: AccessRequest) -> dict[str, Any]:
    number = str(case.filing_number)
    return {
        "case": case,
        "filing_number": number,
        "crumbs": [("Meu pedido", f"/titular/solicitacoes/{number}")],
    }
