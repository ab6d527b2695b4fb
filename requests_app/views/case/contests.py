"""The technician and the holder contest: corrections of a round, or the decision."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from eligibility.domain.findings import Refused
from eligibility.domain.rulebook import rule
from eligibility.profile import current_profile
from portal.accounts.roles import Actor, Role
from portal.http import actor_of, for_roles
from requests_app.domain.clock import ClockName
from requests_app.domain.lifecycle import Action
from requests_app.forms.contests import ContestForm, ContestItemsForm, put_refusal, status_of
from requests_app.models import AccessRequest, Contest, Pending
from requests_app.pages.case import Part, case_frame, case_of, case_url
from requests_app.permissions import may
from requests_app.services.review import contests
from requests_app.services.review.contest_reading import ContestLine, contest_lines
from requests_app.services.review.corrections import open_notice
from requests_app.services.standing.contests import open_contest
from requests_app.services.transitions import find_row
from requests_app.views.holder import request as holder

_SENT = "Contestação recebida. O protocolo é {number}. A resposta vai por e-mail e aparece aqui."


@for_roles(Role.TECHNICIAN)
@require_http_methods(["GET", "POST"])
def request_contest_pending(request: HttpRequest, filing_number: str) -> HttpResponse:
    """ "Discordo desta pendência": which items, and why. Raises Refused outside corrections."""
    actor, now = actor_of(request), timezone.now()
    case = case_of(actor, filing_number)
    find_row(case, Action.CONTEST_PENDING, actor)
    pendings = _contestable(case)
    chosen = [item for item in request.GET.getlist("item") if item.isdigit()]
    form = ContestItemsForm(
        pendings, request.POST if request.method == "POST" else None, initial={"items": chosen}
    )
    if form.is_bound and form.is_valid():
        try:
            contest = contests.contest_pending(
                access_request_id=case.pk,
                pending_numbers=form.cleaned_data["items"],
                text=form.cleaned_data["text"],
                actor=actor,
                now=now,
            )
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _SENT.format(number=contest.number))
            return redirect("request_pendings", filing_number=case.filing_number)
    frame = case_frame(case, actor=actor, now=now, part=Part.PENDINGS)
    listed = ("Pendências", case_url("request_pendings", case))
    frame |= {"crumbs": [*frame["crumbs"], listed], "crumb_name": "Contestar", "actions": []}
    frame |= {
        "form": form,
        "pendings": pendings,
        "lines": contest_lines(case, due_on=_due_on(frame)),
        "rule": rule("contest.pending", on=timezone.localdate(now)),
        "pause": rule("pause.cure_contest", on=timezone.localdate(now)),
    }
    return render(request, "requests_app/case/contest_pending.html", frame, status=status_of(form))


@for_roles(Role.TECHNICIAN)
@require_http_methods(["GET", "POST"])
def request_contest(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Every contest of the request with its answer; where the decision may be contested, the form."""
    actor, now = actor_of(request), timezone.now()
    case = case_of(actor, filing_number)
    form, contest = _decision_form(request, case, actor)
    if contest is not None:
        messages.success(request, _SENT.format(number=contest.number))
        return redirect("request_contest", filing_number=case.filing_number)
    frame = case_frame(case, actor=actor, now=now, part=Part.OPINION)
    answer = ("Parecer", case_url("request_opinion", case))
    frame |= {"crumbs": [*frame["crumbs"], answer], "crumb_name": "Contestações", "actions": []}
    frame |= contest_context(case, actor, form, due_on=_due_on(frame))
    return render(request, "requests_app/case/contest.html", frame, status=status_of(form))


@for_roles(Role.HOLDER)
@require_http_methods(["GET", "POST"])
def holder_contest(request: HttpRequest, filing_number: str) -> HttpResponse:
    """The same for the holder, who contests the decision alone."""
    actor = actor_of(request)
    case = holder.case_of(request, filing_number)
    form, contest = _decision_form(request, case, actor)
    if contest is not None:
        messages.success(request, _SENT.format(number=contest.number))
        return redirect("holder_contest", filing_number=filing_number)
    context = contest_context(case, actor, form) | {
        "case": case,
        "filing_number": filing_number,
        "crumbs": [("Meu pedido", f"/titular/solicitacoes/{filing_number}")],
    }
    return render(request, "requests_app/holder/contest.html", context, status=status_of(form))


def contest_context(
    case: AccessRequest, actor: Actor, form: ContestForm | None, *, due_on: date | None = None
) -> dict[str, Any]:
    """The contests, the form or why there is none, and the rules of the answer."""
    today = timezone.localdate()
    lines = contest_lines(case, due_on=due_on)
    return {
        "lines": lines,
        "form": form,
        "why_not": "" if form else _why_not(case, actor, lines),
        "opinion": case.opinion,
        "rule": rule("contest.decision", on=today),
        "pause": rule("pause.validity_contest", on=today),
        "denial": rule("denial.contents", on=today),
        "channels": current_profile().complaint_channels,
    }


def _due_on(frame: dict[str, Any]) -> date | None:
    found = frame["reckonings"].get(ClockName.CONTEST)
    return found.due_on if found else None


def _decision_form(
    request: HttpRequest, case: AccessRequest, actor: Actor
) -> tuple[ContestForm | None, Contest | None]:
    """The form, and the contest that was filed with it; no form where nothing may be contested."""
    if request.method == "POST":
        find_row(case, Action.CONTEST_DECISION, actor)
        form = ContestForm(request.POST)
        if not form.is_valid():
            return form, None
        try:
            return form, contests.contest_decision(
                access_request_id=case.pk, text=form.cleaned_data["text"], actor=actor, now=timezone.now()
            )
        except Refused as refused:
            put_refusal(form, refused)
            return form, None
    is_possible = may(actor, Action.CONTEST_DECISION, case) and not _is_taken(case, actor)
    return (ContestForm() if is_possible else None), None


def _is_taken(case: AccessRequest, actor: Actor) -> bool:
    return contests.has_contested(case, actor) or open_contest(case) is not None


def _why_not(case: AccessRequest, actor: Actor, lines: list[ContestLine]) -> str:
    if any(line.is_open for line in lines):
        return "Há uma contestação à espera de resposta."
    if may(actor, Action.CONTEST_DECISION, case):
        return contests.CONTESTED_BEFORE
    return "Não há decisão para contestar agora." if not lines else ""


def _contestable(case: AccessRequest) -> list[Pending]:
    notice = open_notice(case)
    if notice is None:
        return []
    return list(
        notice.pendings.filter(fixed_at=None, contested=None).select_related("seen_attachment__stored_file")
    )
