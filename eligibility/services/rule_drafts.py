"""Writing the next entry of a rule: one open draft per code, of one writer, noticed when two pages write at once."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from eligibility.domain.findings import Finding, Refused, refuse
from eligibility.domain.rulebook import Rule, Rulebook
from eligibility.domain.rulebook.book import amended, packaged_entries
from eligibility.domain.rulebook.drafting import problems_of
from eligibility.models import RuleDraft, RuleVersion
from portal.accounts.roles import Actor, Role


class StaleRuleDraft(Exception):
    """Somebody wrote after the page was loaded; carries the draft as it is now."""

    def __init__(self, draft: RuleDraft) -> None:
        super().__init__(f"rule draft {draft.pk} is at version {draft.version}")
        self.draft = draft


def only_admins(actor: Actor) -> int:
    """The account of an admin. Raises Refused for anybody else."""
    if actor.role is not Role.ADMIN:
        raise refuse("not_an_admin", "Só administradores mudam regras.")
    return actor.account_id


def entries_of(code: str) -> tuple[Rule, ...]:
    """Every entry of a rule with what was published over it, read from the database, ordered by start."""
    rows = RuleVersion.objects.filter(code=code).order_by("id")
    packaged = [entry for entry in packaged_entries() if entry.code == code]
    return Rulebook(amended(packaged, [row.rule for row in rows])).entries_of(code)


def entry_on(code: str, day: date) -> Rule | None:
    """The entry of a rule on a day; None when none holds."""
    return next((entry for entry in entries_of(code) if entry.is_in_force(day)), None)


def open_draft_of(code: str) -> RuleDraft | None:
    """The open draft of a rule, None when nobody is writing one."""
    return RuleDraft.objects.select_related("written_by").filter(code=code, closed_at=None).first()


def content_of(entry: Rule, valid_from: date) -> dict[str, Any]:
    """An entry as the content of a draft that begins on a day."""
    return entry.model_copy(update={"valid_from": valid_from, "valid_to": None}).model_dump(mode="json")


def start_draft(*, entry: Rule, note: str = "", actor: Actor, now: datetime) -> RuleDraft:
    """Open a draft with the content of an entry. Raises Refused when the rule has an open one."""
    user_id = only_admins(actor)
    content = content_of(entry, max(entry.valid_from, _tomorrow(now)))
    try:
        with transaction.atomic():
            return RuleDraft.objects.create(
                code=entry.code, content=content, note=note.strip(), written_by_id=user_id, updated_at=now
            )
    except IntegrityError as error:
        raise refuse(
            "draft_open", "Esta regra já tem um rascunho aberto. Termine ou descarte esse rascunho antes."
        ) from error


def start_new(*, content: dict[str, Any], note: str, actor: Actor, now: datetime) -> RuleDraft:
    """Open a draft of a rule that does not exist yet. Raises Refused with every problem by field (D-05)."""
    only_admins(actor)
    if found := content_problems(content, note, timezone.localdate(now)):
        raise Refused(found)
    return start_draft(entry=Rule.model_validate(content), note=note, actor=actor, now=now)


def lock_draft(draft_id: int, base_version: int | None = None) -> RuleDraft:
    """The draft, locked until the transaction ends. Raises StaleRuleDraft, or Refused when it is closed."""
    draft = RuleDraft.objects.select_for_update(of=("self",)).select_related("written_by").get(pk=draft_id)
    if draft.closed_at is not None:
        raise refuse(
            "draft_closed", "Este rascunho já foi fechado. Abra a regra de novo para ver o que vale."
        )
    if base_version is not None and draft.version != base_version:
        raise StaleRuleDraft(draft)
    return draft


@transaction.atomic
def save_draft(
    *, draft_id: int, base_version: int, content: dict[str, Any], note: str, actor: Actor, now: datetime
) -> RuleDraft:
    """Keep what its writer typed. Raises StaleRuleDraft, or Refused with every problem by field (D-05).

    Only the one who opened the draft writes in it: whoever else read it may then release it (D-02).
    """
    user_id = only_admins(actor)
    draft = lock_draft(draft_id, base_version)
    if draft.submitted_at is not None:
        raise refuse(
            "draft_handed_over", "Este rascunho espera a segunda pessoa. Tome-o de volta para mudar."
        )
    if draft.written_by_id != user_id:
        raise refuse(
            "not_the_writer", f"Este rascunho é de {draft.written_by.full_name}. Só quem abriu escreve nele."
        )
    content = {**content, "code": draft.code}
    if found := content_problems(content, note, timezone.localdate(now)):
        raise Refused(found)
    note = note.strip()
    if (content, note) != (draft.content, draft.note):
        draft.content, draft.note = content, note
        draft.version, draft.updated_at = draft.version + 1, now
        draft.save()
    return draft


@transaction.atomic
def discard(*, draft_id: int, base_version: int, actor: Actor, now: datetime) -> RuleDraft:
    """Close the draft unpublished; it is kept and its writer may take it up again. Raises StaleRuleDraft, Refused."""
    only_admins(actor)
    draft = lock_draft(draft_id, base_version)
    draft.submitted_at, draft.closed_at = None, now
    draft.version += 1
    draft.save()
    return draft


def take_up_again(*, draft_id: int, actor: Actor, now: datetime) -> RuleDraft:
    """Open a discarded draft of one's own again. Raises Refused for another's, a published one, or a second one."""
    user_id = only_admins(actor)
    try:
        with transaction.atomic():
            draft = RuleDraft.objects.select_for_update().get(pk=draft_id)
            if draft.written_by_id != user_id or draft not in discarded_of(draft.code):
                raise refuse("draft_not_discarded", "Só quem escreveu retoma um rascunho descartado.")
            draft.closed_at, draft.updated_at, draft.version = None, now, draft.version + 1
            draft.save()
            return draft
    except IntegrityError as error:
        raise refuse("draft_open", "Esta regra já tem um rascunho aberto.") from error


def discarded_of(code: str) -> list[RuleDraft]:
    """The drafts that were laid aside, newest first; a published one keeps the moment of its handing over."""
    found = RuleDraft.objects.filter(code=code, closed_at__isnull=False, submitted_at=None)
    return list(found.select_related("written_by").order_by("-closed_at", "-id"))


def content_problems(content: dict[str, Any], note: str, today: date) -> list[Finding]:
    """What is wrong with a draft, the note for its reader included."""
    code = str(content["code"])
    entries = entries_of(code)
    found = list(problems_of(content, before=entries[-1] if entries else None, today=today))
    if not note.strip():
        found.append(Finding(code="note_missing", message="Escreva por que a regra muda.", field="note"))
    return found


def _tomorrow(now: datetime) -> date:
    return timezone.localdate(now) + timedelta(days=1)
