"""Asking again after an end: a new draft with every answer and document of the ended request, linked to it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import OuterRef, Subquery

from documents.domain.checklist import ApplicableItem
from documents.domain.project_check import check_project
from documents.models import StoredFile
from documents.services.checklists import checklists_in_force
from eligibility.domain.findings import refuse
from eligibility.profile import current_profile
from portal.accounts.roles import Actor, Role
from requests_app.domain.filing import DISCARDED
from requests_app.domain.lifecycle import ENDED_STATES, State
from requests_app.domain.situation import SITUATIONS
from requests_app.models import AccessRequest, AllocationList, Attachment
from requests_app.queries import EMPTIED
from requests_app.services.allocations.lists import current_list
from requests_app.services.filing.attachments import current_attachments
from requests_app.services.filing.drafts import VERSIONS
from requests_app.services.filing.facts import filed_check, filed_facts
from requests_app.services.filing.texts import filed_texts
from requests_app.services.transitions import lock


class DocumentChanges(NamedTuple):
    """Titles of the documents that a repeated request is asked for, is spared, and that are checked otherwise now."""

    new: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[str, ...]

    @property
    def are_none(self) -> bool:
        return not any(self)


@transaction.atomic
def reassess(*, access_request_id: int, actor: Actor, now: datetime) -> AccessRequest:
    """The draft that repeats an ended request; asked for twice it is the same one.

    Raises PermissionDenied for anybody but its technician, Refused while the request lives or when a repetition
    of it was filed and still lives.
    """
    ended = lock(access_request_id)
    if actor.role is not Role.TECHNICIAN or ended.technician_id != actor.user_id:
        raise PermissionDenied
    require_ended(ended)
    repeats = AccessRequest.objects.filter(reassessment_of=ended).order_by("-id")
    for row in repeats:
        # A draft is its author's alone: whoever took the request over begins one of their own.
        if row.is_draft and row.technician_id == actor.user_id and not _is_discarded(row):
            return row
        if not row.is_draft and State(row.state) not in ENDED_STATES:
            raise refuse(
                "already_reassessed",
                f"Este pedido já foi repetido: o novo tem o protocolo {row.filing_number}.",
            )
    draft = AccessRequest.objects.create(
        technician_id=actor.user_id,
        reassessment_of=ended,
        nickname=ended.nickname,
        municipality=ended.municipality,
        draft_answers=_answers(ended),
        draft_version=1,
        draft_saved_at=now,
    )
    _bring_documents(ended, draft, actor)
    _bring_units(ended, draft, actor)
    return draft


def require_ended(access_request: AccessRequest) -> None:
    """Raises Refused (409) while there is nothing to repeat."""
    if State(access_request.state) not in ENDED_STATES:
        label = SITUATIONS[State(access_request.state)].label
        raise refuse(
            "action_not_in_state", f"Só se repete um pedido que terminou. A situação deste é “{label}”."
        )


def require_not_repeated(access_request: AccessRequest) -> None:
    """Raises Refused (409) while a request that repeats this one was filed and lives: a plant is not followed twice.

    Ask it of a locked request: filing a repetition locks the request that it repeats.
    """
    rows = AccessRequest.objects.filter(reassessment_of=access_request)
    live = rows.exclude(state__in=[State.DRAFT.value, *ENDED_STATES]).order_by("-id").first()
    if live is not None:
        raise refuse(
            "repeated_meanwhile",
            f"Este pedido já foi repetido: o novo tem o protocolo {live.filing_number} e está em andamento. "
            "Para este voltar a valer, o novo precisa terminar antes.",
        )


def lock_repeated(draft_id: int) -> AccessRequest | None:
    """The request that this draft repeats, locked; None where it repeats none. Call it before locking the draft.

    The older request comes first, always: restoring or reopening it locks it alone, and never waits for a draft.
    """
    repeated_id = AccessRequest.objects.values_list("reassessment_of_id", flat=True).get(pk=draft_id)
    return None if repeated_id is None else lock(repeated_id)


def require_still_ended(repeated: AccessRequest | None) -> None:
    """Raises Refused (409) when the request that a draft repeats lives again, so that the draft cannot be filed."""
    if repeated is not None and State(repeated.state) not in ENDED_STATES:
        raise refuse(
            "first_lives_again",
            f"Este rascunho repete o pedido {repeated.filing_number}, que voltou a valer. "
            "Siga com aquele pedido: o mesmo projeto não pode ter dois em andamento.",
        )


def open_repetition(access_request: AccessRequest) -> AccessRequest | None:
    """The draft of its technician that repeats it already, if one is open. One statement."""
    rows = AccessRequest.objects.filter(
        reassessment_of=access_request, technician_id=access_request.technician_id, state=State.DRAFT.value
    )
    return rows.exclude(EMPTIED).order_by("-id").first()


def of_the_repeating(column: str) -> Subquery:
    """A column of the newest filed request that repeats the row, for a query of requests; null without one."""
    rows = AccessRequest.objects.filter(reassessment_of=OuterRef("pk")).exclude(state=State.DRAFT.value)
    return Subquery(rows.order_by("-id").values(column)[:1])


def document_changes(access_request: AccessRequest, today: date) -> DocumentChanges:
    """What changed in the documents asked since the ended request was filed, by the rules of today."""
    lists = {category: version.checklist for category, version in checklists_in_force(today).items()}
    facts = filed_facts(access_request).model_copy(update={"filed_on": today})
    now = _by_code(check_project(facts, checklists=lists, profile=current_profile()).uploads)
    before = _by_code(filed_check(access_request).uploads)
    return DocumentChanges(
        new=tuple(entry.item.title for code, entry in now.items() if code not in before),
        gone=tuple(entry.item.title for code, entry in before.items() if code not in now),
        changed=tuple(
            entry.item.title
            for code, entry in now.items()
            if code in before and before[code].item != entry.item
        ),
    )


def _by_code(entries: tuple[ApplicableItem, ...]) -> Mapping[str, ApplicableItem]:
    return {entry.item.document_code: entry for entry in entries}


def _is_discarded(draft: AccessRequest) -> bool:
    return draft.nickname == DISCARDED and not draft.draft_answers


def _answers(ended: AccessRequest) -> dict[str, object]:
    texts: dict[str, object] = {section: kept for section, kept in filed_texts(ended).items() if kept}
    texts["sending"] = {"other_information": ended.other_information}
    return {**texts, VERSIONS: dict.fromkeys(texts, 1)}


def _bring_documents(ended: AccessRequest, draft: AccessRequest, actor: Actor) -> None:
    assert actor.user_id is not None
    Attachment.objects.bulk_create(
        [
            Attachment(
                access_request=draft,
                document_code=code,
                stored_file=row.stored_file,
                attached_by_id=actor.user_id,
            )
            for code, row in current_attachments(ended).items()
            if row.stored_file is not None and row.stored_file.purpose == StoredFile.Purpose.UPLOAD
        ]
    )


def _bring_units(ended: AccessRequest, draft: AccessRequest, actor: Actor) -> None:
    units = current_list(ended)
    if units is None:
        return
    own = {"id", "access_request", "number", "created_by_id", "created_at"}
    columns = {
        field.name: getattr(units, field.name)
        for field in AllocationList._meta.concrete_fields
        if field.name not in own
    }
    AllocationList.objects.create(access_request=draft, number=1, created_by_id=actor.user_id, **columns)
