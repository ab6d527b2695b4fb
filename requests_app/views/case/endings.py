"""The end of a request: taking it back, and the page and paper that prove how it ended."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from documents.views.file_answers import as_paper, being_made
from portal.accounts.roles import Role
from portal.http import actor_of, for_roles
from requests_app.domain.ending import Cause
from requests_app.domain.lifecycle import Action
from requests_app.forms.endings import WithdrawForm
from requests_app.models import AccessRequest
from requests_app.pages.case import Part, case_frame, case_of, crumbs_of
from requests_app.services.endings import withdrawals
from requests_app.services.endings.losses import losses
from requests_app.services.endings.reading import End, end_of
from requests_app.services.transitions import find_row
from requests_app.views.case.summary import READERS
from requests_app.views.holder.request import case_of as holders_case


@for_roles(Role.TECHNICIAN)
@require_http_methods(["GET", "POST"])
def request_withdraw(request: HttpRequest, filing_number: str) -> HttpResponse:
    """T17: what is lost, an optional reason, then the button. Raises Refused once the utility has answered."""
    actor, now = actor_of(request), timezone.now()
    case = case_of(actor, filing_number)
    find_row(case, Action.WITHDRAW, actor)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        withdrawals.withdraw(
            access_request_id=case.pk, actor=actor, now=now, reason=form.cleaned_data["reason"]
        )
        messages.success(request, "Pedido retirado. Você e o titular recebem o comprovante por e-mail.")
        return redirect("request_end", filing_number=case.filing_number)
    frame = case_frame(case, actor=actor, now=now, part=Part.SUMMARY)
    context = {"form": form, "lost": losses(case, Cause.WITHDRAWN, on=timezone.localdate(now))}
    status = 422 if form.is_bound else 200
    return render(
        request, "requests_app/case/withdraw.html", frame | trail(frame, "Retirar") | context, status=status
    )


@for_roles(*READERS)
@require_safe
def request_end(request: HttpRequest, filing_number: str) -> HttpResponse:
    """How the request ended, what was lost with it, and the way to ask again."""
    actor = actor_of(request)
    case = case_of(actor, filing_number)
    end = _end(case)
    frame = case_frame(case, actor=actor, now=timezone.now(), part=Part.SUMMARY)
    return render(request, "requests_app/case/end.html", frame | trail(frame, "Encerramento") | {"end": end})


@for_roles(*READERS)
@require_safe
def request_end_pdf(request: HttpRequest, filing_number: str) -> HttpResponseBase:
    """The receipt of the end, or a page that says it is being made."""
    actor = actor_of(request)
    case = case_of(actor, filing_number)
    return _pdf(request, case, _end(case), crumbs_of(case, actor), "request_end")


@for_roles(Role.HOLDER)
@require_safe
def holder_end(request: HttpRequest, filing_number: str) -> HttpResponse:
    """The same for the holder."""
    case = holders_case(request, filing_number)
    context = {
        "case": case,
        "filing_number": case.filing_number,
        "end": _end(case),
        "crumbs": [("Meu pedido", f"/titular/solicitacoes/{case.filing_number}")],
    }
    return render(request, "requests_app/holder/end.html", context)


@for_roles(Role.HOLDER)
@require_safe
def holder_end_pdf(request: HttpRequest, filing_number: str) -> HttpResponseBase:
    """The receipt of the end for the holder."""
    case = holders_case(request, filing_number)
    return _pdf(
        request, case, _end(case), [("Meu pedido", f"/titular/solicitacoes/{filing_number}")], "holder_end"
    )


def trail(frame: dict[str, Any], name: str) -> dict[str, Any]:
    """Crumbs of a page below the summary of the request, and no buttons beside its own."""
    number = str(frame["filing_number"])
    crumbs = [*frame["crumbs"], (number, f"/solicitacoes/{number}")]
    return {"crumbs": crumbs, "crumb_name": name, "actions": []}


def _end(case: AccessRequest) -> End:
    found = end_of(case)
    if found is None:
        raise Http404
    return found


def _pdf(
    request: HttpRequest, case: AccessRequest, end: End, crumbs: list[tuple[str, str]], back: str
) -> HttpResponseBase:
    kept = getattr(end.event, "end_receipt", None)
    if kept is None:
        context = {"filing_number": case.filing_number, "crumbs": crumbs, "back": back}
        return being_made(request, "requests_app/end_being_made.html", context)
    return as_paper(kept.stored_file, f"{end.words.slug}-{case.filing_number}.pdf")
