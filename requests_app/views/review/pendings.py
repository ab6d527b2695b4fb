"""All corrections of the round in one notice: seen exactly as the technician will read it, then sent at once."""

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
from requests_app.domain.clock import ClockEventKind, ClockName, ClockState
from requests_app.domain.lifecycle import Action
from requests_app.models import AccessRequest
from requests_app.services.clocks.outlook import Outlook, outlook
from requests_app.services.review.reading import obstacles, read_bench
from requests_app.services.review.verdicts import draft_pendings, pause_policy, send_pendings
from requests_app.services.telling.messages import clock_effect_text
from requests_app.views.review.door import REVIEWERS, case_context, open_case

_KINDS = {"pause": ClockEventKind.PAUSE, "reset": ClockEventKind.RESET}


@for_roles(*REVIEWERS)
@require_http_methods(["GET", "POST"])
def pendings(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Preview on GET; on POST one notice with everything, or 422 with what is missing (409 in another state)."""
    access_request = open_case(request, filing_number)
    if request.method == "POST":
        try:
            notice = send_pendings(
                access_request_id=access_request.pk, actor=actor_of(request), now=timezone.now()
            )
        except Refused as refused:
            if refused.code == "action_not_in_state":
                raise
            return _show(request, access_request, refused.findings)
        count = notice.pendings.count()
        messages.success(
            request,
            f"{'A correção foi enviada' if count == 1 else f'As {count} correções foram enviadas'} de uma vez. "
            "O técnico e o titular foram avisados por e-mail.",
        )
        return HttpResponseRedirect(reverse("bench", args=[filing_number]))
    return _show(request, access_request, ())


def _show(request: HttpRequest, access_request: AccessRequest, findings: tuple[Finding, ...]) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    reading = read_bench(access_request, with_said=False)
    missing = obstacles(reading, Action.SEND_PENDINGS, actor=actor, now=now)
    policy = rule(pause_policy(access_request, now), on=today)
    context = case_context(access_request, actor, now, current="Correções") | {
        "bench": reading,
        "pendings": draft_pendings(access_request, [row.item for row in reading.failing]),
        "problems": findings,
        "has_errors": bool(findings),
        "missing": missing,
        "left": [row for row in reading.rows if row.is_open],
        "effect": clock_effect_text(str(policy.value)),
        "policy": policy,
        "cure_rule": rule("pending.cure", on=today),
        **_dates(
            access_request,
            outlook(access_request, now=now, today=today),
            policy.code,
            str(policy.value),
            missing,
        ),
    }
    return render(request, "requests_app/review/pendings.html", context, status=422 if findings else 200)


def _dates(
    access_request: AccessRequest, view: Outlook, code: str, effect: str, missing: tuple[Finding, ...]
) -> dict[str, Any]:
    """Until when the technician answers, and where the utility's own term would stand."""
    if any(finding.code == "action_not_in_state" for finding in missing):
        return {}
    cure = view.started_today(ClockName.CURE, reason_code="pendings_sent", rule_code="pending.cure")
    opinion = view.reckon(ClockName.OPINION)
    if effect in _KINDS and opinion.state is ClockState.RUNNING:
        opinion = view.reckon(ClockName.OPINION, view.event(_KINDS[effect], reason_code=code))
    return {"cure_due_on": cure.due_on, "opinion": opinion}
