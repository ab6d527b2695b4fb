"""Reverse flow as technician and holder read it: the waiver or the study, the choice, the studies asked for."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from eligibility.domain.findings import Refused
from eligibility.domain.rulebook import rule
from portal.accounts.roles import Actor, Role
from portal.http import actor_of, for_roles
from requests_app.domain.clock import ClockName
from requests_app.domain.lifecycle import OPEN_STATES, Action, State
from requests_app.forms.flow import ChoiceForm, StudyRequestForm, put_beside
from requests_app.models import AccessRequest
from requests_app.pages.case import Part, case_frame, case_of, case_url, crumbs_of
from requests_app.pages.holder import Reckonings
from requests_app.permissions import may
from requests_app.services.clocks.reckoning import reckon_all
from requests_app.services.connection.reading import due_if_started_today
from requests_app.services.flow.reading import Flow, read_flow
from requests_app.services.flow.studies import choose_alternative, nothing_to_choose
from requests_app.services.flow.study_requests import request_studies
from requests_app.services.transitions import find_row
from requests_app.views.holder import request as holder

_STUDIES = "opinion.studies_on_request"


@for_roles(Role.TECHNICIAN)
@require_http_methods(["GET", "POST"])
def request_flow(request: HttpRequest, filing_number: str) -> HttpResponse:
    """GET shows; POST `studies` asks for the studies behind the alternative, anything else chooses one."""
    actor, now = actor_of(request), timezone.now()
    case = case_of(actor, filing_number)
    flow = read_flow(case)
    is_asking, is_post = request.POST.get("step") == "studies", request.method == "POST"
    if is_post:
        find_row(case, Action.REQUEST_STUDIES if is_asking else Action.CHOOSE_ALTERNATIVE, actor)
        if not is_asking and not flow.offers_a_choice:
            raise nothing_to_choose(timezone.localdate(now))
    choice = _choice_form(case, actor, flow, request.POST if is_post and not is_asking else None)
    asking = StudyRequestForm(request.POST if is_asking else None)
    if is_asking and _asked(request, case, asking, now):
        messages.success(
            request, "Estudos pedidos. A data da entrega está nesta página, e a validade do parecer parou."
        )
        return redirect("request_flow", filing_number=case.filing_number)
    if choice is not None and choice.is_bound and _chosen(request, case, choice, now):
        messages.success(request, "Escolha registrada. A distribuidora foi avisada.")
        return redirect("request_flow", filing_number=case.filing_number)
    frame = case_frame(case, actor=actor, now=now, part=Part.SUMMARY)
    frame |= flow_context(case, flow, frame["reckonings"], now) | {
        "form": choice,
        "asking": asking,
        "forms": [form for form in (choice, asking) if form is not None],
        "has_errors": _has_errors(choice, asking),
        "may_ask": flow.row is not None
        and may(actor, Action.REQUEST_STUDIES, case)
        and not _is_awaited(frame["reckonings"]),
        "due_if_asked": due_if_started_today(
            case, ClockName.STUDIES, reason_code="studies_requested", rule_code=_STUDIES, now=now
        ),
        "crumbs": crumbs_of(case, actor),
        "crumb_name": "Inversão de fluxo",
        "actions": [],
        "pdf_url": pdf_url("flow_study_pdf", case, flow),
        "back": case_url("request_detail", case),
    }
    return render(request, "requests_app/case/flow.html", frame, status=422 if frame["has_errors"] else 200)


@for_roles(Role.HOLDER)
@require_safe
def holder_flow(request: HttpRequest, filing_number: str) -> HttpResponse:
    """The same to read; the technician is who chooses."""
    now = timezone.now()
    case = holder.case_of(request, filing_number)
    flow = read_flow(case)
    context = flow_context(case, flow, reckon_all(case, timezone.localdate(now)), now) | {
        "case": case,
        "filing_number": filing_number,
        "crumbs": [("Meu pedido", f"/titular/solicitacoes/{filing_number}")],
        "pdf_url": pdf_url("holder_flow_study_pdf", case, flow),
    }
    return render(request, "requests_app/holder/flow.html", context)


def flow_context(case: AccessRequest, flow: Flow, reckonings: Reckonings, now: datetime) -> dict[str, Any]:
    """What the partials of reverse flow need on the page of any reader."""
    clock = reckonings.get(ClockName.STUDIES)
    today = timezone.localdate(now)
    return {
        "flow": flow,
        "is_study_ahead": State(case.state) in OPEN_STATES,
        "studies_clock": clock if clock is not None and clock.is_open else None,
        "choice_rule": rule("reverse_flow.choice", on=today),
        "combination_rule": rule("reverse_flow.combination", on=today),
        "studies_rule": rule(_STUDIES, on=today),
        "pause": rule("pause.validity_studies", on=today),
    }


def _is_awaited(reckonings: Reckonings) -> bool:
    clock = reckonings.get(ClockName.STUDIES)
    return clock is not None and clock.is_open


def pdf_url(name: str, case: AccessRequest, flow: Flow) -> str:
    """The address of the study in force; empty without one."""
    return f"{case_url(name, case)}?estudo={flow.row.number}" if flow.row else ""


def _choice_form(case: AccessRequest, actor: Actor, flow: Flow, data: Any) -> ChoiceForm | None:
    if flow.study is None or not flow.offers_a_choice or not may(actor, Action.CHOOSE_ALTERNATIVE, case):
        return None
    return ChoiceForm(flow.study, data)


def _chosen(request: HttpRequest, case: AccessRequest, form: ChoiceForm, now: datetime) -> bool:
    if not form.is_valid():
        return False
    try:
        choose_alternative(
            access_request_id=case.pk,
            choice=form.choice(),
            actor=actor_of(request),
            now=now,
            seen_study=request.POST.get("study", ""),
        )
    except Refused as refused:
        put_beside(form, refused)
        return False
    return True


def _asked(request: HttpRequest, case: AccessRequest, form: StudyRequestForm, now: datetime) -> bool:
    if not form.is_valid():
        return False
    try:
        request_studies(
            access_request_id=case.pk, asked=form.cleaned_data["asked"], actor=actor_of(request), now=now
        )
    except Refused as refused:
        put_beside(form, refused)
        return False
    return True


def _has_errors(*forms: ChoiceForm | StudyRequestForm | None) -> bool:
    return any(form is not None and form.is_bound and bool(form.errors) for form in forms)
