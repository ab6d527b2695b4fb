"""The technician's panel and list of requests: what waits for whom, filters, pages and the spreadsheet."""

import csv
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from portal.accounts.models import User
from requests_app.models import AccessRequest
from requests_app.views.technician import portfolio
from tests.filing_data import DECLARED
from tests.integration.filing_steps import filled_draft, page, send_documents, signed_in, technician

pytestmark = pytest.mark.django_db


def filed(client: Client, user: User, nickname: str) -> AccessRequest:
    draft = filled_draft(user, unit={"nickname": nickname})
    send_documents(client, draft)
    sent = client.post(page(draft, "draft_check"), {**DECLARED, "is_acknowledged": "on"})
    assert sent.status_code == 302
    draft.refresh_from_db()
    return draft


def rows_of(client: Client, query: str = "") -> list[list[str]]:
    body = client.get(f"/solicitacoes.csv{query}").getvalue()
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(body.decode("utf-8-sig")), delimiter=";"))


def test_an_empty_panel_explains_the_four_steps() -> None:
    html = signed_in(technician()).get("/painel").content.decode()
    assert "em quatro passos" in html


def test_the_panel_shows_drafts_and_what_is_with_the_utility_in_few_statements(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    user = technician()
    client = signed_in(user)
    request = filed(client, user, "Padaria")
    for _ in range(4):
        filled_draft(user)
    with django_assert_max_num_queries(12):
        html = client.get("/painel").content.decode()
    assert str(request.filing_number) in html
    assert "Padaria: pedido recebido" in html
    assert "4 de 9 partes prontas" in html
    assert "Nada espera por você" in html


def test_the_list_filters_by_address_and_masks_the_unit(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    user = technician()
    client = signed_in(user)
    request = filed(client, user, "Padaria")
    with django_assert_max_num_queries(12):
        html = client.get("/solicitacoes").content.decode()
    assert str(request.filing_number) in html
    assert "3014056287" not in html
    assert "6287" in html
    assert "Padaria" in client.get("/solicitacoes?situacao=recebido&vez=distribuidora").content.decode()
    assert "Padaria" not in client.get("/solicitacoes?situacao=analise").content.decode()
    assert "Padaria" not in client.get("/solicitacoes?prazo=atrasado").content.decode()
    assert client.get("/solicitacoes?situacao=nada&depois=x&vez=y").status_code == 200
    stranger = signed_in(technician("outro@exemplo.com.br"))
    assert "Padaria" not in stranger.get("/solicitacoes").content.decode()


def test_pages_lead_forwards_and_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portfolio, "PAGE", 2)
    user = technician()
    client = signed_in(user)
    names = ["Um", "Dois", "Três"]
    numbers = [str(filed(client, user, name).filing_number) for name in names]
    first = client.get("/solicitacoes").content.decode()
    assert numbers[2] in first
    assert numbers[0] not in first
    second = client.get(f"/solicitacoes?depois={numbers[1]}").content.decode()
    assert numbers[0] in second
    assert f"antes={numbers[0]}" in second
    back = client.get(f"/solicitacoes?antes={numbers[0]}").content.decode()
    assert numbers[2] in back
    assert numbers[0] not in back


def test_t20_the_spreadsheet_keeps_accents_and_runs_no_formula() -> None:
    user = technician()
    client = signed_in(user)
    filed(client, user, "=1+1 Açaí")
    lines = rows_of(client)
    assert lines[0][0] == "Protocolo"
    assert lines[1][1] == "'=1+1 Açaí"
    assert lines[1][4] == "8,2"
    assert "3014056287" not in lines[1]
    assert len(rows_of(client, "?situacao=analise")) == 1


def test_the_confirmation_may_be_opened_again_and_is_not_for_others() -> None:
    user = technician()
    client = signed_in(user)
    request = filed(client, user, "Padaria")
    address = reverse("request_received", args=[request.filing_number])
    html = client.get(address).content.decode()
    assert str(request.filing_digits) in html
    assert "comprovante.pdf" in html
    assert "529.982.247-25" not in html
    assert signed_in(technician("outro@exemplo.com.br")).get(address).status_code == 404
