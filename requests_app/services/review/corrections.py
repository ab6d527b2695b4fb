"""Corrections: the technician fixes only what was asked and gives the request back, place in the queue kept."""

from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from eligibility.domain.findings import refuse
from portal.accounts.roles import Actor
from requests_app.domain.lifecycle import Action, State
from requests_app.models import AccessRequest, Event, Pending, PendingNotice, ReviewItem
from requests_app.services.filing.attachments import attach, current_attachments
from requests_app.services.review.data_corrections import apply_correction
from requests_app.services.sheets.papers import papers_of
from requests_app.services.telling.messages import tell_corrected
from requests_app.services.transitions import find_row, lock, perform


def open_notice(access_request: AccessRequest) -> PendingNotice | None:
    """The notice that waits for the technician, if any."""
    return access_request.notices.filter(answered_at__isnull=True).order_by("-round").first()


def fix_pending(
    *,
    pending_id: int,
    file: BinaryIO | None,
    original_name: str = "",
    answer: str = "",
    actor: Actor,
    now: datetime,
) -> Pending:
    """Fix one correction with a new file for its document, words, or both; a new file serves all of its document.

    Raises Refused when the request does not wait for corrections, nothing was given, or the file is refused.
    """
    pending = Pending.objects.select_related("notice__access_request__checklist_version").get(pk=pending_id)
    access_request = pending.notice.access_request
    if access_request.state != State.PENDING.value or pending.notice.answered_at is not None:
        raise refuse("action_not_in_state", "Este pedido não espera correções agora.")
    if pending.dropped_at is not None:
        raise refuse("pending_dropped", "Este item saiu da lista: a contestação foi aceita.", field="answer")
    answer = answer.strip()
    if file is None and not answer and pending.new_attachment_id is None:
        raise refuse("fix_missing", "Envie o arquivo corrigido ou escreva a sua resposta.", field="file")
    with transaction.atomic():
        if file is not None:
            assert access_request.checklist_version is not None
            attachment = attach(
                access_request=access_request,
                item=access_request.checklist_version.checklist.item(pending.document_code),
                file=file,
                original_name=original_name,
                actor=actor,
            )
            same_document = pending.notice.pendings.filter(document_code=pending.document_code)
            same_document.filter(dropped_at=None).update(new_attachment=attachment, fixed_at=now)
        # Another tab may have given the request back since the page was read: then nothing of this stays.
        if lock(access_request.pk).state != State.PENDING.value:
            raise refuse("action_not_in_state", "Este pedido não espera correções agora.")
        fresh = Pending.objects.select_for_update().get(pk=pending_id)
        fresh.answer = answer[:4000]
        fresh.fixed_at = now
        fresh.save(update_fields=["answer", "fixed_at"])
    return fresh


@transaction.atomic
def answer_pendings(*, access_request_id: int, actor: Actor, now: datetime) -> Event:
    """Give the corrected request back, with the typed answers that were put right in force.

    Raises Refused while one correction is open, or when the corrected answers make another request.
    """
    access_request = lock(access_request_id)
    find_row(access_request, Action.ANSWER_PENDINGS, actor)
    answers = apply_correction(access_request, now=now)
    event = perform(
        access_request,
        Action.ANSWER_PENDINGS,
        actor=actor,
        at=now,
        data={
            "round": access_request.round,
            "arrived_at": access_request.filed_at.isoformat() if access_request.filed_at else "",
            **({"answers": answers.number} if answers else {}),
        },
    )
    access_request.notices.filter(answered_at__isnull=True).update(answered_at=now)
    made_again = papers_of(access_request) if answers else ()
    open_next_round(access_request, made_again=frozenset(made_again))
    tell_corrected(access_request, now=now)
    return event


def open_next_round(access_request: AccessRequest, *, made_again: frozenset[str] = frozenset()) -> None:
    """A new round of the review: verdicts on untouched documents carry over; touched and failed ones are open again.

    `made_again` are the documents that the portal is about to print from corrected answers.
    """
    current = current_attachments(access_request)
    items = list(
        ReviewItem.objects.filter(access_request=access_request, round=access_request.round).order_by(
            "position"
        )
    )
    access_request.round += 1
    access_request.save(update_fields=["round", "updated_at"])
    fresh = []
    for item in items:
        attachment = current.get(item.document_code)
        is_same = attachment is None or attachment.pk == item.seen_attachment_id
        is_same = is_same and item.document_code not in made_again
        keeps = is_same and item.verdict in (ReviewItem.Verdict.MEETS, ReviewItem.Verdict.NOT_APPLICABLE)
        fresh.append(
            ReviewItem(
                access_request=access_request,
                round=access_request.round,
                position=item.position,
                stage=item.stage,
                document_code=item.document_code,
                criterion_code=item.criterion_code,
                seen_attachment=attachment,
                verdict=item.verdict if keeps else "",
                decided_by_id=item.decided_by_id if keeps else None,
                decided_at=item.decided_at if keeps else None,
            )
        )
    ReviewItem.objects.bulk_create(fresh)
