"""Charges of an opinion: made with the contracts, paid once, confirmed by the bank or by a reviewer over a proof."""

import logging
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from documents.domain.file_types import FileType
from documents.inspection import InspectedFile, inspect_upload
from documents.models import StoredFile
from documents.services.files import keep_inspected
from eligibility.domain.findings import Refused, refuse
from portal.accounts.roles import SYSTEM, Actor, Role
from portal.outbox.effects import enqueue
from requests_app.domain.clock import ClockName
from requests_app.domain.lifecycle import ENDED_STATES, FACTS, Action, State
from requests_app.models import AccessRequest, Charge, ChargeProof, Event, Opinion
from requests_app.services.clocks.reckoning import reckon_all
from requests_app.services.standing.agreements import PROOF_DECLINED, is_covered, owed
from requests_app.services.telling.payments import tell_paid, tell_proof, tell_proofs_declined
from requests_app.services.transitions import lock, perform, record_fact

logger = logging.getLogger(__name__)
ISSUE_EFFECT: Final = "requests.charge_issue"
PROOF_TYPES: Final = frozenset({FileType.PDF, FileType.JPG, FileType.PNG})
PROOF_BYTES: Final = 10 * 1024 * 1024
PROOF_PAGES: Final = 10
PROOFS_AT_MOST: Final = 10


def charges_of(access_request: AccessRequest) -> list[Charge]:
    """Every charge of the request with its proofs, those of the opinion in force first. Two statements."""
    rows = Charge.objects.filter(access_request=access_request).select_related("opinion")
    found = list(rows.prefetch_related("proofs__stored_file__label"))
    return sorted(found, key=lambda c: (c.opinion_id != access_request.opinion_id, c.pk))


@transaction.atomic
def issue_charges(access_request: AccessRequest, *, now: datetime) -> list[Charge]:
    """One charge for each amount of the opinion in force, due with the contracts; again changes nothing.

    Call it after the contracts were delivered, in that transaction. What was paid under an opinion that this one
    replaced counts: only the rest is charged. The bank is asked afterwards, by an effect of the outbox.
    """
    opinion = access_request.opinion
    assert opinion is not None
    today = timezone.localdate(now)
    made = []
    for kind, amount in owed(opinion).items():
        rest = amount - _paid_before(access_request, opinion, kind) if amount else amount
        if rest <= 0 or Charge.objects.filter(opinion=opinion, kind=kind).exists():
            continue
        charge = Charge.objects.create(
            access_request=access_request,
            opinion=opinion,
            kind=kind,
            amount_brl=rest,
            created_at=now,
            created_on=today,
            due_on=_due_on(access_request, today),
        )
        enqueue_issue(charge.pk, attempt=1, not_before=now)
        made.append(charge)
    return made


def enqueue_issue(charge_id: int, *, attempt: int, not_before: datetime) -> None:
    """See to it that the bank is asked for this charge."""
    enqueue(
        ISSUE_EFFECT,
        key=f"charge-issue:{charge_id}:{attempt}",
        payload={"charge_id": charge_id, "attempt": attempt},
        not_before=not_before,
    )


def _paid_before(access_request: AccessRequest, opinion: Opinion, kind: Charge.Kind) -> Decimal:
    paid = Charge.objects.filter(access_request=access_request, kind=kind, paid_on__isnull=False)
    total: Decimal | None = paid.exclude(opinion=opinion).aggregate(total=Sum("amount_brl"))["total"]
    return total or Decimal(0)


def _due_on(access_request: AccessRequest, today: date) -> date:
    """The last day to return the contracts: signed papers and payment make one step (art. 85)."""
    due_on = reckon_all(access_request, today)[ClockName.CONTRACT_RETURN].due_on
    assert due_on is not None
    return due_on


