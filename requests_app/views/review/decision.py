"""The decision: chosen and written, seen as it will be printed, then signed."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from documents.domain.sheets import OpinionSheet
from eligibility.domain.findings import Finding, Refused
from eligibility.domain.rulebook import Rule, rules
from portal.accounts.models import User
from portal.accounts.roles import Actor
from portal.http import actor_of, for_roles
from requests_app.domain.clock import ClockName, Reckoning
from requests_app.domain.lifecycle import Action
from requests_app.forms.decision import DecisionForm, lines
from requests_app.models import AccessRequest, Opinion
from requests_app.permissions import may, possible_actions
from requests_app.services.clocks.outlook import outlook
from requests_app.services.clocks.terms import validity_rule
from requests_app.services.grid.placements import grid_standing
from requests_app.services.opinions import drafts as decision_drafts
from requests_app.services.opinions.costs import metering_rule, suggested_works_rule, works_terms
from requests_app.services.opinions.decisions import Decision, Reason, decide, reasons_of
from requests_app.services.review.reading import Bench, obstacles, read_bench
from requests_app.services.sheets.opinion import SheetInput, build_sheet
from requests_app.views.review.door import REVIEWERS, case_context, open_case

_ACTIONS = {
    Opinion.Outcome.FAVOURABLE: Action.APPROVE,
    Opinion.Outcome.FAVOURABLE_WITH_WORKS: Action.APPROVE_WITH_WORKS,
    Opinion.Outcome.NOT_APPROVED: Action.DENY,
}
_LABELS = {
    Opinion.Outcome.FAVOURABLE: "Favorável",
    Opinion.Outcome.FAVOURABLE_WITH_WORKS: "Favorável, com obra na rede",
    Opinion.Outcome.NOT_APPROVED: "Não aprovado",
}
_GROUNDS = (
    "power.", "category.", "group_b.", "documents.", "holder.", "preconditions.", "professional.", "reverse_flow.",
    "modality.", "breaker.", "taxpayer.", "unit_number.",
)  # fmt: skip
"""What a denial may rest on: the themes of the rulebook that say what a request must be."""
_NOT_YET_NUMBERED = "prévia"


@for_roles(*REVIEWERS)
@require_http_methods(["GET", "POST"])
def decision(request: HttpRequest, filing_number: str) -> HttpResponse:
    """GET asks; POST `save` keeps a draft, `preview` shows the sheet, `confirm` issues it, `edit` goes back with every word."""
    access_request = open_case(request, filing_number)
    now = timezone.now()
    reading = read_bench(access_request)
    step = request.POST.get("step", "preview") if request.method == "POST" else ""
    form = _form(access_request, now, request.POST if step else None)
    if step == "save":
        return _keep(request, reading, form, now)
    if step in ("", "edit"):
        return _ask(request, reading, form, is_going_back=step == "edit")
    if not form.is_valid():
        return _ask(request, reading, form)
    given = _decision_of(form)
    if step == "confirm":
        return _issue(request, reading, form, given, now)
    return _preview(request, reading, form, given, now)


def _keep(request: HttpRequest, reading: Bench, form: DecisionForm, now: datetime) -> HttpResponse:
    access_request = reading.access_request
    try:
        decision_drafts.save(
            access_request_id=access_request.pk, fields=request.POST.dict(), actor=actor_of(request), now=now
        )
    except Refused as refused:
        if refused.code == "action_not_in_state":
            raise
        return _ask(request, reading, form, problems=refused.findings)
    messages.success(request, "Rascunho da decisão guardado. Nada foi enviado.")
    return HttpResponseRedirect(reverse("review_decision", args=[access_request.filing_number]))


def _form(access_request: AccessRequest, now: datetime, data: Any) -> DecisionForm:
    on = timezone.localdate(now)
    form = DecisionForm(
        _grounds(now),
        data,
        works_terms=works_terms(on),
        suggested_term=suggested_works_rule(access_request, on),
        metering=metering_rule(access_request, on),
    )
    form.initial.update(decision_drafts.kept_fields(access_request))
    return form


def _grounds(now: datetime) -> list[Rule]:
    return [r for r in rules(timezone.localdate(now)) if r.code.startswith(_GROUNDS)]


def _decision_of(form: DecisionForm) -> Decision:
    given = form.cleaned_data
    return Decision(
        outcome=Opinion.Outcome(given["outcome"]),
        conditions=lines(given["conditions"]),
        works=lines(given["works"]),
        works_rule=given["works_rule"],
        participation_brl=given["participation_brl"] or Decimal(0),
        metering_brl=given.get("metering_brl") or Decimal(0),
        reasons=tuple(Reason(**reason) for reason in form.reasons()),
    )


def _issue(
    request: HttpRequest, reading: Bench, form: DecisionForm, given: Decision, now: datetime
) -> HttpResponse:
    access_request = reading.access_request
    try:
        opinion = decide(
            access_request_id=access_request.pk, decision=given, actor=actor_of(request), now=now
        )
    except Refused as refused:
        if refused.code == "action_not_in_state":
            raise
        return _ask(request, reading, form, problems=refused.findings)
    messages.success(
        request,
        f"Parecer {opinion.number} emitido. O técnico e o titular foram avisados. O PDF fica pronto em instantes.",
    )
    return HttpResponseRedirect(reverse("bench", args=[access_request.filing_number]))


def _preview(
    request: HttpRequest, reading: Bench, form: DecisionForm, given: Decision, now: datetime
) -> HttpResponse:
    access_request, actor = reading.access_request, actor_of(request)
    today = timezone.localdate(now)
    try:
        reasons = reasons_of(access_request, given, today)
    except Refused as refused:
        return _ask(request, reading, form, problems=refused.findings)
    missing = obstacles(reading, _ACTIONS[given.outcome], actor=actor, now=now, reasons_given=len(reasons))
    missing = missing or grid_standing(access_request, now).missing.get(given.outcome, ())
    if missing:
        if missing[0].code == "action_not_in_state" and not _can_decide(access_request, actor):
            raise Refused(missing)
        return _ask(request, reading, form, problems=missing)
    view = outlook(access_request, now=now, today=today)
    validity = _validity(given, view.started_today(
        ClockName.VALIDITY, reason_code="opinion_issued", rule_code=validity_rule(today)
    ))  # fmt: skip
    context = case_context(access_request, actor, now, current="Decisão") | {
        "sheet": _sheet(request, access_request, given, now, validity, reasons),
        "opinion_clock": view.reckon(ClockName.OPINION),
        "outcome_label": _LABELS[given.outcome],
        "kept": [
            (name, value) for name, value in form.data.items() if name not in ("csrfmiddlewaretoken", "step")
        ],
        "person": request.user,
    }
    return render(request, "requests_app/review/decision_preview.html", context)


def _validity(given: Decision, reckoning: Reckoning) -> Any:
    return None if given.outcome == Opinion.Outcome.NOT_APPROVED else reckoning.due_on


def _sheet(
    request: HttpRequest,
    access_request: AccessRequest,
    given: Decision,
    now: datetime,
    validity: Any,
    reasons: Any,
) -> OpinionSheet:
    """The very sheet that would be printed, without number and code: those are given at issuing."""
    assert isinstance(request.user, User)
    return build_sheet(
        access_request,
        SheetInput(
            opinion_number=_NOT_YET_NUMBERED,
            outcome=given.outcome,
            issued_at=now,
            valid_until_on=validity,
            conditions=given.conditions,
            works=given.works,
            reasons=reasons,
            verification_code=_NOT_YET_NUMBERED,
            works_rule=given.works_rule,
            participation_brl=given.participation_brl,
            metering_brl=given.metering_brl,
        ),
        request.user,
    )


def _can_decide(access_request: AccessRequest, actor: Actor) -> bool:
    return bool(set(_ACTIONS.values()) & set(possible_actions(actor, access_request)))


def _ask(
    request: HttpRequest,
    reading: Bench,
    form: DecisionForm,
    *,
    problems: tuple[Finding, ...] = (),
    is_going_back: bool = False,
) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    access_request = reading.access_request
    standing = grid_standing(access_request, now)
    has_errors = bool(problems) or (form.is_bound and not is_going_back and bool(form.errors))
    context = case_context(access_request, actor, now, current="Decisão") | {
        "bench": reading,
        "form": form,
        "problems": problems,
        "has_errors": has_errors,
        "can_decide": _can_decide(access_request, actor),
        "rooms": standing.rooms,
        "can_accept": may(actor, Action.ACCEPT_DOCUMENTS, access_request)
        and not access_request.documents_checked_on,
        "can_flag_works": may(actor, Action.REQUIRE_WORKS, access_request)
        and not access_request.is_works_flagged,
        "missing": [
            {"label": _LABELS[outcome], "findings": found}
            for outcome, action in _ACTIONS.items()
            if (
                found := (
                    *obstacles(
                        reading, action, actor=actor, now=now, reasons_given=max(1, len(reading.failing))
                    ),
                    *standing.missing.get(outcome, ()),
                )
            )
        ],
    }
    return render(request, "requests_app/review/decision.html", context, status=422 if has_errors else 200)
