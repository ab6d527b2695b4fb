"""The technician approves the conditions of the opinion, and reads how far the contracts are."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from eligibility.domain.rulebook import rule
from portal.accounts.roles import Role
from portal.http import actor_of, for_roles
from requests_app.domain.clock import ClockName
from requests_app.domain.lifecycle import Action, State
from requests_app.pages.agreements import approval_context, papers_of
from requests_app.pages.case import Part, case_frame, case_of
from requests_app.services.agreements.reading import contract_steps
from requests_app.services.opinions.approvals import approve_conditions
from requests_app.services.transitions import find_row


@for_roles(Role.TECHNICIAN)
@require_http_methods(["GET", "POST"])
def request_approve(request: HttpRequest, filing_number: str) -> HttpResponse:
    """What is approved and by which rules, then the button. Raises Refused outside the opinion's own state."""
    actor, now = actor_of(request), timezone.now()
    case = case_of(actor, filing_number)
    find_row(case, Action.APPROVE_CONDITIONS, actor)
    if request.method == "POST":
        approve_conditions(
            access_request_id=case.pk, actor=actor, now=now, opinion=request.POST.get("opinion", "")
        )
        messages.success(request, "Condições aprovadas. O titular recebe um aviso por e-mail.")
        return redirect("request_contracts", filing_number=case.filing_number)
    frame = case_frame(case, actor=actor, now=now, part=Part.SUMMARY)
    context = approval_context(case, frame["reckonings"], timezone.localdate(now))
    return render(
        request, "requests_app/case/approve.html", frame | context | _trail(frame, "Aprovar as condições")
    )


@for_roles(Role.TECHNICIAN)
@require_safe
def request_contracts(request: HttpRequest, filing_number: str) -> HttpResponse:
    """What was delivered, until when the holder accepts, and whether it happened. Only the holder accepts."""
    actor, now = actor_of(request), timezone.now()
    case = case_of(actor, filing_number)
    frame = case_frame(case, actor=actor, now=now, part=Part.SUMMARY)
    today = timezone.localdate(now)
    delivery, acceptance = contract_steps(case)
    context = {
        "delivery": delivery,
        "acceptance": acceptance,
        "papers": papers_of(case, url_name="request_contract_pdf", today=today) if delivery else [],
        "delivery_clock": frame["reckonings"].get(ClockName.CONTRACT_DELIVERY),
        "return_clock": frame["reckonings"].get(ClockName.CONTRACT_RETURN),
        "is_preparing": case.state == State.CONTRACTS.value,
        "is_waiting": case.state == State.CONTRACTS_SENT.value,
        "delivery_rule": rule("contracts.delivery", on=today),
        "return_rule": rule("contracts.not_returned", on=today),
    }
    return render(request, "requests_app/case/contracts.html", frame | context | _trail(frame, "Contratos"))


def _trail(frame: dict[str, object], name: str) -> dict[str, object]:
    number = str(frame["filing_number"])
    crumbs = [("Solicitações", "/solicitacoes"), (number, f"/solicitacoes/{number}")]
    return {"crumbs": crumbs, "crumb_name": name, "actions": []}
