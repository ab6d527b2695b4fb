"""The pages of a filed request: what each state says, who may read it, and what it costs."""

import re
from datetime import datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.outbox.tasks import deliver_due
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, Event
from requests_app.services import review
from tests.case_states import (
    FILED_STATES,
    answer_in_words,
    approve,
    approve_with_works,
    deny,
    pause,
    request_in,
)
from tests.case_states import send_pendings, to_analysis
from tests.factories import filed_request, make_admin, make_analyst, make_supervisor, make_technician

pytestmark = pytest.mark.django_db
FILED_STATES = tuple(state for state in State if state is not State.DRAFT)
NOW = datetime(2026, 11, 23, 14, 32, 7, tzinfo=ZoneInfo("America/Sao_Paulo"))
PARTS = ("", "/documentos", "/pendencias", "/prazo", "/historico", "/parecer")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        yield


def as_user(user: User) -> Client:
    client = Client()
    if user.role != Role.TECHNICIAN.value:
        give_second_factor(user)
    client.force_login(user)
    return client


def words(response) -> str:
    """The text of a page as one line."""
    body = re.sub(r"<(script|style|svg).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def address(case: AccessRequest, part: str = "") -> str:
    return f"/solicitacoes/{case.filing_number}{part}"


@pytest.mark.parametrize("state", FILED_STATES)
def test_every_part_opens_in_every_state_for_technician_and_analyst(state: State):
    technician, analyst = make_technician(), make_analyst()
    case = request_in(state, technician=technician, analyst=analyst, at=NOW)
    for user in (technician, analyst):
        client = as_user(user)
        for part in PARTS:
            response = client.get(address(case, part))
            assert response.status_code == 200, (user.role, part)
            text = words(response)
            for fact in ("Situação", "De quem é a vez", "Até quando", "O que fazer"):
                assert fact in text
            assert case.situation.label in text


def test_the_first_screen_says_whose_turn_until_when_and_what_to_do():
    technician, analyst = make_technician("Rafael Nogueira"), make_analyst()
    case = request_in(State.PENDING, technician=technician, analyst=analyst, at=NOW)
    text = words(as_user(technician).get(address(case)))
    assert "De quem é a vez Sua, Rafael" in text
    assert "Até quando Quarta, 23/12/2026 faltam 30 dias para devolver" in text
    assert "Corrigir 1 item e devolver Seu lugar na fila está guardado." in text
    assert "Se você devolver hoje, a resposta sai até terça, 08/12/2026" in text
    assert "De quem é a vez Do responsável técnico Rafael Nogueira" in words(
        as_user(analyst).get(address(case))
    )


def test_a_late_utility_says_so():
    technician = make_technician()
    case = filed_request(technician, at=NOW)
    with time_machine.travel(NOW + timedelta(days=17), tick=False):
        text = words(as_user(technician).get(address(case)))
    assert "Terça, 08/12/2026 a distribuidora está atrasada 2 dias" in text and "Atrasado 2 dias" in text


def test_a_paused_term_has_no_date_and_says_why():
    technician, analyst = make_technician(), make_analyst()
    case = filed_request(technician, at=NOW)
    to_analysis(case, analyst, NOW)
    pause(case, analyst, NOW)
    client = as_user(technician)
    assert "Sem data: o prazo está parado" in words(client.get(address(case)))
    assert "Consulta a outra distribuidora ou ao ONS" in words(client.get(address(case, "/prazo")))
    assert "O prazo parou. Motivo: Consulta a outra distribuidora ou ao ONS." in words(
        client.get(address(case, "/historico"))
    )


def test_g07_titles_name_page_number_and_service():
    technician = make_technician()
    case = filed_request(technician, at=NOW)
    client = as_user(technician)
    titles = []
    for part in PARTS:
        found = re.search(r"<title>(.*?)</title>", client.get(address(case, part)).content.decode(), re.S)
        assert found is not None
        titles.append(unescape(found[1]).strip())
    assert titles[3] == f"Extrato do prazo – {case.filing_number} – Portal GD"
    assert len(set(titles)) == len(PARTS)
    assert all(title.endswith(f" – {case.filing_number} – Portal GD") for title in titles)


def test_g21_a_page_masks_the_cpf_and_the_unit():
    technician = make_technician()
    case = filed_request(technician, at=NOW)
    for part in PARTS:
        body = as_user(technician).get(address(case, part)).content.decode()
        assert "12345678909" not in body and "123.456.789-09" not in body and "3014056287" not in body
    assert "***.456.789-**" in as_user(technician).get(address(case)).content.decode()


def test_the_digits_alone_open_the_request():
    technician = make_technician()
    case = filed_request(technician, at=NOW)
    assert as_user(technician).get(f"/solicitacoes/{case.filing_digits}").status_code == 200
    assert as_user(technician).get("/solicitacoes/GD-2026-999999-9").status_code == 404
    assert as_user(technician).get("/solicitacoes/abc%00%F0").status_code in (400, 404)


def test_whoever_is_no_party_gets_404_and_other_roles_403():
    case = filed_request(make_technician(), at=NOW)
    stranger, admin = as_user(make_technician("Outra Pessoa")), as_user(make_admin())
    parts = (
        *PARTS,
        "/comprovante.pdf",
        "/parecer.pdf",
        "/parecer.ics",
        "/pendencias/1",
        "/devolver",
        "/retirar",
        "/vistoria",
    )
    for part in parts:
        assert stranger.get(address(case, part)).status_code == 404, part
        assert admin.get(address(case, part)).status_code == 403, part
        answer = Client().get(address(case, part))
        assert answer.status_code == 302 and answer["Location"].startswith("/entrar"), part
    for part in ("/pendencias", "/pendencias/1", "/devolver", "/retirar", "/vistoria"):
        assert stranger.post(address(case, part)).status_code == 404, part
    assert as_user(make_supervisor()).get(address(case)).status_code == 200


def test_an_action_the_state_does_not_have_is_a_409_page():
    technician, analyst = make_technician(), make_analyst()
    case = filed_request(technician, at=NOW)
    client = as_user(technician)
    for part in ("/vistoria", "/devolver", "/pendencias"):
        answer = client.post(address(case, part))
        assert answer.status_code == 409, part
        assert "Pedido recebido" in words(answer)
    approve(case, analyst, NOW)
    assert client.post(address(case, "/retirar")).status_code == 409
    assert client.get(address(case, "/retirar")).status_code == 409
    case.refresh_from_db()
    assert case.state == State.APPROVED.value


def test_an_analyst_may_read_but_not_act_for_the_technician():
    technician, analyst = make_technician(), make_analyst()
    case = request_in(State.PENDING, technician=technician, analyst=analyst, at=NOW)
    client = as_user(analyst)
    for part in ("/retirar", "/vistoria", "/devolver", "/pendencias", "/pendencias/1"):
        assert client.post(address(case, part)).status_code == 403, part
    assert client.get(address(case, "/pendencias/1")).status_code == 200
    assert b'type="file"' not in client.get(address(case, "/pendencias")).content


def test_the_ledger_is_the_same_to_technician_and_analyst():
    technician, analyst = make_technician(), make_analyst()
    case = request_in(State.CORRECTED, technician=technician, analyst=analyst, at=NOW)
    bodies = [
        re.search(
            r"<section class=\"stack stack-l.*</main>",
            as_user(user).get(address(case, "/prazo")).content.decode(),
            re.S,
        )
        for user in (technician, analyst)
    ]
    assert bodies[0] and bodies[1] and bodies[0][0] == bodies[1][0]
    text = words(as_user(technician).get(address(case, "/prazo")))
    for title in (
        "Prazo do parecer",
        "Prazo da conferência dos documentos",
        "Prazo para corrigir",
        "A conta, passo a passo",
    ):
        assert title in text
    assert "REN ANEEL 1.000/2021, art. 64, I" in text
    assert "Lei 14.300/2022, art. 2º, § 4º" in text


def test_g26_history_shows_every_event_with_who_when_before_and_after():
    technician, analyst = make_technician("Rafael Nogueira"), make_analyst("Beatriz Amaral")
    case = request_in(State.CORRECTED, technician=technician, analyst=analyst, at=NOW)
    text = words(as_user(technician).get(address(case, "/historico")))
    assert Event.objects.filter(access_request=case).count() == 4
    assert "1 correção pedida, de uma vez (rodada 1). Beatriz Amaral, analista" in text
    assert "Conferindo documentos → Precisa de correção" in text
    assert "Rafael Nogueira, responsável técnico" in text


def test_t19_history_shows_that_the_place_in_the_queue_was_kept():
    technician, analyst = make_technician(), make_analyst()
    case = filed_request(technician, at=NOW)
    send_pendings(case, analyst, NOW + timedelta(days=2))
    answer_in_words(case, technician, NOW + timedelta(days=4))
    text = words(as_user(technician).get(address(case, "/historico")))
    assert "O lugar na fila continua o da chegada: seg., 23/11/2026, 14:32:07." in text


def test_t12_a_favourable_opinion_shows_decision_conditions_countdown_code_and_calendar():
    technician, analyst = make_technician(), make_analyst()
    case = filed_request(technician, at=NOW)
    opinion = approve(case, analyst, NOW)
    client = as_user(technician)
    text = words(client.get(address(case, "/parecer")))
    assert "A geração de 8,2 kW pode ser instalada neste endereço." in text
    assert "120 dias de validade" in text and "Instalar a placa de aviso." in text
    assert opinion.verification_code in text and "PDF em preparação" in text
    calendar = client.get(address(case, "/parecer.ics"))
    assert calendar["Content-Type"] == "text/calendar; charset=utf-8"
    lines = calendar.content.decode().split("\r\n")
    assert f"DTSTART;VALUE=DATE:{opinion.valid_until_on:%Y%m%d}" in lines
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "Ana" not in calendar.content.decode()


def test_both_papers_say_that_they_are_being_made_until_the_worker_made_them():
    technician, analyst = make_technician(), make_analyst()
    case = filed_request(technician, at=NOW)
    client = as_user(technician)
    assert client.get(address(case, "/parecer.pdf")).status_code == 404
    opinion = approve(case, analyst, NOW)
    for part in ("/comprovante.pdf", "/parecer.pdf"):
        answer = client.get(address(case, part))
        assert answer.status_code == 202 and "está sendo preparado" in words(answer)
    deliver_due()
    for part in ("/comprovante.pdf", "/parecer.pdf"):
        answer = client.get(address(case, part))
        assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
        content = b"".join(answer.streaming_content)
        assert content.startswith(b"%PDF-") and len(content) == int(answer["Content-Length"])
        assert answer["Cache-Control"] == "private, no-store"
    assert opinion.file.stored_file.sha256 in words(client.get(address(case, "/parecer")))


def test_works_and_reasons_stand_on_the_opinion_page():
    technician, analyst = make_technician(), make_analyst()
    with_works, denied = filed_request(technician, at=NOW), filed_request(technician, at=NOW)
    approve_with_works(with_works, analyst, NOW)
    deny(denied, analyst, NOW)
    client = as_user(technician)
    assert "Transformador troca por um de 45 kVA" in words(client.get(address(with_works, "/parecer")))
    text = words(client.get(address(denied, "/parecer")))
    assert "Os 2 motivos" in text and "Regra: REN ANEEL 1.000/2021, art. 33" in text
    assert "O que fazer: Envie o documento assinado." in text
    assert "Você pode reclamar" in text and "Ouvidoria da Cemig" in text
    assert client.get(address(denied, "/parecer.ics")).status_code == 404


def test_an_opinion_without_its_blanked_words_still_shows_number_and_dates():
    technician, analyst = make_technician(), make_analyst()
    case = filed_request(technician, at=NOW)
    opinion = approve(case, analyst, NOW)
    opinion.content.sheet = {}
    opinion.content.save()
    text = words(as_user(technician).get(address(case, "/parecer")))
    assert opinion.number in text and "favorável" in text


def test_the_technician_withdraws_and_asks_for_inspection():
    technician, analyst = make_technician(), make_analyst()
    taken_back, installed = filed_request(technician, at=NOW), filed_request(technician, at=NOW)
    approve(installed, analyst, NOW)
    client = as_user(technician)
    assert client.get(address(taken_back, "/retirar")).status_code == 200
    assert client.post(address(taken_back, "/retirar"), follow=True).status_code == 200
    assert client.get(address(installed, "/vistoria")).status_code == 200
    answer = client.post(address(installed, "/vistoria"), follow=True)
    assert "Em até 5 dias úteis abaixo de 2,3 kV (REN ANEEL 1.000/2021, art. 91)" in words(answer)
    taken_back.refresh_from_db()
    installed.refresh_from_db()
    assert (taken_back.state, installed.state) == (State.WITHDRAWN.value, State.INSPECTION_REQUESTED.value)


@pytest.mark.parametrize("part", PARTS)
def test_a_page_costs_at_most_twelve_statements_with_few_and_with_many_rows(
    part, django_assert_max_num_queries
):
    technician, analyst = make_technician(), make_analyst()
    case = filed_request(technician, at=NOW)
    client = as_user(technician)
    client.get(address(case, part))
    with django_assert_max_num_queries(12):
        client.get(address(case, part))
    to_analysis(case, analyst, NOW)
    actor = analyst.as_actor()
    for _ in range(25):
        pause(case, analyst, NOW)
        review.resume_clock(access_request_id=case.pk, actor=actor, now=NOW)
    with django_assert_max_num_queries(12):
        client.get(address(case, part))
    assert Event.objects.filter(access_request=case).count() >= 50
