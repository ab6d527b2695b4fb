"""Three ends, three causes: each with its receipt, its message and its page; and the paper that proves it."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from time_machine import TimeMachineFixture

from documents.end_printing import print_end
from documents.pdf_check import check_pdf
from documents.storage import open_stored
from eligibility.domain.findings import Refused
from portal.outbox.models import Message, OutboxRow
from requests_app.domain.ending import Cause, WithdrawalReason
from requests_app.domain.filing import GuaranteeAnswers
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, EndReceipt, Event
from requests_app.services.endings.losses import losses
from requests_app.services.endings.reading import end_of, end_sheet
from requests_app.services.guarantees.steps import return_guarantee
from tests.factories import filed_request, give_second_factor, make_analyst, make_technician
from tests.integration.case_reading import as_user, words
from tests.integration.test_holder_access import come_in
from tests.life_endings import cancel, end_paper, withdraw
from tests.life_guarantees import approved, mini_request
from tests.stages import request_in

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, 0, 7, tzinfo=ZoneInfo("America/Sao_Paulo"))
ENDS = {
    State.WITHDRAWN: ("withdrawn", "Pedido retirado"),
    State.CANCELLED: ("cancelled", "Parecer cancelado pelo titular"),
    State.LAPSED: ("opinion_lapsed", "Parecer vencido"),
    State.CLOSED: ("closed_unanswered", "Pedido encerrado por falta de resposta"),
}


@pytest.fixture(autouse=True)
def noon(time_machine: TimeMachineFixture) -> TimeMachineFixture:
    time_machine.move_to(NOON, tick=False)
    return time_machine


def ended(state: State) -> AccessRequest:
    found = request_in(state, technician=make_technician(), analyst=make_analyst(), at=NOON)
    assert found.state == state.value
    return found


def bytes_of(paper: EndReceipt) -> bytes:
    with open_stored(paper.stored_file.storage_key) as file:
        content: bytes = file.read()
    return content


def event_of(case: AccessRequest) -> Event:
    return Event.objects.filter(access_request=case, target=case.state).latest("pk")


@pytest.mark.parametrize("state", ENDS)
def test_each_end_tells_both_parties_cause_losses_second_and_the_way_back(state: State) -> None:
    """E-mails 18, 20, 21 and 22: one to each, naming what ended, when to the second, what was lost, how to go on."""
    case = ended(state)
    template, _ = ENDS[state]
    told = Message.objects.filter(template=template, about=case.filing_number)
    assert set(told.values_list("recipient", flat=True)) == {"ana@exemplo.test", case.technician.email}
    assert told.count() == 2
    for message in told:
        assert re.search(r"\d\d/\d\d/\d{4} às \d\d:\d\d:\d\d", message.text)
        assert "O lugar na fila acaba" in message.text and "As regras de 23/11/2026" in message.text
        assert "mesmos dados e documentos" in message.text and "/encerramento" in message.text
        assert case.holder.name not in message.subject
    mine = told.get(recipient=case.technician.email)
    assert f"/solicitacoes/{case.filing_number}/repetir" in mine.text
    has_opinion = state in (State.CANCELLED, State.LAPSED)
    assert ("A reserva de 8,2 kW na rede acaba" in mine.text) is has_opinion
    assert has_opinion is bool(case.opinion and case.opinion.number in mine.text)
    if state is State.CLOSED:
        assert "Faltou:\n\n- " in mine.text and "a devolução do pedido" not in mine.text


@pytest.mark.parametrize("state", ENDS)
def test_each_end_has_one_tagged_receipt(state: State) -> None:
    case = ended(state)
    event = event_of(case)
    assert OutboxRow.objects.get(kind="requests.end_receipt").payload == {"event_id": event.pk}
    paper = end_paper(event)
    end_paper(event)
    assert EndReceipt.objects.count() == 1
    content = bytes_of(paper)
    assert check_pdf(content) == []
    assert content == print_end(end_sheet(AccessRequest.objects.get(pk=case.pk), event))


@pytest.mark.parametrize("state", ENDS)
def test_technician_reviewer_and_holder_read_the_end_and_open_its_paper(
    state: State, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    case = ended(state)
    _, title = ENDS[state]
    page, analyst = (
        f"/solicitacoes/{case.filing_number}/encerramento",
        give_second_factor(make_analyst("Caio")),
    )
    come_in(client, case)
    readers = {page: [as_user(case.technician), as_user(analyst)], f"/titular{page}": [client]}
    for address, browsers in readers.items():
        for browser in browsers:
            with django_assert_max_num_queries(12):
                answer = browser.get(address)
            assert answer.status_code == 200
            text = words(answer)
            assert title in text and "O lugar na fila acaba" in text and "hora de Brasília" in text
            assert browser.get(f"{address}.pdf").status_code == 202
    end_paper(event_of(case))
    for address, browsers in readers.items():
        for browser in browsers:
            answer = browser.get(f"{address}.pdf")
            assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
            assert b"".join(answer).startswith(b"%PDF")


def test_a_stranger_finds_no_end_and_a_living_request_has_none(client: Client) -> None:
    case, living = ended(State.WITHDRAWN), filed_request()
    page = f"/solicitacoes/{case.filing_number}/encerramento"
    assert as_user(make_technician("Outra")).get(page).status_code == 404
    come_in(client, living)
    for tail in ("", ".pdf"):
        assert client.get(f"/titular{page}{tail}").status_code == 404
        own = f"/solicitacoes/{living.filing_number}/encerramento{tail}"
        assert as_user(living.technician).get(own).status_code == 404


def test_a_denial_is_no_end_of_these(client: Client) -> None:
    case = ended(State.NOT_APPROVED)
    assert end_of(case) is None
    page = f"/solicitacoes/{case.filing_number}/encerramento"
    assert as_user(case.technician).get(page).status_code == 404


def test_a_withdrawal_may_say_why(client: Client) -> None:
    case = filed_request()
    browser, page = as_user(case.technician), f"/solicitacoes/{case.filing_number}/retirar"
    before = words(browser.get(page))
    assert before.index("O lugar na fila acaba") < before.index("Prefiro não dizer")
    assert browser.post(page, {"reason": "porque sim"}).status_code == 422
    assert AccessRequest.objects.get(pk=case.pk).state == State.RECEIVED.value
    done = browser.post(page, {"reason": WithdrawalReason.PROJECT_CHANGED.value})
    assert done.headers["Location"] == f"/solicitacoes/{case.filing_number}/encerramento"
    event = event_of(AccessRequest.objects.get(pk=case.pk))
    assert event.data == {"reason": "project_changed"}
    assert "Motivo: o projeto mudou." in words(browser.get(done.headers["Location"]))
    assert browser.post(page).status_code == 409


def test_a_withdrawal_needs_no_reason_and_refuses_one_that_is_not_listed() -> None:
    case = filed_request()
    with pytest.raises(Refused, match="reason_unknown"):
        withdraw(case, NOON, "nada")
    assert withdraw(case, NOON).data == {}
    with pytest.raises(Refused, match="action_not_in_state"):
        withdraw(case, NOON)


@pytest.mark.parametrize(
    ("days", "said"),
    [(90, "A garantia volta para você, porque a desistência é até 21/02/2027."),
     (91, "A garantia é executada por inteiro: o prazo para desistir sem isso acabou em 21/02/2027.")],
)  # fmt: skip
def test_the_guarantee_is_executed_from_the_91st_day_after_the_opinion(days: int, said: str) -> None:
    """domain.md 1.9: withdrawal within 90 days of the opinion gives it back, later it is executed (art. 655-C)."""
    case = mini_request(at=NOON)
    approved(case, make_analyst(), NOON)
    case.refresh_from_db()
    lost = losses(case, Cause.CANCELLED, on=NOON.date() + timedelta(days=days))
    assert lost[-1].text.startswith(said) and "655-C" in lost[-1].citation
    event = cancel(case, NOON + timedelta(days=days))
    case.refresh_from_db()
    assert losses(case, Cause.CANCELLED, on=event.on, event=event)[-1] == lost[-1]


def test_page_and_receipt_of_a_withdrawal_say_the_same_of_the_guarantee_and_nothing_where_none_is_held() -> (
    None
):
    case, today = mini_request(at=NOON), NOON.date()
    before = losses(case, Cause.WITHDRAWN, on=today)
    assert "devol" in before[-1].text.lower() and "655-C" in before[-1].citation
    event = withdraw(case, NOON + timedelta(minutes=1))
    assert losses(case, Cause.WITHDRAWN, on=event.on, event=event) == before
    return_guarantee(
        access_request_id=case.pk,
        returned_on=today,
        actor=make_analyst().as_actor(),
        now=NOON + timedelta(minutes=2),
    )
    assert losses(case, Cause.WITHDRAWN, on=event.on, event=event) == before
    never = mini_request(case.technician, at=NOON, guarantee=GuaranteeAnswers())
    assert not any("garantia" in item.text.lower() for item in losses(never, Cause.WITHDRAWN, on=today))


@pytest.mark.parametrize(
    "state",
    [State.APPROVED, State.CONTRACTS, State.CONTRACTS_SENT, State.WORKS, State.READY,
     State.INSPECTION_REQUESTED, State.INSPECTION_FAILED, State.INSPECTION_REPORTED],
)  # fmt: skip
def test_the_holder_may_cancel_until_the_connection(state: State) -> None:
    case = request_in(state, technician=make_technician(), analyst=make_analyst(), at=NOON)
    event = cancel(case, NOON)
    case.refresh_from_db()
    assert (case.state, event.source) == (State.CANCELLED.value, state.value)
    assert check_pdf(bytes_of(end_paper(event))) == []
