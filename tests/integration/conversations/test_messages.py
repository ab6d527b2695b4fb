"""Messages on a request: who reads, who is told, until when the utility answers (ux 13.16, E-01)."""

import uuid
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.test import Client

from eligibility.domain.findings import Refused
from portal.accounts.models import User
from portal.outbox.models import Message
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, Conversation, ConversationNote, NoteText
from requests_app.services.filing.drafts import create_draft
from requests_app.services.people.conversations import NOTES_PER_HOUR, say
from requests_app.services.review import claims
from tests.factories import filed_request, make_technician
from tests.integration.review_room import NOW, an_analyst, bench_address, form_of, signed_in, words
from tests.integration.test_holder_access import come_in
from tests.integration.thread_room import QUESTION, address, mails, write
from tests.life_changes import holder_of
from tests.stages import request_in

pytestmark = pytest.mark.django_db


def test_a_technicians_message_promises_a_date_and_reaches_holder_and_analyst(
    technician: User, case: AccessRequest
) -> None:
    analyst = an_analyst()
    claims.claim(access_request_id=case.pk, actor=analyst.as_actor(), now=NOW)
    client = signed_in(technician)
    assert write(client, address(case), text=QUESTION).status_code == 302
    page = words(client.get(address(case)))
    assert (
        f"Rafael, responsável técnico seg., 23/11/2026, 14:32 · resposta prometida até segunda, 30/11/2026 {QUESTION}"
        in page
    )
    assert "REN ANEEL 1.000/2021, art. 408" in page
    assert mails() == sorted([case.holder.email, analyst.email])
    for mail in Message.objects.filter(template="message_new"):
        assert mail.subject == f"Nova mensagem no pedido {case.filing_number}"
        assert QUESTION in mail.text and "até segunda, 30/11/2026" in mail.text
        assert "Rafael" not in mail.subject and "cabo" not in mail.subject
    thread = Conversation.objects.get()
    assert (thread.waits_since, thread.answer_due_on) == (NOW, date(2026, 11, 30))


def test_the_utility_answers_by_first_name_and_role_and_the_message_is_answered(
    technician: User, case: AccessRequest
) -> None:
    write(signed_in(technician), address(case), text=QUESTION)
    analyst = signed_in(an_analyst("Beatriz Amaral"))
    inbox = analyst.get("/analise/mensagens")
    assert f"{case.filing_number} Mensagem · espera desde 23/11/2026, 14:32" in words(inbox)
    assert "No prazo · faltam 7 dias" in words(inbox)
    assert write(analyst, bench_address(case, "/mensagens"), text="Pode.").status_code == 302
    for client, path in (
        (signed_in(technician), address(case)),
        (analyst, bench_address(case, "/mensagens")),
    ):
        page = words(client.get(path))
        assert "Beatriz, analista da distribuidora" in page and "Amaral" not in page
        assert "· respondida" in page and "resposta prometida" not in page
    assert "Nada espera resposta." in words(analyst.get("/analise/mensagens"))
    answer = Message.objects.filter(template="message_new", text__contains="Pode.")
    assert sorted(m.recipient for m in answer) == sorted([technician.email, case.holder.email])


def test_the_holder_writes_from_the_phone_page(client: Client, technician: User, case: AccessRequest) -> None:
    come_in(client, case)
    assert write(client, address(case, side="/titular"), text="Quando vem a vistoria?").status_code == 302
    page = words(client.get(address(case, side="/titular")))
    assert "Ana, titular" in page and "Figueiredo" not in page
    assert mails() == [technician.email]
    assert "Ana, titular, escreveu" in Message.objects.get(template="message_new").text


def test_t16_a_second_click_is_the_same_message(technician: User, case: AccessRequest) -> None:
    client = signed_in(technician)
    given = form_of(client.get(address(case))) | {"text": QUESTION}
    assert [client.post(address(case), given).status_code for _ in range(2)] == [302, 302]
    assert NoteText.objects.count() == 1 and len(mails()) == 1


@pytest.mark.parametrize(
    "fields",
    [{"text": ""}, {"text": "  "}, {"text": "x" * 4001}, {"text": "Olá", "token": "não"}],
)
def test_a_bad_message_is_refused_and_nothing_is_written(
    technician: User, case: AccessRequest, fields: dict[str, str]
) -> None:
    answer = write(signed_in(technician), address(case), **fields)
    assert answer.status_code == 422 and words(answer).startswith("Há 1 problema nesta página")
    assert not Conversation.objects.exists() and not mails()


def test_four_thousand_letters_are_kept_whole(technician: User, case: AccessRequest) -> None:
    assert write(signed_in(technician), address(case), text="ç" * 4000).status_code == 302
    assert NoteText.objects.get().text == "ç" * 4000


def test_writing_too_often_is_slowed(technician: User, case: AccessRequest) -> None:
    for place in range(NOTES_PER_HOUR):
        say(
            access_request_id=case.pk,
            text=f"{place}",
            token=uuid.uuid4(),
            actor=technician.as_actor(),
            now=NOW,
        )
    answer = write(signed_in(technician), address(case), text="mais uma")
    assert answer.status_code == 429 and "Espere um pouco" in words(answer)
    assert ConversationNote.objects.count() == NOTES_PER_HOUR
    say(access_request_id=case.pk, text="depois", token=uuid.uuid4(), actor=technician.as_actor(),
        now=NOW + timedelta(hours=1, seconds=1))  # fmt: skip
    assert ConversationNote.objects.count() == NOTES_PER_HOUR + 1