def is_open(charge: Charge, access_request: AccessRequest, charges: Sequence[Charge] | None = None) -> bool:
    """Whether the charge waits for its payment: not paid, of the opinion in force, the contracts out, nothing covers it.

    `charges` are all of the request; one statement where they are not given.
    """
    opinion = access_request.opinion
    is_in_force = opinion is not None and charge.opinion_id == opinion.pk
    if charge.is_paid or not is_in_force or access_request.state != State.CONTRACTS_SENT.value:
        return False
    assert opinion is not None
    found = Charge.objects.filter(access_request=access_request) if charges is None else charges
    return not is_covered(charge, opinion, found)


def confirm_payment(
    *,
    charge_id: int,
    paid_on: date,
    actor: Actor,
    now: datetime,
    payment_number: str = "",
    file: BinaryIO | None = None,
    original_name: str = "",
) -> Event:
    """Record that a charge was paid, once, with the number or the file that proves it.

    A reviewer gives at least one proof, or one was sent before; the bank's word needs none. Money is a fact: it is
    recorded also of an opinion that ended or was replaced, and moves nothing then; it counts in what comes after.
    Raises Refused (paid already, a day before the charge or to come, no proof, a bad file), PermissionDenied.
    """
    inspected = _inspect(file, original_name) if file is not None else None
    with transaction.atomic():
        access_request = lock(Charge.objects.values_list("access_request_id", flat=True).get(pk=charge_id))
        if actor.role not in FACTS[Action.CONFIRM_PAYMENT]:
            raise PermissionDenied
        charge = Charge.objects.select_for_update().get(pk=charge_id)
        if charge.is_paid:
            raise refuse("charge_paid", "Esta cobrança já está paga.")
        _require_day(charge, paid_on, timezone.localdate(now))
        number = payment_number.strip()
        if actor.role is not Role.SYSTEM and not (number or inspected or charge.proofs.exists()):
            raise refuse(
                "proof_missing", "Escreva o número do pagamento ou envie o comprovante.", field="number"
            )
        if file is not None and inspected is not None:
            _keep_proof(charge, file, inspected, original_name, actor, now)
        is_late = not is_open(charge, access_request)
        data: dict[str, int | str | list[str]] = {
            "charge_id": charge.pk,
            "kind": charge.kind,
            "amount_brl": f"{charge.amount_brl:.2f}",
            "paid_on": paid_on.isoformat(),
        }
        if is_late:
            event = record_fact(
                access_request, Action.CONFIRM_PAYMENT, actor=actor, at=now, data=data | {"is_late": 1}
            )
        else:
            event = perform(access_request, Action.CONFIRM_PAYMENT, actor=actor, at=now, data=data)
        charge.paid_on, charge.confirmed_at, charge.confirmed_by_id = paid_on, now, actor.user_id
        charge.payment_number, charge.event, charge.problem = number, event, ""
        charge.save()
        tell_paid(access_request, charge, is_late=is_late)
    return event


def _require_day(charge: Charge, paid_on: date, today: date) -> None:
    if paid_on > today:
        raise refuse("paid_in_future", "O dia do pagamento ainda não chegou.", field="paid_on")
    if paid_on < charge.created_on:
        raise refuse(
            "paid_before_charge",
            f"A cobrança é de {charge.created_on:%d/%m/%Y}: o pagamento não pode ser de antes.",
            field="paid_on",
        )


def send_proof(
    *, charge_id: int, file: BinaryIO, original_name: str, actor: Actor, now: datetime
) -> ChargeProof:
    """Keep a proof of payment that technician or holder sends. Raises Refused; the charge stays as it is."""
    inspected = _inspect(file, original_name)
    with transaction.atomic():
        access_request = lock(Charge.objects.values_list("access_request_id", flat=True).get(pk=charge_id))
        charge = Charge.objects.select_for_update().get(pk=charge_id)
        if not is_open(charge, access_request):
            raise refuse("charge_not_open", "Esta cobrança não espera comprovante agora.")
        if charge.proofs.count() >= PROOFS_AT_MOST:
            raise refuse(
                "too_many_proofs", f"Já há {PROOFS_AT_MOST} comprovantes. A distribuidora vai conferir."
            )
        proof = _keep_proof(charge, file, inspected, original_name, actor, now)
        if charge.problem == PROOF_DECLINED:
            charge.problem = ""
            charge.save(update_fields=["problem"])
        tell_proof(access_request, proof)
    return proof


