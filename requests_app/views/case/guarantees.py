"""The guarantee as its technician sees it: where it stands, until when, and how to renew it."""

from datetime import date

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from documents.views.file_answers import as_download
from eligibility.domain.findings import Refused
from portal.accounts.roles import Role
from portal.http import actor_of, for_roles
from requests_app.forms.guarantee_life import RenewalForm
from requests_app.models import AccessRequest, Guarantee, GuaranteeRenewal
from requests_app.pages.case import Part, case_frame, case_of
from requests_app.pages.guarantees import fact_rows, history, warnings
from requests_app.queries import visible_to
from requests_app.services.guarantees import steps as guarantees
from requests_app.services.guarantees.opening import open_guarantee
from requests_app.views.case.summary import READERS


@for_roles(Role.TECHNICIAN)
@never_cache
@require_http_methods(["GET", "POST"])
def request_guarantee(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Facts, history and, where it has an end, the form of the renewal. POST sends a renewal; 409 where none can be."""
    actor, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    case = case_of(actor, filing_number)
    guarantee = open_guarantee(case, now=now)
    form = RenewalForm(request.POST, request.FILES) if request.method == "POST" else RenewalForm()
    if form.is_bound and form.is_valid():
        upload = form.cleaned_data["document"]
        try:
            guarantees.file_renewal(
                access_request=case,
                valid_until_on=form.cleaned_data["valid_until_on"],
                file=upload,
                original_name=upload.name,
                actor=actor,
                now=now,
            )
        except Refused as refused:
            if not form.take(refused):
                raise
        else:
            messages.success(request, "Renovação enviada. A distribuidora confere o documento.")
            return redirect("request_guarantee", filing_number=case.filing_number)
    frame = case_frame(case, actor=actor, now=now, part=Part.SUMMARY)
    number = str(case.filing_number)
    context = frame | {
        "crumbs": [("Solicitações", "/solicitacoes"), (number, f"/solicitacoes/{number}")],
        "crumb_name": "Garantia",
        "actions": [],
        "form": form,
        "guarantee": guarantee,
        **(_shown(case, guarantee, today) if guarantee else {}),
    }
    return render(request, "requests_app/case/guarantee.html", context, status=422 if form.is_bound else 200)


@for_roles(*READERS)
@never_cache
@require_safe
def guarantee_file(request: HttpRequest, filing_number: str, renewal_id: int) -> FileResponse:
    """The paper of a renewal, as a download, to whoever may see the request."""
    renewal = get_object_or_404(
        GuaranteeRenewal.objects.select_related("stored_file__label"),
        pk=renewal_id,
        guarantee__access_request__filing_number=filing_number,
        guarantee__access_request__in=visible_to(actor_of(request)),
    )
    return as_download(renewal.stored_file)


def _shown(case: AccessRequest, guarantee: Guarantee, today: date) -> dict[str, object]:
    renewals = list(guarantee.renewals.order_by("-id"))
    refusal = ""
    try:
        guarantees.check_renewable(case, guarantee, None, renewals)
    except Refused as refused:
        refusal = refused.message
    return {
        "rows": fact_rows(guarantee, today),
        "warnings": warnings(case, guarantee, today),
        "history": history(guarantee.events.order_by("-id")),
        "renewals": renewals,
        "refusal": refusal,
    }
