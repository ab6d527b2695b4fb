"""What is to be paid and how, for technician and holder: boleto, PIX, proofs, and asking the bank."""

from datetime import datetime
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from documents.qr import qr_svg_data_uri
from documents.views.file_answers import as_download
from eligibility.domain.findings import Refused, refuse
from eligibility.domain.rulebook import rule
from portal.accounts.roles import REVIEWER_ROLES, Role
from portal.http import actor_of, for_roles
from requests_app.domain.money import brl
from requests_app.forms.payments import ProofForm
from requests_app.gateways import payment_gateway
from requests_app.gateways.payments_demo import DemonstrationPayments
from requests_app.models import AccessRequest, Charge, ChargeProof
from requests_app.pages.case import Part, case_frame, case_of
from requests_app.queries import visible_to
from requests_app.services.agreements import payment_watch, payments
from requests_app.services.standing.agreements import PROOF_DECLINED
from requests_app.views.holder import request as holder

PARTIES = (Role.TECHNICIAN, Role.HOLDER, *sorted(REVIEWER_ROLES))
NOT_KEPT = "Não conseguimos guardar este arquivo agora. Tente de novo."


@for_roles(Role.TECHNICIAN)
@never_cache
@require_http_methods(["GET", "POST"])
def request_payments(request: HttpRequest, filing_number: str) -> HttpResponse:
    """The technician sees what is to be paid and may send the proof."""
    actor, now = actor_of(request), timezone.now()
    case = case_of(actor, filing_number)
    items, answer = _answered(request, case, now)
    if answer:
        return answer
    frame = case_frame(case, actor=actor, now=now, part=Part.SUMMARY)
    number = str(case.filing_number)
    crumbs = [("Solicitações", "/solicitacoes"), (number, f"/solicitacoes/{number}")]
    frame |= {"crumbs": crumbs, "crumb_name": "Pagamentos", "actions": []} | page_context(case, items)
    return render(request, "requests_app/case/payments.html", frame, status=_status(items))


@for_roles(Role.HOLDER)
@never_cache
@require_http_methods(["GET", "POST"])
def holder_payments(request: HttpRequest, filing_number: str) -> HttpResponse:
    """The holder sees the same, pays and may send the proof."""
    now = timezone.now()
    case = holder.case_of(request, filing_number)
    items, answer = _answered(request, case, now)
    if answer:
        return answer
    context = page_context(case, items) | {
        "case": case,
        "filing_number": filing_number,
        "crumbs": [("Meu pedido", f"/titular/solicitacoes/{filing_number}")],
    }
    return render(request, "requests_app/holder/payments.html", context, status=_status(items))


@for_roles(*PARTIES)
@require_GET
def payment_proof(request: HttpRequest, filing_number: str, proof_id: int) -> FileResponse:
    """A proof as a download, to whoever may see the request; no browser ever runs it."""
    rows = ChargeProof.objects.select_related("stored_file__label").filter(
        charge__access_request__in=visible_to(actor_of(request)),
        charge__access_request__filing_number=filing_number,
    )
    return as_download(get_object_or_404(rows, pk=proof_id).stored_file)


def page_context(case: AccessRequest, items: list[dict[str, Any]]) -> dict[str, Any]:
    """What the page of either party shows of the charges."""
    open_items = [item for item in items if item["is_open"]]
    found = rule("contracts.return", on=timezone.localdate())
    return {
        "items": items,
        "open_count": len(open_items),
        "due_on": open_items[0]["charge"].due_on if open_items else None,
        "total": brl(
            sum((i["charge"].amount_brl for i in open_items), start=open_items[0]["charge"].amount_brl * 0)
        )
        if open_items
        else "",
        "is_free": case.opinion is not None and case.opinion.is_favourable and case.opinion.is_free,
        "payment_rule": found,
        "forms": [item["form"] for item in items if item["form"] is not None],
        "has_errors": _status(items) != 200,
    }


def items_of(case: AccessRequest) -> list[dict[str, Any]]:
    """Every charge with its standing in words. Two statements."""
    gateway = payment_gateway()
    charges = payments.charges_of(case)
    return [_item(charge, case, gateway, charges) for charge in charges]


