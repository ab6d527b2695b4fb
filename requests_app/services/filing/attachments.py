"""Files in the slots of a request: put in, replaced, taken out; nothing is ever lost."""

from collections.abc import Sequence
from typing import BinaryIO

from django.db import transaction

from documents.domain.checklist import ChecklistItem
from documents.models import StoredFile
from documents.services.files import keep_upload
from eligibility.domain.findings import refuse
from portal.accounts.roles import Actor
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, Attachment


def current_attachments(access_request: AccessRequest) -> dict[str, Attachment]:
    """The file that counts in each slot, by document code; emptied slots are left out. One statement."""
    return newest_attachments([access_request]).get(access_request.pk, {})


def newest_attachments(drafts: Sequence[AccessRequest]) -> dict[int, dict[str, Attachment]]:
    """The same of several requests, by their primary key. One statement."""
    newest: dict[int, dict[str, Attachment]] = {}
    rows = Attachment.objects.filter(access_request__in=drafts).select_related(
        "stored_file__label", "stored_file__reading"
    )
    for row in rows.order_by("id"):
        newest.setdefault(row.access_request_id, {})[row.document_code] = row
    return {
        key: {code: row for code, row in slots.items() if row.stored_file_id is not None}
        for key, slots in newest.items()
    }


def attach(
    *, access_request: AccessRequest, item: ChecklistItem, file: BinaryIO, original_name: str, actor: Actor
) -> Attachment:
    """Inspect, keep and put a file into the slot of `item`. Raises Refused with the cause; other slots stay."""
    assert actor.user_id is not None
    _require_open(access_request)
    before = current_attachments(access_request).get(item.document_code)
    stored: StoredFile = keep_upload(
        file=file,
        original_name=original_name,
        accepted=item.accepted,
        max_bytes=item.max_bytes,
        max_pages=item.max_pages,
        stored_by_id=actor.user_id,
        replaces=before.stored_file if before else None,
    )
    with transaction.atomic():
        # Reading a file takes a while: meanwhile another tab may have sent the request.
        _require_open(AccessRequest.objects.select_for_update(of=("self",)).get(pk=access_request.pk))
        return Attachment.objects.create(
            access_request=access_request,
            document_code=item.document_code,
            stored_file=stored,
            round=access_request.round,
            attached_by_id=actor.user_id,
        )


def _require_open(access_request: AccessRequest) -> None:
    if access_request.state not in (State.DRAFT.value, State.PENDING.value):
        raise refuse("action_not_in_state", "Este pedido não recebe arquivos agora.", section="documentos")


@transaction.atomic
def detach(*, access_request: AccessRequest, document_code: str, actor: Actor) -> None:
    """Empty a slot of a draft; the file stays in history. Emptying an empty slot changes nothing."""
    assert actor.user_id is not None
    # Another tab may be sending the request: a file that was counted there cannot go any more.
    access_request = AccessRequest.objects.select_for_update(of=("self",)).get(pk=access_request.pk)
    if access_request.state != State.DRAFT.value:
        raise refuse("action_not_in_state", "Este pedido já foi enviado: o arquivo faz parte dele.")
    if document_code in current_attachments(access_request):
        Attachment.objects.create(
            access_request=access_request,
            document_code=document_code,
            stored_file=None,
            round=access_request.round,
            attached_by_id=actor.user_id,
        )
