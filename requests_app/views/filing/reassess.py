"""Repeating an ended request: what comes along, what changed in the documents since, then the new draft."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from portal.accounts.roles import Role
from portal.http import actor_of, for_roles
from requests_app.pages.case import Part, case_frame, case_of
from requests_app.services.filing.reassessments import (
    document_changes,
    open_repetition,
    reassess,
    require_ended,
)
from requests_app.views.case.endings import trail


@for_roles(Role.TECHNICIAN)
@require_http_methods(["GET", "POST"])
def request_reassess(request: HttpRequest, filing_number: str) -> HttpResponse:
    """GET tells what is kept and what changed; POST opens the draft, the same one on a second click."""
    actor, now = actor_of(request), timezone.now()
    case = case_of(actor, filing_number)
    require_ended(case)
    if request.method == "POST":
        draft = reassess(access_request_id=case.pk, actor=actor, now=now)
        return redirect("draft_start", public_id=draft.public_id)
    frame = case_frame(case, actor=actor, now=now, part=Part.SUMMARY)
    context = {
        "changes": document_changes(case, timezone.localdate(now)),
        "draft": open_repetition(case),
        "today": timezone.localdate(now),
    }
    return render(
        request, "requests_app/case/reassess.html", frame | trail(frame, "Repetir o pedido") | context
    )
