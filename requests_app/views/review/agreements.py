"""The analyst reads the prepared contracts, adds observations and delivers them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from documents.domain.agreement_kinds import AgreementKind
from eligibility.domain.findings import Finding, Refused
from eligibility.domain.rulebook import rule
from portal.http import actor_of, for_roles
from requests_app.domain.clock import ClockName
from requests_app.domain.lifecycle import State
from requests_app.forms.agreements import ObservationsForm
from requests_app.models import AccessRequest
from requests_app.pages.agreements import papers_of
from requests_app.services.agreements.reading import contract_steps, needed_agreements
from requests_app.services.agreements.steps import deliver_contracts
from requests_app.services.clocks.outlook import Outlook, outlook
from requests_app.views.review.door import REVIEWERS, case_context, open_case


@for_roles(*REVIEWERS)
@require_http_methods(["GET", "POST"])
def review_contracts(request: HttpRequest, filing_number: str) -> HttpResponse:
    """The papers with the dates that follow from delivering them; later, what became of them."""
    access_request = open_case(request, filing_number)
    actor, now = actor_of(request), timezone.now()
    form = ObservationsForm(request.POST if request.method == "POST" else None)
    problems: tuple[Finding, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            deliver_contracts(
                access_request_id=access_request.pk,
                actor=actor,
                now=now,
                observations=form.cleaned_data["observations"],
            )
        except Refused as refused:
            if refused.code == "action_not_in_state":
                raise
            problems = refused.findings
        else:
            messages.success(request, "Contratos entregues. O técnico e o titular foram avisados.")
            return redirect("review_contracts", filing_number=filing_number)
    today = timezone.localdate(now)
    view = outlook(access_request, now=now, today=today)
    delivery, acceptance = contract_steps(access_request)
    context: dict[str, Any] = {
        "form": form if AgreementKind.OPERATING_AGREEMENT in needed_agreements(access_request) else None,
        "problems": problems,
        "has_errors": bool(problems),
        "papers": papers_of(access_request, url_name="request_contract_pdf", today=today),
        "opinion": access_request.opinion,
        "delivery": delivery,
        "acceptance": acceptance,
        "can_deliver": access_request.state == State.CONTRACTS.value,
        "delivery_rule": rule("contracts.delivery", on=today),
        **_dates(access_request, view),
    }
    page = case_context(access_request, actor, now, current="Contratos") | context
    status = 422 if request.method == "POST" else 200
    return render(request, "requests_app/review/contracts.html", page, status=status)


def _dates(access_request: AccessRequest, view: Outlook) -> dict[str, Any]:
    """Until when to deliver, and until when the holder accepts if it is done today."""
    if access_request.state != State.CONTRACTS.value:
        known = view.events.get(ClockName.CONTRACT_RETURN)
        return {"return_clock": view.reckon(ClockName.CONTRACT_RETURN) if known else None}
    return {
        "delivery_clock": view.reckon(ClockName.CONTRACT_DELIVERY),
        "return_clock": view.started_today(
            ClockName.CONTRACT_RETURN, reason_code="contracts_delivered", rule_code="contracts.return"
        ),
    }
