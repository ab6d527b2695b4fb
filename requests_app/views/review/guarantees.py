"""The guarantee in the analysts' room: renewals judged, the return recorded, execution step by step by a supervisor."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from eligibility.domain.findings import Refused, refuse
from eligibility.domain.rulebook import rule
from eligibility.domain.vocabulary import GuaranteeForm
from portal.accounts.roles import Actor, Role
from portal.http import actor_of, for_roles
from requests_app.domain.clock import ClockName
from requests_app.domain.guarantee_life import GuaranteeStanding
from requests_app.domain.lifecycle import ENDED_STATES, LIVE_STATES, State
from requests_app.forms.guarantee_life import (
    AnswerForm,
    NoticeForm,
    PartForm,
    ReturnForm,
    TermsForm,
    WholeForm,
)
from requests_app.models import AccessRequest, Deadline, Guarantee
from requests_app.pages.guarantees import fact_rows, history, warnings
from requests_app.services.guarantees import executions as guarantee_executions
from requests_app.services.guarantees import steps as guarantees
from requests_app.services.guarantees import terms as guarantee_terms
from requests_app.services.guarantees.opening import open_guarantee
from requests_app.services.review.reading import for_bench
from requests_app.views.review.door import REVIEWERS, case_context

_FORMS: dict[str, type[forms.Form]] = {
    "terms": TermsForm,
    "again": TermsForm,
    "renewal": AnswerForm,
    "return": ReturnForm,
    "notice": NoticeForm,
    "part": PartForm,
    "whole": WholeForm,
}
_DONE = {
    "terms": "Dados da garantia guardados.",
    "again": "Garantia nova registrada.",
    "renewal": "Resposta registrada.",
    "return": "Devolução registrada. O técnico e o titular foram avisados.",
    "notice": "Aviso prévio registrado. O técnico e o titular foram avisados.",
    "part": "Execução registrada. O técnico e o titular foram avisados.",
    "whole": "Execução por inteiro registrada. O técnico e o titular foram avisados.",
}


@for_roles(*REVIEWERS)
@never_cache
@require_http_methods(["GET", "POST"])
def review_guarantee(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Everything about the guarantee; POST carries out the one `step` it names. An unknown step is refused (409)."""
    actor, now = actor_of(request), timezone.now()
    case = _case_of(request, filing_number)
    step = request.POST.get("step", "") if request.method == "POST" else None
    if step is not None and step not in _FORMS:
        raise refuse("unknown_step", "Escolha na página o que registrar.")
    bound = _FORMS[step](request.POST) if step else None
    if step and bound is not None and bound.is_valid():
        try:
            _carry_out(step, case, bound.cleaned_data, request.POST.get("renewal", ""), actor, now)
        except Refused as refused:
            if not bound.take(refused):  # type: ignore[attr-defined]  # every form of `_FORMS` has it
                raise
        else:
            messages.success(request, _DONE[step])
            return redirect("review_guarantee", filing_number=filing_number)
    guarantee = open_guarantee(case, now=now)
    context = case_context(case, actor, now, current="Garantia") | {"guarantee": guarantee, "form": bound}
    if guarantee:
        context |= _shown(case, guarantee, actor, timezone.localdate(now), step or "", bound)
    return render(request, "requests_app/review/guarantee.html", context, status=422 if bound else 200)


def _case_of(request: HttpRequest, filing_number: str) -> AccessRequest:
    """The request without its equipment, which this page does not show."""
    rows = for_bench(actor_of(request)).prefetch_related(None)
    return get_object_or_404(rows, filing_number=filing_number)


def _return_due_on(case: AccessRequest) -> date | None:
    """Until when the guarantee has to go back, from the index; no statement while the connection is expected."""
    if State(case.state) in LIVE_STATES:
        return None
    rows = Deadline.objects.filter(access_request=case, clock=ClockName.GUARANTEE_RETURN.value, is_open=True)
    return rows.values_list("due_on", flat=True).first()


def _carry_out(
    step: str, case: AccessRequest, data: dict[str, Any], renewal: str, actor: Actor, now: datetime
) -> None:
    common: dict[str, Any] = {"access_request_id": case.pk, "actor": actor, "now": now}
    steps: dict[str, Callable[[], object]] = {
        "terms": lambda: guarantee_terms.set_terms(**_terms(data), **common),
        "again": lambda: guarantee_terms.give_again(**_terms(data), **common),
        "renewal": lambda: guarantees.decide_renewal(
            renewal_id=int(renewal) if renewal.isascii() and renewal.isdigit() and len(renewal) < 18 else 0,
            is_accepted=data["verdict"] == "accept",
            reason=data["reason"],
            **common,
        ),
        "return": lambda: guarantees.return_guarantee(returned_on=data["returned_on"], **common),
        "notice": lambda: guarantee_executions.give_notice(
            contract_start_on=data["contract_start_on"], noticed_on=data["noticed_on"], **common
        ),
        "part": lambda: guarantee_executions.execute_part(executed_on=data["executed_on"], **common),
        "whole": lambda: guarantee_executions.execute_whole(executed_on=data["whole_on"], **common),
    }
    steps[step]()


def _terms(data: dict[str, Any]) -> dict[str, Any]:
    return {name: data[name] for name in ("amount_brl", "valid_until_on")} | {
        "form": GuaranteeForm(data["form"])
    }


def _shown(
    case: AccessRequest,
    guarantee: Guarantee,
    actor: Actor,
    today: date,
    step: str,
    bound: forms.Form | None,
) -> dict[str, Any]:
    renewals = list(guarantee.renewals.order_by("-id"))
    events = list(guarantee.events.order_by("-id"))
    return_due_on = _return_due_on(case)
    ground = guarantee_executions.whole_ground(
        case, guarantee, events=events, is_return_open=return_due_on is not None
    )
    standing, state = GuaranteeStanding(guarantee.standing), State(case.state)
    is_chief, is_live = actor.role is Role.SUPERVISOR, state in LIVE_STATES
    has_terms = bool(guarantee.form) and guarantee.amount_brl is not None
    is_lapsed = state is State.LAPSED
    may = {
        "terms": not standing.is_over and guarantee_terms.lacks_terms(guarantee),
        "again": standing.is_over and state not in {*ENDED_STATES, State.CONNECTED},
        "renewal": any(renewal.decided_at is None for renewal in renewals),
        "return": not standing.is_over and (return_due_on is not None or (is_lapsed and is_chief)),
        "notice": is_chief and is_live and has_terms and standing is GuaranteeStanding.HELD,
        "part": is_chief
        and is_live
        and has_terms
        and standing in (GuaranteeStanding.NOTIFIED, GuaranteeStanding.EXECUTING),
        "whole": is_chief and has_terms and ground is not None,
    }
    delay = guarantee_executions.utility_delay(guarantee, today) if may["part"] else 0
    return {
        "rows": fact_rows(guarantee, today),
        "warnings": warnings(case, guarantee, today),
        "history": history(events),
        "renewals": renewals,
        "open_renewal": next((renewal for renewal in renewals if renewal.decided_at is None), None),
        "steps": {
            name: bound if bound is not None and name == step else _FORMS[name]()
            for name, is_open in may.items()
            if is_open
        },
        "return_due_on": return_due_on,
        "is_lapsed": is_lapsed,
        "ground": rule(ground[0], today) if ground else None,
        "is_chief": is_chief,
        "schedule": guarantee_executions.schedule(guarantee, today, suspended_days=delay)
        if may["part"]
        else [],
        "execution": guarantee_executions.execution_due(guarantee, today, suspended_days=delay)
        if may["part"]
        else None,
    }
