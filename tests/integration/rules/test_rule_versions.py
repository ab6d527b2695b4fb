"""The versions of a rule: rolled back, put aside, laid aside; and the reasons that an analyst chooses from."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from eligibility.domain.rulebook import rulebook
from eligibility.models import RuleDraft
from portal.accounts.models import User
from requests_app.services.review.verdicts import pause_reasons
from tests.integration.review_room import TODAY, signed_in, words
from tests.integration.rule_room import (
    LATER,
    PAUSE,
    PAUSE_ROOM,
    TERM,
    TERM_ROOM,
    TOMORROW,
    opened,
    press,
    publish,
    save,
    twenty_days,
    written,
)

pytestmark = pytest.mark.django_db
NEW_REASON = {
    "kind": "other",
    "text": "Perícia em andamento",
    "norm": "Norma da distribuidora",
    "provision": "item 4.2",
    "confidence": "policy",
    "source": "Manual interno",
    "valid_from": TOMORROW.isoformat(),
    "note": "Casos de incêndio.",
}


def test_d10_a_version_comes_back_in_two_steps(
    author: User, reader: User, django_capture_on_commit_callbacks: Any
) -> None:
    twenty_days(signed_in(author))
    publish(signed_in(reader), django_capture_on_commit_callbacks)
    with time_machine.travel(LATER, tick=False):
        client = signed_in(author)
        assert "Em vigor" in words(client.get(TERM_ROOM))
        address = f"{TERM_ROOM}/versoes/portal-2022-01-01"
        page = client.get(address)
        assert "de “20 dias corridos” para “15 dias corridos”" in words(page)
        assert client.get(f"{TERM_ROOM}/versoes/nada").status_code == 404
        typed = {"valid_from": "2026-11-30", "note": "Volta."}
        assert client.post(address, {**typed, "valid_from": "2026-11-24"}).status_code == 422
        assert client.post(address, typed).status_code == 302
        publish(signed_in(reader), django_capture_on_commit_callbacks)
    values = [(entry.valid_from.isoformat(), entry.value) for entry in rulebook().entries_of(TERM)]
    assert values == [("2022-01-01", 15), ("2026-11-24", 20), ("2026-11-30", 15)]


def test_a_later_version_is_put_aside_and_the_page_says_so(
    client: Client, second: Client, django_capture_on_commit_callbacks: Any
) -> None:
    twenty_days(client, valid_from=TODAY.replace(month=12))
    publish(second, django_capture_on_commit_callbacks)
    twenty_days(client)
    assert "A versão marcada para 23/12/2026 deixa de valer." in words(second.get(f"{TERM_ROOM}/rascunho"))
    publish(second, django_capture_on_commit_callbacks)
    assert "Substituída antes de valer" in words(second.get(TERM_ROOM))


def test_a_discarded_draft_is_taken_up_again_by_its_writer(client: Client, second: Client) -> None:
    opened(client, TERM_ROOM)
    assert press(second, TERM_ROOM, "descartar").status_code == 302
    draft = RuleDraft.objects.get()
    path = f"{TERM_ROOM}/rascunhos/{draft.pk}/retomar"
    assert second.post(path).status_code == 409
    assert client.post(path).headers["Location"] == f"{TERM_ROOM}/rascunho"
    assert client.post(path).status_code == 409


def test_a_new_reason_stands_in_the_analysts_list_from_its_first_day_on(
    client: Client, second: Client, django_capture_on_commit_callbacks: Any
) -> None:
    code = "pause.other_pericia_em_andamento"
    room = f"/admin/motivos-de-parada/{code}"
    path = "/admin/motivos-de-parada/novo"
    for part in ("norm", "provision"):
        assert client.post(path, {**NEW_REASON, part: ""}).status_code == 422
    assert not RuleDraft.objects.exists()
    assert client.post(path, NEW_REASON).headers["Location"] == f"{room}/rascunho"
    assert "Perícia em andamento" in words(client.get("/admin/motivos-de-parada"))
    assert "Continuar o rascunho" in words(client.get(room))
    assert "Regra nova" in words(client.get(f"{room}/rascunho"))
    save(client, room, written(client, room), then="hand_over")
    publish(second, django_capture_on_commit_callbacks, room)
    assert code not in [entry.code for entry in pause_reasons(TODAY)]
    assert code in [entry.code for entry in pause_reasons(TOMORROW)]


def test_a_reason_that_no_longer_stops_the_clock_leaves_the_analysts_list(
    client: Client, second: Client, django_capture_on_commit_callbacks: Any
) -> None:
    fields = opened(client, PAUSE_ROOM)
    save(client, PAUSE_ROOM, fields, value="none", note="Sem uso.", then="hand_over")
    publish(second, django_capture_on_commit_callbacks, PAUSE_ROOM)
    assert PAUSE in [entry.code for entry in pause_reasons(TODAY)]
    assert [entry.code for entry in pause_reasons(TOMORROW)] == ["pause.art64_other_utility_or_ons"]
