"""Steps that the tests of the rule rooms share."""

from datetime import date, timedelta
from typing import Any

from django.test import Client

from eligibility.models import RuleDraft
from portal.accounts.models import User
from tests.factories import give_second_factor, make_admin
from tests.integration.review_room import NOW, TODAY, form_of

TERM = "opinion.micro.no_works"
CHECK = "documents.check"
PAUSE = "pause.art64_missing_authorisation"
TERM_ROOM = f"/admin/prazos/{TERM}"
PAUSE_ROOM = f"/admin/motivos-de-parada/{PAUSE}"
TOMORROW = TODAY + timedelta(days=1)
LATER = NOW + timedelta(days=1)
NEW_TEXT = (
    "A distribuidora entrega o parecer de microgeração em até 20 dias corridos quando não há obra na rede."
)


def an_admin(name: str = "Otávio Lima") -> User:
    """An admin who may enter: the second factor is set up."""
    return give_second_factor(make_admin(name))


def opened(client: Client, room: str) -> dict[str, str]:
    """Open a draft of the rule and give the fields of its form as they stand."""
    assert client.post(f"{room}/rascunhos/novo").status_code == 302
    return written(client, room)


def written(client: Client, room: str) -> dict[str, str]:
    """The fields of the draft's form as they stand."""
    return form_of(client.get(f"{room}/rascunho"), "/rascunho")


def save(client: Client, room: str, fields: dict[str, Any], **changes: Any) -> Any:
    return client.post(f"{room}/rascunho", {**fields, **changes})


def twenty_days(client: Client, *, valid_from: date = TOMORROW) -> Any:
    """Write 20 days into a new draft of the term and hand it over."""
    return save(
        client,
        TERM_ROOM,
        opened(client, TERM_ROOM),
        value="20",
        text=NEW_TEXT,
        valid_from=valid_from.isoformat(),
        note="Nova política.",
        then="hand_over",
    )


def press(client: Client, room: str, button: str, **data: Any) -> Any:
    """A button of the draft's page, for the version that the draft has now."""
    code = room.rsplit("/", 1)[1]
    draft = RuleDraft.objects.get(code=code, closed_at=None)
    return client.post(f"{room}/rascunho/{button}", {"version": str(draft.version), **data})


def publish(second: Client, commits: Any, room: str = TERM_ROOM) -> Any:
    with commits(execute=True):
        return press(second, room, "publicar")
