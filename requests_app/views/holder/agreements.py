"""The holder approves the conditions, reads the contracts and accepts them with a code."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from eligibility.domain.findings import Refused, refuse
from eligibility.domain.rulebook import rule
from eligibility.domain.taxpayer import mask_email
from portal.accounts.roles import Role
from portal.http import actor_of, for_roles
from requests_app.domain.clock import ClockName
from requests_app.domain.lifecycle import Action, State
from requests_app.forms.agreements import AcceptForm
from requests_app.models import AccessRequest, HolderCode
from requests_app.pages.agreements import approval_context, papers_of
from requests_app.services.agreements.reading import acceptance_of, contract_steps
from requests_app.services.agreements.steps import accept_contracts
from requests_app.services.clocks.reckoning import reckon_all
from requests_app.services.connection.following import follows_for
from requests_app.services.opinions.approvals import approve_conditions
from requests_app.services.people.holder_access import CODE_MINUTES, access_of, act_with_code, request_code
from requests_app.services.standing.agreements import charges_open
from requests_app.services.transitions import find_row
from requests_app.views.holder.rate_limits import too_many_tries
from requests_app.views.holder.request import case_of

_FOLDER = "requests_app/holder"
_PURPOSE = HolderCode.Purpose.ACCEPT


@for_roles(Role.HOLDER)
@require_http_methods(["GET", "POST"])
def holder_approve(request: HttpRequest, filing_number: str) -> HttpResponse:
    """What is approved and by which rules, then the button. Raises Refused outside the opinion's own state."""
    actor, now = actor_of(request), timezone.now()
    access_request = case_of(request, filing_number)
    find_row(access_request, Action.APPROVE_CONDITIONS, actor)
    if request.method == "POST":
        approve_conditions(
            access_request_id=access_request.pk, actor=actor, now=now, opinion=request.POST.get("opinion", "")
        )
        messages.success(request, "Condições aprovadas. Seu responsável técnico recebe um aviso.")
        return redirect("holder_contracts", filing_number=filing_number)
    today = timezone.localdate(now)
    context = approval_context(access_request, reckon_all(access_request, today), today)
    return render(request, f"{_FOLDER}/approve.html", _frame(access_request) | context)


@for_roles(Role.HOLDER)
@require_http_methods(["GET", "POST"])
def holder_contracts(request: HttpRequest, filing_number: str) -> HttpResponse:
    """The papers and what accepting means; POST e-mails the code, once everything before it is done."""
    access_request = case_of(request, filing_number)
    refusal = ""
    if request.method == "POST":
        find_row(access_request, Action.ACCEPT_CONTRACTS, actor_of(request))
        try:
            now = timezone.now()
            _check_ready(access_request)
            request_code(access_of(access_request, now=now), now=now, purpose=_PURPOSE)
            return redirect("holder_contracts_accept", filing_number=filing_number)
        except Refused as refused:
            refusal = refused.message
    context = _frame(access_request) | _standing(access_request) | {"refusal": refusal}
    return render(request, f"{_FOLDER}/contracts.html", context, status=409 if refusal else 200)


@for_roles(Role.HOLDER)
@never_cache
@require_http_methods(["GET", "POST"])
def holder_contracts_accept(request: HttpRequest, filing_number: str) -> HttpResponse:
    """The tick and the code. A wrong code loses nothing."""
    if request.method == "POST" and (too_many := too_many_tries(request)):
        return too_many
    access_request = case_of(request, filing_number)
    actor = actor_of(request)
    if request.method == "POST" and _is_accepted(access_request):
        return redirect("holder_contracts_accepted", filing_number=filing_number)
    find_row(access_request, Action.ACCEPT_CONTRACTS, actor)
    form = AcceptForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        # A code is spent once: what the acceptance would refuse is refused before.
        _check_ready(access_request)
        try:
            act_with_code(
                access_request,
                form.cleaned_data["code"],
                lambda: accept_contracts(access_request_id=access_request.pk, actor=actor, now=now),
                now=now,
                purpose=_PURPOSE,
            )
            return redirect("holder_contracts_accepted", filing_number=filing_number)
        except Refused as refused:
            access_request.refresh_from_db(fields=["state"])
            if _is_accepted(access_request):
                # The other click of a double click did it.
                return redirect("holder_contracts_accepted", filing_number=filing_number)
            if not refused.code.startswith("holder_"):
                raise
            form.add_error("code", refused.message)
    context = _frame(access_request) | _standing(access_request) | {"form": form}
    return render(request, f"{_FOLDER}/contracts_accept.html", context, status=422 if form.is_bound else 200)


@for_roles(Role.HOLDER)
@require_safe
def holder_contracts_accepted(request: HttpRequest, filing_number: str) -> HttpResponse:
    """The receipt: what was accepted, when, and what comes next."""
    access_request = case_of(request, filing_number)
    event = acceptance_of(access_request)
    if event is None:
        raise Http404
    today = timezone.localdate()
    context = {
        "event": event,
        "papers": papers_of(access_request, url_name="holder_contract_pdf", today=today),
        "follows": follows_for(access_request) if access_request.state == State.READY.value else None,
    }
    return render(request, f"{_FOLDER}/contracts_accepted.html", _frame(access_request) | context)


def _is_accepted(access_request: AccessRequest) -> bool:
    is_past = State(access_request.state) in (State.READY, State.WORKS)
    return is_past and acceptance_of(access_request) is not None


def _check_ready(access_request: AccessRequest) -> None:
    """Raises Refused while a charge is open or a paper cannot be read yet."""
    if count := charges_open(access_request):
        one = "Falta pagar 1 cobrança antes de aceitar."
        raise refuse(
            "charges_settled", one if count == 1 else f"Falta pagar {count} cobranças antes de aceitar."
        )
    papers = papers_of(access_request, url_name="holder_contract_pdf", today=timezone.localdate())
    if any(paper["file"] is None for paper in papers):
        raise refuse(
            "agreement_being_made", "Um dos contratos ainda está sendo preparado. Volte em alguns minutos."
        )


def _standing(access_request: AccessRequest) -> dict[str, Any]:
    """How far the contracts are. Five statements at most."""
    today = timezone.localdate()
    delivery, acceptance = contract_steps(access_request)
    reckonings = reckon_all(access_request, today)
    is_waiting = access_request.state == State.CONTRACTS_SENT.value
    return {
        "delivery": delivery,
        "acceptance": acceptance,
        "papers": papers_of(access_request, url_name="holder_contract_pdf", today=today) if delivery else [],
        "is_preparing": access_request.state == State.CONTRACTS.value,
        "is_waiting": is_waiting,
        "delivery_clock": reckonings.get(ClockName.CONTRACT_DELIVERY),
        "return_clock": reckonings.get(ClockName.CONTRACT_RETURN),
        "return_rule": rule("contracts.not_returned", on=today),
        "delivery_rule": rule("contracts.delivery", on=today),
        "charges": charges_open(access_request) if is_waiting else 0,
    }


def _frame(access_request: AccessRequest) -> dict[str, Any]:
    return {
        "case": access_request,
        "filing_number": access_request.filing_number,
        "opinion": access_request.opinion,
        "email": mask_email(access_request.holder.email),
        "minutes": CODE_MINUTES,
        "crumbs": [("Meu pedido", f"/titular/solicitacoes/{access_request.filing_number}")],
    }
