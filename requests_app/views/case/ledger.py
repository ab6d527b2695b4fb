"""The extrato do prazo: every line of every clock of a request, the same to every reader."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.http import actor_of, for_roles
from requests_app.pages.case import Part, case_frame, case_of, ledger_clocks
from requests_app.pages.compensations import compensations_context
from requests_app.services.connection.works import notice_to_show
from requests_app.views.case.summary import READERS


@for_roles(*READERS)
@require_safe
def request_ledger(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Day, event, ran or paused, reason, basis, days used and new date, then the arithmetic step by step."""
    actor = actor_of(request)
    case = case_of(actor, filing_number)
    frame = case_frame(case, actor=actor, now=timezone.now(), part=Part.LEDGER)
    return render(
        request,
        "requests_app/case/ledger.html",
        frame
        | {"clocks": ledger_clocks(case, frame["reckonings"]), "works_notice": notice_to_show(case)}
        | compensations_context(case),
    )
