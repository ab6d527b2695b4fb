"""Two steps that only the technician takes: taking a request back, and asking for the inspection."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from eligibility.domain.rulebook import rule
from portal.accounts.roles import Role
from portal.http import actor_of, for_roles
from requests_app.case_page import Part, case_frame, case_of
from requests_app.domain.lifecycle import Action
from requests_app.services import withdrawals
from requests_app.services.transitions import find_row


@for_roles(Role.TECHNICIAN)
@require_http_methods(["GET", "POST"])
def request_withdraw(request: HttpRequest, filing_number: str) -> HttpResponse:
    """T17: what is lost, then the button. Raises Refused once the utility has answered."""
    actor, now = actor_of(request), timezone.now()
    case = case_of(actor, filing_number)
    find_row(case, Action.WITHDRAW, actor)
    if request.method == "POST":
        withdrawals.withdraw(access_request_id=case.pk, actor=actor, now=now)
        messages.success(request, "Pedido retirado. O titular recebe um aviso por e-mail.")
        return redirect("request_detail", filing_number=case.filing_number)
    frame = case_frame(case, actor=actor, now=now, part=Part.SUMMARY)
    return render(request, "requests_app/case/withdraw.html", frame | _trail(frame, "Retirar"))


@for_roles(Role.TECHNICIAN)
@require_http_methods(["GET", "POST"])
def request_inspection(request: HttpRequest, filing_number: str) -> HttpResponse:
    """The installation is ready: the inspection is asked for and the validity stops running."""
    actor, now = actor_of(request), timezone.now()
    case = case_of(actor, filing_number)
    find_row(case, Action.REQUEST_INSPECTION, actor)
    if request.method == "POST":
        withdrawals.request_inspection(access_request_id=case.pk, actor=actor, now=now)
        messages.success(request, "Vistoria pedida. A validade do parecer deixou de correr.")
        return redirect("request_detail", filing_number=case.filing_number)
    frame = case_frame(case, actor=actor, now=now, part=Part.SUMMARY)
    inspection = rule("inspection.low_voltage", on=timezone.localdate(now))
    return render(
        request,
        "requests_app/case/inspection.html",
        frame | _trail(frame, "Vistoria") | {"inspection": inspection},
    )


def _trail(frame: dict[str, object], name: str) -> dict[str, object]:
    number = str(frame["filing_number"])
    crumbs = [("Solicitações", "/solicitacoes"), (number, f"/solicitacoes/{number}")]
    return {"crumbs": crumbs, "crumb_name": name, "actions": []}
