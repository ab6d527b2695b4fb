"""The analyst's pages of reverse flow: the waiver, the study, and the delivery of the studies behind it."""

from typing import BinaryIO, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from eligibility.domain.compatible_power_project import unit_power
from eligibility.domain.findings import Refused
from eligibility.domain.rulebook import rule
from eligibility.domain.vocabulary import TariffGroup
from portal.http import actor_of, for_roles
from requests_app.domain.clock import ClockName
from requests_app.domain.lifecycle import OPEN_STATES, Action, State
from requests_app.forms.flow import CompatibleForm, StudyDeliveryForm, put_beside
from requests_app.forms.flow_study import FlowStudyForm
from requests_app.models import AccessRequest
from requests_app.permissions import may
from requests_app.services.clocks.outlook import outlook
from requests_app.services.clocks.reckoning import reckon_all
from requests_app.services.filing.facts import filed_facts
from requests_app.services.flow.reading import Flow, read_flow
from requests_app.services.flow.studies import confirm_compatible, issue_study
from requests_app.services.flow.study_requests import deliver_studies, open_request
from requests_app.services.grid.queue import added_kw
from requests_app.services.review.reading import obstacles, read_bench
from requests_app.services.transitions import find_row
from requests_app.views.case.flow import flow_context, pdf_url
from requests_app.views.review.door import REVIEWERS, case_context, open_case

RULES = (
    "reverse_flow.alternatives",
    "reverse_flow.study",
    "reverse_flow.exclusive_equipment",
    "reverse_flow.enough",
    "reverse_flow.combination",
    "reverse_flow.reduction_cost",
)
_NOT_KEPT = "Não conseguimos guardar este arquivo agora. Tente de novo."


@for_roles(*REVIEWERS)
@require_http_methods(["GET", "POST"])
def review_flow(request: HttpRequest, filing_number: str) -> HttpResponse:
    """GET shows; POST `waiver` says whether the compatible power holds, anything else delivers the study."""
    access_request = open_case(request, filing_number)
    actor, now = actor_of(request), timezone.now()
    flow = read_flow(access_request)
    is_waiver = request.POST.get("step") == "waiver"
    group = TariffGroup(access_request.consumer_unit.group)
    is_post = request.method == "POST"
    if is_post:
        find_row(access_request, Action.ISSUE_FLOW_STUDY, actor)
    compatible = CompatibleForm(request.POST if is_post and is_waiver else None)
    form = FlowStudyForm(group, request.POST if is_post and not is_waiver else None, before=flow.study)
    if (is_waiver and _confirmed(request, access_request, compatible)) or (
        is_post and not is_waiver and _issued(request, access_request, form)
    ):
        return redirect("review_flow", filing_number=filing_number)
    is_time = may(actor, Action.ISSUE_FLOW_STUDY, access_request)
    may_study = is_time and flow.waiver is None
    state = State(access_request.state)
    is_early = state in OPEN_STATES and not is_time and flow.waiver is None and flow.study is None
    reading = read_bench(access_request, with_said=False)
    context = case_context(access_request, actor, now, current="Inversão de fluxo") | {
        **flow_context(access_request, flow, reckon_all(access_request, timezone.localdate(now)), now),
        "pdf_url": pdf_url("flow_study_pdf", access_request, flow),
        "flow": flow,
        "added_kw": added_kw(access_request),
        "form": form,
        "compatible": compatible,
        "forms": [form, compatible],
        "may_study": may_study,
        "may_confirm": flow.asks_compatible and is_time,
        "is_early": is_early,
        "shows_compatible": flow.asks_compatible and (is_time or is_early),
        "awaits_corrections": state is State.PENDING,
        "lacks_documents": access_request.documents_checked_on is None,
        "can_accept": may(actor, Action.ACCEPT_DOCUMENTS, access_request),
        "missing": obstacles(reading, Action.ISSUE_FLOW_STUDY, actor=actor, now=now) if may_study else (),
        "rules": [rule(code, on=timezone.localdate(now)) for code in RULES],
        "compatible_rule": rule("reverse_flow.compatible", on=timezone.localdate(now)),
        "unit_power": unit_power(filed_facts(access_request)),
    }
    status = 422 if form.errors or compatible.errors else 200
    return render(request, "requests_app/review/flow.html", context, status=status)


def _confirmed(request: HttpRequest, access_request: AccessRequest, form: CompatibleForm) -> bool:
    if not form.is_valid():
        return False
    is_confirmed = form.cleaned_data["is_confirmed"]
    try:
        confirm_compatible(
            access_request_id=access_request.pk,
            is_confirmed=is_confirmed,
            actor=actor_of(request),
            now=timezone.now(),
        )
    except Refused as refused:
        put_beside(form, refused)
        return False
    said = "A análise está dispensada." if is_confirmed else "A dispensa não vale: o estudo é devido."
    messages.success(request, f"Registrado. {said}")
    return True


def _issued(request: HttpRequest, access_request: AccessRequest, form: FlowStudyForm) -> bool:
    """Whether the study was delivered; otherwise the form says why, and keeps every word."""
    if not form.is_valid():
        return False
    try:
        issued = issue_study(
            access_request_id=access_request.pk,
            study=form.study(),
            actor=actor_of(request),
            now=timezone.now(),
        )
    except Refused as refused:
        put_beside(form, refused)
        return False
    messages.success(
        request,
        f"Estudo {issued.number} entregue. O técnico e o titular foram avisados. O PDF fica pronto em instantes.",
    )
    return True


@for_roles(*REVIEWERS)
@require_http_methods(["GET", "POST"])
def review_studies(request: HttpRequest, filing_number: str) -> HttpResponse:
    """The studies that were asked for go out: one PDF, with what it rests on in words."""
    access_request = open_case(request, filing_number)
    actor, now = actor_of(request), timezone.now()
    view = outlook(access_request, now=now, today=timezone.localdate(now))
    clock = view.reckon(ClockName.STUDIES) if ClockName.STUDIES in view.events else None
    asked = open_request(access_request) if clock is not None and clock.is_open else None
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = StudyDeliveryForm(*given)
    if request.method == "POST":
        find_row(access_request, Action.DELIVER_STUDIES, actor)
        if form.is_valid() and _delivered(request, access_request, form):
            messages.success(request, "Estudos entregues. O técnico e o titular foram avisados.")
            return redirect("review_flow", filing_number=filing_number)
    flow: Flow = read_flow(access_request)
    context = case_context(access_request, actor, now, current="Entregar os estudos") | {
        "form": form,
        "asked": asked,
        "clock": clock,
        "flow": flow,
        "studies_rule": rule("opinion.studies_on_request", on=timezone.localdate(now)),
    }
    return render(request, "requests_app/review/studies.html", context, status=422 if form.errors else 200)


def _delivered(request: HttpRequest, access_request: AccessRequest, form: StudyDeliveryForm) -> bool:
    file = form.cleaned_data["file"]
    try:
        deliver_studies(
            access_request_id=access_request.pk,
            file=cast(BinaryIO, file),
            name=str(file.name),
            method=form.cleaned_data["method"],
            actor=actor_of(request),
            now=timezone.now(),
        )
    except Refused as refused:
        put_beside(form, refused)
        return False
    except OSError:
        form.add_error("file", _NOT_KEPT)
        return False
    return True