@transaction.atomic
def decline_proofs(*, charge_id: int, actor: Actor, now: datetime) -> None:
    """A reviewer looked at the proofs of an unpaid charge and none proves a payment: nothing waits for them any more.

    Both parties are told and may send another. Raises Refused (paid by now, no proof, said before), PermissionDenied.
    """
    if not actor.is_reviewer:
        raise PermissionDenied
    access_request = lock(Charge.objects.values_list("access_request_id", flat=True).get(pk=charge_id))
    charge = Charge.objects.select_for_update().get(pk=charge_id)
    if charge.is_paid or charge.problem == PROOF_DECLINED or not charge.proofs.exists():
        raise refuse("no_proof_waiting", "Não há comprovante desta cobrança à espera de conferência.")
    charge.problem = PROOF_DECLINED
    charge.save(update_fields=["problem"])
    tell_proofs_declined(access_request, charge, proof=charge.proofs.latest("id"))


def _inspect(file: BinaryIO, original_name: str) -> InspectedFile:
    return inspect_upload(
        file,
        declared_name=original_name,
        accepted=PROOF_TYPES,
        max_bytes=PROOF_BYTES,
        max_pages=PROOF_PAGES,
        field="file",
    )


def _keep_proof(
    charge: Charge, file: BinaryIO, inspected: InspectedFile, original_name: str, actor: Actor, now: datetime
) -> ChargeProof:
    stored: StoredFile = keep_inspected(
        file=file, inspected=inspected, original_name=original_name, stored_by_id=actor.user_id
    )
    return ChargeProof.objects.create(
        charge=charge,
        stored_file=stored,
        sent_at=now,
        sent_by_role=actor.role.value,
        sent_by_id=actor.user_id,
    )


def confirm_by_gateway(charge: Charge, *, paid_on: date, amount_brl: Decimal, now: datetime) -> bool:
    """What the bank said, as an event of the system. False where it cannot be: somebody was faster, or it is not believed."""
    if amount_brl != charge.amount_brl:
        _note(charge, "amount_differs")
        return False
    try:
        confirm_payment(charge_id=charge.pk, paid_on=paid_on, actor=SYSTEM, now=now)
    except Refused as refused:
        if refused.code in ("paid_in_future", "paid_before_charge"):
            _note(charge, "day_not_believed")
        return False
    return True


def _note(charge: Charge, problem: str) -> None:
    logger.warning("charge %s: %s", charge.pk, problem)
    Charge.objects.filter(pk=charge.pk, paid_on__isnull=True).update(problem=problem)


def paid_beyond(access_request: AccessRequest, charges: Sequence[Charge]) -> Decimal:
    """What was paid and is not owed: everything once the request ended, else what exceeds the opinion in force.

    While the analysis begins anew nothing is beyond: the next opinion says what is owed, and what was paid counts.
    How it goes back is the utility's own process; the portal only says that it is there.
    """
    paid = {kind: Decimal(0) for kind in Charge.Kind}
    for charge in charges:
        if charge.is_paid:
            paid[Charge.Kind(charge.kind)] += charge.amount_brl
    if State(access_request.state) in ENDED_STATES:
        return sum(paid.values(), start=Decimal(0))
    opinion = access_request.opinion
    if opinion is None:
        return Decimal(0)
    costs = owed(opinion)
    return sum((max(Decimal(0), paid[kind] - costs[kind]) for kind in Charge.Kind), start=Decimal(0))
