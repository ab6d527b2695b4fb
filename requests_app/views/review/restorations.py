"""The supervisor restores an opinion that was cancelled or lapsed, with the dates before the button."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from eligibility.domain.findings import Refused
from eligibility.domain.rulebook import rule
from portal.accounts.roles import Role
from portal.http import actor_of, for_roles
from requests_app.domain.clock import ClockName
from requests_app.domain.lifecycle import Action
from requests_app.forms.contests import RestoreForm, put_refusal
from requests_app.models import AccessRequest
from requests_app.services.clocks.outlook import outlook
from requests_app.services.clocks.terms import validity_rule
from requests_app.services.opinions.restorations import restore
from requests_app.services.transitions import find_row
from requests_app.views.review.door import case_context, open_case


@for_roles(Role.SUPERVISOR)
@require_http_methods(["GET", "POST"])
def review_restore(request: HttpRequest, filing_number: str) -> HttpResponse:
    """What restoring does, until when the new opinion is worth, and the reason. Raises Refused in another state."""
    access_request = open_case(request, filing_number)
    actor, now = actor_of(request), timezone.now()
    find_row(access_request, Action.RESTORE, actor)
    form = RestoreForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            opinion = restore(
                access_request_id=access_request.pk, reason=form.cleaned_data["reason"], actor=actor, now=now
            )
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(
                request, f"Parecer {opinion.number} emitido. O técnico e o titular foram avisados por e-mail."
            )
            return redirect("bench", filing_number=filing_number)
    context = case_context(access_request, actor, now, current="Restaurar o parecer")
    context |= {"form": form, "opinion": access_request.opinion, **_dates(access_request, now)}
    status = 422 if form.errors else 200
    return render(request, "requests_app/review/restore.html", context, status=status)


def _dates(access_request: AccessRequest, now: Any) -> dict[str, Any]:
    today = timezone.localdate(now)
    view = outlook(access_request, now=now, today=today)
    code = validity_rule(today)
    return {
        "before": view.reckon(ClockName.VALIDITY),
        "after": view.started_today(ClockName.VALIDITY, reason_code="opinion_restored", rule_code=code),
        "rule": rule(code, on=today),
    }
