"""Releasing a rule: its writer hands it over, another admin reads what changes and publishes."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from eligibility.domain.findings import Finding, Refused, refuse
from eligibility.domain.rulebook import Rule
from eligibility.domain.rulebook.changes import differences
from eligibility.models import RuleDraft, RuleVersion
from eligibility.services.amendments import announce, load_amendments
from eligibility.services.rule_drafts import (
    content_of,
    content_problems,
    entries_of,
    entry_on,
    lock_draft,
    only_admins,
    start_draft,
)
from portal.accounts.roles import Actor


@transaction.atomic
def hand_over(*, draft_id: int, base_version: int, actor: Actor, now: datetime) -> RuleDraft:
    """Give the draft to a second person. Raises StaleRuleDraft, or Refused with every problem."""
    user_id = only_admins(actor)
    draft = lock_draft(draft_id, base_version)
    if draft.submitted_at is not None:
        raise refuse("draft_handed_over", "Este rascunho já espera a segunda pessoa.")
    if draft.written_by_id != user_id:
        raise refuse(
            "not_the_writer", f"Este rascunho é de {draft.written_by.full_name}. Só quem escreveu entrega."
        )
    _refuse_problems(draft, now)
    draft.submitted_at, draft.returned_words = now, ""
    draft.version += 1
    draft.save()
    return draft


@transaction.atomic
def roll_back(*, entry: Rule, valid_from: date, note: str, actor: Actor, now: datetime) -> RuleDraft:
    """Hand over the content of an earlier entry, to be published anew (D-10). Raises Refused like its two parts."""
    again = Rule.model_validate(content_of(entry, valid_from))
    draft = start_draft(entry=again, note=note, actor=actor, now=now)
    draft.content = content_of(again, valid_from)
    draft.save()
    return hand_over(draft_id=draft.pk, base_version=draft.version, actor=actor, now=now)


@transaction.atomic
def send_back(*, draft_id: int, base_version: int, words: str, actor: Actor, now: datetime) -> RuleDraft:
    """Open a handed-over draft for its writer again, with words; the writer may leave them out.

    Raises StaleRuleDraft, Refused.
    """
    user_id = only_admins(actor)
    draft = lock_draft(draft_id, base_version)
    if draft.submitted_at is None:
        raise refuse("draft_not_handed_over", "Este rascunho não espera ninguém. Ele já pode ser mudado.")
    if not words.strip() and draft.written_by_id != user_id:
        raise refuse("words_missing", "Escreva o que precisa mudar.", field="words")
    draft.submitted_at, draft.returned_words = None, words.strip()
    draft.version += 1
    draft.save()
    return draft


@transaction.atomic
def publish(*, draft_id: int, base_version: int, actor: Actor, now: datetime) -> RuleVersion:
    """Make the handed-over draft an entry of the rulebook, immutable from here on, and tell every process.

    Raises StaleRuleDraft, or Refused: nobody handed it over, the person wrote it, its start is no longer ahead,
    or it was released already (two who release at once publish once).
    """
    user_id = only_admins(actor)
    draft = lock_draft(draft_id, base_version)
    refuse_release(draft, user_id)
    _refuse_problems(draft, now)
    draft.closed_at = now
    draft.version += 1
    draft.save()
    entry = Rule.model_validate(draft.content)
    version = RuleVersion.objects.create(
        code=draft.code,
        valid_from=entry.valid_from,
        content=draft.content,
        note=draft.note,
        written_by_id=draft.written_by_id,
        released_by_id=user_id,
    )
    transaction.on_commit(lambda: announce(load_amendments()))
    return version


def refuse_release(draft: RuleDraft, user_id: int) -> None:
    """Raise Refused when nobody handed the draft over, or this person wrote it (D-02)."""
    if draft.submitted_at is None:
        raise refuse("draft_not_handed_over", "Este rascunho ainda não foi entregue para publicação.")
    if draft.written_by_id == user_id:
        raise refuse(
            "same_person",
            "Você escreveu este rascunho. Outra pessoa da administração precisa ler e publicar.",
        )


def compared_with(draft: RuleDraft) -> Rule | None:
    """The entry that the draft would replace: the one of its first day; None for a new rule."""
    return entry_on(draft.code, date.fromisoformat(draft.content["valid_from"]))


def taken_back(draft: RuleDraft) -> tuple[Rule, ...]:
    """Entries with a later start that the draft's publication would put aside."""
    first = date.fromisoformat(draft.content["valid_from"])
    return tuple(entry for entry in entries_of(draft.code) if entry.valid_from > first)


def _refuse_problems(draft: RuleDraft, now: datetime) -> None:
    found = content_problems(draft.content, draft.note, timezone.localdate(now))
    if not found and not differences(compared_with(draft), Rule.model_validate(draft.content)):
        found = [Finding(code="no_difference", message="Nada muda: a regra é igual à que vale nesse dia.")]
    if found:
        raise Refused(found)
