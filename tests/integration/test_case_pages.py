"""The pages of a filed request: what each state says, who may read it, and what it costs."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from requests_app.domain.lifecycle import State
from requests_app.models import Event
from requests_app.services.review import verdicts as review
from tests.case_steps import answer_in_words, approve, pause, send_pendings, to_analysis
from tests.factories import filed_request, make_admin, make_analyst, make_supervisor, make_technician
from tests.integration.case_reading import NOW, PARTS, address, as_user, words
from tests.stages import request_in

pytestmark = pytest.mark.django_db
FILED_STATES = tuple(state for state in State if state is not State.DRAFT)
ALL_ADDRESSES = (
    *PARTS, "/comprovante.pdf", "/parecer.pdf", "/parecer.ics", "/pendencias/1", "/devolver", "/retirar", "/vistoria",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _an_hour_later() -> Iterator[None]:
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        yield


@pytest.mark.parametrize("state", FILED_STATES)
def test_every_part_opens_in_every_state_for_technician_and_analyst(state: State) -> None:
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


def test_the_first_screen_says_whose_turn_until_when_and_what_to_do() -> None:
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


def test_a_late_utility_says_so() -> None:
    technician = make_technician()
    case = filed_request(technician, at=NOW)
    with time_machine.travel(NOW + timedelta(days=17), tick=False):
        text = words(as_user(technician).get(address(case)))
    assert "Terça, 08/12/2026 a distribuidora está atrasada 2 dias" in text
    assert "Atrasado 2 dias" in text


def test_a_paused_term_has_no_date_and_says_why() -> None:
    technician, analyst = make_technician(), make_analyst()
    case = filed_request(technician, at=NOW)
    to_analysis(case, analyst, NOW)
    pause(case, analyst, NOW)
    client = as_user(technician)
    assert "Sem data: o prazo está parado" in words(client.get(address(case)))
    assert "Consulta a outra distribuidora ou ao ONS" in words(client.get(address(case, "/prazo")))
    history = words(client.get(address(case, "/historico")))
    assert "O prazo parou. Motivo: Consulta a outra distribuidora ou ao ONS." in history


def test_g07_titles_name_page_number_and_service() -> None:
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


def test_g21_a_page_masks_the_cpf_and_the_unit() -> None:
    technician = make_technician()
    case = filed_request(technician, at=NOW)
    client = as_user(technician)
    for part in PARTS:
        body = client.get(address(case, part)).content.decode()
        assert not [secret for secret in ("12345678909", "123.456.789-09", "3014056287") if secret in body]
    assert "***.456.789-**" in client.get(address(case)).content.decode()


def test_the_digits_alone_open_the_request() -> None:
    technician = make_technician()
    case = filed_request(technician, at=NOW)
    client = as_user(technician)
    assert client.get(f"/solicitacoes/{case.filing_digits}").status_code == 200
    assert client.get("/solicitacoes/GD-2026-999999-9").status_code == 404
    assert client.get("/solicitacoes/abc%00%F0").status_code in (400, 404)
    assert client.get(f"/solicitacoes/{'9' * 5000}").status_code == 404


def test_whoever_is_no_party_gets_404_and_other_roles_403() -> None:
    case = filed_request(make_technician(), at=NOW)
    stranger, admin = as_user(make_technician("Outra Pessoa")), as_user(make_admin())
    for part in ALL_ADDRESSES:
        assert stranger.get(address(case, part)).status_code == 404, part
        assert admin.get(address(case, part)).status_code == 403, part
        answer = Client().get(address(case, part))
        assert answer.status_code == 302, part
        assert answer["Location"].startswith("/entrar"), part
    for part in ("/pendencias", "/pendencias/1", "/devolver", "/retirar", "/vistoria"):
        assert stranger.post(address(case, part)).status_code == 404, part
    assert as_user(make_supervisor()).get(address(case)).status_code == 200


def test_an_action_the_state_does_not_have_is_a_409_page() -> None:
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


def test_an_analyst_may_read_but_not_act_for_the_technician() -> None:
    technician, analyst = make_technician(), make_analyst()
    case = request_in(State.PENDING, technician=technician, analyst=analyst, at=NOW)
    client = as_user(analyst)
    for part in ("/retirar", "/vistoria", "/devolver", "/pendencias", "/pendencias/1"):
        assert client.post(address(case, part)).status_code == 403, part
    assert client.get(address(case, "/pendencias/1")).status_code == 200
    assert b'type="file"' not in client.get(address(case, "/pendencias")).content


def test_the_ledger_is_the_same_to_technician_and_analyst() -> None:
    technician, analyst = make_technician(), make_analyst()
    case = request_in(State.CORRECTED, technician=technician, analyst=analyst, at=NOW)
    ledger = re.compile(r'<section class="stack stack-l.*</main>', re.S)
    bodies = [
        ledger.findall(as_user(user).get(address(case, "/prazo")).content.decode())
        for user in (technician, analyst)
    ]
    assert len(bodies[0]) == 1
    assert bodies[0] == bodies[1]
    text = words(as_user(technician).get(address(case, "/prazo")))
    titles = ("Prazo do parecer", "Prazo da conferência dos documentos", "Prazo para corrigir")
    for expected in (*titles, "A conta, passo a passo", "REN ANEEL 1.000/2021, art. 64, I"):
        assert expected in text
    assert "Lei 14.300/2022, art. 2º, § 4º" in text


def test_g26_history_shows_every_event_with_who_when_before_and_after() -> None:
    technician, analyst = make_technician("Rafael Nogueira"), make_analyst("Beatriz Amaral")
    case = request_in(State.CORRECTED, technician=technician, analyst=analyst, at=NOW)
    text = words(as_user(technician).get(address(case, "/historico")))
    assert Event.objects.filter(access_request=case).count() == text.count("seg., 23/11/2026, 14:32:07") - 1
    assert "1 correção pedida, de uma vez (rodada 1). Beatriz Amaral, analista" in text
    assert "Conferindo documentos → Precisa de correção" in text
    assert "Rafael Nogueira, responsável técnico" in text


def test_t19_history_shows_that_the_place_in_the_queue_was_kept() -> None:
    technician, analyst = make_technician(), make_analyst()
    case = filed_request(technician, at=NOW)
    send_pendings(case, analyst, NOW + timedelta(days=2))
    answer_in_words(case, technician, NOW + timedelta(days=4))
    text = words(as_user(technician).get(address(case, "/historico")))
    assert "O lugar na fila continua o da chegada: seg., 23/11/2026, 14:32:07." in text


@pytest.mark.parametrize("part", PARTS)
def test_a_page_costs_at_most_twelve_statements_with_few_and_with_many_rows(
    part: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    technician, analyst = make_technician(), make_analyst()
    case = filed_request(technician, at=NOW)
    client = as_user(technician)
    with django_assert_max_num_queries(12):
        client.get(address(case, part))
    to_analysis(case, analyst, NOW)
    for _ in range(25):
        pause(case, analyst, NOW)
        review.resume_clock(access_request_id=case.pk, actor=analyst.as_actor(), now=NOW)
    with django_assert_max_num_queries(12):
        client.get(address(case, part))
    assert Event.objects.filter(access_request=case).count() >= 50
