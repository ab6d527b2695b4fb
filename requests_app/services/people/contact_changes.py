"""The holder changes e-mail or phone: a code proves the new address, the old one is told, requests in hand follow."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils.crypto import constant_time_compare, salted_hmac

from eligibility.domain.findings import refuse
from eligibility.domain.taxpayer import mask_email
from eligibility.profile import current_profile
from portal.outbox.messages import write_message
from requests_app.domain.contact_words import done_lines, what_changed
from requests_app.domain.lifecycle import ENDED_STATES, State
from requests_app.models import AccessRequest, ContactChange, ContactChangeEvent, Holder, HolderCode
from requests_app.services.people.holder_access import open_link

CODE_MINUTES: Final = 10
MAX_TRIES: Final = 5
CODES_PER_HOUR: Final = 5
CODES_PER_DAY: Final = 10
EMAIL, PHONE = "email", "phone"
_NOT_FOLLOWING: Final = [State.DRAFT.value, *(state.value for state in ENDED_STATES)]


class _Try(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    SPENT = "spent"


@transaction.atomic
def ask_change(access_request: AccessRequest, *, email: str, phone: str, now: datetime) -> ContactChange:
    """E-mail a code to the new address, or to the present one when only the phone changes.

    Empty keeps what stands. An earlier code of this request stops working. Raises Refused when nothing would
    change or too many codes were sent.
    """
    holder = Holder.objects.select_for_update().get(access_request=access_request)
    new_email = email if email and email.casefold() != holder.email.casefold() else holder.email
    new_phone = phone or holder.phone
    if (new_email, new_phone) == (holder.email, holder.phone):
        raise refuse(
            "contact_same", "Este já é o contato do pedido. Escreva um e-mail ou telefone diferente."
        )
    earlier = ContactChange.objects.filter(access_request=access_request)
    for hours, limit in ((1, CODES_PER_HOUR), (24, CODES_PER_DAY)):
        if earlier.filter(created_at__gt=now - timedelta(hours=hours)).count() >= limit:
            message = "Já enviamos vários códigos para mudar este contato. Espere um pouco e tente de novo."
            raise refuse("contact_too_many_codes", message)
    earlier.filter(done_at=None, expires_at__gt=now).update(expires_at=now)
    digits = f"{secrets.randbelow(10**6):06d}"
    change = ContactChange.objects.create(
        access_request=access_request,
        old_email=holder.email,
        new_email=new_email,
        old_phone=holder.phone,
        new_phone=new_phone,
        code_hash="",
        created_at=now,
        expires_at=now + timedelta(minutes=CODE_MINUTES),
    )
    change.code_hash = _code_hash(change, digits)
    change.save(update_fields=["code_hash"])
    _write(access_request, "contact_code", change, new_email, code=digits, minutes=CODE_MINUTES)
    return change


def waiting_change(access_request: AccessRequest, *, now: datetime) -> ContactChange | None:
    """The change whose code may still be typed."""
    newest = ContactChange.objects.filter(access_request=access_request).order_by("-id").first()
    return newest if newest and newest.done_at is None and newest.expires_at > now else None


def confirm_change(access_request: AccessRequest, code: str, *, now: datetime) -> ContactChange:
    """Change the contact, once. Raises Refused `contact_code_wrong` or `contact_code_over`; a wrong try stays counted."""
    match _try_code(access_request, code, now):
        case ContactChange() as change:
            return change
        case _Try.WRONG:
            message = "Código: confira os números. Use o código do e-mail mais recente."
            raise refuse("contact_code_wrong", message, field="code")
        case _:
            message = "Código: este não vale mais. Peça um novo código."
            raise refuse("contact_code_over", message, field="code")


@transaction.atomic
def _try_code(access_request: AccessRequest, digits: str, now: datetime) -> ContactChange | _Try:
    # The holder's row first, as when a change is asked for: two at once wait for one another and never lock crosswise.
    followers = _holders(access_request)
    own = next(holder for holder in followers if holder.access_request_id == access_request.pk)
    change = (
        ContactChange.objects.select_for_update()
        .filter(access_request=access_request)
        .order_by("-id")
        .first()
    )
    is_right = constant_time_compare(
        change.code_hash if change else "", _code_hash(change, "".join(digits.split()))
    )
    if change is None or change.done_at or change.expires_at <= now or change.attempts >= MAX_TRIES:
        return _Try.SPENT
    if (change.old_email, change.old_phone) != (own.email, own.phone):
        # Another request of the same holder changed this contact meanwhile: what was agreed to is no more.
        return _Try.SPENT
    change.attempts += 1
    change.done_at = now if is_right else None
    change.save(update_fields=["attempts", "done_at"])
    if not is_right:
        return _Try.WRONG
    _apply(change, followers, now)
    return change


def _holders(access_request: AccessRequest) -> list[Holder]:
    """This request's holder and the same person's others in hand, locked in one order.

    The same person is the same CPF or CNPJ with the same e-mail: the number alone is typed by whoever files,
    and proves nothing about who reads that mailbox.
    """
    own = Holder.objects.get(access_request=access_request)
    same = Q(tax_id=own.tax_id, email__iexact=own.email) & ~Q(access_request__state__in=_NOT_FOLLOWING)
    return list(
        Holder.objects.select_for_update(of=("self",))
        .select_related("access_request__technician")
        .filter(Q(pk=own.pk) | same)
        .order_by("pk")
    )


def _apply(change: ContactChange, holders: Sequence[Holder], now: datetime) -> None:
    parts = [EMAIL] * change.is_email_changed + [PHONE] * change.is_phone_changed
    values = {EMAIL: change.new_email, PHONE: change.new_phone}
    Holder.objects.filter(pk__in=[h.pk for h in holders]).update(**{part: values[part] for part in parts})
    ids = [holder.access_request_id for holder in holders]
    ContactChangeEvent.objects.bulk_create(
        ContactChangeEvent(access_request_id=pk, contact_change=change, parts=parts, at=now) for pk in ids
    )
    if change.is_email_changed:
        Holder.objects.filter(pk__in=[h.pk for h in holders]).update(entry_epoch=F("entry_epoch") + 1)
        # Codes on their way to the old mailbox open nothing any more.
        HolderCode.objects.filter(
            holder_access__access_request__in=ids, used_at=None, expires_at__gt=now
        ).update(expires_at=now)
    _tell(change, [holder.access_request for holder in holders], now)


def _tell(change: ContactChange, changed: Sequence[AccessRequest], now: datetime) -> None:
    own = next(case for case in changed if case.pk == change.access_request_id)
    numbers = [str(case.filing_number) for case in changed]
    lines = "\n\n".join(outcome_lines(change, followed=len(changed) - 1))
    links = ""
    if change.is_email_changed:
        tokens = [open_link(case, now=now) for case in changed]
        links = "\n\n".join(
            f"Pedido {number}:\n\n{settings.PUBLIC_URL}/titular/confirmar/{token}"
            for number, token in zip(numbers, tokens, strict=True)
        )
        _write(own, "contact_changed_old", change, change.old_email, masked=mask_email(change.new_email),
               numbers="\n".join(f"- {number}" for number in numbers))  # fmt: skip
    _write(own, "contact_changed", change, change.new_email, lines=lines, links=links)
    said = what_changed(is_email=change.is_email_changed, is_phone=change.is_phone_changed)
    for case in changed:
        link = f"{settings.PUBLIC_URL}/solicitacoes/{case.filing_number}"
        greeting = f"Olá, {case.technician.first_name}."
        _write(case, "contact_changed_technician", change, case.technician.email,
               said=said, link=link, greeting=greeting)  # fmt: skip


def outcome_lines(change: ContactChange, *, followed: int) -> tuple[str, ...]:
    """The sentences of the last page and of the e-mail that confirms."""
    return done_lines(is_email=change.is_email_changed, is_phone=change.is_phone_changed, followed=followed)


def _write(case: AccessRequest, template: str, change: ContactChange, to: str, **context: object) -> None:
    number, profile = str(case.filing_number), current_profile()
    write_message(
        template,
        key=f"{template}:{change.pk}:{case.pk}",
        recipient=to,
        about=number,
        context={
            "number": number,
            "operator": profile.name,
            "phone": profile.channel("phone").value,
            "portal": settings.PUBLIC_URL,
            "is_demo": settings.IS_DEMO,
            **context,
        },
    )


def _code_hash(change: ContactChange | None, digits: str) -> str:
    # Six digits are guessed in no time from a bare hash: the key of the portal goes into it.
    text = f"{change.pk if change else 0}:{digits}"
    return salted_hmac("requests_app.contact_change", text, algorithm="sha256").hexdigest()
