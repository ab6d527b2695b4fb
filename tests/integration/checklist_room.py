"""Steps that the tests of the checklist rooms share."""

from datetime import date, datetime, timedelta
from typing import Any

from django.test import Client

from documents.domain import checklist_editing as editing
from documents.domain.checklist import Checklist
from documents.models import ChecklistDraft, ChecklistVersion
from documents.services.checklist_drafts import edit, reading_of, start_draft
from documents.services.checklist_release import hand_over, publish
from portal.accounts.models import User
from tests.factories import give_second_factor, make_admin
from tests.integration.review_room import NOW, TODAY

LIST = "micro_up_to_10"
ROOM = f"/admin/checklists/{LIST}"
DRAFT = f"{ROOM}/rascunho"
IDENTITY = f"{DRAFT}/documentos/identity"
TOMORROW = TODAY + timedelta(days=1)


def an_admin(name: str = "Otávio Lima") -> User:
    """An admin who may enter: the second factor is set up."""
    return give_second_factor(make_admin(name))


def in_force(on: date = TODAY) -> ChecklistVersion:
    return ChecklistVersion.in_force(LIST, on)


def started(author: User, based_on: ChecklistVersion | None = None) -> ChecklistDraft:
    """A draft with the content of the version in force."""
    return start_draft(based_on=based_on or in_force(), actor=author.as_actor(), now=NOW)


def changed(draft: ChecklistDraft, author: User, **fields: Any) -> ChecklistDraft:
    """The draft with the identity document changed."""
    return edit(
        draft_id=draft.pk,
        base_version=draft.version,
        change=lambda items: editing.changed(items, "identity", **fields),
        actor=author.as_actor(),
        now=NOW,
    )


def handed_over(author: User, *, valid_from: date = TODAY, **fields: Any) -> ChecklistDraft:
    """A draft with a smaller identity file, waiting for a second person."""
    draft = changed(started(author), author, **(fields or {"max_mb": 2}))
    return hand_over(
        draft_id=draft.pk,
        base_version=draft.version,
        valid_from=valid_from,
        note="Arquivos menores bastam.",
        actor=author.as_actor(),
        now=NOW,
    )


def released(draft: ChecklistDraft, second: User, *, at: datetime = NOW) -> ChecklistVersion:
    return publish(draft_id=draft.pk, base_version=draft.version, actor=second.as_actor(), now=at)


def sent(client: Client, path: str, **data: Any) -> Any:
    """Post to a page of the draft with the version that it has now."""
    return client.post(f"{DRAFT}{path}", {"version": str(the_draft().version), **data})


def the_draft() -> ChecklistDraft:
    return ChecklistDraft.objects.get(code=LIST, closed_as="")


def codes() -> list[str]:
    return [item["document_code"] for item in the_draft().content["items"]]


def kept(document_code: str = "identity") -> dict[str, Any]:
    found: dict[str, Any] = next(
        item for item in the_draft().content["items"] if item["document_code"] == document_code
    )
    return found


def whole() -> Checklist:
    found = reading_of(the_draft(), TODAY)
    assert isinstance(found, Checklist), found
    return found
