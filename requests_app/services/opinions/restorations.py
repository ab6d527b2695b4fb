"""Restore an opinion that was cancelled or lapsed: a new act, a new opinion, its whole term again."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from pydantic import ValidationError

from documents.domain.sheets import OpinionSheet
from eligibility.domain.findings import refuse
from portal.accounts.models import User
from portal.accounts.roles import Actor
from portal.outbox.effects import enqueue
from requests_app.domain.clock import ClockName
from requests_app.domain.identifiers import verification_code
from requests_app.domain.lifecycle import Action
from requests_app.models import AccessRequest, Deadline, Opinion, OpinionContent
from requests_app.services.filing.numbering import next_opinion_number
from requests_app.services.filing.reassessments import require_not_repeated
from requests_app.services.sheets.opinion import SheetInput, restored_sheet
from requests_app.services.telling.contests import tell_restored
from requests_app.services.transitions import find_row, lock, perform

LONGEST_REASON = 1000


@transaction.atomic
def restore(*, access_request_id: int, reason: str, actor: Actor, now: datetime) -> Opinion:
    """The supervisor puts an ended opinion in force again, as a new one that replaces it.

    Works that were finished stay finished. Raises Refused: state, no reason, the old words were blanked, a
    request that repeats this one is under way.
    """
    access_request = lock(access_request_id)
    find_row(access_request, Action.RESTORE, actor)
    require_not_repeated(access_request)
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        message = f"Escreva em até {LONGEST_REASON} letras por que o parecer volta a valer."
        raise refuse("reason_missing", message, field="reason")
    old = access_request.opinion
    assert old is not None
    printed = printed_sheet(old)
    if printed is None:
        raise refuse(
            "opinion_blanked", "O texto deste parecer foi apagado. Para seguir, é preciso um pedido novo."
        )
    today = timezone.localdate(now)
    number = next_opinion_number(today.year)
    perform(
        access_request,
        Action.RESTORE,
        actor=actor,
        at=now,
        data={"opinion_number": number, "outcome": old.outcome, "replaces": old.number},
        reasons_given=1,
    )
    validity = Deadline.objects.get(access_request=access_request, clock=ClockName.VALIDITY.value)
    opinion = _issue(access_request, old, printed, number, validity, actor, now)
    tell_restored(access_request, opinion, old, reason=reason)
    return opinion


def printed_sheet(opinion: Opinion) -> OpinionSheet | None:
    """What an opinion printed; None once its personal data was blanked."""
    content = OpinionContent.objects.filter(opinion=opinion).first()
    try:
        return OpinionSheet.model_validate(content.sheet) if content else None
    except ValidationError:
        return None


def _issue(
    access_request: AccessRequest,
    old: Opinion,
    printed: OpinionSheet,
    number: str,
    validity: Deadline,
    actor: Actor,
    now: datetime,
) -> Opinion:
    code = verification_code(secrets.token_bytes(16))
    signer = User.objects.select_related("professional").get(pk=actor.account_id)
    sheet = restored_sheet(
        printed,
        access_request,
        SheetInput(
            opinion_number=number,
            outcome=Opinion.Outcome(old.outcome),
            issued_at=now,
            valid_until_on=validity.due_on,
            conditions=(),
            works=(),
            reasons=(),
            verification_code=code,
            works_rule=old.works_rule,
            participation_brl=old.participation_brl,
            metering_brl=old.metering_brl,
        ),
        signer,
    )
    opinion = Opinion.objects.create(
        access_request=access_request,
        number=number,
        outcome=old.outcome,
        issued_at=now,
        issued_on=timezone.localdate(now),
        valid_until_on=validity.due_on,
        verification_code=code,
        signed_by_id=signer.pk,
        content_sha256=hashlib.sha256(sheet.model_dump_json().encode()).hexdigest(),
        works_rule=old.works_rule,
        participation_brl=old.participation_brl,
        metering_brl=old.metering_brl,
        replaces=old,
    )
    OpinionContent.objects.create(opinion=opinion, sheet=sheet.model_dump(mode="json"))
    access_request.opinion = opinion
    access_request.save(update_fields=["opinion"])
    enqueue("requests.opinion_pdf", key=f"opinion_pdf:{opinion.pk}", payload={"opinion_id": opinion.pk})
    return opinion
