"""Putting typed answers right during a correction: the screens of the filing over the filed answers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from eligibility.domain.findings import Finding, Refused
from portal.accounts.roles import Role
from portal.http import actor_of, for_roles
from requests_app.domain.lifecycle import Action
from requests_app.forms.drafts import FORMS, AnyForm, kept_answers
from requests_app.forms.generation import GenerationForm
from requests_app.models import AccessRequest, DataCorrection, PendingNotice
from requests_app.pages.case import Part, case_frame, case_of
from requests_app.services.filing.facts import filed_assessment
from requests_app.services.filing.texts import answers_texts
from requests_app.services.review import data_corrections
from requests_app.services.transitions import find_row
from requests_app.views.case.data_changes import changes_between
from requests_app.views.filing.door import posted_version

_NAMES = {FORMS[section].address: section for section in data_corrections.SECTIONS}
"""Name in the address → section."""


@for_roles(Role.TECHNICIAN)
@require_safe
def request_correct_data(request: HttpRequest, filing_number: str) -> HttpResponse:
    """The screens, what changed so far, and what stands against it."""
    case, _, row = _open(request, filing_number)
    frame = _frame(request, case)
    context = {
        "screens": [
            {
                "title": FORMS[section].title,
                "address": name,
                "is_changed": bool(row and section in row.answers),
            }
            for name, section in _NAMES.items()
            if section != "guarantee" or _is_guarantee_due(case)
        ],
        "changes": data_changes(case, row),
        "findings": problems(case, row),
    }
    return render(request, "requests_app/case/data.html", frame | context)


@for_roles(Role.TECHNICIAN)
@never_cache
@require_http_methods(["GET", "POST"])
def request_correct_section(request: HttpRequest, filing_number: str, section: str) -> HttpResponse:
    """One screen; POST keeps it as typed and goes back to the list, or shows what does not read."""
    case, notice, row = _open(request, filing_number)
    name = _NAMES.get(section)
    if name is None:
        raise Http404
    assert case.filed_on is not None
    texts = data_corrections.texts_in_hand(case, row)
    is_posted = request.method == "POST"
    typed = kept_answers(name, request.POST, case.filed_on) if is_posted else texts[name]
    form = _form(name, typed, texts, is_bound=is_posted or bool(row and name in row.answers))
    if is_posted:
        answers = form.to_answers(case.filed_on)
        try:
            data_corrections.save_section(
                access_request_id=case.pk,
                section=name,
                texts=typed,
                typed=answers.model_dump(mode="json") if answers else None,
                base_version=posted_version(request) or 0,
                actor=actor_of(request),
                now=timezone.now(),
            )
        except Refused as refused:
            if refused.code != "stale":
                raise
            form.add_error(None, refused.message)
        else:
            if answers is not None:
                messages.success(request, "Dados guardados. Eles valem quando você devolver o pedido.")
                return redirect("request_correct_data", filing_number=case.filing_number)
        row = data_corrections.open_correction(notice)
    frame = _frame(request, case) | {
        "form": form,
        "title": form.title,
        "step_frame": "requests_app/case/data_step.html",
        "version": row.version if row else 0,
    }
    frame["crumbs"] = [*frame["crumbs"], ("Corrigir os dados", f"/solicitacoes/{case.filing_number}/dados")]
    frame["crumb_name"] = form.title
    return render(request, f"requests_app/filing/{name}.html", frame, status=422 if is_posted else 200)


def data_changes(case: AccessRequest, row: DataCorrection | None) -> list[Any]:
    """Before and after of what is being put right; empty without a correction."""
    if row is None or not row.answers:
        return []
    before = answers_texts(data_corrections.kept_answers_of(case))
    return changes_between(before, {**before, **row.answers})


def problems(case: AccessRequest, row: DataCorrection | None) -> tuple[Finding, ...]:
    """What would refuse these answers at giving back."""
    if row is None or not row.answers:
        return ()
    try:
        data_corrections.corrected(case, row)
    except Refused as refused:
        return refused.findings
    return ()


def _open(
    request: HttpRequest, filing_number: str
) -> tuple[AccessRequest, PendingNotice, DataCorrection | None]:
    """The request, its open notice and what is being put right. Raises Refused when it waits for no correction."""
    actor = actor_of(request)
    case = case_of(actor, filing_number)
    find_row(case, Action.ANSWER_PENDINGS, actor)
    data_corrections.kept_answers_of(case)
    notice, row = data_corrections.notice_in_hand(case)
    assert notice is not None, "a request that waits for corrections has its notice"
    return case, notice, row


def _form(
    section: str, typed: dict[str, str], texts: dict[str, dict[str, str]], *, is_bound: bool
) -> AnyForm:
    given: dict[str, Any] = {"data": typed} if is_bound else {"initial": typed}
    if section == "generation":
        return GenerationForm(**given, request_kind=texts["unit"].get("request_kind"))
    return FORMS[section](**given)


def _frame(request: HttpRequest, case: AccessRequest) -> dict[str, Any]:
    frame = case_frame(case, actor=actor_of(request), now=timezone.now(), part=Part.PENDINGS)
    listed = ("Pendências", f"/solicitacoes/{case.filing_number}/pendencias")
    return frame | {"crumbs": [*frame["crumbs"], listed], "crumb_name": "Corrigir os dados", "actions": []}


def _is_guarantee_due(case: AccessRequest) -> bool:
    found = filed_assessment(case).guarantee
    return found is not None and found.is_due
