"""The division of credits after the connection: the holder's new list, its preview, the code, the receipt."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from eligibility.domain.allocation import LineProblem
from eligibility.domain.allocation_words import typed_lines
from eligibility.domain.findings import Refused
from eligibility.domain.rulebook import rule
from eligibility.domain.taxpayer import mask_email
from eligibility.domain.vocabulary import AllocationBasis
from portal.accounts.roles import Actor, Role
from portal.http import actor_of, for_roles
from requests_app.forms.allocation_change import AllocationChangeForm, ConfirmForm
from requests_app.models import AccessRequest, AllocationChange, AllocationList, HolderCode
from requests_app.pages.allocation_changes import effect_context, list_context, preview_context, versions
from requests_app.pages.case import Part, case_frame
from requests_app.pages.case import case_of as technicians_case
from requests_app.services.allocations import change_rules as rules_of_change
from requests_app.services.allocations.changes import prepare, prepared_change, request_change
from requests_app.services.people.holder_access import CODE_MINUTES, access_of, act_with_code, request_code
from requests_app.services.review.shown_pages import check_shown
from requests_app.views.holder.rate_limits import too_many_tries
from requests_app.views.holder.request import case_of

_FOLDER = "requests_app/holder"
_PURPOSE = HolderCode.Purpose.ALLOCATE
_EDITABLE_LINES = 200
_PROBLEMS_SHOWN = 50
_NOT_OF_THE_LIST = frozenset(
    {
        "action_not_in_state",
        "change_waiting",
        "allocation.fast_track",
        "allocation.local_modality",
        "allocation_changed",
    }
)


@for_roles(Role.HOLDER)
@never_cache
@require_http_methods(["GET", "POST"])
def holder_allocation(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Page 1: the division of today and the new list; without the form while a change is being checked.

    POST keeps the list until the code; 409 where it may not change.
    """
    actor, now = actor_of(request), timezone.now()
    case = case_of(request, filing_number)
    waiting = _waiting(case) if request.method == "GET" else None
    if waiting is None:
        rules_of_change.check_changeable(case, timezone.localdate(now))
    listed = rules_of_change.list_in_force(case)
    options: dict[str, Any] = {
        "own_number": case.consumer_unit.number,
        "max_units": rule("allocation.max_units", timezone.localdate(now)).as_int(),
        "item": rules_of_change.document_wanted(case),
    }
    problems: tuple[LineProblem, ...] = ()
    if request.method == "POST":
        form = AllocationChangeForm(request.POST, request.FILES, **options)
        if form.is_valid():
            try:
                return _keep(request, case, form, actor, now)
            except Refused as refused:
                if refused.code in _NOT_OF_THE_LIST:
                    raise
                problems = _beside(form, case, refused)
    else:
        form = AllocationChangeForm(initial=_as_typed(listed), **options)
    found = rules_of_change.settled_for(case, listed.reading) if listed else None
    here = reverse("holder_allocation", args=[filing_number])
    context = _frame(case) | list_context(found, url=here, page=request.GET.get("pagina", ""))
    context |= effect_context(timezone.localdate(now)) | {
        "form": form,
        "waiting": waiting,
        "problems": problems[:_PROBLEMS_SHOWN],
        "problems_total": len(problems),
        "has_members": rules_of_change.has_members(case),
    }
    return render(request, f"{_FOLDER}/allocation.html", context, status=422 if form.is_bound else 200)