def _item(charge: Charge, case: AccessRequest, gateway: Any, charges: list[Charge]) -> dict[str, Any]:
    is_open = payments.is_open(charge, case, charges)
    is_demo = gateway is not None and gateway.is_demonstration and gateway.name == charge.gateway
    return {
        "charge": charge,
        "label": charge.get_kind_display(),
        "amount": brl(charge.amount_brl),
        "is_open": is_open,
        "is_proof_declined": charge.problem == PROOF_DECLINED,
        "standing": _standing(charge, is_open=is_open, has_gateway=gateway is not None),
        "qr": qr_svg_data_uri(charge.pix_code) if is_open and charge.pix_code else "",
        "is_demo": is_demo,
        "can_simulate": is_demo and is_open and charge.is_issued and _plays_the_bank(gateway),
        "proofs": list(charge.proofs.all()),
        "form": ProofForm(charge.pk) if is_open else None,
    }


def _plays_the_bank(gateway: Any) -> bool:
    return isinstance(gateway, DemonstrationPayments) and settings.IS_DEMO


def _standing(charge: Charge, *, is_open: bool, has_gateway: bool) -> dict[str, str]:
    if charge.paid_on is not None:
        return {"text": f"Pago em {charge.paid_on:%d/%m/%Y}", "colour": "green", "icon": "check-circle"}
    if not is_open:
        return {"text": "Não espera pagamento", "colour": "grey", "icon": "ban"}
    if charge.is_issued:
        return {"text": "À espera do pagamento", "colour": "amber", "icon": "hourglass"}
    if has_gateway:
        return {"text": "Boleto em preparo", "colour": "blue", "icon": "hourglass"}
    return {"text": "À espera do pagamento", "colour": "amber", "icon": "hourglass"}


def _answered(
    request: HttpRequest, case: AccessRequest, now: datetime
) -> tuple[list[dict[str, Any]], HttpResponse | None]:
    """The items to show, or the answer to what was posted. Raises Refused where the page is behind the times."""
    items = items_of(case)
    if request.method != "POST":
        return items, None
    item = next((i for i in items if str(i["charge"].pk) == request.POST.get("charge", "")), None)
    if item is None:
        raise charge_unknown()
    here = redirect(request.path)
    charge: Charge = item["charge"]
    match request.POST.get("step", ""):
        case "proof":
            return items, here if _keep(request, item, now) else None
        case "simulate" if item["can_simulate"]:
            gateway = payment_gateway()
            assert isinstance(gateway, DemonstrationPayments)
            gateway.pay(charge.reference, timezone.localdate(now))
            is_paid = payment_watch.check_now(charge_id=charge.pk, now=now, is_asked_by_hand=False)
        case "check" if item["is_open"]:
            is_paid = payment_watch.check_now(charge_id=charge.pk, now=now)
        case _:
            raise charge_unknown()
    if is_paid:
        messages.success(request, "Pagamento confirmado.")
    else:
        messages.info(request, "O banco ainda não recebeu este pagamento. Um boleto leva até 3 dias úteis.")
    return items, here


def charge_unknown() -> Refused:
    """What a form that names no charge of this request is told."""
    return refuse("charge_unknown", "Esta cobrança não está mais nesta página. Abra a página de novo.")


def _keep(request: HttpRequest, item: dict[str, Any], now: datetime) -> bool:
    """Whether the proof was kept; otherwise its form says why."""
    charge: Charge = item["charge"]
    form = item["form"] = ProofForm(charge.pk, request.POST, request.FILES)
    if not form.is_valid():
        return False
    file = form.cleaned_data["file"]
    try:
        payments.send_proof(
            charge_id=charge.pk,
            file=cast(BinaryIO, file),
            original_name=str(file.name),
            actor=actor_of(request),
            now=now,
        )
    except Refused as refused:
        if refused.code == "charge_not_open":
            raise
        form.add_error("file", refused.message)
        return False
    except OSError:
        form.add_error("file", NOT_KEPT)
        return False
    messages.success(request, "Comprovante recebido. A distribuidora confere e confirma o pagamento.")
    return True


def _status(items: list[dict[str, Any]]) -> int:
    has_errors = any(
        item["form"] is not None and item["form"].is_bound and item["form"].errors for item in items
    )
    return 422 if has_errors else 200
