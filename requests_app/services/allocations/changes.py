"""The holder changes how the credits are divided once the plant is connected; members who move bring a document."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from documents.models import StoredFile
from documents.services.files import keep_upload
from eligibility.domain.allocation import AllocationReading
from eligibility.domain.findings import refuse
from eligibility.domain.rulebook import rule
from portal.accounts.roles import Actor, Role
from requests_app.models import AccessRequest, AllocationChange, AllocationList
from requests_app.services.allocations.change_rules import (
    EFFECT_RULE,
    applied_rule_of,
    check_changeable,
    check_list,
    compare,
    document_wanted,
    effect_of,
    has_members,
    list_in_force,
    settled_for,
)
from requests_app.services.telling.allocations import tell_declined, tell_in_force, tell_waiting
from requests_app.services.transitions import lock

Status = AllocationChange.Status


def prepare(
    *,
    access_request: AccessRequest,
    reading: AllocationReading,
    document: tuple[BinaryIO, str] | None,
    actor: Actor,
    now: datetime,
) -> AllocationChange:
    """Keep a list that is right and differs, until the holder's code; an earlier one that waited for it goes.

    `document` is an open file and its name. Raises Refused: state, rules of the list, nothing changed, a member
    moves without the document, or the file itself.
    """
    _require_holder(access_request, actor)
    today = timezone.localdate(now)
    check_changeable(access_request, today)
    found = settled_for(access_request, reading)
    check_list(access_request, found, today)
    before, base_number = list_in_force(access_request), _number(access_request)
    change = compare(access_request, before, found)
    if change.is_same:
        raise refuse("nothing_changed", "Esta lista divide os créditos do mesmo jeito que a de hoje.")
    moves_members = has_members(access_request) and change.moves_members
    stored, title = _keep_document(access_request, document, today) if moves_members else (None, "")
    with _one_open(), transaction.atomic():
        access_request = lock(access_request.pk)
        check_changeable(access_request, today)
        _refuse_other_base(access_request, base_number)
        _drop(access_request)
        return AllocationChange.objects.create(
            access_request=access_request,
            basis=reading.basis.value,
            entries=[entry.model_dump(mode="json", exclude_defaults=True) for entry in reading.entries],
            base_number=base_number,
            moves_members=moves_members,
            document=stored,
            document_title=title,
            prepared_at=now,
        )


def prepared_change(access_request: AccessRequest) -> AllocationChange | None:
    """The change that waits for the holder's code, None without one."""
    return AllocationChange.objects.filter(access_request=access_request, status=Status.PREPARED).first()


@transaction.atomic
def request_change(
    *, access_request_id: int, change_id: int, actor: Actor, now: datetime
) -> AllocationChange:
    """The holder's code was right: the change is asked for today, and counts unless a reviewer has to see a document.

    Raises Refused the second time, when another list was prepared or another version came meanwhile.
    """
    access_request = lock(access_request_id)
    _require_holder(access_request, actor)
    today = timezone.localdate(now)
    check_changeable(access_request, today)
    change = (
        AllocationChange.objects.select_for_update()
        .filter(access_request=access_request, pk=change_id, status=Status.PREPARED)
        .first()
    )
    if change is None:
        raise refuse(
            "no_prepared_change", "Esta mudança já foi pedida ou foi trocada por outra. Comece de novo."
        )
    _refuse_other_base(access_request, change.base_number)
    effect = effect_of(today)
    change.requested_at, change.effective_on = now, effect.latest_on
    change.rule_code, change.is_by_page = EFFECT_RULE, effect.is_by_page
    if change.moves_members:
        change.status = Status.WAITING
        change.save()
        tell_waiting(access_request, change, effect.applied)
        return change
    _put_in_force(access_request, change, now)
    tell_in_force(access_request, change, effect.applied)
    return change


@transaction.atomic
def decide_change(
    *,
    access_request_id: int,
    change_id: int,
    is_accepted: bool,
    reason: str = "",
    actor: Actor,
    now: datetime,
) -> AllocationChange:
    """A reviewer confirms who enters or leaves by the document, or says why not. Raises Refused the second time."""
    if not actor.is_reviewer:
        raise PermissionDenied
    access_request = lock(access_request_id)
    change = (
        AllocationChange.objects.select_for_update()
        .filter(access_request=access_request, pk=change_id, status=Status.WAITING)
        .first()
    )
    if change is None:
        raise refuse("change_decided", "Esta mudança já foi respondida.")
    if not is_accepted and not reason.strip():
        raise refuse("change_reason", "Escreva por que o documento não serve.", field="reason")
    change.decided_at, change.decided_by_id = now, actor.account_id
    if not is_accepted:
        change.status, change.reason = Status.DECLINED, reason.strip()
        change.save()
        tell_declined(access_request, change)
        return change
    _put_in_force(access_request, change, now)
    tell_in_force(access_request, change, applied_rule_of(change))
    return change


def _put_in_force(access_request: AccessRequest, change: AllocationChange, now: datetime) -> None:
    """The next version of the list; earlier ones stay, they say who had which part until when."""
    found = settled_for(access_request, change.reading)
    facts = found.facts
    assert facts is not None
    change.allocation_list = AllocationList.objects.create(
        access_request=access_request,
        number=_number(access_request) + 1,
        generating_unit_number=found.own_number,
        line_count=len(change.reading.entries),
        entries=change.entries,
        created_by_id=None,
        **facts.model_dump(),
    )
    change.status = Status.DONE
    change.save()


def _require_holder(access_request: AccessRequest, actor: Actor) -> None:
    if actor.role is not Role.HOLDER or actor.holder_request_id != access_request.pk:
        raise PermissionDenied


def _number(access_request: AccessRequest) -> int:
    numbers = AllocationList.objects.filter(access_request=access_request).order_by("-number")
    return numbers.values_list("number", flat=True).first() or 0


def _refuse_other_base(access_request: AccessRequest, base_number: int) -> None:
    if _number(access_request) != base_number:
        raise refuse(
            "allocation_changed", "A divisão mudou agora há pouco. Confira a lista de hoje e comece de novo."
        )


def _drop(access_request: AccessRequest) -> None:
    """What waited for a code and is replaced serves nobody; its names go."""
    access_request.allocation_changes.filter(status=Status.PREPARED).update(status=Status.DROPPED, entries=[])


@contextmanager
def _one_open() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        if "allocation_change_one_open" not in str(error):
            raise
        raise refuse("change_waiting", "Já há uma mudança em conferência. Espere a resposta dela.") from error


def _keep_document(
    access_request: AccessRequest, document: tuple[BinaryIO, str] | None, today: date
) -> tuple[StoredFile | None, str]:
    item = document_wanted(access_request)
    if item is None:
        return None, ""
    if document is None:
        raise refuse(
            "document_missing",
            f"Membros entram ou saem: envie o documento que mostra isso. É este: {item.title}.",
            rule("allocation.members", today).citation,
            field="document",
        )
    file, name = document
    stored = keep_upload(
        file=file,
        original_name=name,
        accepted=item.accepted,
        max_bytes=item.max_bytes,
        max_pages=item.max_pages,
        stored_by_id=None,
        field="document",
    )
    return stored, item.title
