"""How a holder enters without an account: a link for one request, then a code sent to the holder's own e-mail.

The link alone shows nothing of the request and the code alone opens nothing. Of both only hashes are kept.
"""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from eligibility.domain.findings import Refused, refuse
from portal.outbox.messages import write_message
from requests_app.models import AccessRequest, HolderAccess, HolderCode
from requests_app.services.transitions import lock

Done = TypeVar("Done")
LINK_DAYS = 180
CODE_MINUTES = 10
MAX_TRIES = 5
CODES_PER_HOUR = 5
LINKS_PER_HOUR = 3
_TEMPLATES = {
    HolderCode.Purpose.ALLOCATE: "holder_allocate_code",
    HolderCode.Purpose.ENTER: "holder_code",
    HolderCode.Purpose.CANCEL: "holder_cancel_code",
    HolderCode.Purpose.TRANSFER: "holder_transfer_code",
    HolderCode.Purpose.ACCEPT: "holder_accept_code",
}


class Link(StrEnum):
    """What a token is worth."""

    OPEN = "open"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


class _Try(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    SPENT = "spent"


def open_link(access_request: AccessRequest, *, now: datetime) -> str:
    """A new link to this request for 180 days; gives the token, of which only the SHA-256 stays here."""
    token = secrets.token_urlsafe(32)
    HolderAccess.objects.create(
        access_request=access_request,
        token_hash=_token_hash(token),
        expires_at=now + timedelta(days=LINK_DAYS),
    )
    return token


def look_up(token: str, *, now: datetime) -> tuple[Link, HolderAccess | None]:
    """The access behind a token, and whether it still opens. An expired one comes with its row."""
    access = (
        HolderAccess.objects.select_related(
            "access_request__holder",
            "access_request__consumer_unit",
            "access_request__technician__professional",
        )
        .filter(token_hash=_token_hash(token))
        .first()
    )
    if access is None:
        return Link.UNKNOWN, None
    is_open = access.revoked_at is None and access.expires_at > now
    return (Link.OPEN if is_open else Link.EXPIRED), access


def access_of(access_request: AccessRequest, *, now: datetime) -> HolderAccess:
    """The newest open access to a request. Raises Refused when every link has run out or was revoked."""
    access = (
        HolderAccess.objects.select_related("access_request__holder")
        .filter(access_request=access_request, revoked_at=None, expires_at__gt=now)
        .order_by("-id")
        .first()
    )
    if access is None:
        raise refuse(
            "holder_link_over",
            "Seu link de acesso venceu. Abra o link do primeiro e-mail do pedido: a página envia outro para você.",
        )
    return access


@transaction.atomic
def request_code(
    access: HolderAccess, *, now: datetime, purpose: HolderCode.Purpose = HolderCode.Purpose.ENTER
) -> HolderCode:
    """E-mail a new six-digit code to the holder; older ones of this purpose stop working.

    Raises Refused when the link is over or five codes went out within the hour.
    """
    access = (
        HolderAccess.objects.select_for_update(of=("self",))
        .select_related("access_request__holder")
        .get(pk=access.pk)
    )
    if access.revoked_at is not None or access.expires_at <= now:
        raise refuse("holder_link_over", "Este link venceu. Abra o link de novo: a página envia outro.")
    codes = HolderCode.objects.filter(holder_access__access_request=access.access_request)
    if codes.filter(created_at__gt=now - timedelta(hours=1)).count() >= CODES_PER_HOUR:
        message = "Já enviamos cinco códigos na última hora. Espere um pouco e tente de novo."
        raise refuse("holder_too_many_codes", message)
    codes.filter(purpose=purpose, used_at=None, expires_at__gt=now).update(expires_at=now)
    digits = f"{secrets.randbelow(10**6):06d}"
    code = HolderCode.objects.create(
        holder_access=access,
        purpose=purpose,
        code_hash=_code_hash(access, purpose, digits),
        expires_at=now + timedelta(minutes=CODE_MINUTES),
    )
    filing_number = str(access.access_request.filing_number)
    write_message(
        _TEMPLATES[purpose],
        key=f"holder-code:{code.pk}",
        recipient=access.access_request.holder.email,
        about=filing_number,
        context={
            "code": digits,
            "minutes": CODE_MINUTES,
            **_frame(filing_number),
        },
    )
    return code


def spend_code(
    access: HolderAccess, code: str, *, now: datetime, purpose: HolderCode.Purpose = HolderCode.Purpose.ENTER
) -> HolderAccess:
    """Use a code once. Raises Refused `holder_code_wrong` or `holder_code_over`; a wrong try stays counted."""
    match _try_code(access, code, purpose, now):
        case _Try.RIGHT:
            return access
        case _Try.WRONG:
            message = "Código: confira os números. Use o código do e-mail mais recente."
            raise refuse("holder_code_wrong", message, field="code")
        case _:
            message = "Código: este não vale mais. Peça um novo código."
            raise refuse("holder_code_over", message, field="code")


def act_with_code(
    access_request: AccessRequest,
    code: str,
    act: Callable[[], Done],
    *,
    now: datetime,
    purpose: HolderCode.Purpose,
) -> Done:
    """Spend the code and carry out what it confirms under one lock of the request; gives what `act` gives.

    Whoever clicked twice finds the code spent only once the act is done. Raises Refused like `spend_code`, or what
    `act` refuses: the code then stays unspent.
    """
    with transaction.atomic():
        lock(access_request.pk)
        try:
            spend_code(access_of(access_request, now=now), code, now=now, purpose=purpose)
        except Refused as refused:
            # Raised after the commit: a wrong try stays counted.
            found = refused
        else:
            return act()
    raise found


def enter(access: HolderAccess, code: str, *, now: datetime) -> HolderAccess:
    """Open the request of this link with a code. Raises Refused when the code or the link does not serve."""
    spend_code(access, code, now=now)
    HolderAccess.objects.filter(pk=access.pk, first_used_at=None).update(first_used_at=now)
    return access


@transaction.atomic
def send_new_link(access_request: AccessRequest, *, now: datetime) -> None:
    """E-mail a fresh link to the holder, for when the old one ran out or was lost. Raises Refused over three an hour."""
    recent = HolderAccess.objects.filter(
        access_request=access_request, created_at__gt=now - timedelta(hours=1)
    )
    if recent.count() >= LINKS_PER_HOUR:
        raise refuse(
            "holder_too_many_links", "Já enviamos o link mais de uma vez na última hora. Veja seu e-mail."
        )
    token = open_link(access_request, now=now)
    filing_number = str(access_request.filing_number)
    write_message(
        "holder_link",
        key=f"holder-link:{_token_hash(token)[:16]}",
        recipient=access_request.holder.email,
        about=filing_number,
        context={
            **_frame(filing_number),
            "enter_link": f"{settings.PUBLIC_URL}/titular/confirmar/{token}",
            "days": LINK_DAYS,
        },
    )


@transaction.atomic
def _try_code(access: HolderAccess, digits: str, purpose: HolderCode.Purpose, now: datetime) -> _Try:
    code = (
        HolderCode.objects.select_for_update()
        .filter(holder_access=access, purpose=purpose)
        .order_by("-id")
        .first()
    )
    is_right = constant_time_compare(
        code.code_hash if code else "", _code_hash(access, purpose, "".join(digits.split()))
    )
    is_link_over = access.revoked_at is not None or access.expires_at <= now
    if is_link_over or code is None or code.used_at or code.expires_at <= now or code.attempts >= MAX_TRIES:
        return _Try.SPENT
    code.attempts += 1
    code.used_at = now if is_right else None
    code.save(update_fields=["attempts", "used_at"])
    return _Try.RIGHT if is_right else _Try.WRONG


def _frame(filing_number: str) -> dict[str, object]:
    return {"filing_number": filing_number, "portal": settings.PUBLIC_URL, "is_demo": settings.IS_DEMO}


def _token_hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _code_hash(access: HolderAccess, purpose: HolderCode.Purpose, digits: str) -> str:
    # Six digits are guessed in no time from a bare hash: the key of the portal goes into it.
    text = f"{access.pk}:{purpose.value}:{digits}"
    return salted_hmac("requests_app.holder_code", text, algorithm="sha256").hexdigest()
