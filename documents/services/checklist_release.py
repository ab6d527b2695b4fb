"""Releasing a checklist: one person hands it over with date and note, another reads the differences and publishes."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from documents.domain.checklist import Checklist, checksum
from documents.domain.checklist_diff import differences
from documents.models import ChecklistDraft, ChecklistVersion
from documents.services.checklist_drafts import lock_draft, only_admins, reading_of, start_draft, written
from eligibility.domain.findings import Finding, Refused, refuse
from portal.accounts.roles import Actor
from portal.outbox.effects import enqueue

PUBLISHED = "checklist.published"
"""The effect that tells technicians; who knows them and their drafts carries it out."""


@transaction.atomic
def hand_over(
    *, draft_id: int, base_version: int, valid_from: date, note: str, actor: Actor, now: datetime
) -> ChecklistDraft:
    """Give the draft to a second person, to be in force from a day, with the reason for it.

    Raises StaleDraft, or Refused with every problem: a past day, a day before a version already published for
    later, no note, content that is not a checklist.
    """
    user_id = only_admins(actor)
    draft = lock_draft(draft_id, base_version)
    if draft.is_handed_over:
        raise refuse("draft_handed_over", "Este rascunho já espera a segunda pessoa.")
    problems = [*start_problems(draft.code, valid_from, timezone.localdate(now))]
    if not note.strip():
        problems.append(
            Finding(code="note_missing", message="Nota: escreva por que a lista muda.", field="note")
        )
    draft.valid_from, draft.note = valid_from, note.strip()
    problems += _content_problems(draft, now)
    if problems:
        raise Refused(problems)
    draft.submitted_by_id, draft.submitted_at = user_id, now
    draft.returned_words, draft.returned_by = "", None
    written(draft, user_id, now)
    draft.save()
    return draft


@transaction.atomic
def roll_back(
    *, based_on: ChecklistVersion, valid_from: date, note: str, actor: Actor, now: datetime
) -> ChecklistDraft:
    """Hand over the content of an earlier version, to be published anew. Raises Refused like its two parts."""
    draft = start_draft(based_on=based_on, actor=actor, now=now)
    return hand_over(
        draft_id=draft.pk, base_version=draft.version, valid_from=valid_from, note=note, actor=actor, now=now
    )


@transaction.atomic
def send_back(*, draft_id: int, base_version: int, words: str, actor: Actor, now: datetime) -> ChecklistDraft:
    """Open a handed-over draft for writing again, with words for its author.

    Only its writers may leave the words out. Raises StaleDraft, Refused.
    """
    user_id = only_admins(actor)
    draft = lock_draft(draft_id, base_version)
    if not draft.is_handed_over:
        raise refuse("draft_not_handed_over", "Este rascunho não espera ninguém. Ele já pode ser mudado.")
    if not words.strip() and user_id not in draft.editor_ids:
        raise refuse("words_missing", "Escreva o que precisa mudar.", field="words")
    draft.submitted_at = draft.submitted_by = None
    draft.returned_words, draft.returned_by_id = words.strip(), user_id
    draft.version, draft.updated_at = draft.version + 1, now
    draft.save()
    return draft


@transaction.atomic
def publish(*, draft_id: int, base_version: int, actor: Actor, now: datetime) -> ChecklistVersion:
    """Make the handed-over draft the next version, immutable from here on.

    Raises StaleDraft, or Refused: nobody handed it over, the person wrote in it, the start date went by, or it
    was released already (two who release at once publish once).
    """
    user_id = only_admins(actor)
    draft = lock_draft(draft_id, base_version)
    refuse_release(draft, user_id)
    assert draft.valid_from is not None and draft.submitted_by_id is not None
    problems = [*start_problems(draft.code, draft.valid_from, timezone.localdate(now))]
    problems += _content_problems(draft, now)
    if problems:
        raise Refused(problems)
    checklist = reading_of(draft, draft.valid_from)
    assert isinstance(checklist, Checklist)
    draft.closed_as, draft.closed_at = ChecklistDraft.Closed.PUBLISHED, now
    draft.save()
    version = ChecklistVersion.objects.create(
        code=draft.code,
        number=checklist.version,
        valid_from=draft.valid_from,
        content=checklist.model_dump(mode="json"),
        sha256=checksum(checklist),
        note=draft.note,
        published_by_id=draft.submitted_by_id,
        approved_by_id=user_id,
    )
    enqueue(PUBLISHED, key=f"{PUBLISHED}:{version.pk}", payload={"version_id": version.pk, "after": 0})
    return version


def refuse_release(draft: ChecklistDraft, user_id: int) -> None:
    """Raise Refused when nobody handed the draft over, or this person wrote in it (D-02)."""
    if not draft.is_handed_over:
        raise refuse("draft_not_handed_over", "Este rascunho ainda não foi entregue para publicação.")
    if user_id in draft.editor_ids:
        raise refuse(
            "same_person",
            "Você escreveu neste rascunho. Outra pessoa da administração precisa ler e publicar.",
        )


def start_problems(code: str, valid_from: date, today: date) -> tuple[Finding, ...]:
    """Why a version may not begin on that day: it is past, or before the newest one that waits for its day."""
    if valid_from < today:
        return (
            Finding(
                code="start_past",
                message="Início: a data já passou. Escolha hoje ou um dia que ainda vem.",
                field="valid_from",
            ),
        )
    newest = ChecklistVersion.objects.filter(code=code).aggregate(newest=Max("valid_from"))["newest"]
    if newest is not None and valid_from < newest:
        return (
            Finding(
                code="start_before_published",
                message=f"Início: já há uma versão publicada para {newest:%d/%m/%Y}. Escolha esse dia ou um depois.",
                field="valid_from",
            ),
        )
    return ()


def replaced_by(draft: ChecklistDraft, today: date) -> ChecklistVersion:
    """The version that counts on the draft's first day (today while none is chosen), or the one it began with."""
    try:
        return ChecklistVersion.in_force(draft.code, draft.valid_from or today)
    except ChecklistVersion.DoesNotExist:
        return draft.based_on


def _content_problems(draft: ChecklistDraft, now: datetime) -> list[Finding]:
    today = timezone.localdate(now)
    found = reading_of(draft, today)
    if isinstance(found, Checklist):
        if differences(replaced_by(draft, today).checklist, found):
            return []
        return [Finding(code="no_difference", message="Nada muda: a lista é igual à que vale nesse dia.")]
    return [
        Finding(
            code="content",
            message=f"{problem.title}: {problem.message}" if problem.title else problem.message,
        )
        for problem in found
    ]
