"""T11: the technician fixes what was asked, item by item, and gives the request back."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from eligibility.domain.findings import Refused
from eligibility.domain.rulebook import rule
from portal.accounts.roles import Actor, Role
from portal.http import actor_of, for_roles
from requests_app.domain.lifecycle import Action, State
from requests_app.forms.corrections import FixForm
from requests_app.models import AccessRequest, Pending, PendingNotice
from requests_app.pages.case import Part, case_frame, case_of
from requests_app.pages.holder import contested_until
from requests_app.services.review import corrections
from requests_app.services.review.data_corrections import open_correction
from requests_app.services.review.verdicts import pause_policy
from requests_app.services.telling.messages import clock_effect_text, pending_lines
from requests_app.services.transitions import find_row
from requests_app.views.case.data_corrections import data_changes
from requests_app.views.case.summary import READERS

_NOT_FOR_THE_FORM = "action_not_in_state"


@for_roles(*READERS)
@require_http_methods(["GET", "POST"])
def request_pendings(request: HttpRequest, filing_number: str) -> HttpResponse:
    """T-18: the whole list of the round, each item with its own file and answer; earlier rounds below."""
    actor = actor_of(request)
    case = case_of(actor, filing_number)
    notices = _notices(case)
    current = next((notice for notice in notices if notice.answered_at is None), None)
    forms = (
        _forms(request, case, current.pendings.all()) if current and case.state == State.PENDING.value else []
    )
    if request.method == "POST":
        find_row(case, Action.ANSWER_PENDINGS, actor)
        if _save(forms, actor):
            return redirect("request_pendings", filing_number=case.filing_number)
    return _list_page(request, case, notices, forms)


@for_roles(*READERS)
@require_http_methods(["GET", "POST"])
def request_pending(request: HttpRequest, filing_number: str, number: int) -> HttpResponse:
    """One item on a page of its own, then the next one that is still open."""
    actor = actor_of(request)
    case = case_of(actor, filing_number)
    pendings = [p for notice in _notices(case) if notice.answered_at is None for p in notice.pendings.all()]
    pending = next((p for p in pendings if p.number == number), None)
    if pending is None:
        raise Http404
    forms = _forms(request, case, [pending])
    if request.method == "POST":
        find_row(case, Action.ANSWER_PENDINGS, actor)
        if _save(forms, actor, is_needed=True):
            return _next_item(case, pendings, number)
    fix = forms[0] if forms else None
    frame = _frame(request, case) | {"notice": pending.notice, "fix": fix, "pending": pending, "forms": forms}
    frame |= _below_the_list(frame, f"Item {number}")
    is_wrong = fix is not None and fix.is_bound
    return render(
        request, "requests_app/case/pending.html", frame | {"total": len(pendings)}, status=_status(is_wrong)
    )


@for_roles(Role.TECHNICIAN)
@require_http_methods(["GET", "POST"])
def request_give_back(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Before and after of every item, then "Devolver para análise"; with an item open the page says which."""
    actor, now = actor_of(request), timezone.now()
    case = case_of(actor, filing_number)
    find_row(case, Action.ANSWER_PENDINGS, actor)
    findings: Sequence[object] = ()
    if request.method == "POST":
        try:
            corrections.answer_pendings(access_request_id=case.pk, actor=actor, now=now)
        except Refused as refused:
            if refused.code == _NOT_FOR_THE_FORM:
                raise
            findings = refused.findings
        else:
            messages.success(request, "Correções devolvidas. Seu lugar na fila continua o mesmo.")
            return redirect("request_detail", filing_number=case.filing_number)
    notice = next(found for found in _notices(case) if found.answered_at is None)
    frame = _frame(request, case) | {
        "notice": notice,
        "pendings": list(notice.pendings.all()),
        "findings": findings,
        "changes": data_changes(case, open_correction(notice)),
    }
    frame |= _below_the_list(frame, "Devolver") | {"has_errors": bool(findings), "actions": []}
    frame["contested_until"] = _contested_until(frame)
    return render(request, "requests_app/case/give_back.html", frame, status=_status(bool(findings)))


