"""Writing the next version of a checklist: one open draft per list, noticed when two people write at once."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from documents.domain import checklist_editing as editing
from documents.domain.checklist import Checklist
from documents.domain.checklist_problems import Problem, checklist_of
from documents.models import ChecklistDraft, ChecklistVersion
from eligibility.domain.findings import refuse
from portal.accounts.roles import Actor, Role

Change = Callable[[editing.Items], editing.Items]


class StaleDraft(Exception):
    """Somebody wrote after the page was loaded; carries the draft as it is now."""

    def __init__(self, draft: ChecklistDraft) -> None:
        super().__init__(f"draft {draft.pk} is at version {draft.version}")
        self.draft = draft


def only_admins(actor: Actor) -> int:
    """The account of an admin. Raises Refused for anybody else."""
    if actor.role is not Role.ADMIN:
        raise refuse("not_an_admin", "Só administradores mudam as listas de documentos.")
    return actor.account_id


def open_draft_of(code: str) -> ChecklistDraft | None:
    """The open draft of a list, None when nobody is writing one."""
    people = ("created_by", "updated_by", "submitted_by", "returned_by", "based_on")
    return ChecklistDraft.objects.select_related(*people).filter(code=code, closed_as="").first()


def start_draft(*, based_on: ChecklistVersion, actor: Actor, now: datetime) -> ChecklistDraft:
    """Open a draft with the content of a version. Raises Refused when the list has an open one."""
    user_id = only_admins(actor)
    content = based_on.content
    try:
        with transaction.atomic():
            return ChecklistDraft.objects.create(
                code=based_on.code,
                based_on=based_on,
                content={"title": content["title"], "items": content["items"]},
                created_by_id=user_id,
                created_at=now,
                updated_by_id=user_id,
                updated_at=now,
                editor_ids=[user_id],
            )
    except IntegrityError as error:
        raise refuse(
            "draft_open", "Esta lista já tem um rascunho aberto. Termine ou descarte esse rascunho antes."
        ) from error


def lock_draft(draft_id: int, base_version: int | None = None) -> ChecklistDraft:
    """The draft, locked until the transaction ends. Raises StaleDraft, or Refused when it is closed."""
    draft = ChecklistDraft.objects.select_for_update().get(pk=draft_id)
    if draft.closed_as:
        raise refuse(
            "draft_closed", "Este rascunho já foi fechado. Abra a lista de novo para ver o que vale."
        )
    if base_version is not None and draft.version != base_version:
        raise StaleDraft(draft)
    return draft


@transaction.atomic
def edit(*, draft_id: int, base_version: int, change: Change, actor: Actor, now: datetime) -> ChecklistDraft:
    """Apply a change to the items; one that changes nothing is no writing. LookupError of it passes through.

    Raises StaleDraft, or Refused when the draft is closed or waits for a second person.
    """
    user_id = only_admins(actor)
    draft = lock_draft(draft_id, base_version)
    if draft.is_handed_over:
        raise refuse(
            "draft_handed_over", "Este rascunho espera a segunda pessoa. Devolva-o para poder mudar de novo."
        )
    items = change(draft.content["items"])
    if items != draft.content["items"]:
        draft.content = {**draft.content, "items": items}
        written(draft, user_id, now)
        draft.save()
    return draft


def written(draft: ChecklistDraft, user_id: int, now: datetime) -> None:
    """Note who wrote and that older pages are stale; the caller saves."""
    draft.version += 1
    draft.updated_by_id, draft.updated_at = user_id, now
    draft.editor_ids = sorted({*draft.editor_ids, user_id})


@transaction.atomic
def discard(*, draft_id: int, base_version: int, actor: Actor, now: datetime) -> None:
    """Close the draft unpublished; it is kept and may be taken up again. Raises StaleDraft, Refused."""
    only_admins(actor)
    draft = lock_draft(draft_id, base_version)
    draft.closed_as, draft.closed_at = ChecklistDraft.Closed.DISCARDED, now
    draft.submitted_at = draft.submitted_by = None
    draft.version += 1
    draft.save()


def take_up_again(*, draft_id: int, actor: Actor, now: datetime) -> ChecklistDraft:
    """Open a discarded draft again. Raises Refused when the list has another one, or this is no discarded one."""
    user_id = only_admins(actor)
    try:
        with transaction.atomic():
            draft = ChecklistDraft.objects.select_for_update().get(pk=draft_id)
            if draft.closed_as != ChecklistDraft.Closed.DISCARDED:
                raise refuse("draft_not_discarded", "Este rascunho não está descartado.")
            draft.closed_as, draft.closed_at = "", None
            written(draft, user_id, now)
            draft.save()
            return draft
    except IntegrityError as error:
        raise refuse("draft_open", "Esta lista já tem um rascunho aberto.") from error


def next_number(code: str) -> int:
    """The number that the next version of a list would get."""
    newest = ChecklistVersion.objects.filter(code=code).aggregate(newest=Max("number"))["newest"]
    return int(newest or 0) + 1


def reading_of(draft: ChecklistDraft, today: date) -> Checklist | tuple[Problem, ...]:
    """The checklist that the draft would become today or on its start date, or what is wrong in it."""
    return checklist_of(
        draft.content,
        code=draft.code,
        number=next_number(draft.code),
        valid_from=draft.valid_from or today,
    )


def base_items(draft: ChecklistDraft) -> list[dict[str, Any]]:
    """The items of the version that the draft began with."""
    return list(draft.based_on.content["items"])
