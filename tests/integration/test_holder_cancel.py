"""H-03, H-04 and H-07 on the cancellation: by the holder alone, in three pages, and nothing is lost by a wrong code."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from time_machine import TimeMachineFixture

from portal.accounts.roles import Actor, Role
from portal.outbox.models import Message
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, Event, HolderCode
from requests_app.services.endings import withdrawals
from requests_app.services.people.holder_access import access_of, request_code
from tests.factories import (
    filed_request,
    give_second_factor,
    make_admin,
    make_analyst,
    make_supervisor,
    make_technician,
)
from tests.integration.case_reading import as_user, words
from tests.integration.test_holder_access import code_in_mail, come_in, other_than
from tests.stages import request_in

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("America/Sao_Paulo"))
PAGES = ("", "/confirmar", "/comprovante")


@pytest.fixture(autouse=True)
def noon(time_machine: TimeMachineFixture) -> TimeMachineFixture:
    time_machine.move_to(NOON, tick=False)
    return time_machine


@pytest.fixture
def case() -> AccessRequest:
    return request_in(State.APPROVED, technician=make_technician(), analyst=make_analyst(), at=NOON)


def address(case: AccessRequest, tail: str = "") -> str:
    return f"/titular/solicitacoes/{case.filing_number}/cancelar{tail}"


def state_of(case: AccessRequest) -> str:
    return AccessRequest.objects.values_list("state", flat=True).get(pk=case.pk)


def test_h03_three_pages_consequences_first_and_a_receipt_for_both(
    client: Client, case: AccessRequest, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    come_in(client, case)
    with django_assert_max_num_queries(12):
        first = words(client.get(address(case)))
    before_the_button = first[: first.index("Receber código")]
    for said in (
        "A reserva de 8,2 kW na rede acaba", "O lugar na fila acaba", "As regras de 23/11/2026",
        "Antes, veja se resolve de outro jeito", "deixar o parecer vencer em",
    ):  # fmt: skip
        assert said in before_the_button
    assert client.post(address(case)).headers["Location"] == address(case, "/confirmar")
    code = code_in_mail()
    done = client.post(address(case, "/confirmar"), {"is_sure": "on", "code": code})
    assert done.headers["Location"] == address(case, "/comprovante")
    receipt = client.get(address(case, "/comprovante"))
    assert "foi cancelado a seu pedido" in words(receipt) and "Comprovante em PDF" in words(receipt)
    told = Message.objects.filter(template="cancelled")
    assert set(told.values_list("recipient", flat=True)) == {"ana@exemplo.test", case.technician.email}
    assert state_of(case) == State.CANCELLED.value


def test_h03_a_wrong_code_loses_nothing(client: Client, case: AccessRequest) -> None:
    come_in(client, case)
    client.post(address(case))
    code = code_in_mail()
    wrong = client.post(address(case, "/confirmar"), {"is_sure": "on", "code": other_than(code)})
    assert wrong.status_code == 422 and "checked" in wrong.content.decode()
    assert "confira os números" in words(wrong)
    assert state_of(case) == State.APPROVED.value and Event.objects.filter(action="cancel").count() == 0
    right = client.post(address(case, "/confirmar"), {"is_sure": "on", "code": code})
    assert right.status_code == 302 and state_of(case) == State.CANCELLED.value


@pytest.mark.parametrize("tail", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_h04_the_own_technician_and_reviewers_read_why_not(
    case: AccessRequest, tail: str, method: str
) -> None:
    people = {
        "technician": case.technician,
        "analyst": give_second_factor(make_analyst("Caio Lemos")),
        "supervisor": give_second_factor(make_supervisor()),
    }
    for who, user in people.items():
        answer = getattr(as_user(user), method)(address(case, tail), {"is_sure": "on", "code": "123456"})
        assert answer.status_code == 403, who
        assert "Só o titular cancela o parecer" in words(answer) and "O que você pode fazer" in words(answer)
        assert case.holder.name not in words(answer)
        assert "página de entrada" not in words(answer) and "ele abre o mesmo link" in words(answer)
        leads_on = "/trocar-responsavel" if who == "technician" else "/titular"
        assert f'{case.filing_number}{leads_on}"' in answer.content.decode()
    assert state_of(case) == State.APPROVED.value


@pytest.mark.parametrize("tail", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_h04_anybody_else_finds_nothing(client: Client, case: AccessRequest, tail: str, method: str) -> None:
    come_in(client, filed_request(make_technician("Outro Técnico")))
    others = [
        as_user(make_technician("Carla Dias")),
        as_user(give_second_factor(make_admin())),
        client,
    ]
    found = [getattr(who, method)(address(case, tail)).status_code for who in others]
    # Nobody posts to the receipt.
    assert found == [404, 404, 405 if (tail, method) == ("/comprovante", "post") else 404]
    nobody = getattr(Client(), method)(address(case, tail))
    assert (nobody.status_code, nobody.headers["Location"]) == (302, "/titular")


def test_h07_an_expired_code_leads_to_a_new_one(
    client: Client, case: AccessRequest, noon: TimeMachineFixture
) -> None:
    come_in(client, case)
    client.post(address(case))
    code = code_in_mail()
    noon.move_to(NOON + timedelta(minutes=11), tick=False)
    late = client.post(address(case, "/confirmar"), {"is_sure": "on", "code": code})
    assert late.status_code == 422
    assert "não vale mais" in words(late) and "Pedir outro código" in words(late)
    assert state_of(case) == State.APPROVED.value
    assert client.post(address(case)).status_code == 302 and code_in_mail()


def test_h07_a_used_code_leads_to_the_receipt(client: Client, case: AccessRequest) -> None:
    come_in(client, case)
    client.post(address(case))
    given = {"is_sure": "on", "code": code_in_mail()}
    client.post(address(case, "/confirmar"), given)
    again = client.post(address(case, "/confirmar"), given)
    assert again.headers["Location"] == address(case, "/comprovante")
    assert client.get(address(case)).headers["Location"] == address(case, "/comprovante")
    assert Event.objects.filter(action="cancel").count() == 1
    assert Message.objects.filter(template="cancelled").count() == 2


@pytest.mark.parametrize("purpose", [p for p in HolderCode.Purpose if p in ("enter", "accept")])
def test_h07_a_code_of_another_purpose_cancels_nothing(
    client: Client, case: AccessRequest, purpose: HolderCode.Purpose
) -> None:
    come_in(client, case)
    request_code(access_of(case, now=NOON), now=NOON, purpose=purpose)
    code = code_in_mail()
    assert client.post(address(case, "/confirmar"), {"is_sure": "on", "code": code}).status_code == 422
    assert state_of(case) == State.APPROVED.value


def test_a_cancellation_that_comes_too_late_is_refused_in_words(client: Client, case: AccessRequest) -> None:
    come_in(client, case)
    AccessRequest.objects.filter(pk=case.pk).update(state=State.LAPSED.value)
    assert client.get(address(case)).status_code == 409
    assert client.post(address(case, "/confirmar"), {"is_sure": "on", "code": "123456"}).status_code == 409
    assert client.get(address(case, "/comprovante")).status_code == 404


def test_a_cancellation_by_the_holder_names_nobody_in_history(case: AccessRequest) -> None:
    actor = Actor(role=Role.HOLDER, holder_request_id=case.pk)
    event = withdrawals.cancel(access_request_id=case.pk, actor=actor, now=NOON)
    assert (event.actor_role, event.actor_id) == ("holder", None)
    assert case.opinion is not None and event.data == {"opinion_number": case.opinion.number}