def _notices(case: AccessRequest) -> list[PendingNotice]:
    """Every round, newest first, with its items and their files. Two statements."""
    pendings = Pending.objects.select_related(
        "seen_attachment__stored_file__label", "new_attachment__stored_file__label", "contested__contest"
    )
    return list(case.notices.order_by("-round").prefetch_related(Prefetch("pendings", pendings)))


def _forms(request: HttpRequest, case: AccessRequest, pendings: Sequence[Pending] | Any) -> list[FixForm]:
    actor = actor_of(request)
    if actor.role is not Role.TECHNICIAN:
        if request.method == "POST":
            raise PermissionDenied
        return []
    assert case.checklist_version is not None
    checklist = case.checklist_version.checklist
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return [
        FixForm(*given, pending=p, item=checklist.item(p.document_code))
        for p in pendings
        if p.dropped_at is None
    ]


def _save(forms: Sequence[FixForm], actor: Actor, *, is_needed: bool = False) -> bool:
    """Keep every good item; the bad ones say why on their own field. Raises Refused when the state says no."""
    for form in forms:
        if not form.is_valid() or not (is_needed or form.has_changed()):
            continue
        file = form.cleaned_data["file"]
        try:
            corrections.fix_pending(
                pending_id=form.pending.pk,
                file=file,
                original_name=file.name if file else "",
                answer=form.cleaned_data["answer"],
                actor=actor,
                now=timezone.now(),
            )
        except Refused as refused:
            if refused.code == _NOT_FOR_THE_FORM:
                raise
            form.add_error("file", refused.message)
    return not any(form.errors for form in forms)


def _next_item(case: AccessRequest, pendings: Sequence[Pending], number: int) -> HttpResponse:
    open_numbers = set(
        Pending.objects.filter(pk__in=[p.pk for p in pendings], fixed_at=None).values_list(
            "number", flat=True
        )
    )
    if not open_numbers:
        return redirect("request_give_back", filing_number=case.filing_number)
    following = min((n for n in open_numbers if n > number), default=min(open_numbers))
    return redirect("request_pending", filing_number=case.filing_number, number=following)


def _list_page(
    request: HttpRequest, case: AccessRequest, notices: Sequence[PendingNotice], forms: Sequence[FixForm]
) -> HttpResponse:
    is_wrong = any(form.is_bound and form.errors for form in forms)
    if is_wrong:
        # What went well was saved: the page shows it as saved.
        notices = _notices(case)
    by_number = {form.pending.number: form for form in forms}
    rounds = [
        {
            "notice": notice,
            "items": [
                {"pending": p, "form": by_number.get(p.number) if notice.answered_at is None else None}
                for p in notice.pendings.all()
            ],
            "text": pending_lines(list(notice.pendings.all())),
            "is_open": notice.answered_at is None and case.state == State.PENDING.value,
        }
        for notice in notices
    ]
    frame = _frame(request, case) | {"rounds": rounds, "forms": list(forms)}
    frame["contested_until"] = _contested_until(frame)
    return render(request, "requests_app/case/pendings.html", frame, status=_status(is_wrong))


def _frame(request: HttpRequest, case: AccessRequest) -> dict[str, Any]:
    now = timezone.now()
    frame = case_frame(case, actor=actor_of(request), now=now, part=Part.PENDINGS)
    if frame["open_notice"]:
        policy = rule(pause_policy(case, now), on=timezone.localdate(frame["open_notice"].sent_at))
        frame |= {"effect": clock_effect_text(policy.as_text()), "basis": policy.basis_text}
    return frame


def _contested_until(frame: dict[str, Any]) -> date | None:
    """Until when a contest of these corrections is answered, while one waits."""
    return contested_until(frame["reckonings"]) if frame["open_notice"] else None


def _below_the_list(frame: dict[str, Any], name: str) -> dict[str, Any]:
    listed = ("Pendências", f"/solicitacoes/{frame['filing_number']}/pendencias")
    return {"crumbs": [*frame["crumbs"], listed], "crumb_name": name}


def _status(is_wrong: bool) -> int:
    return 422 if is_wrong else 200
