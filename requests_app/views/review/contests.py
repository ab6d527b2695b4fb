"""The reviewers' side of contests: the list of those that wait, and the answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from eligibility.domain.findings import Refused
from portal.accounts.roles import Actor
from portal.http import actor_of, for_roles
from requests_app.domain.badge import badge_for
from requests_app.domain.clock import ClockEventKind, ClockName
from requests_app.domain.lifecycle import Action, State
from requests_app.forms.contests import (
    UPHOLD,
    AnswerForm,
    AnswerItemsForm,
    JudgeForm,
    put_refusal,
    status_of,
)
from requests_app.models import AccessRequest, Contest
from requests_app.permissions import may
from requests_app.services.clocks.outlook import Outlook, outlook
from requests_app.services.review import contests as service
from requests_app.services.review.contest_reading import ContestLine, contest_lines, waiting_contests
from requests_app.services.review.late_items import late_item_counts
from requests_app.services.review.reading import for_bench
from requests_app.services.review.shown_pages import check_shown
from requests_app.services.standing.contests import deciders
from requests_app.services.transitions import find_row
from requests_app.views.review.door import REVIEWERS, case_context


@for_roles(*REVIEWERS)
@require_GET
def contests(request: HttpRequest) -> HttpResponse:
    """Every contest that waits for an answer, soonest first."""
    today = timezone.localdate()
    rows = [
        {
            "contest": contest,
            "badge": badge_for(
                contest.due_on,  # type: ignore[attr-defined]  # annotated by the reading
                is_paused=False,
                used_days=0,
                total_days=0,
                today=today,
            ),
            "what": f"Decisão {contest.opinion.number}" if contest.opinion else "Correções",
            "who": "Supervisão" if contest.opinion else "Outro analista ou a supervisão",
            "url": reverse("review_contest", args=[contest.access_request.filing_number]),
        }
        for contest in waiting_contests()
    ]
    context = {"rows": rows, "crumbs": [("Fila", reverse("queue"))], "late": late_item_counts()}
    return render(request, "requests_app/review/contests.html", context)


@for_roles(*REVIEWERS)
@require_http_methods(["GET", "POST"])
def review_contest(request: HttpRequest, filing_number: str) -> HttpResponse:
    """What is contested, the words of both sides, and the form for whoever may answer."""
    actor, now = actor_of(request), timezone.now()
    access_request = get_object_or_404(for_bench(actor).prefetch_related(None), filing_number=filing_number)
    view = outlook(access_request, now=now, today=timezone.localdate(now))
    due_on = view.reckon(ClockName.CONTEST).due_on if ClockName.CONTEST in view.events else None
    lines = contest_lines(access_request, due_on=due_on)
    line = next((line for line in lines if line.is_open), None)
    contest = line.contest if line else None
    form = _form(line, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        _require_row(access_request, actor)
        if form is None or contest is None:
            raise service.nothing_to_answer()
        check_shown(request.POST.get("contest", ""), contest.number, service.SHOWN)
        if form.is_valid():
            try:
                done = _answer(access_request, form, contest.number, actor)
            except Refused as refused:
                put_refusal(form, refused)
            else:
                messages.success(
                    request, f"Contestação respondida: {done}. O técnico e o titular foram avisados."
                )
                return redirect("review_contest", filing_number=filing_number)
    context = case_context(access_request, actor, now, current="Contestação") | {
        "lines": lines,
        "contest": contest,
        "contested": line.items if line else (),
        "why_not": _why_not(access_request, contest, actor),
        "form": form,
        **(_dates(access_request, contest, view) if contest else {}),
    }
    return render(request, "requests_app/review/contest.html", context, status=status_of(form))


def _require_row(access_request: AccessRequest, actor: Actor) -> None:
    is_pending = access_request.state == State.PENDING.value
    find_row(access_request, Action.ANSWER_CONTEST if is_pending else Action.REJECT_CONTEST, actor)


def _form(line: ContestLine | None, data: Any) -> AnswerForm | None:
    if line is None:
        return None
    if line.contest.is_about_decision:
        return JudgeForm(data)
    return AnswerItemsForm([item.pending for item in line.items], data)


def _answer(access_request: AccessRequest, form: AnswerForm, number: str, actor: Actor) -> str:
    given, now = form.cleaned_data, timezone.now()
    if isinstance(form, AnswerItemsForm):
        contest = service.answer_contest(
            access_request_id=access_request.pk,
            upheld_numbers=given["upheld"],
            answer=given["answer"],
            actor=actor,
            now=now,
            number=number,
        )
    else:
        judge = service.uphold_contest if given["result"] == UPHOLD else service.reject_contest
        contest = judge(
            access_request_id=access_request.pk, answer=given["answer"], actor=actor, now=now, number=number
        )
    return Contest.Outcome(contest.outcome).label


def _why_not(access_request: AccessRequest, contest: Contest | None, actor: Actor) -> str:
    """Why this person does not answer; empty for whoever may."""
    if contest is None:
        return ""
    action = Action.REJECT_CONTEST if contest.is_about_decision else Action.ANSWER_CONTEST
    if not may(actor, action, access_request):
        return "A contestação de uma decisão é respondida pela supervisão."
    if actor.user_id in deciders(contest):
        return "Quem decidiu não julga a própria decisão. Outra pessoa responde a esta contestação."
    return ""


def _dates(access_request: AccessRequest, contest: Contest, view: Outlook) -> dict[str, Any]:
    """Where the terms go with each answer."""
    resumed = view.event(ClockEventKind.RESUME, reason_code="contest_answered")
    if not contest.is_about_decision:
        cure = view.reckon(ClockName.CURE)
        return {"cure": view.reckon(ClockName.CURE, resumed) if cure.is_paused else cure}
    after = view.started_today(
        ClockName.OPINION, reason_code="contest_upheld", rule_code=view.opinion_rules[0]
    )
    found = {"opinion_after": after}
    if ClockName.VALIDITY in view.events:
        validity = view.reckon(ClockName.VALIDITY)
        found["validity"] = view.reckon(ClockName.VALIDITY, resumed) if validity.is_paused else validity
    return found
