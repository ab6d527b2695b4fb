"""Drafts: answers kept exactly as typed, section by section, never overwritten silently."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from eligibility.domain.findings import refuse
from portal.accounts.roles import Actor, Role
from requests_app.domain.filing import DISCARDED, SECTIONS
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest

RawAnswers = Mapping[str, str | list[str]]
KEPT_SECTIONS = (*SECTIONS, "sending")
VERSIONS = "saved_as"


class StaleDraft(Exception):
    """The draft changed since the page was loaded; carries both texts so that nothing is lost."""

    def __init__(self, draft: AccessRequest, section: str, typed: RawAnswers) -> None:
        super().__init__("stale draft")
        self.draft, self.section, self.typed = draft, section, dict(typed)

    @property
    def saved(self) -> RawAnswers:
        answers: RawAnswers = self.draft.draft_answers.get(self.section, {})
        return answers


def create_draft(*, actor: Actor) -> AccessRequest:
    """An empty draft of this technician."""
    if actor.role is not Role.TECHNICIAN or actor.user_id is None:
        raise PermissionError("only a technician has drafts")
    return AccessRequest.objects.create(technician_id=actor.user_id)


@transaction.atomic
def save_section(
    *, draft_id: int, section: str, answers: RawAnswers, base_version: int | None = None
) -> AccessRequest:
    """Keep the answers of one section as typed, right or wrong; `base_version` is the version the page showed.

    Raises StaleDraft when another tab saved this section since, Refused when the draft was already sent.
    """
    if section not in KEPT_SECTIONS:
        raise ValueError(f"no section {section}")
    draft = AccessRequest.objects.select_for_update().get(pk=draft_id)
    if draft.state != State.DRAFT.value:
        raise refuse("already_filed", f"Este pedido já foi enviado. O número dele é {draft.filing_number}.")
    kept = {key: value for key, value in answers.items() if key not in ("csrfmiddlewaretoken", "version")}
    saved_as = draft.draft_answers.get(VERSIONS, {})
    if base_version is not None and saved_as.get(section, 0) > base_version:
        if draft.draft_answers.get(section) == kept:
            return draft
        raise StaleDraft(draft, section, kept)
    draft.draft_version += 1
    versions = {**saved_as, section: draft.draft_version}
    draft.draft_answers = {**draft.draft_answers, section: kept, VERSIONS: versions}
    draft.draft_saved_at = timezone.now()
    if section == "unit":
        draft.nickname = " ".join(str(kept.get("nickname", "")).split())[:80].strip()
        draft.municipality = " ".join(str(kept.get("municipality", "")).split())[:80].strip()
    draft.save()
    return draft


@transaction.atomic
def delete_draft(*, draft_id: int) -> None:
    """Throw a draft away, with the rows that only it had. Raises Refused when it was already sent or has files."""
    draft = AccessRequest.objects.select_for_update().get(pk=draft_id)
    if draft.state != State.DRAFT.value:
        raise refuse("already_filed", f"Este pedido já foi enviado. O número dele é {draft.filing_number}.")
    if draft.attachments.exists():
        # Files are immutable history: the draft is emptied of everything personal instead.
        draft.draft_answers, draft.nickname, draft.municipality = {}, DISCARDED, ""
        draft.save()
        draft.allocation_lists.all().delete()
        return
    draft.delete()
