"""The demonstration's mailbox: every message, and only there."""

import pytest
from django.test import Client
from pytest_django import Settings

from portal.outbox.models import Message
from tests.factories import filed_request, make_admin

pytestmark = pytest.mark.django_db


def test_the_demonstration_shows_every_message(client: Client, settings: Settings) -> None:
    settings.IS_DEMO = True
    case = filed_request()
    page = client.get("/demo/mensagens").content.decode()
    for message in Message.objects.all():
        assert message.subject in page
    assert "/titular/confirmar/" in page and str(case.filing_number) in page


def test_outside_the_demonstration_there_is_no_such_page(client: Client) -> None:
    filed_request()
    assert client.get("/demo/mensagens").status_code == 404
    client.force_login(make_admin())
    assert client.get("/demo/mensagens").status_code in (302, 404)


@pytest.mark.parametrize(
    "query", ["antes=x", "antes=-1", "antes=" + "9" * 40, "antes=²", "pedido=" + "á" * 500]
)
def test_a_strange_query_is_no_error(client: Client, settings: Settings, query: str) -> None:
    settings.IS_DEMO = True
    assert client.get(f"/demo/mensagens?{query}").status_code == 200


@pytest.mark.parametrize(
    "path", ["/demo/mensagens?pedido=%00", "/titular/confirmar/a%00b", "/titular/solicitacoes/%00"]
)
def test_a_nul_byte_in_an_address_is_refused_not_an_error(
    client: Client, settings: Settings, path: str
) -> None:
    settings.IS_DEMO = True
    assert client.get(path).status_code == 400


def test_older_messages_are_a_page_away(client: Client, settings: Settings) -> None:
    settings.IS_DEMO = True
    for number in range(35):
        Message.objects.create(
            key=f"k{number}",
            template="t",
            recipient="a@exemplo.test",
            subject=f"Aviso {number:02d}",
            text="Texto",
        )
    page = client.get("/demo/mensagens").content.decode()
    assert "Aviso 34" in page and "Aviso 04" not in page
    last = Message.objects.order_by("-pk")[29].pk
    older = client.get(f"/demo/mensagens?antes={last}").content.decode()
    assert "Aviso 04" in older and "Aviso 05" not in older
