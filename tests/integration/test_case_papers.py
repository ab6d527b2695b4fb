"""The opinion on screen, both PDFs, the calendar file, and the two steps that the technician takes alone."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from portal.outbox.tasks import deliver_due
from requests_app.domain.lifecycle import State
from tests.case_steps import approve, approve_with_works, deny
from tests.factories import filed_request, make_analyst, make_technician
from tests.integration.case_reading import NOW, address, as_user, words
from tests.stages import go_on_to

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _an_hour_later() -> Iterator[None]:
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        yield


def test_a_favourable_opinion_shows_decision_conditions_countdown_code_and_calendar() -> None:
    technician, analyst = make_technician(), make_analyst()
    case = filed_request(technician, at=NOW)
    opinion = approve(case, analyst, NOW)
    client = as_user(technician)
    text = words(client.get(address(case, "/parecer")))
    assert "A geração de 8,2 kW pode ser instalada neste endereço." in text
    assert "120 dias até terça, 23/03/2027, o último dia da validade." in text
    assert "Instalar a placa de aviso." in text
    assert opinion.verification_code in text
    assert "PDF em preparação" in text
    calendar = client.get(address(case, "/parecer.ics"))
    assert calendar["Content-Type"] == "text/calendar; charset=utf-8"
    lines = calendar.content.decode().split("\r\n")
    assert f"DTSTART;VALUE=DATE:{opinion.valid_until_on:%Y%m%d}" in lines
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "Ana" not in calendar.content.decode()


def test_both_papers_say_that_they_are_being_made_until_the_worker_made_them() -> None:
    technician, analyst = make_technician(), make_analyst()
    case = filed_request(technician, at=NOW)
    client = as_user(technician)
    assert client.get(address(case, "/parecer.pdf")).status_code == 404
    opinion = approve(case, analyst, NOW)
    for part in ("/comprovante.pdf", "/parecer.pdf"):
        answer = client.get(address(case, part))
        assert answer.status_code == 202
        assert "está sendo preparado" in words(answer)
    deliver_due()
    for part in ("/comprovante.pdf", "/parecer.pdf"):
        answer = client.get(address(case, part))
        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/pdf"
        content = answer.getvalue()
        assert content.startswith(b"%PDF-")
        assert len(content) == int(answer["Content-Length"])
        assert answer["Cache-Control"] == "private, no-store"
    assert opinion.file.stored_file.sha256 in words(client.get(address(case, "/parecer")))


def test_works_and_reasons_stand_on_the_opinion_page() -> None:
    technician, analyst = make_technician(), make_analyst()
    with_works, denied = filed_request(technician, at=NOW), filed_request(technician, at=NOW)
    approve_with_works(with_works, analyst, NOW)
    deny(denied, analyst, NOW)
    client = as_user(technician)
    assert "Transformador troca por um de 45 kVA" in words(client.get(address(with_works, "/parecer")))
    text = words(client.get(address(denied, "/parecer")))
    for expected in (
        "Os 2 motivos",
        "Regra: REN ANEEL 1.000/2021, art. 33",
        "O que fazer: Envie o documento assinado.",
    ):
        assert expected in text
    assert "Você pode reclamar" in text
    assert "Ouvidoria da Cemig" in text
    assert client.get(address(denied, "/parecer.ics")).status_code == 404


def test_an_opinion_without_its_blanked_words_still_shows_number_and_dates() -> None:
    technician, analyst = make_technician(), make_analyst()
    case = filed_request(technician, at=NOW)
    opinion = approve(case, analyst, NOW)
    opinion.content.sheet = {}
    opinion.content.save()
    text = words(as_user(technician).get(address(case, "/parecer")))
    assert opinion.number in text
    assert "favorável" in text


def test_the_technician_withdraws_and_asks_for_inspection() -> None:
    technician, analyst = make_technician(), make_analyst()
    taken_back, installed = filed_request(technician, at=NOW), filed_request(technician, at=NOW)
    approve(installed, analyst, NOW)
    installed.refresh_from_db()
    go_on_to(State.READY, installed, analyst=analyst, at=NOW)
    client = as_user(technician)
    assert client.get(address(taken_back, "/retirar")).status_code == 200
    assert "Pedido retirado." in words(client.post(address(taken_back, "/retirar"), follow=True))
    assert client.get(address(installed, "/vistoria")).status_code == 200
    answer = client.post(address(installed, "/vistoria"), follow=True)
    assert "Vistoria pedida" in words(answer) and "para a vistoria e o medidor" in words(answer)
    taken_back.refresh_from_db()
    installed.refresh_from_db()
    assert (taken_back.state, installed.state) == (State.WITHDRAWN.value, State.INSPECTION_REQUESTED.value)


def test_while_the_validity_stands_still_nobody_counts_its_days() -> None:
    """Contracts in preparation hold the validity: no countdown, no day for the calendar."""
    technician, analyst = make_technician(), make_analyst()
    case = filed_request(technician, at=NOW)
    opinion = approve_with_works(case, analyst, NOW)
    case.refresh_from_db()
    go_on_to(State.CONTRACTS, case, analyst=analyst, at=NOW)
    text = words(as_user(technician).get(address(case, "/parecer")))
    assert "o último dia da validade" not in text and ".ics" not in text
    assert "A validade está parada" in text
    assert as_user(technician).get(address(case, "/parecer.ics")).status_code == 404
    assert opinion.valid_until_on is not None
