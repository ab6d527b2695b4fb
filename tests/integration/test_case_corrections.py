"""T11: the technician fixes what was asked, and only that."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from documents.models import StoredFile
from documents.services.files import keep_upload
from eligibility.domain.findings import Refused
from portal.accounts.models import User
from portal.outbox.models import Message
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, Attachment, Pending
from requests_app.services.review import corrections
from requests_app.services.telling.messages import pending_lines
from tests.case_steps import send_pendings
from tests.factories import filed_request, make_analyst, make_technician
from tests.files import pdf_bytes
from tests.integration.case_reading import NOW, address, as_user, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _an_hour_later() -> Iterator[None]:
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        yield


def waiting_case(technician: User, failing: int = 3) -> tuple[AccessRequest, list[Pending]]:
    case = filed_request(technician, at=NOW)
    return case, send_pendings(case, make_analyst(), NOW, failing=failing)


def a_pdf(name: str = "corrigido.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf_bytes(text="Corrigido"), content_type="application/pdf")


def test_t18_the_list_has_every_item_with_place_rule_and_way_to_fix() -> None:
    technician = make_technician()
    case, pendings = waiting_case(technician)
    text = words(as_user(technician).get(address(case, "/pendencias")))
    assert "Corrigir 3 itens" in text
    for pending in pendings:
        assert f"{pending.number}. {pending.document_title}" in text
        assert f"O que está errado {pending.what} Onde {pending.where}." in text
        assert f"Regra {pending.rule} Como corrigir {pending.how_to_fix}" in text
    assert "O prazo da distribuidora para enquanto você corrige." in text
    assert "é política desta distribuidora" in text


def test_a09_the_page_says_the_words_of_the_mail() -> None:
    technician = make_technician()
    case, pendings = waiting_case(technician)
    listed = " ".join(pending_lines(pendings).split())
    mail = Message.objects.get(template="pendings_sent", recipient=technician.email)
    assert listed in " ".join(mail.text.split())
    assert listed in words(as_user(technician).get(address(case, "/pendencias")))


def test_t18_replacing_one_file_does_not_ask_for_the_others_again() -> None:
    technician = make_technician()
    case, pendings = waiting_case(technician)
    before = dict(Attachment.objects.filter(access_request=case).values_list("document_code", "pk"))
    client = as_user(technician)
    first = pendings[0]
    answer = client.post(address(case, "/pendencias"), {f"item{first.number}-file": a_pdf()})
    assert answer.status_code == 302
    after = Attachment.objects.filter(access_request=case).exclude(pk__in=before.values())
    assert [row.document_code for row in after] == [first.document_code]
    assert after[0].stored_file is not None
    assert after[0].stored_file.replaces is not None
    same_document = [p for p in pendings if p.document_code == first.document_code]
    assert Pending.objects.filter(notice=first.notice, fixed_at__isnull=False).count() == len(same_document)


def test_t11_each_bad_file_has_its_own_message_and_the_rest_is_kept() -> None:
    technician = make_technician()
    case, pendings = waiting_case(technician, failing=5)
    by_document = {p.document_code: p for p in pendings}
    bad, good = list(by_document.values())[:2]
    words_only = next(p for p in pendings if p not in (bad, good))
    answer = as_user(technician).post(
        address(case, "/pendencias"),
        {
            f"item{bad.number}-file": SimpleUploadedFile("vazio.pdf", b""),
            f"item{bad.number}-answer": "Segue o arquivo novo.",
            f"item{good.number}-file": a_pdf(),
            f"item{words_only.number}-answer": "Não concordo: a rua mudou de nome.",
        },
    )
    assert answer.status_code == 422
    body = answer.content.decode()
    assert "<title>Erro: Pendências" in body
    assert f'href="#id_item{bad.number}-file"' in body
    assert "está vazio" in words(answer)
    assert "Segue o arquivo novo." in body
    good.refresh_from_db()
    words_only.refresh_from_db()
    bad.refresh_from_db()
    assert good.new_attachment is not None
    assert words_only.answer == "Não concordo: a rua mudou de nome."
    assert bad.fixed_at is None


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("vazio.pdf", b"", "está vazio"),
        ("desenho.dwg", b"AC1027" + b"\0" * 200, "Aqui aceitamos PDF, JPG ou PNG"),
        ("quebrado.pdf", b"%PDF-1.7\nnada", "não conseguimos abrir este arquivo"),
        ("segredo.pdf", pdf_bytes(password="abc"), "senha"),
    ],
)
def test_t11_a_refused_file_says_why(name: str, content: bytes, message: str) -> None:
    technician = make_technician()
    case, _ = waiting_case(technician, failing=1)
    answer = as_user(technician).post(
        address(case, "/pendencias/1"), {"item1-file": SimpleUploadedFile(name, content), "item1-answer": ""}
    )
    assert answer.status_code == 422
    assert message in words(answer).split("Há 1 problema nesta página")[1]
    assert not Pending.objects.filter(fixed_at__isnull=False).exists()


def test_an_item_needs_a_file_or_an_answer() -> None:
    technician = make_technician()
    case, _ = waiting_case(technician, failing=1)
    client = as_user(technician)
    answer = client.post(address(case, "/pendencias/1"), {"item1-answer": "   "})
    assert answer.status_code == 422
    assert "envie o arquivo corrigido ou escreva a sua resposta." in words(answer)
    long = client.post(address(case, "/pendencias/1"), {"item1-answer": "x" * 10_000})
    assert long.status_code == 422
    assert "use até 4000 letras." in words(long)
    assert client.get(address(case, "/pendencias/99")).status_code == 404


def test_item_by_item_leads_to_the_next_open_one_and_then_to_giving_back() -> None:
    technician = make_technician()
    case, pendings = waiting_case(technician, failing=2)
    client = as_user(technician)
    places = []
    for pending in pendings:
        field = f"item{pending.number}-answer"
        answer = client.post(address(case, f"/pendencias/{pending.number}"), {field: "Está na página 2."})
        places.append(answer["Location"])
    assert places == [address(case, "/pendencias/2"), address(case, "/devolver")]


def test_giving_back_shows_before_and_after_and_keeps_the_arrival() -> None:
    technician = make_technician()
    case, pendings = waiting_case(technician, failing=2)
    arrived_at, client = case.filed_at, as_user(technician)
    early = client.post(address(case, "/devolver"))
    assert early.status_code == 422
    assert "Ainda faltam 2 correções." in words(early)
    client.post(
        address(case, "/pendencias"),
        {
            f"item{p.number}-file": BytesIO(pdf_bytes(text="novo"))
            for p in pendings
            if p.document_code == pendings[0].document_code
        }
        | {f"item{p.number}-answer": "Assinado." for p in pendings},
    )
    page = client.get(address(case, "/devolver"))
    before = pendings[0].seen_attachment
    assert before is not None
    assert before.stored_file is not None
    assert f"/arquivos/{before.stored_file.public_id}" in page.content.decode()
    assert "Devolvendo hoje, a resposta sai até terça, 08/12/2026" in words(page)
    answer = client.post(address(case, "/devolver"), follow=True)
    assert "Correções devolvidas. Seu lugar na fila continua o mesmo." in words(answer)
    case.refresh_from_db()
    assert (case.state, case.filed_at, case.round) == (State.CORRECTED.value, arrived_at, 2)
    assert client.post(address(case, "/devolver")).status_code == 409
    assert "Rodada 1: 2 itens, devolvida em" in words(client.get(address(case, "/pendencias")))


def test_a_late_save_from_another_tab_changes_nothing() -> None:
    technician = make_technician()
    case, pendings = waiting_case(technician, failing=1)
    client = as_user(technician)
    client.post(address(case, "/pendencias"), {"item1-answer": "Pronto."})
    client.post(address(case, "/devolver"))
    count = Attachment.objects.filter(access_request=case).count()
    for part in ("/pendencias", "/pendencias/1"):
        answer = client.post(address(case, part), {"item1-file": a_pdf(), "item1-answer": "Outra coisa."})
        assert answer.status_code in (404, 409)
    assert Attachment.objects.filter(access_request=case).count() == count
    pendings[0].refresh_from_db()
    assert pendings[0].answer == "Pronto."


def test_a_file_that_arrives_after_the_request_was_given_back_is_not_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    technician = make_technician()
    case, pendings = waiting_case(technician, failing=1)
    actor = technician.as_actor()
    corrections.fix_pending(pending_id=pendings[0].pk, file=None, answer="Pronto.", actor=actor, now=NOW)
    files_before = Attachment.objects.filter(access_request=case).count()

    def given_back_meanwhile(**options: Any) -> StoredFile:
        # The other tab is quicker than the reading of this file.
        corrections.answer_pendings(access_request_id=case.pk, actor=actor, now=NOW)
        return keep_upload(**options)

    monkeypatch.setattr("requests_app.services.filing.attachments.keep_upload", given_back_meanwhile)
    with pytest.raises(Refused, match="action_not_in_state"):
        corrections.fix_pending(
            pending_id=pendings[0].pk, file=BytesIO(pdf_bytes()), original_name="a.pdf", actor=actor, now=NOW
        )
    assert Attachment.objects.filter(access_request=case).count() == files_before
