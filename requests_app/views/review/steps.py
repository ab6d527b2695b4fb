"""Single steps of the review, each with the date it leads to shown before it is confirmed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from eligibility.domain.findings import Finding, Refused
from eligibility.domain.rulebook import rule
from portal.http import actor_of, for_roles
from requests_app.domain.clock import ClockError, ClockEvent, ClockEventKind, ClockName, Reckoning
from requests_app.domain.dates import count_days, long_day
from requests_app.domain.lifecycle import Action
from requests_app.forms.suspension import PauseForm
from requests_app.models import AccessRequest
from requests_app.services.clocks import suspensions
from requests_app.services.clocks.outlook import Outlook, outlook
from requests_app.services.review import verdicts as review
from requests_app.services.review.reading import obstacles, read_bench
from requests_app.views.review.door import REVIEWERS, case_context, open_case

_LENGTHS = (1, 7, 30)
"""Days of standing still for which the pause page shows the date that would result."""
Do = Callable[[AccessRequest, datetime], Any]
Look = Callable[[Outlook, AccessRequest], dict[str, Any]]
"""What the page shows of the dates that would follow."""


@for_roles(*REVIEWERS)
@require_http_methods(["GET", "POST"])
def documents_checked(request: HttpRequest, filing_number: str) -> HttpResponse:
    """The documents comply: the check ends, the technical analysis begins."""
    return _step(
        request,
        filing_number,
        action=Action.ACCEPT_DOCUMENTS,
        template="documents_checked",
        current="Documentos conferidos",
        do=lambda r, now: review.accept_documents(access_request_id=r.pk, actor=actor_of(request), now=now),
        look=lambda view, _: {"after": view.reckon(ClockName.OPINION)},
        done="Documentos conferidos. O pedido está em análise técnica.",
    )


@for_roles(*REVIEWERS)
@require_http_methods(["GET", "POST"])
def works(request: HttpRequest, filing_number: str) -> HttpResponse:
    """The study found works in the grid: the longer term."""
    return _step(
        request,
        filing_number,
        action=Action.REQUIRE_WORKS,
        template="works",
        current="Estudo de obra",
        do=lambda r, now: review.require_works(access_request_id=r.pk, actor=actor_of(request), now=now),
        look=_look_at_works,
        done="O pedido está em estudo de obra. O técnico e o titular foram avisados.",
    )


@for_roles(*REVIEWERS)
@require_http_methods(["GET", "POST"])
def pause(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Stop the term for a listed reason, after a notice; the dates that would result are on the page (A-16)."""
    form = PauseForm(
        review.pause_reasons(timezone.localdate()), request.POST if request.method == "POST" else None
    )
    return _step(
        request,
        filing_number,
        action=Action.PAUSE_CLOCK,
        template="pause",
        current="Parar o prazo",
        form=form,
        do=lambda r, now: review.pause_clock(
            access_request_id=r.pk,
            reason_code=form.cleaned_data["reason_code"],
            consulted=form.consulted,
            actor=actor_of(request),
            now=now,
        ),
        look=_look_at_a_pause,
        done="O prazo parou. O técnico e o titular foram avisados.",
    )


@for_roles(*REVIEWERS)
@require_http_methods(["GET", "POST"])
def resume(request: HttpRequest, filing_number: str) -> HttpResponse:
    """The reason ended: the term goes on today."""
    return _step(
        request,
        filing_number,
        action=Action.RESUME_CLOCK,
        template="resume",
        current="Retomar o prazo",
        do=lambda r, now: review.resume_clock(access_request_id=r.pk, actor=actor_of(request), now=now),
        look=_look_at_a_return,
        done="A suspensão acabou. O técnico e o titular foram avisados.",
    )


def _look_at_a_return(view: Outlook, access_request: AccessRequest) -> dict[str, Any]:
    events = [view.event(ClockEventKind.RESUME, reason_code="resumed")]
    if code := review.pause_after_return(access_request, view.now):
        events.append(view.event(ClockEventKind.PAUSE, reason_code=code))
    return {
        "before": view.reckon(ClockName.OPINION),
        "after": view.reckon(ClockName.OPINION, *events),
    }


