"""Terms and reasons for stopping: written by one admin, released by another, in force from a later day on."""

from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.test import Client

from eligibility.domain.rulebook import rule, use_amendments
from eligibility.models import RuleDraft, RuleVersion
from eligibility.services.amendments import STAMP, keep_in_step, load_amendments
from portal.accounts.models import User
from requests_app.domain.clock import ClockName
from requests_app.models import Deadline
from requests_app.services.clocks.reckoning import refresh_deadlines
from tests.factories import filed_request, give_second_factor, make_supervisor, make_technician
from tests.integration.review_room import NOW, TODAY, signed_in, words
from tests.integration.rule_room import (
    LATER,
    NEW_TEXT,
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


def test_only_admins_enter(author: User) -> None:
    for path in ("/admin/prazos", "/admin/motivos-de-parada", TERM_ROOM, "/admin/motivos-de-parada/novo"):
        assert signed_in(author).get(path).status_code == 200
        assert signed_in(give_second_factor(make_supervisor())).get(path).status_code == 403
        assert Client().get(path).headers["Location"].startswith("/entrar")


def test_a_room_shows_value_validity_basis_and_how_sure_we_are(client: Client) -> None:
    terms = words(client.get("/admin/prazos"))
    assert "15 dias corridos" in terms and "01/01/2022" in terms
    assert "REN ANEEL 1.000/2021, art. 64, I Conferido no texto da norma" in terms
    assert "Publicado pela distribuidora" in terms
    reasons = words(client.get("/admin/motivos-de-parada"))
    assert "O prazo para" in reasons and "dias corridos" not in reasons
    assert client.get(f"/admin/prazos/{PAUSE}").status_code == 404
    assert client.get("/admin/prazos/power.nothing").status_code == 404


def test_d02_one_writes_and_another_publishes(
    client: Client, second: Client, django_capture_on_commit_callbacks: Any
) -> None:
    assert twenty_days(client).headers["Location"] == TERM_ROOM
    page = words(client.get(f"{TERM_ROOM}/rascunho"))
    assert "Outra pessoa da administração precisa ler e publicar." in page and "Publicar" not in page
    refused = publish(client, django_capture_on_commit_callbacks)
    assert refused.status_code == 422 and not RuleVersion.objects.exists()
    assert NEW_TEXT in words(second.get("/admin"))
    page = words(second.get(f"{TERM_ROOM}/rascunho"))
    assert "Valor: de “15 dias corridos” para “20 dias corridos”." in page and "Nota: Nova política." in page
    publish(second, django_capture_on_commit_callbacks)
    version = RuleVersion.objects.get()
    assert (version.written_by_id, version.valid_from) == (RuleDraft.objects.get().written_by_id, TOMORROW)
    assert version.written_by_id != version.released_by_id
    page = words(second.get(TERM_ROOM))
    assert "Com data para começar" in page and "Publicada por Marta Reis" in page and "Nova política." in page
    assert "20 dias corridos a partir de 24/11/2026" in words(second.get("/admin/prazos"))
    assert press_again(second).headers["Location"] == TERM_ROOM
    with pytest.raises(DatabaseError), transaction.atomic():
        RuleVersion.objects.update(note="outra")


def press_again(second: Client) -> Any:
    """The same button once more: there is no open draft any longer."""
    return second.post(f"{TERM_ROOM}/rascunho/publicar", {"version": "1"})


def test_what_is_filed_from_the_start_on_gets_the_new_term_and_what_was_filed_keeps_its_own(
    client: Client, second: Client, django_capture_on_commit_callbacks: Any
) -> None:
    technician = make_technician()
    before = filed_request(technician, at=NOW)
    twenty_days(client)
    publish(second, django_capture_on_commit_callbacks)
    same_day = filed_request(technician, at=NOW)
    with time_machine.travel(LATER, tick=False):
        after = filed_request(technician, at=LATER)
        refresh_deadlines(before, TOMORROW)
        days = {
            case.pk: (case.days_total, rule(TERM, on=case.filed_on or TODAY).value)
            for case in (before, same_day, after)
        }
        due = Deadline.objects.get(access_request=before, clock=ClockName.OPINION.value).due_on
    assert days == {before.pk: (15, 15), same_day.pk: (15, 15), after.pk: (20, 20)}
    assert due == before.due_on


def test_another_process_follows_the_stamp(
    client: Client, second: Client, django_capture_on_commit_callbacks: Any
) -> None:
    twenty_days(client)
    publish(second, django_capture_on_commit_callbacks)
    stamp = cache.get(STAMP)
    # A process that started before: nothing loaded, the stamp still to be seen.
    cache.delete(STAMP)
    kept = list(RuleVersion.objects.values_list("pk", flat=True))
    use_amendments(())
    load_nothing()
    keep_in_step()
    assert rule(TERM, on=TOMORROW).value == 15
    cache.set(STAMP, stamp)
    keep_in_step()
    assert (stamp, rule(TERM, on=TODAY).value, rule(TERM, on=TOMORROW).value) == (kept[-1], 15, 20)
    assert load_amendments() == stamp


def load_nothing() -> None:
    """What a process knows that loaded when nothing was published."""
    from eligibility.services import amendments

    amendments._loaded[:] = [0]


@pytest.mark.parametrize("room", [TERM_ROOM, PAUSE_ROOM])
@pytest.mark.parametrize("part", ["norm", "provision", "note", "source", "text"])
def test_d05_without_basis_nothing_is_saved(client: Client, room: str, part: str) -> None:
    fields = opened(client, room) | {"note": "Por quê."}
    answer = save(client, room, fields, **{part: " "})
    assert answer.status_code == 422
    assert f"#id_{part}" in answer.content.decode()
    assert RuleDraft.objects.get().version == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"value": "zero"}, "um número inteiro de dias, de 1 a 3650"),
        ({"value": "0"}, "um número inteiro de dias"),
        ({"value": "20"}, "O texto precisa dizer o prazo novo, 20"),
        ({"unit": "weeks"}, "dias corridos ou dias úteis"),
        ({"valid_from": TODAY.isoformat()}, "24/11/2026 ou um dia depois"),
        ({"valid_from": "ontem"}, "uma data, como"),
        ({"url": "javascript:alert(1)"}, "o endereço inteiro"),
        ({"note": "\x00a"}, "caractere que não se lê"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(client: Client, changes: dict[str, str], said: str) -> None:
    fields = opened(client, TERM_ROOM) | {"note": "Por quê."}
    answer = save(client, TERM_ROOM, fields, **changes)
    assert answer.status_code == 422
    assert said in words(answer)


def test_handing_over_nothing_new_is_refused(client: Client) -> None:
    answer = save(client, TERM_ROOM, opened(client, TERM_ROOM), note="Por quê.", then="hand_over")
    assert answer.status_code == 422 and "Nada muda" in words(answer)


def test_a_stale_page_shows_both_texts(client: Client) -> None:
    old = opened(client, TERM_ROOM) | {"note": "Primeira."}
    assert save(client, TERM_ROOM, old).status_code == 302
    answer = save(client, TERM_ROOM, old, note="Segunda.")
    assert answer.status_code == 409
    assert "Primeira." in words(answer) and "Segunda." in words(answer)
    assert RuleDraft.objects.get().note == "Primeira."
    assert save(client, TERM_ROOM, written(client, TERM_ROOM), note="Segunda.").status_code == 302
    assert RuleDraft.objects.get().note == "Segunda."


def test_only_its_writer_writes_in_a_draft(client: Client, second: Client) -> None:
    fields = opened(client, TERM_ROOM) | {"note": "Minha."}
    assert save(second, TERM_ROOM, fields).status_code == 409
    assert second.post(f"{TERM_ROOM}/rascunhos/novo").status_code == 409
    assert "Salvar" not in words(second.get(f"{TERM_ROOM}/rascunho"))


def test_a_draft_goes_back_with_words_and_is_handed_over_again(
    client: Client, second: Client, django_capture_on_commit_callbacks: Any
) -> None:
    twenty_days(client)
    assert save(client, TERM_ROOM, {"version": "1"}).status_code == 422
    empty = press(second, TERM_ROOM, "devolver")
    assert empty.status_code == 422 and "o que precisa mudar" in words(empty)
    assert press(second, TERM_ROOM, "devolver", words="Falta o parágrafo.").status_code == 302
    assert publish(second, django_capture_on_commit_callbacks).status_code == 422
    assert "Falta o parágrafo." in words(client.get(f"{TERM_ROOM}/rascunho"))
    save(client, TERM_ROOM, written(client, TERM_ROOM), provision="art. 64, I e § 1º", then="hand_over")
    assert press(client, TERM_ROOM, "devolver").status_code == 302
    save(client, TERM_ROOM, written(client, TERM_ROOM), then="hand_over")
    publish(second, django_capture_on_commit_callbacks)
    assert RuleVersion.objects.get().rule.citation.provision == "art. 64, I e § 1º"


def test_what_was_read_is_what_is_published(client: Client, second: Client) -> None:
    twenty_days(client)
    old = str(RuleDraft.objects.get().version)
    press(client, TERM_ROOM, "devolver")
    save(client, TERM_ROOM, written(client, TERM_ROOM), provision="art. 1º", then="hand_over")
    answer = second.post(f"{TERM_ROOM}/rascunho/publicar", {"version": old})
    assert answer.status_code == 409 and not RuleVersion.objects.exists()


def test_a_start_that_went_by_is_not_published(client: Client, reader: User) -> None:
    twenty_days(client)
    with time_machine.travel(LATER, tick=False):
        answer = press(signed_in(reader), TERM_ROOM, "publicar")
    assert answer.status_code == 422 and "25/11/2026 ou um dia depois" in words(answer)
