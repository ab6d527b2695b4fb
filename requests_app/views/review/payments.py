"""The reviewer's page of payments: charges, proofs that came, and the word that a charge was paid."""

from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from eligibility.domain.findings import Refused
from eligibility.domain.rulebook import rule
from portal.http import actor_of, for_roles
from requests_app.domain.money import brl
from requests_app.forms.payments import ConfirmForm
from requests_app.models import Charge
from requests_app.services.agreements import payment_watch, payments
from requests_app.services.standing.agreements import PROOF_DECLINED
from requests_app.views.case.payments import NOT_KEPT, charge_unknown, items_of
from requests_app.views.review.door import REVIEWERS, case_context, open_case

_NOT_FOR_THE_FORM = ("charge_paid", "charges_open")
PROBLEMS = {
    PROOF_DECLINED: "Os comprovantes foram olhados e não confirmam o pagamento. O técnico e o titular foram avisados.",
    "amount_differs": "O banco informou um valor diferente do da cobrança. Confira com o banco antes de confirmar.",
    "day_not_believed": "O banco informou um dia que não é possível. Confira com o banco antes de confirmar.",
}


@for_roles(*REVIEWERS)
@never_cache
@require_http_methods(["GET", "POST"])
def review_payments(request: HttpRequest, filing_number: str) -> HttpResponse:
    """GET shows; POST `check` asks the bank, `confirm` records a payment, `decline` says that no proof proves one."""
    access_request = open_case(request, filing_number)
    actor, now = actor_of(request), timezone.now()
    items = items_of(access_request)
    for item in items:
        item["form"] = None if item["charge"].is_paid else ConfirmForm(item["charge"].pk)
        item["problem"] = "" if item["charge"].is_paid else PROBLEMS.get(item["charge"].problem, "")
    if request.method == "POST" and (answer := _post(request, items)):
        return answer
    beyond = payments.paid_beyond(access_request, [item["charge"] for item in items])
    forms = [item["form"] for item in items if item["form"] is not None]
    has_errors = any(form.is_bound and form.errors for form in forms)
    context = case_context(access_request, actor, now, current="Pagamentos") | {
        "items": items,
        "forms": forms,
        "has_errors": has_errors,
        "beyond": brl(beyond) if beyond else "",
        "payment_rule": rule("contracts.return", on=timezone.localdate(now)),
    }
    status = 422 if has_errors else 200
    return render(request, "requests_app/review/payments.html", context, status=status)


def _post(request: HttpRequest, items: list[dict[str, Any]]) -> HttpResponse | None:
    item = next((i for i in items if str(i["charge"].pk) == request.POST.get("charge", "")), None)
    if item is None:
        raise charge_unknown()
    charge: Charge = item["charge"]
    match request.POST.get("step", ""):
        case "check":
            is_paid = payment_watch.check_now(charge_id=charge.pk, now=timezone.now())
            text = (
                "Pagamento confirmado pelo banco." if is_paid else "O banco ainda não recebeu este pagamento."
            )
            messages.info(request, text)
            return redirect(request.path)
        case "decline":
            payments.decline_proofs(charge_id=charge.pk, actor=actor_of(request), now=timezone.now())
            messages.success(request, "Resposta registrada. O técnico e o titular foram avisados.")
            return redirect(request.path)
        case "confirm":
            return redirect(request.path) if _confirm(request, item) else None
        case _:
            raise charge_unknown()


def _confirm(request: HttpRequest, item: dict[str, Any]) -> bool:
    """Whether the payment was recorded; otherwise the form says why. Raises Refused where there is none to record."""
    charge: Charge = item["charge"]
    form = ConfirmForm(charge.pk, request.POST, request.FILES)
    if item["form"] is not None:
        item["form"] = form
        if not form.is_valid():
            return False
    elif not form.is_valid():
        raise charge_unknown()
    given = form.cleaned_data
    file = given["file"] or None
    try:
        payments.confirm_payment(
            charge_id=charge.pk,
            paid_on=given["paid_on"],
            payment_number=given["number"],
            file=cast(BinaryIO, file) if file is not None else None,
            original_name=str(file.name) if file is not None else "",
            actor=actor_of(request),
            now=timezone.now(),
        )
    except Refused as refused:
        if refused.code in _NOT_FOR_THE_FORM:
            raise
        for finding in refused.findings:
            form.add_error(finding.field if finding.field in form.fields else None, finding.message)
        return False
    except OSError:
        form.add_error("file", NOT_KEPT)
        return False
    messages.success(request, "Pagamento confirmado. O técnico e o titular foram avisados.")
    return True
