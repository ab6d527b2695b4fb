"""The screen of the list of units: paste, upload, mend, replace, take away; T-14 over HTTP."""

from decimal import Decimal
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from requests_app.models import AccessRequest
from requests_app.services.allocations.lists import allocation_facts
from requests_app.services.filing.drafts import save_section
from tests.filing_data import answers
from tests.integration.allocation_room import ANA, make_room, newest, pasted, send, units
from tests.integration.filing_steps import page, signed_in, technician
from tests.sheets_xlsx import workbook

pytestmark = pytest.mark.django_db
Room = tuple[Client, AccessRequest]


@pytest.fixture
def room() -> Room:
    return make_room()


@pytest.mark.parametrize("count", [1, 50, 500, 5_000])
def test_t14_a_pasted_list_of_any_size_is_kept_whole(room: Room, count: int) -> None:
    client, draft = room
    response = send(client, draft, pasted(count))
    assert response.status_code == 302, response.content.decode()[:3000]
    facts = allocation_facts(draft.pk)
    assert facts is not None
    assert (facts.unit_count, facts.total_percent) == (count, Decimal(100))
    shown = client.get(page(draft, "draft_allocation")).content.decode()
    assert "Soma exata" in shown
    assert shown.count('data-l="Unidade"') == min(count + 1, 100)


@pytest.mark.parametrize(
    ("total", "status", "words"),
    [
        ("99.99", 422, "Falta 0,01 ponto percentual para 100%."),
        ("100", 302, "Soma exata"),
        ("100.01", 422, "Passa 0,01 ponto percentual de 100%."),
    ],
)
def test_t14_the_sum_is_exactly_one_hundred(room: Room, total: str, status: int, words: str) -> None:
    client, draft = room
    response = send(client, draft, pasted(3, total))
    assert response.status_code == status
    assert words in client.get(page(draft, "draft_allocation")).content.decode()
    assert newest(draft).total_percent == Decimal(total)
    is_named = "allocation.total" in client.get(page(draft, "draft_check")).content.decode()
    reading_says = (
        f"Os percentuais somam {total.replace('.', ',')}%"
        in client.get(page(draft, "draft_check")).content.decode()
    )
    assert (is_named or reading_says) is (total != "100")


def test_t14_five_thousand_and_one_units_are_refused_and_nothing_is_kept(
    room: Room,
) -> None:
    client, draft = room
    response = send(client, draft, pasted(5_001))
    assert response.status_code == 422
    assert "O limite é de 5.000 unidades" in response.content.decode()
    assert not draft.allocation_lists.exists()


@pytest.mark.parametrize("name", ["lista.xlsx", "lista.csv"])
def test_t14_a_spreadsheet_file_is_read(room: Room, name: str) -> None:
    client, draft = room
    rows = list(units(50))
    content = (
        workbook(rows)
        if name.endswith("xlsx")
        else "\r\n".join(";".join(cells) for cells in rows).encode("cp1252")
    )
    response = send(client, draft, file=SimpleUploadedFile(name, content))
    assert response.status_code == 302
    assert newest(draft).unit_count == 50


def test_a_hostile_file_is_refused_in_words(room: Room) -> None:
    client, draft = room
    response = send(client, draft, file=SimpleUploadedFile("lista.xlsx", b"PK\x03\x04" + bytes(200)))
    assert response.status_code == 422
    assert "ão conseguimos abrir esta planilha" in response.content.decode()
    assert not draft.allocation_lists.exists()


def test_every_wrong_line_is_shown_with_why_fifty_at_most(room: Room) -> None:
    client, draft = room
    text = "\n".join(f"9014{n:06};50;Pessoa" for n in range(70))
    response = send(client, draft, text)
    body = response.content.decode()
    assert response.status_code == 422
    assert body.count('data-l="O que corrigir"') == 50
    assert "Estes são os primeiros 50 de 70 pontos." in body
    assert "O número antigo tem 10 algarismos e começa com 3." in body
    assert "<title>Erro: " in body


def test_a_short_list_comes_back_in_the_box_to_be_mended(room: Room) -> None:
    client, draft = room
    send(client, draft, f"esta unidade;40\n3014000001;60x;Ana;{ANA}")
    body = client.get(page(draft, "draft_allocation")).content.decode()
    assert "esta unidade\t40\n3014000001\t60x\tAna\t529.982.247-25</textarea>" in body


def test_members_are_asked_where_the_modality_has_them(room: Room) -> None:
    client, draft = room
    text = "esta unidade;40\n3014000001;60"
    assert send(client, draft, text).status_code == 302
    shared = answers("credits", modality="shared", association="civil_association")
    save_section(draft_id=draft.pk, section="credits", answers=shared)
    response = send(client, draft, text, number=1)
    assert response.status_code == 422
    assert "Diga de quem é a unidade 3014000001" in response.content.decode()