def test_the_first_unanswered_message_keeps_its_date(technician: User, case: AccessRequest) -> None:
    for days in (0, 2):
        say(access_request_id=case.pk, text="Oi", token=uuid.uuid4(), actor=technician.as_actor(),
            now=NOW + timedelta(days=days))  # fmt: skip
    assert Conversation.objects.get().answer_due_on == date(2026, 11, 30)


def test_a_reviewer_may_say_that_nothing_is_to_be_answered(technician: User, case: AccessRequest) -> None:
    write(signed_in(technician), address(case), text="Obrigado!")
    analyst = signed_in(an_analyst())
    path = bench_address(case, "/mensagens")
    given = form_of(analyst.get(path)) | {"no_reply": "1"}
    assert analyst.post(path, given).status_code == 302
    assert "leu; não era preciso responder" in words(analyst.get(path))
    assert "Nada espera resposta." in words(analyst.get("/analise/mensagens"))
    assert analyst.post(path, given).status_code == 302
    assert ConversationNote.objects.count() == 2 and len(mails()) == 1


def test_what_nobody_of_the_utility_read_goes_on_waiting(technician: User, case: AccessRequest) -> None:
    path = bench_address(case, "/mensagens")
    write(signed_in(technician), address(case), text="Obrigado!")
    shown = form_of(signed_in(an_analyst()).get(path))
    late = NOW + timedelta(days=1)
    with time_machine.travel(late, tick=False):
        analyst = signed_in(an_analyst("Rita Melo"))
        write(signed_in(technician), address(case), text=QUESTION)
        refused = analyst.post(path, shown | {"no_reply": "1"}, follow=True)
        assert "Chegou outra mensagem depois que você abriu a página" in words(refused)
        assert Conversation.objects.get().waits_since == NOW
        assert analyst.post(path, shown | {"text": "De nada."}).status_code == 302
        thread = Conversation.objects.get()
        assert (thread.waits_since, thread.answer_due_on) == (late, date(2026, 12, 1))
        page = words(analyst.get(path))
        assert page.count("· respondida") == 1 and "resposta prometida até terça, 01/12/2026" in page
        answered = form_of(analyst.get(path)) | {"text": "Pode."}
        assert analyst.post(path, answered).status_code == 302
    assert Conversation.objects.get().waits_since is None


@pytest.mark.parametrize("state", [State.PENDING, State.NOT_APPROVED, State.LAPSED, State.WITHDRAWN])
def test_any_state_from_filed_on_takes_messages(technician: User, state: State) -> None:
    case = request_in(state, technician=technician, analyst=an_analyst(), at=NOW)
    assert write(signed_in(technician), address(case), text=QUESTION).status_code == 302


def test_a_draft_takes_none(technician: User) -> None:
    draft = create_draft(actor=technician.as_actor())
    with pytest.raises(Refused, match="message_in_draft"):
        say(access_request_id=draft.pk, text="Oi", token=uuid.uuid4(), actor=technician.as_actor(), now=NOW)


def test_strangers_find_nothing(client: Client, technician: User, case: AccessRequest) -> None:
    other = signed_in(make_technician("Carla Dias"))
    for tail in ("/mensagens", "/ajuda", "/ajuda/AT-2026-000001-0"):
        assert other.get(address(case, tail)).status_code == 404
        assert other.post(address(case, tail), {"text": "x"}).status_code == 404
    others_case = filed_request(make_technician("Davi Melo"), at=NOW)
    come_in(client, others_case)
    for tail in ("/mensagens", "/ajuda"):
        assert client.get(address(case, tail, "/titular")).status_code == 404
    stranger = make_technician("Eva Luz").as_actor()
    with pytest.raises(PermissionDenied):
        say(access_request_id=case.pk, text="x", token=uuid.uuid4(), actor=stranger, now=NOW)
    with pytest.raises(PermissionDenied):
        say(access_request_id=case.pk, text="x", token=uuid.uuid4(), actor=holder_of(others_case), now=NOW)
    assert not Conversation.objects.exists()


def test_the_words_can_be_blanked_and_the_line_stays(technician: User, case: AccessRequest) -> None:
    write(signed_in(technician), address(case), text=QUESTION)
    NoteText.objects.update(text="")
    page = words(signed_in(technician).get(address(case)))
    assert QUESTION not in page and "Texto retirado." in page and "Rafael, responsável técnico" in page


def test_a_script_in_a_message_is_only_words(technician: User, case: AccessRequest) -> None:
    write(signed_in(technician), address(case), text="<script>alert(1)</script>")
    assert "<script>alert" not in signed_in(technician).get(address(case)).content.decode()
    assert "<script>alert" not in Message.objects.get(template="message_new").html


def test_two_clicks_at_once_write_one_message(committing_db: None) -> None:
    technician = make_technician()
    case, token, gate = filed_request(technician, at=NOW), uuid.uuid4(), Barrier(4)
    problems: list[Exception] = []

    def click() -> None:
        try:
            gate.wait()
            say(access_request_id=case.pk, text=QUESTION, token=token, actor=technician.as_actor(), now=NOW)
        except Exception as problem:  # any failure of a thread is the finding
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert Conversation.objects.count() == ConversationNote.objects.count() == NoteText.objects.count() == 1
