"""The technician's pages of a change of responsible professional: asking, agreeing, and being asked."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from eligibility.domain.findings import Refused
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.http import actor_of, for_roles
from requests_app.domain.change_words import NEW_PAPER
from requests_app.forms.technician_change import ACCEPT, AnswerForm, NewTechnicianForm
from requests_app.models import AccessRequest, TechnicianChange
from requests_app.pages.case import Part, case_frame, case_of
from requests_app.pages.technician_changes import change_context
from requests_app.services.people.technician_changes import (
    ask_change,
    changes_for,
    come,
    end_change,
    latest_change,
    leave,
)
from requests_app.views.holder.rate_limits import too_many_tries

_FOLDER = "requests_app/changes"
_ASKED = "Troca pedida. Se houver conta com esse e-mail, essa pessoa recebe o pedido agora. O titular também confirma."


@for_roles(Role.TECHNICIAN)
@never_cache
@require_http_methods(["GET", "POST"])
def request_technician(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Ask for another professional, agree to the holder's wish, or give the change up."""
    if request.method == "POST" and (too_many := too_many_tries(request)):
        return too_many
    actor, now = actor_of(request), timezone.now()
    case = case_of(actor, filing_number)
    form, status = NewTechnicianForm(), 200
    if request.method == "POST":
        if "answer" in request.POST:
            _answer_own(request, case)
            return redirect("request_technician", filing_number=case.filing_number)
        form, status = NewTechnicianForm(request.POST), 422
        if form.is_valid():
            try:
                ask_change(access_request_id=case.pk, email=form.cleaned_data["email"], actor=actor, now=now)
                messages.success(request, _ASKED)
                return redirect("request_technician", filing_number=case.filing_number)
            except Refused as refused:
                form.add_error("email" if refused.findings[0].field == "email" else None, refused.message)
                status = 409 if refused.code == "change_open" else 422
    frame = case_frame(case, actor=actor, now=now, part=Part.SUMMARY)
    crumbs = [
        ("Solicitações", "/solicitacoes"),
        (str(case.filing_number), f"/solicitacoes/{case.filing_number}"),
    ]
    context = frame | _known(case) | {"form": form, "crumbs": crumbs, "actions": []}
    context["crumb_name"] = "Trocar o responsável técnico"
    return render(request, f"{_FOLDER}/case_technician.html", context, status=status)


@for_roles(Role.TECHNICIAN)
@never_cache
@require_http_methods(["GET", "POST"])
def technician_changes(request: HttpRequest) -> HttpResponse:
    """Requests that this technician is asked to take over. The request itself opens after the change."""
    actor, now = actor_of(request), timezone.now()
    assert isinstance(request.user, User)
    form, status, refusal = None, 200, ""
    if request.method == "POST":
        form = AnswerForm(request.POST)
        if "change" in form.errors:
            refusal, status = "Escolha um dos pedidos da lista.", 422
        elif form.is_valid():
            try:
                return _answer(request, form)
            except Refused as refused:
                refusal, status = refused.message, 409
        else:
            status = 422
    context = {
        "changes": [_shown(change, form) for change in changes_for(request.user, now)],
        "form": form if form is not None and not refusal else None,
        "refusal": refusal,
        "new_paper": NEW_PAPER,
        "actor": actor,
    }
    return render(request, f"{_FOLDER}/coming.html", context, status=status)


def _answer(request: HttpRequest, form: AnswerForm) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    change_id = form.cleaned_data["change"]
    act = come if form.cleaned_data["answer"] == ACCEPT else end_change
    try:
        change = act(change_id=change_id, actor=actor, now=now)
    except (TechnicianChange.DoesNotExist, PermissionDenied) as missing:
        # To anybody else the change does not exist.
        raise Http404 from missing
    if change.outcome == TechnicianChange.Outcome.DONE:
        messages.success(request, "Agora você é o responsável técnico deste pedido.")
        return redirect("request_detail", filing_number=change.access_request.filing_number)
    messages.success(
        request,
        "Você aceitou. A troca acontece quando os outros também aceitarem."
        if act is come
        else "Você recusou. O responsável técnico continua o mesmo.",
    )
    return redirect("technician_changes")


def _answer_own(request: HttpRequest, case: AccessRequest) -> None:
    actor, now = actor_of(request), timezone.now()
    change = latest_change(case)
    if change is None or not change.is_known:
        raise Http404
    try:
        if request.POST["answer"] == ACCEPT:
            change = leave(change_id=change.pk, actor=actor, now=now)
            messages.success(
                request, "Você concordou em sair. O pedido continua com você até a troca acontecer."
            )
        else:
            end_change(change_id=change.pk, actor=actor, now=now)
            messages.success(request, "A troca terminou. Você continua responsável técnico deste pedido.")
    except Refused as refused:
        messages.info(request, refused.message)


def _known(case: AccessRequest) -> dict[str, Any]:
    change = latest_change(case)
    is_masked = change is not None and change.asked_by == TechnicianChange.Asker.HOLDER
    known = change if change is not None and change.is_known else None
    return change_context(known, timezone.now(), is_masked=is_masked)


def _shown(change: TechnicianChange, form: AnswerForm | None) -> dict[str, Any]:
    is_posted = form is not None and form.data.get("change") == str(change.pk)
    return {
        "change": change,
        "case": change.access_request,
        "form": form
        if is_posted
        else AnswerForm(initial={"change": change.pk}, auto_id=f"id_{change.pk}_%s"),
    }
