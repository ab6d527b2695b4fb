"""Tell people what happened: one message per event and person, written beside the event itself."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from eligibility.domain.rulebook import Rule, rule
from eligibility.profile import current_profile
from portal.accounts.models import User
from portal.outbox.messages import write_message
from requests_app.domain.clock import ClockName
from requests_app.domain.dates import long_day
from requests_app.domain.lifecycle import Action
from requests_app.models import AccessRequest, Event, Pending, PendingNotice
from requests_app.services.clocks.reckoning import reckon_all
from requests_app.services.clocks.terms import opinion_rules, works_sentence


def letterhead() -> dict[str, Any]:
    """What every message ends with: who sends it, and where to ask."""
    profile = current_profile()
    return {
        "operator": profile.name,
        "phone": profile.channel("phone").value,
        "portal": settings.PUBLIC_URL,
        "is_demo": settings.IS_DEMO,
    }


def frame_of(access_request: AccessRequest) -> dict[str, Any]:
    return letterhead() | {
        "number": access_request.filing_number,
        "link": f"{settings.PUBLIC_URL}/solicitacoes/{access_request.filing_number}",
        "holder_link": f"{settings.PUBLIC_URL}/titular/solicitacoes/{access_request.filing_number}",
    }


def to_technician(access_request: AccessRequest, template: str, event: str, **context: Any) -> None:
    user = access_request.technician
    write_message(
        template,
        key=f"{template}:{access_request.pk}:{event}:technician",
        recipient=user.email,
        about=str(access_request.filing_number),
        context=frame_of(access_request) | {"greeting": f"Olá, {user.first_name}."} | context,
    )


def to_holder(access_request: AccessRequest, template: str, event: str, **context: Any) -> None:
    frame = frame_of(access_request)
    write_message(
        template,
        key=f"{template}:{access_request.pk}:{event}:holder",
        recipient=access_request.holder.email,
        about=str(access_request.filing_number),
        context=frame
        | {"link": frame["holder_link"], "greeting": f"Olá, {access_request.holder.name.split(' ')[0]}."}
        | context,
    )


def to_both(access_request: AccessRequest, template: str, event: str, **context: Any) -> None:
    to_technician(access_request, template, event, **context)
    to_holder(access_request, template, event, **context)


def due_text(access_request: AccessRequest, clock: ClockName, now: datetime) -> str:
    due_on = reckon_all(access_request, timezone.localdate(now))[clock].due_on
    assert due_on is not None
    return long_day(due_on)


def tell_filed(access_request: AccessRequest, *, holder_token: str, now: datetime) -> None:
    """Receipt of the filing to both; the holder's own mail carries the link by which the holder enters."""
    assert access_request.filed_at is not None and access_request.filed_on is not None
    context = {
        "received_at": f"{timezone.localtime(access_request.filed_at):%d/%m/%Y às %H:%M:%S}",
        "due": due_text(access_request, ClockName.OPINION, now),
        "check_due": due_text(access_request, ClockName.DOCUMENT_CHECK, now),
        "citation": rule(opinion_rules(access_request)[0], on=access_request.filed_on).citation.label,
        "works_sentence": works_sentence(access_request),
    }
    to_technician(access_request, "request_received", "filed", **context)
    to_holder(
        access_request,
        "request_received_holder",
        "filed",
        technician=access_request.technician.full_name,
        enter_link=f"{settings.PUBLIC_URL}/titular/confirmar/{holder_token}",
        **context,
    )


def tell_documents_accepted(access_request: AccessRequest, *, now: datetime) -> None:
    to_both(
        access_request, "documents_accepted", "checked", due=due_text(access_request, ClockName.OPINION, now)
    )


def tell_works(access_request: AccessRequest, event: Event, *, now: datetime) -> None:
    with_works = rule(opinion_rules(access_request)[-1], on=timezone.localdate(now))
    to_both(
        access_request,
        "works_study",
        f"event{event.pk}",
        due=due_text(access_request, ClockName.OPINION, now),
        rule_text=with_works.text,
        citation=with_works.citation.label,
    )


def pending_lines(pendings: Sequence[Pending]) -> str:
    """The corrections as plain text: the same words on the preview, on the technician's page and in the e-mail."""
    return "\n\n".join(
        f"{p.number}. {p.what}\nOnde: {p.where}.\nRegra: {p.rule}\nComo corrigir: {p.how_to_fix}"
        + (f"\nPor que não veio antes: {p.late_reason}" if p.late_reason else "")
        for p in pendings
    )


def tell_pendings(
    access_request: AccessRequest, notice: PendingNotice, *, policy: Rule, now: datetime
) -> None:
    """All corrections, complete in the mail; the holder gets them in plain words."""
    pendings = list(notice.pendings.order_by("number"))
    context = {
        "count": len(pendings),
        "until": long_day(notice.cure_due_on),
        "effect": clock_effect_text(str(policy.value)),
        "basis": policy.basis_text,
        "lines": pending_lines(pendings),
        "documents": "\n".join(f"- {title}" for title in dict.fromkeys(p.document_title for p in pendings)),
    }
    event = f"round{notice.round}"
    to_technician(access_request, "pendings_sent", event, **context)
    to_holder(access_request, "pendings_sent_holder", event, **context)


def clock_effect_text(effect: str) -> str:
    """What a notice does to the term, in one sentence."""
    return {
        "pause": "O prazo da distribuidora para enquanto você corrige.",
        "reset": "O prazo da distribuidora recomeça do zero quando você devolver.",
        "none": "O prazo da distribuidora continua correndo.",
    }[effect]


def tell_corrected(access_request: AccessRequest, *, now: datetime) -> None:
    event = f"round{access_request.round}"
    due = due_text(access_request, ClockName.OPINION, now)
    to_both(access_request, "corrections_received", event, due=due)
    if access_request.claimed_by is not None:
        to_user(access_request, access_request.claimed_by, "corrections_received", event, due=due)


def to_user(access_request: AccessRequest, user: User, template: str, event: str, **context: Any) -> None:
    frame = frame_of(access_request)
    write_message(
        template,
        key=f"{template}:{access_request.pk}:{event}:user{user.pk}",
        recipient=user.email,
        about=str(access_request.filing_number),
        context=frame
        | {
            "link": f"{settings.PUBLIC_URL}/analise/solicitacoes/{access_request.filing_number}",
            "greeting": f"Olá, {user.first_name}.",
        }
        | context,
    )


def tell_taken_over(access_request: AccessRequest, *, before: User, by: User, now: datetime) -> None:
    """Whoever held the request learns that a colleague took it."""
    to_user(access_request, before, "claim_taken", f"{now.isoformat()}", colleague=by.first_name)


def tell_clock(access_request: AccessRequest, event: Event, *, now: datetime) -> None:
    reckoning = reckon_all(access_request, timezone.localdate(now))[ClockName.OPINION]
    assert reckoning.due_on is not None
    last = [line for line in reckoning.lines if not line.is_today][-1]
    verb = "voltou a contar"
    if reckoning.is_paused:
        # Lifted while corrections are awaited, a stop may leave theirs behind it.
        verb = "continua parado" if event.action == Action.RESUME_CLOCK else "parou"
    to_both(
        access_request,
        "clock_moved",
        f"event{event.pk}",
        verb=verb,
        reason=last.reason,
        basis=last.basis or last.rule_text,
        used=reckoning.used_days,
        total=reckoning.total_days,
        due=f"{long_day(reckoning.due_on)}" + (", se voltar hoje" if reckoning.is_provisional else ""),
    )