def test_t16_a_double_click_keeps_the_list_once(room: Room) -> None:
    client, draft = room
    assert send(client, draft, pasted(3)).status_code == 302
    assert send(client, draft, pasted(3)).status_code == 302
    assert newest(draft).number == 1


def test_t08_another_tab_is_told_both_counts_and_may_go_on(room: Room) -> None:
    client, draft = room
    send(client, draft, pasted(3))
    response = send(client, draft, pasted(5))
    body = response.content.decode()
    assert response.status_code == 409
    assert "4 linhas, soma de 100%" in body
    assert "6 linhas. Ainda não está guardada." in body
    assert newest(draft).unit_count == 3
    assert 'name="number" value="1"' in body
    assert send(client, draft, pasted(5), number=1).status_code == 302
    assert newest(draft).unit_count == 5


def test_the_list_is_taken_away_and_another_tab_is_told(room: Room) -> None:
    client, draft = room
    send(client, draft, pasted(3))
    remove = page(draft, "draft_allocation_remove")
    assert client.post(remove, {"number": "9"}).status_code == 409
    assert client.post(remove, {"number": "1"}).status_code == 302
    assert allocation_facts(draft.pk) is None
    response = send(client, draft, pasted(2), number=1)
    assert response.status_code == 409
    assert "Nenhuma: a lista foi retirada." in response.content.decode()
    assert send(client, draft, pasted(2), number=2).status_code == 302


def test_the_list_downloads_as_a_table_that_can_be_sent_back(room: Room) -> None:
    client, draft = room
    model = client.get(page(draft, "draft_allocation_csv")).content.decode()
    assert model == "\ufeffUnidade;Percentual;Membro;CPF ou CNPJ\r\nesta unidade;0;;\r\n"
    send(client, draft, f"esta unidade;40\n3014000001;60;=SOMA(A1) Ana;{ANA}")
    table = client.get(page(draft, "draft_allocation_csv")).content
    assert "3014000001;60; =SOMA(A1) Ana;529.982.247-25" in table.decode()
    before = newest(draft).entries
    send(client, draft, number=1, file=SimpleUploadedFile("lista.csv", table))
    kept = [{k: v for k, v in entry.items() if k != "line"} for entry in newest(draft).entries]
    assert kept == [{k: v for k, v in entry.items() if k != "line"} for entry in before]


def test_the_pages_of_a_long_list_are_reached_by_their_address(room: Room) -> None:
    client, draft = room
    send(client, draft, pasted(250))
    here = page(draft, "draft_allocation")
    assert "201 a 251 de 251" in client.get(f"{here}?pagina=3").content.decode()
    for odd in ("0", "99", "abc", "-1", "9" * 40, "²"):
        assert client.get(here, {"pagina": odd}).status_code == 200


def test_local_self_consumption_says_that_a_list_has_no_place(room: Room) -> None:
    client, draft = room
    send(client, draft, pasted(1))
    save_section(draft_id=draft.pk, section="credits", answers=answers("credits", modality="local"))
    body = client.get(page(draft, "draft_allocation")).content.decode()
    assert "Você respondeu que os créditos ficam só nesta unidade" in body


def test_a_stranger_sees_nothing_of_a_list(room: Room) -> None:
    client, draft = room
    send(client, draft, pasted(1))
    stranger = signed_in(technician("outra@exemplo.com.br"))
    for name in ("draft_allocation", "draft_allocation_csv"):
        assert stranger.get(page(draft, name)).status_code == 404
    assert send(stranger, draft, pasted(2), number=1).status_code == 404
    assert newest(draft).unit_count == 1


def test_the_credits_screen_leads_to_the_list(room: Room) -> None:
    client, draft = room
    assert "Ainda não há lista." in client.get(page(draft, "draft_credits")).content.decode()
    send(client, draft, pasted(2))
    body = client.get(page(draft, "draft_credits")).content.decode()
    assert "A lista tem 2 unidades e soma 100%." in body
    assert reverse("draft_allocation", args=[draft.public_id]) in body


def test_g13_a_paste_without_a_session_waits_for_its_owner(room: Room) -> None:
    client, draft = room
    owner = signed_in(draft.technician)
    client.logout()
    response = send(client, draft, "esta unidade;100")
    assert response.status_code == 302
    page_after = unquote(response["Location"].partition("next=")[2])
    assert not draft.allocation_lists.exists()
    assert "esta unidade;100</textarea>" in owner.get(page_after).content.decode()
    stranger = signed_in(technician("alguem@exemplo.com.br"))
    assert stranger.get(page_after).status_code == 404
