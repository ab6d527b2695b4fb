"""Tell people about charges: what is due, that it can be paid at last, that it is paid, and that a proof came."""

from decimal import Decimal

from django.conf import settings

from eligibility.domain.rulebook import rule
from portal.accounts.models import User
from requests_app.domain.dates import long_day
from requests_app.domain.money import brl
from requests_app.models import AccessRequest, Charge, ChargeProof
from requests_app.services.standing.agreements import charges_open
from requests_app.services.telling.messages import to_both, to_user


def charge_lines(access_request: AccessRequest) -> str:
    """What is to be paid, line by line with the total; empty when nothing is. For the mail with the contracts."""
    opinion = access_request.opinion
    charges = list(Charge.objects.filter(opinion=opinion, paid_on__isnull=True)) if opinion else []
    if not charges:
        return ""
    lines = [f"- {_label(charge)}: {brl(charge.amount_brl)}" for charge in charges]
    total = sum((charge.amount_brl for charge in charges), start=Decimal(0))
    return "\n".join([*lines, f"Total: {brl(total)}, até {long_day(charges[0].due_on)}."])


def tell_ready(access_request: AccessRequest, charge: Charge) -> None:
    """The bank answered late: boleto and PIX are in the portal now."""
    to_both(
        access_request,
        "charge_ready",
        f"charge{charge.pk}",
        what=_label(charge),
        amount=brl(charge.amount_brl),
        due=long_day(charge.due_on),
        citation=rule("contracts.return", on=charge.created_on).citation.label,
    )


def tell_paid(access_request: AccessRequest, charge: Charge, *, is_late: bool) -> None:
    """`is_late`: the charge waited for nothing any more, and the money counts in what comes after."""
    assert charge.paid_on is not None
    to_both(
        access_request,
        "payment_confirmed",
        f"charge{charge.pk}",
        what=_label(charge),
        amount=brl(charge.amount_brl),
        paid_on=long_day(charge.paid_on),
        left=charges_open(access_request),
        is_late=is_late,
    )


def tell_proofs_declined(access_request: AccessRequest, charge: Charge, *, proof: ChargeProof) -> None:
    """The proofs that came prove no payment: told once for each newest proof."""
    to_both(
        access_request,
        "payment_proof_declined",
        f"proof{proof.pk}",
        what=_label(charge),
        amount=brl(charge.amount_brl),
        due=long_day(charge.due_on),
    )


def tell_proof(access_request: AccessRequest, proof: ChargeProof) -> None:
    """Whoever reviews the request learns that there is a proof to look at."""
    number = access_request.filing_number
    for user in _reviewers(access_request):
        to_user(
            access_request,
            user,
            "payment_proof",
            f"proof{proof.pk}",
            what=_label(proof.charge),
            page=f"{settings.PUBLIC_URL}/analise/solicitacoes/{number}/pagamentos",
        )


def _reviewers(access_request: AccessRequest) -> list[User]:
    """Who holds the request, else who signed its opinion, else the supervisors."""
    if access_request.claimed_by is not None:
        return [access_request.claimed_by]
    assert access_request.opinion is not None
    found = list(User.objects.filter(pk=access_request.opinion.signed_by_id, is_active=True))
    return found or list(User.objects.filter(role="supervisor", is_active=True).order_by("pk")[:10])


def _label(charge: Charge) -> str:
    label: str = charge.get_kind_display()
    return label[0].upper() + label[1:]
