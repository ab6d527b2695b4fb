"""What the holder sees in each situation, and how the holder cancels an opinion."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from time_machine import TimeMachineFixture

from portal.accounts.roles import Actor, Role
from portal.outbox.models import Message
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, Event, HolderAccess, Opinion
from requests_app.services.endings import withdrawals
from requests_app.services.opinions import approvals, decisions
from requests_app.services.review import verdicts as review
from tests.delivery import deliver
from tests.factories import filed_request, make_analyst, reviewed
from tests.integration.test_holder_access import code_in_mail, come_in, other_than

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("America/Sao_Paulo"))


@pytest.fixture(autouse=True)
def noon(time_machine: TimeMachineFixture) -> TimeMachineFixture:
    time_machine.move_to(NOON, tick=False)
    return time_machine


@pytest.fixture
def case() -> AccessRequest:
    return filed_request()


def decide(case: AccessRequest, outcome: Opinion.Outcome = Opinion.Outcome.FAVOURABLE) -> Opinion:
    analyst = make_analyst()
    reviewed(case, analyst, at=NOON)
    review.accept_documents(access_request_id=case.pk, actor=analyst.as_actor(), now=NOON)
    opinion = decisions.decide(
        access_request_id=case.pk,
        decision=decisions.Decision(outcome=outcome, conditions=()),
        actor=analyst.as_actor(),
        now=NOON,
    )
    case.refresh_from_db()
    return opinion


def page_of(client: Client, case: AccessRequest, below: str = "") -> str:
    answer = client.get(f"/titular/solicitacoes/{case.filing_number}{below}")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_four_facts_and_five_steps_stand_on_the_page(client: Client, case: AccessRequest) -> None:
    come_in(client, case)
    page = page_of(client, case)
    assert "Você não precisa fazer nada agora." in page
    assert "Pedido recebido" in page and "Da distribuidora" in page
    assert "Terça, 08/12/2026" in page and "faltam 15 dias" in page
    assert page.count('aria-current="step"') == 1
    for step in ("Documentos conferidos", "Análise técnica", "Parecer", "Instalação, vistoria e ligação"):
        assert step in page
    assert "Cancelar o parecer" not in page
    assert "(31) 99999-0000" in page


def test_the_page_masks_and_hides_what_the_holder_does_not_need(client: Client, case: AccessRequest) -> None:
    come_in(client, case)
    page = page_of(client, case)
    for secret in ("12345678909", "123.456.789-09", "3014056287", "ana@exemplo.test"):
        assert secret not in page


def test_corrections_are_told_in_plain_words(client: Client, case: AccessRequest) -> None:
    analyst = make_analyst()
    reviewed(case, analyst, failing=2, at=NOON)
    review.send_pendings(access_request_id=case.pk, actor=analyst.as_actor(), now=NOON)
    come_in(client, case)
    page = page_of(client, case)
    assert "Do seu responsável técnico" in page
    assert "O que seu técnico precisa corrigir" in page and "Falta a assinatura no item 1." in page
    assert "Você não precisa enviar nada por aqui." in page


def test_the_ledger_is_the_same_fold_for_everybody(client: Client, case: AccessRequest) -> None:
    analyst = make_analyst()
    reviewed(case, analyst, failing=1, at=NOON)
    review.send_pendings(access_request_id=case.pk, actor=analyst.as_actor(), now=NOON)
    come_in(client, case)
    page = page_of(client, case, "/prazo")
    assert "Prazo do parecer" in page and "Prazo para corrigir" in page
    assert "Relógio parado" in page and "sem data enquanto estiver parado" in page
    assert "Lei 14.300" in page


def test_receipt_and_opinion_are_a_tap_away(client: Client, case: AccessRequest) -> None:
    come_in(client, case)
    assert client.get(f"/titular/solicitacoes/{case.filing_number}/parecer.pdf").status_code == 404
    assert "O parecer ainda não saiu" in page_of(client, case, "/documentos")
    decide(case)
    assert "está sendo preparado" in page_of(client, case, "/documentos")
    deliver("requests.opinion_pdf", "requests.receipt")
    page = page_of(client, case, "/documentos")
    assert "Abrir o parecer (PDF" in page and "Abrir o comprovante (PDF" in page
    for name in ("parecer", "comprovante"):
        answer = client.get(f"/titular/solicitacoes/{case.filing_number}/{name}.pdf")
        assert answer.headers["Content-Type"] == "application/pdf"
        assert b"".join(answer).startswith(b"%PDF-")
        assert "no-store" in answer.headers["Cache-Control"]


def test_an_opinion_shows_its_validity_and_the_way_to_cancel(client: Client, case: AccessRequest) -> None:
    decide(case)
    come_in(client, case)
    page = page_of(client, case)
    assert (
        "Parecer emitido" in page
        and "Ver o parecer" in page
        and "para aprovar e seguir até a vistoria" in page
    )
    assert "Cancelar o parecer" in page


def test_h05_cancelling_takes_consequences_a_code_and_an_express_yes(
    client: Client, case: AccessRequest, mailoutbox: list[EmailMessage]
) -> None:
    decide(case)
    come_in(client, case)
    base = f"/titular/solicitacoes/{case.filing_number}/cancelar"
    first = page_of(client, case, "/cancelar")
    assert first.index("O que você perde") < first.index("Receber código")
    assert client.post(base).headers["Location"] == f"{base}/confirmar"
    code = code_in_mail()
    assert client.post(f"{base}/confirmar", {"code": code}).status_code == 422
    wrong = client.post(f"{base}/confirmar", {"is_sure": "on", "code": other_than(code)})
    assert wrong.status_code == 422 and "checked" in wrong.content.decode()
    case.refresh_from_db()
    assert case.state == State.APPROVED.value
    done = client.post(f"{base}/confirmar", {"is_sure": "on", "code": code})
    assert done.headers["Location"] == f"{base}/comprovante"
    case.refresh_from_db()
    assert case.state == State.CANCELLED.value
    assert "foi cancelado a seu pedido" in page_of(client, case, "/cancelar/comprovante")
    told = Message.objects.filter(template="cancelled").values_list("recipient", flat=True)
    assert set(told) == {"ana@exemplo.test", case.technician.email}
    event = Event.objects.get(access_request=case, action="cancel")
    assert (event.actor_role, event.actor_id) == ("holder", None)


def test_a_second_cancellation_is_told_apart_from_an_error(client: Client, case: AccessRequest) -> None:
    decide(case)
    come_in(client, case)
    actor = Actor(role=Role.HOLDER, holder_request_id=case.pk)
    withdrawals.cancel(access_request_id=case.pk, actor=actor, now=NOON)
    answer = client.get(f"/titular/solicitacoes/{case.filing_number}/cancelar")
    assert answer.headers["Location"].endswith("/cancelar/comprovante")


@pytest.mark.parametrize("below", ["/cancelar", "/cancelar/confirmar"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_without_an_opinion_there_is_nothing_to_cancel(
    client: Client, case: AccessRequest, below: str, method: str
) -> None:
    come_in(client, case)
    answer = getattr(client, method)(f"/titular/solicitacoes/{case.filing_number}{below}")
    assert answer.status_code == 409
    assert client.get(f"/titular/solicitacoes/{case.filing_number}/cancelar/comprovante").status_code == 404


def test_an_entry_code_does_not_cancel(client: Client, case: AccessRequest) -> None:
    decide(case)
    come_in(client, case)
    entry_code = code_in_mail()
    base = f"/titular/solicitacoes/{case.filing_number}/cancelar"
    client.post(base)
    if entry_code != code_in_mail():
        assert client.post(f"{base}/confirmar", {"is_sure": "on", "code": entry_code}).status_code == 422
    assert HolderAccess.objects.count() == 1


@pytest.mark.parametrize("below", ["", "/prazo", "/documentos"])
def test_a_page_costs_few_statements(
    client: Client, case: AccessRequest, django_assert_max_num_queries: DjangoAssertNumQueries, below: str
) -> None:
    decide(case)
    come_in(client, case)
    with django_assert_max_num_queries(12):
        client.get(f"/titular/solicitacoes/{case.filing_number}{below}")


def test_an_overdue_answer_is_said_plainly(
    client: Client, case: AccessRequest, noon: TimeMachineFixture
) -> None:
    come_in(client, case)
    noon.move_to(datetime(2026, 12, 10, 12, 0, tzinfo=ZoneInfo("America/Sao_Paulo")), tick=False)
    fresh = Client()
    come_in(fresh, case)
    assert "há 2 dias" in page_of(fresh, case)


def test_the_session_ends_after_an_hour_without_use(
    client: Client, case: AccessRequest, noon: TimeMachineFixture
) -> None:
    come_in(client, case)
    noon.shift(timedelta(minutes=61))
    answer = client.get(f"/titular/solicitacoes/{case.filing_number}")
    assert answer.status_code == 302 and answer.headers["Location"] == "/titular"


def test_the_documents_say_until_when_the_opinion_is_worth_today(client: Client, case: AccessRequest) -> None:
    """Not the day that was printed: a held validity has none, and an ended opinion is worth nothing."""
    opinion = decide(case)
    deliver("requests.opinion_pdf", "requests.receipt")
    come_in(client, case)
    assert opinion.valid_until_on is not None
    printed = f"{opinion.valid_until_on:%d/%m/%Y}"
    assert f"Vale até terça, {printed}" in page_of(client, case, "/documentos")
    approvals.approve_conditions(
        access_request_id=case.pk, actor=Actor(role=Role.HOLDER, holder_request_id=case.pk), now=NOON
    )
    page = page_of(client, case, "/documentos")
    assert printed not in page and "validade está parada" in page
    withdrawals.cancel(
        access_request_id=case.pk, actor=Actor(role=Role.HOLDER, holder_request_id=case.pk), now=NOON
    )
    page = page_of(client, case, "/documentos")
    assert printed not in page and "validade está parada" not in page
