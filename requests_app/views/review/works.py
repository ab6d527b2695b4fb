"""The reviewer stops, resumes and ends the works in the grid; each page shows the dates before it is confirmed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from eligibility.domain.findings import Finding, Refused
from eligibility.domain.rulebook import rule
from portal.http import actor_of, for_roles
from requests_app.domain.clock import ClockError, ClockEventKind, ClockName
from requests_app.domain.dates import count_days, long_day
from requests_app.domain.lifecycle import Action
from requests_app.forms.works import SuspensionForm, WorksEndForm
from requests_app.models import AccessRequest
from requests_app.services.clocks.outlook import Outlook, outlook
from requests_app.services.connection import works
from requests_app.services.grid.ledger import AccountRow, account_of
from requests_app.services.grid.reading import booked_accounts
from requests_app.views.review.door import REVIEWERS, case_context, open_case

_LENGTHS = (1, 7, 30)
"""Days of standing still for which the page shows the date that would result."""
Do = Callable[[], Any]
Look = Callable[[Outlook, AccessRequest], dict[str, Any]]


@for_roles(*REVIEWERS)
@require_http_methods(["GET", "POST"])
def works_pause(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Stop the term of the works for a reason of art. 89; the notice in writing goes out the same day."""
    access_request = open_case(request, filing_number)
    today = timezone.localdate()
    form = SuspensionForm(
        works.suspension_reasons(access_request, today),
        request.POST if request.method == "POST" else None,
    )
    return _page(
        request,
        access_request,
        Action.SUSPEND_WORKS,
        template="works_pause",
        current="Parar o prazo da obra",
        form=form,
        do=lambda: works.suspend_works(
            access_request_id=access_request.pk,
            reason_code=form.cleaned_data["reason_code"],
            detail=form.cleaned_data["detail"],
            actor=actor_of(request),
            now=timezone.now(),
        ),
        look=_look_at_a_stop,
        done="O prazo da obra para a partir de amanhã. O técnico e o titular foram avisados.",
    )


@for_roles(*REVIEWERS)
@require_http_methods(["GET", "POST"])
def works_resume(request: HttpRequest, filing_number: str) -> HttpResponse:
    """The reason ended: the term of the works goes on."""
    access_request = open_case(request, filing_number)
    return _page(
        request,
        access_request,
        Action.RESUME_WORKS,
        template="works_resume",
        current="Retomar o prazo da obra",
        do=lambda: works.resume_works(
            access_request_id=access_request.pk, actor=actor_of(request), now=timezone.now()
        ),
        look=_look_at_the_return,
        done="O prazo da obra voltou a contar. O técnico e o titular foram avisados.",
    )


@for_roles(*REVIEWERS)
@require_http_methods(["GET", "POST"])
def works_finished(request: HttpRequest, filing_number: str) -> HttpResponse:
    """The works ended: the validity of the opinion goes on."""
    access_request = open_case(request, filing_number)
    accounts = {f"account_{place}": row for place, row in enumerate(_with_capacity(access_request))}
    places = {name: account_of(row).place for name, row in accounts.items()}
    form = WorksEndForm(places, request.POST if request.method == "POST" else None)
    return _page(
        request,
        access_request,
        Action.FINISH_WORKS,
        template="works_finished",
        current="Fim da obra",
        form=form,
        do=lambda: works.finish_works(
            access_request_id=access_request.pk,
            actor=actor_of(request),
            now=timezone.now(),
            added_kw={accounts[name]: power for name, power in form.added().items()},
        ),
        look=_look_at_the_end,
        done="Obra terminada. O técnico e o titular foram avisados.",
    )


def _with_capacity(access_request: AccessRequest) -> list[AccountRow]:
    """The accounts of the opinion's booking to whose capacity something can be added."""
    return [row for row in booked_accounts(access_request) if row.hosting_capacity_kw is not None]


def _look_at_a_stop(view: Outlook, access_request: AccessRequest) -> dict[str, Any]:
    reasons = works.suspension_reasons(access_request, view.today)
    if not reasons or ClockName.WORKS not in view.events:
        return {}
    # The dates do not depend on which reason it is.
    stop = view.event(ClockEventKind.PAUSE, reason_code=reasons[0].code)
    rows = []
    for days in _LENGTHS:
        back = view.today + timedelta(days=days)
        then = view.reckon(
            ClockName.WORKS, stop, view.event(ClockEventKind.RESUME, reason_code="resumed", on=back)
        )
        assert then.due_on is not None
        label, detail = f"Parado por {count_days(days)}", f"se voltar em {long_day(back)}"
        rows.append({"label": label, "value": long_day(then.due_on), "detail": detail})
    return {
        "before": view.reckon(ClockName.WORKS),
        "after": view.reckon(ClockName.WORKS, stop),
        "lengths": rows,
        "right_until": works.withdrawal_right_until(access_request, view.today),
    }


def _look_at_the_return(view: Outlook, access_request: AccessRequest) -> dict[str, Any]:
    if ClockName.WORKS not in view.events:
        return {}
    back = view.event(ClockEventKind.RESUME, reason_code="resumed")
    return {
        "notice": works.newest_notice(access_request),
        "before": view.reckon(ClockName.WORKS),
        "after": view.reckon(ClockName.WORKS, back),
    }


def _look_at_the_end(view: Outlook, access_request: AccessRequest) -> dict[str, Any]:
    """The validity as it would be; it stands still on while a project is being analysed."""
    found: dict[str, Any] = {"commissioning": rule("works.commissioning", on=view.today)}
    if ClockName.WORKS in view.events:
        found["works_clock"] = view.reckon(ClockName.WORKS)
    project = view.events.get(ClockName.PROJECT)
    if project and view.reckon(ClockName.PROJECT).stopped_on is None:
        return found | {"is_held": True}
    back = view.event(ClockEventKind.RESUME, reason_code="resumed")
    return found | {"after": view.reckon(ClockName.VALIDITY, back)}


def _page(
    request: HttpRequest,
    access_request: AccessRequest,
    action: Action,
    *,
    template: str,
    current: str,
    do: Do,
    look: Look,
    done: str,
    form: forms.Form | None = None,
) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    problems: tuple[Finding, ...] = ()
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            do()
        except Refused as refused:
            if refused.code == "action_not_in_state":
                raise
            problems = refused.findings
        else:
            messages.success(request, done)
            return HttpResponseRedirect(reverse("bench", args=[access_request.filing_number]))
    missing = works.obstacles_to(access_request, action, actor=actor, now=now)
    context = case_context(access_request, actor, now, current=current) | {
        "form": form,
        "problems": problems,
        "has_errors": bool(problems) or (form is not None and form.is_bound and bool(form.errors)),
        "missing": missing,
        **_dates(access_request, look, now, missing),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, f"requests_app/review/{template}.html", context, status=status)


def _dates(
    access_request: AccessRequest, look: Look, now: datetime, missing: tuple[Finding, ...]
) -> dict[str, Any]:
    """The dates of the step; none when the step cannot follow what is recorded, and then the page says why."""
    try:
        return look(outlook(access_request, now=now, today=timezone.localdate(now)), access_request)
    except ClockError:
        if not missing:
            raise
        return {}