def _look_at_works(view: Outlook, _: AccessRequest) -> dict[str, Any]:
    before = view.reckon(ClockName.OPINION)
    without, *with_works = view.opinion_rules
    if not with_works:
        return {"before": before, "after": before, "rule": rule(without, on=view.today)}
    switch = view.event(ClockEventKind.SWITCH_RULE, reason_code="works_found", rule_code=with_works[-1])
    return {
        "before": before,
        "after": view.reckon(ClockName.OPINION, switch),
        "rule": rule(with_works[-1], on=view.today),
    }


def _look_at_a_pause(view: Outlook, _: AccessRequest) -> dict[str, Any]:
    """The date now, the date if it came back today, and after some lengths of standing still."""
    reasons = review.pause_reasons(view.today)
    if not reasons:
        return {}
    # The dates do not depend on which reason it is.
    stop = view.event(ClockEventKind.PAUSE, reason_code=reasons[0].code)
    rows = []
    for days in _LENGTHS:
        back = view.today + timedelta(days=days)
        again = view.event(ClockEventKind.RESUME, reason_code="resumed", on=back)
        then: Reckoning = view.reckon(ClockName.OPINION, stop, again)
        assert then.due_on is not None
        rows.append(
            {
                "label": f"Parado por {count_days(days)}",
                "value": long_day(then.due_on),
                "detail": f"se voltar em {long_day(back)}",
            }
        )
    return {
        "before": view.reckon(ClockName.OPINION),
        "after": view.reckon(ClockName.OPINION, stop),
        "lengths": rows,
        "notice_citation": rule(reasons[0].code, on=view.today).citation,
        **_look_at_the_answer(view, stop, {reason.code for reason in reasons}),
    }


def _look_at_the_answer(view: Outlook, stop: ClockEvent, codes: set[str]) -> dict[str, Any]:
    """The day by which another utility or the ONS should have answered, and the date of the opinion then."""
    back = suspensions.expected_on(suspensions.CONSULTATION, view.today)
    if back is None or suspensions.CONSULTATION not in codes:
        return {}
    again = view.event(ClockEventKind.RESUME, reason_code="resumed", on=back)
    return {
        "answer_rule": suspensions.answer_rule(suspensions.CONSULTATION, view.today),
        "answer_on": back,
        "answer_due": view.reckon(ClockName.OPINION, stop, again).due_on,
    }


def _step(
    request: HttpRequest,
    filing_number: str,
    *,
    action: Action,
    template: str,
    current: str,
    do: Do,
    look: Look,
    done: str,
    form: PauseForm | None = None,
) -> HttpResponse:
    access_request = open_case(request, filing_number)
    actor, now = actor_of(request), timezone.now()
    problems: tuple[Finding, ...] = ()
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            do(access_request, now)
        except Refused as refused:
            if refused.code == "action_not_in_state":
                raise
            problems = refused.findings
        else:
            messages.success(request, done)
            return HttpResponseRedirect(reverse("bench", args=[filing_number]))
    missing = obstacles(read_bench(access_request, with_said=False), action, actor=actor, now=now)
    context = case_context(access_request, actor, now, current=current) | {
        "form": form,
        "problems": problems,
        "has_errors": bool(problems),
        "missing": missing,
        **_dates(access_request, look, now, missing),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, f"requests_app/review/{template}.html", context, status=status)


def _dates(
    access_request: AccessRequest,
    look: Look,
    now: datetime,
    missing: tuple[Finding, ...],
) -> dict[str, Any]:
    """The dates of the step; none when the step cannot follow what is recorded, and then the page says why."""
    view = outlook(access_request, now=now, today=timezone.localdate(now))
    try:
        return look(view, access_request)
    except ClockError:
        if not missing:
            raise
        return {}
