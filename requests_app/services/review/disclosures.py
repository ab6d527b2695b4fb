"""Looking behind the mask: only reviewers, only with a reason, always recorded (LGPD)."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from eligibility.domain.findings import refuse
from eligibility.domain.taxpayer import format_taxpayer
from portal.accounts.roles import Actor
from requests_app.models import AccessRequest, DisclosureEvent, Holder

REASONS = {
    "identity_check": "Conferir com o documento de identificação",
    "contact": "Falar com o titular",
    "complaint": "Responder a uma reclamação",
    "authority": "Atender a uma autoridade",
}


@transaction.atomic
def reveal_tax_id(*, access_request: AccessRequest, reason_code: str, actor: Actor) -> str:
    """The holder's CPF or CNPJ in full; writes who looked and why. Raises Refused without a listed reason."""
    if not actor.is_reviewer or actor.user_id is None:
        raise PermissionDenied
    if reason_code not in REASONS:
        raise refuse("reason_unknown", "Escolha um motivo da lista.", field="reason_code")
    DisclosureEvent.objects.create(
        access_request=access_request, kind="tax_id", reason_code=reason_code, actor_id=actor.user_id
    )
    return format_taxpayer(Holder.objects.get(access_request=access_request).tax_id)


@transaction.atomic
def record_search_by_tax_id(*, actor: Actor) -> None:
    """A search by CPF or CNPJ happened; the number itself is not written."""
    if not actor.is_reviewer or actor.user_id is None:
        raise PermissionDenied
    DisclosureEvent.objects.create(
        access_request=None, kind="search_tax_id", reason_code="search", actor_id=actor.user_id
    )
