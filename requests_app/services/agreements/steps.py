"""Contracts and agreements: prepared at the approval, delivered, accepted by the holder, and what follows by itself."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from documents.domain.agreement_kinds import AgreementKind
from documents.domain.agreement_sheets import OBSERVATIONS_MAX
from eligibility.domain.findings import refuse
from portal.accounts.roles import SYSTEM, Actor
from portal.outbox.effects import enqueue
from requests_app.domain.lifecycle import Action
from requests_app.models import AccessRequest, Agreement, AgreementContent, Event
from requests_app.services.agreements import payments
from requests_app.services.agreements.reading import (
    TAKES_CONTRACTS_EARLY,
    current_agreements,
    has_declared,
    needed_agreements,
)
from requests_app.services.connection import works
from requests_app.services.connection.following import ask_for_inspection_if_automatic, follows_for
from requests_app.services.sheets.agreement import build_agreement
from requests_app.services.telling.agreements import tell_contracts_accepted, tell_contracts_delivered
from requests_app.services.transitions import find_row, lock, perform

EFFECT = "requests.agreement_pdf"


def prepare_agreements(access_request: AccessRequest, *, now: datetime) -> list[Agreement]:
    """Freeze every paper that the opinion in force needs and does not have yet. Needs the lock of the request."""
    present = {agreement.paper for agreement in current_agreements(access_request)}
    return [
        _prepare(access_request, kind, version=1, now=now)
        for kind in needed_agreements(access_request)
        if kind not in present
    ]


def _prepare(
    access_request: AccessRequest,
    kind: AgreementKind,
    *,
    version: int,
    now: datetime,
    observations: Sequence[str] = (),
) -> Agreement:
    opinion = access_request.opinion
    assert opinion is not None
    sheet = build_agreement(
        access_request, opinion, kind, version=version, observations=observations, now=now
    )
    agreement = Agreement.objects.create(
        opinion=opinion,
        kind=kind.value,
        version=version,
        prepared_at=now,
        content_sha256=hashlib.sha256(sheet.model_dump_json().encode()).hexdigest(),
    )
    AgreementContent.objects.create(agreement=agreement, sheet=sheet.model_dump(mode="json"))
    enqueue(EFFECT, key=f"agreement_pdf:{agreement.pk}", payload={"agreement_id": agreement.pk})
    return agreement


def goes_at_once(access_request: AccessRequest) -> bool:
    """Whether the papers are delivered with the approval.

    So for micro without works, whose only paper nobody adds to, and for whoever asked for them early (art. 68).
    """
    opinion = access_request.opinion
    assert opinion is not None
    is_plain = needed_agreements(access_request) == (AgreementKind.OPERATIONAL_RELATIONSHIP,)
    return (is_plain and not opinion.has_works) or has_declared(access_request, TAKES_CONTRACTS_EARLY)


def deliver_at_once(access_request: AccessRequest, *, now: datetime) -> Event:
    """The portal itself delivers, in the transaction of the approval. Needs the lock of the request."""
    return _deliver(access_request, SYSTEM, now)


@transaction.atomic
def deliver_contracts(
    *, access_request_id: int, actor: Actor, now: datetime, observations: str = ""
) -> Event:
    """Deliver the prepared papers; the holder's 30 days begin and the charges are issued.

    `observations`, one paragraph a line, go into a new version of the operating agreement. Raises Refused
    (state, nothing prepared, words that are too long or have no paper to stand on) and PermissionDenied.
    """
    access_request = lock(access_request_id)
    find_row(access_request, Action.DELIVER_CONTRACTS, actor)
    lines = [line.strip() for line in observations.splitlines() if line.strip()]
    if lines:
        _observe(access_request, lines, now)
    return _deliver(access_request, actor, now)


def _observe(access_request: AccessRequest, lines: Sequence[str], now: datetime) -> None:
    if sum(map(len, lines)) > OBSERVATIONS_MAX:
        raise refuse(
            "observations_long",
            f"Observações: use até {OBSERVATIONS_MAX} letras. O que passar disso vai numa mensagem.",
            field="observations",
        )
    found = {agreement.paper: agreement for agreement in current_agreements(access_request)}
    operating = found.get(AgreementKind.OPERATING_AGREEMENT)
    if operating is None:
        raise refuse(
            "observations_without_paper",
            "Observações: só o Acordo Operativo as recebe, e este pedido não tem um.",
            field="observations",
        )
    _prepare(
        access_request,
        AgreementKind.OPERATING_AGREEMENT,
        version=operating.version + 1,
        now=now,
        observations=lines,
    )


def _deliver(access_request: AccessRequest, actor: Actor, now: datetime) -> Event:
    agreements = current_agreements(access_request)
    event = perform(
        access_request, Action.DELIVER_CONTRACTS, actor=actor, at=now, data=_named(access_request, agreements)
    )
    payments.issue_charges(access_request, now=now)
    tell_contracts_delivered(access_request, event, [a.paper for a in agreements], now=now)
    return event


@transaction.atomic
def accept_contracts(*, access_request_id: int, actor: Actor, now: datetime) -> Event:
    """The holder accepts every paper delivered; the code by e-mail was checked before.

    Raises Refused (state, charges open) and PermissionDenied. What follows by itself follows at once.
    """
    access_request = lock(access_request_id)
    agreements = current_agreements(access_request)
    event = perform(
        access_request, Action.ACCEPT_CONTRACTS, actor=actor, at=now, data=_named(access_request, agreements)
    )
    tell_contracts_accepted(access_request, event, follows_for(access_request), now=now)
    go_on_after_acceptance(access_request, now=now)
    return event


def _named(
    access_request: AccessRequest, agreements: Sequence[Agreement]
) -> dict[str, int | str | list[str]]:
    """What history keeps of the papers: which opinion, which rows, and the hash of what each said."""
    assert access_request.opinion is not None
    return {
        "opinion": access_request.opinion.number,
        "agreements": [str(agreement.pk) for agreement in agreements],
        "sha256": [agreement.content_sha256 for agreement in agreements],
    }


def go_on_after_acceptance(access_request: AccessRequest, *, now: datetime) -> None:
    """Start the works that are owed; by the law's terms, with nothing else owed, ask for the inspection (art. 91).

    Needs the lock of the request, in the state READY.
    """
    works.start_works_if_owed(access_request, now=now)
    ask_for_inspection_if_automatic(access_request, now=now)