@for_roles(Role.HOLDER)
@never_cache
@require_http_methods(["GET", "POST"])
def holder_allocation_confirm(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Page 2: what changes and from when, then the code and the tick. A wrong code loses nothing."""
    if request.method == "POST" and (too_many := too_many_tries(request)):
        return too_many
    actor, now = actor_of(request), timezone.now()
    case = case_of(request, filing_number)
    change = prepared_change(case)
    if change is None:
        return redirect("holder_allocation", filing_number=filing_number)
    today = timezone.localdate(now)
    rules_of_change.check_changeable(case, today)
    refusal = _send_code(case, now) if "again" in request.POST else ""
    is_answer = request.method == "POST" and "again" not in request.POST
    form = ConfirmForm(request.POST if is_answer else None, holder=case.holder, initial={"change": change.pk})
    if is_answer:
        check_shown(request.POST.get("change", ""), change.pk, "A nova divisão")
    if is_answer and form.is_valid():
        try:
            act_with_code(
                case,
                form.cleaned_data["code"],
                lambda: request_change(access_request_id=case.pk, actor=actor, now=now, change_id=change.pk),
                now=now,
                purpose=_PURPOSE,
            )
            return redirect("holder_allocation_done", filing_number=filing_number)
        except Refused as refused:
            change.refresh_from_db(fields=["requested_at"])
            if change.requested_at is not None:
                # The other click of a double click did it.
                return redirect("holder_allocation_done", filing_number=filing_number)
            if not refused.code.startswith("holder_"):
                raise
            form.add_error("code", refused.message)
    after = rules_of_change.settled_for(case, change.reading)
    before = rules_of_change.list_in_force(case)
    context = (
        _frame(case)
        | effect_context(today)
        | {
            **preview_context(rules_of_change.compare(case, before, after), after),
            "form": form,
            "refusal": refusal,
            "asked": change,
            "email": mask_email(case.holder.email),
            "minutes": CODE_MINUTES,
        }
    )
    status = 429 if refusal else 422 if form.is_bound else 200
    return render(request, f"{_FOLDER}/allocation_confirm.html", context, status=status)


@for_roles(Role.HOLDER)
@never_cache
@require_safe
def holder_allocation_done(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Page 3: the receipt of the last change that was asked for."""
    case = case_of(request, filing_number)
    rows = case.allocation_changes.exclude(requested_at=None).defer("entries")
    change = rows.select_related("allocation_list").order_by("-requested_at").first()
    if change is None:
        raise Http404
    context = _frame(case) | {"asked": change, "rule": rules_of_change.applied_rule_of(change)}
    return render(request, f"{_FOLDER}/allocation_done.html", context)


@for_roles(Role.TECHNICIAN)
@never_cache
@require_safe
def request_allocation(request: HttpRequest, filing_number: str) -> HttpResponse:
    """The division as it counts, and every version with the day from which it does. The technician only reads."""
    actor, now = actor_of(request), timezone.now()
    case = technicians_case(actor, filing_number)
    listed = rules_of_change.list_in_force(case)
    found = rules_of_change.settled_for(case, listed.reading) if listed else None
    frame = case_frame(case, actor=actor, now=now, part=Part.SUMMARY)
    number = str(case.filing_number)
    here = reverse("request_allocation", args=[number])
    context = frame | list_context(found, url=here, page=request.GET.get("pagina", ""))
    context |= {
        "crumbs": [("Solicitações", "/solicitacoes"), (number, f"/solicitacoes/{number}")],
        "crumb_name": "Divisão dos créditos",
        "actions": [],
        "versions": versions(case),
        "waiting": _waiting(case),
    }
    return render(request, "requests_app/case/allocation.html", context)


def _waiting(case: AccessRequest) -> AllocationChange | None:
    """The change whose document the utility is checking."""
    rows = case.allocation_changes.filter(status=AllocationChange.Status.WAITING)
    return rows.defer("entries").first()


def _keep(
    request: HttpRequest, case: AccessRequest, form: AllocationChangeForm, actor: Actor, now: datetime
) -> HttpResponse:
    upload = form.cleaned_data.get("document")
    prepare(
        access_request=case,
        reading=form.reading,
        document=(upload, upload.name) if upload else None,
        actor=actor,
        now=now,
    )
    request_code(access_of(case, now=now), now=now, purpose=_PURPOSE)
    return redirect("holder_allocation_confirm", filing_number=case.filing_number)


def _send_code(case: AccessRequest, now: datetime) -> str:
    """Why no code went out; empty when it did."""
    try:
        request_code(access_of(case, now=now), now=now, purpose=_PURPOSE)
    except Refused as refused:
        return refused.message
    return ""


def _beside(form: AllocationChangeForm, case: AccessRequest, refused: Refused) -> tuple[LineProblem, ...]:
    """Each finding in the form; gives the lines that are wrong."""
    for finding in refused.findings:
        form.add_error(finding.field if finding.field in form.fields else None, finding.message)
    found = rules_of_change.settled_for(case, form.reading)
    return found.problems(needs_members=rules_of_change.has_members(case))


def _as_typed(listed: AllocationList | None) -> dict[str, str]:
    """The list of today in the box, to be mended in place; a long one is mended in its spreadsheet."""
    basis = listed.basis if listed else AllocationBasis.percentage.value
    if listed is None or listed.line_count > _EDITABLE_LINES:
        return {"basis": basis}
    lines = ("\t".join(cells).rstrip("\t") for cells in typed_lines(listed.reading))
    return {"basis": basis, "text": "\n".join(lines)}


def _frame(case: AccessRequest) -> dict[str, object]:
    number = str(case.filing_number)
    return {
        "case": case,
        "filing_number": number,
        "crumbs": [("Meu pedido", f"/titular/solicitacoes/{number}")],
    }
