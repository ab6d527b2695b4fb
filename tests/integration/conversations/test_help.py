"""A call for help from a request: its own protocol, its receipt, and nobody else's eyes (arts. 403-404)."""

import uuid
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from eligibility.profile import current_profile
from portal.accounts.models import User
from portal.outbox.models import Message
from requests_app.models import AccessRequest, Conversation
from requests_app.services.people import help_threads
from requests_app.services.people.conversations import say
from tests.factories import filed_request
from tests.integration.review_room import NOW, an_analyst, bench_address, form_of, signed_in, words
from tests.integration.test_holder_access import come_in
from tests.integration.thread_room import address, mails, write

pytestmark = pytest.mark.django_db


def test_help_opens_with_its_own_protocol_and_a_receipt(technician: User, case: AccessRequest) -> None:
    """REN 1.000 arts. 403-404: number at the start, linked to date, time, type and unit, sent at once."""
    client = signed_in(technician)
    page = words(client.get(address(case, "/ajuda")))
    phone = current_profile().channel("phone")
    assert phone.value in page and phone.hours in page
    assert str(case.filing_number) in page and str(case.service_order) in page
    answer = write(client, address(case, "/ajuda"), topic="term", text="O prazo parou?")
    thread = Conversation.objects.get()
    assert thread.number is not None and thread.number.startswith("AT-2026-000001-")
    assert answer.headers["Location"] == address(case, f"/ajuda/{thread.number}")
    receipt = Message.objects.get(template="help_received")
    assert receipt.recipient == technician.email and thread.number in receipt.subject
    for said in (
        "23/11/2026 às 14:32:00",
        "Prazo do pedido",
        "que termina em 6287",
        "O prazo parou?",
        str(case.service_order),
    ):
        assert said in receipt.text
    assert "3014056287" not in receipt.text
    assert thread.number in words(client.get(address(case, "/ajuda")))


def test_help_belongs_to_the_side_that_asked(client: Client, technician: User, case: AccessRequest) -> None:
    come_in(client, case)
    write(client, address(case, "/ajuda", "/titular"), topic="other", text="Não entendi o parecer.")
    thread = Conversation.objects.get()
    assert mails() == [] and mails("help_received") == [case.holder.email]
    mine = signed_in(technician)
    assert mine.get(address(case, f"/ajuda/{thread.number}")).status_code == 404
    assert str(thread.number) not in words(mine.get(address(case, "/ajuda")))
    analyst = signed_in(an_analyst())
    assert f"Ajuda {thread.number}: Outro assunto" in words(analyst.get("/analise/mensagens"))
    assert write(analyst, bench_address(case, f"/ajuda/{thread.number}"), text="Explico.").status_code == 302
    assert mails() == [case.holder.email]
    page = words(client.get(address(case, f"/ajuda/{thread.number}", "/titular")))
    assert "Explico." in page and "Beatriz, analista da distribuidora" in page
    assert (
        write(client, address(case, f"/ajuda/{thread.number}", "/titular"), text="Obrigada").status_code
        == 302
    )
    assert Conversation.objects.get().waits_since is not None


def test_t16_a_second_click_opens_one_call(technician: User, case: AccessRequest) -> None:
    client = signed_in(technician)
    given = form_of(client.get(address(case, "/ajuda"))) | {"topic": "term", "text": "Oi"}
    places = {client.post(address(case, "/ajuda"), given).headers["Location"] for _ in range(2)}
    assert len(places) == 1 and Conversation.objects.count() == 1 and len(mails("help_received")) == 1


@pytest.mark.parametrize("fields", [{"topic": ""}, {"topic": "roubo"}, {"text": ""}, {"text": "y" * 4001}])
def test_a_bad_call_for_help_is_refused(
    technician: User, case: AccessRequest, fields: dict[str, str]
) -> None:
    given = {"topic": "term", "text": "Oi"} | fields
    assert write(signed_in(technician), address(case, "/ajuda"), **given).status_code == 422
    assert not Conversation.objects.exists() and not mails("help_received")


def test_calls_for_help_are_limited_by_day(technician: User, case: AccessRequest) -> None:
    for _ in range(help_threads.CALLS_PER_DAY):
        help_threads.ask_for_help(access_request_id=case.pk, topic="term", text="Oi", token=uuid.uuid4(),
                                  actor=technician.as_actor(), now=NOW)  # fmt: skip
    assert write(signed_in(technician), address(case, "/ajuda"), topic="term", text="mais").status_code == 429


def test_minigeneration_shows_its_agent_in_the_demo_alone(technician: User, settings: Any) -> None:
    case = filed_request(technician, at=NOW)
    AccessRequest.objects.filter(pk=case.pk).update(category="mini")
    client, agent = signed_in(technician), current_profile().agent
    assert agent is not None and agent.is_demonstration
    settings.IS_DEMO = False
    assert agent.email not in words(client.get(address(case, "/ajuda")))
    settings.IS_DEMO = True
    page = words(client.get(address(case, "/ajuda")))
    assert agent.email in page and agent.name in page and "pessoa inventada" in page
    AccessRequest.objects.filter(pk=case.pk).update(category="micro_up_to_10")
    assert agent.email not in words(client.get(address(case, "/ajuda")))


def test_the_pages_cost_few_statements(
    client: Client,
    technician: User,
    case: AccessRequest,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for place in range(15):
        say(
            access_request_id=case.pk,
            text=f"{place}",
            token=uuid.uuid4(),
            actor=technician.as_actor(),
            now=NOW,
        )
    call = help_threads.ask_for_help(access_request_id=case.pk, topic="term", text="Oi", token=uuid.uuid4(),
                                     actor=technician.as_actor(), now=NOW)  # fmt: skip
    come_in(client, case)
    mine, analyst = signed_in(technician), signed_in(an_analyst())
    for who, path in (
        (mine, address(case)), (mine, address(case, "/ajuda")), (mine, address(case, f"/ajuda/{call.number}")),
        (client, address(case, side="/titular")), (client, address(case, "/ajuda", "/titular")),
        (analyst, "/analise/mensagens"), (analyst, bench_address(case, "/mensagens")),
    ):  # fmt: skip
        with django_assert_max_num_queries(12):
            assert who.get(path).status_code == 200
