"""The screen of the list of units: paste, upload, mend, replace, take away; T-14 over HTTP."""

import itertools
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from eligibility.domain.allocation import AllocationEntry, AllocationReading
from eligibility.domain.findings import Refused
from eligibility.domain.vocabulary import AllocationBasis
from requests_app.models import AccessRequest, AllocationList
from requests_app.services.allocations import (
    allocation_facts,
    allocation_facts_of,
    allocation_table,
    remove_list,
    save_list,
)
from requests_app.services.drafts import delete_draft, save_section
from tests.factories import filed_request, make_technician
from tests.filing_data import answers
from tests.integration.filing_steps import filled_draft, page, pdf, signed_in, technician
from tests.sheets_xlsx import workbook

pytestmark = pytest.mark.django_db
ANA = "529.982.247-25"
_emails = itertools.count(1)


@pytest.fixture
def room() -> tuple[Client, AccessRequest]:
    """A signed-in technician and a filled draft of remote self-consumption."""
    user = technician(f"lista{next(_emails)}@exemplo.com.br")
    return signed_in(user), filled_draft(user, credits={"modality": "remote", "waiver": "none"})


def units(count: int, total: str = "100") -> Iterator[tuple[str, str, str, str]]:
    """The own unit and `count` others whose parts sum exactly to `total`."""
    part = (Decimal(total) / (count + 1)).quantize(Decimal("0.000001"))
    yield ("esta unidade", f"{Decimal(total) - part * count:f}".replace(".", ","), "", "")
    for n in range(count):
        yield (f"{3_014_100_000 + n}", f"{part:f}".replace(".", ","), f"Pessoa {n}", ANA)


def pasted(count: int, total: str = "100") -> str:
    return "\r\n".join("\t".join(cells) for cells in units(count, total))


def send(client: Client, draft: AccessRequest, text: str = "", number: int = 0, **extra: object) -> object:
    data = {"basis": "percentage", "text": text, "number": str(number), **extra}
    return client.post(page(draft, "draft_allocation"), data)


def newest(draft: AccessRequest) -> AllocationList:
    return draft.allocation_lists.get()


@pytest.mark.parametrize("count", [1, 50, 500, 5_000])
def test_t14_a_pasted_list_of_any_size_is_kept_whole(room: tuple[Client, AccessRequest], count: int) -> None:
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
def test_t14_the_sum_is_exactly_one_hundred(
    room: tuple[Client, AccessRequest], total: str, status: int, words: str
) -> None:
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
    room: tuple[Client, AccessRequest],
) -> None:
    client, draft = room
    response = send(client, draft, pasted(5_001))
    assert response.status_code == 422
    assert "O limite é de 5.000 unidades" in response.content.decode()
    assert not draft.allocation_lists.exists()


@pytest.mark.parametrize("name", ["lista.xlsx", "lista.csv"])
def test_t14_a_spreadsheet_file_is_read(room: tuple[Client, AccessRequest], name: str) -> None:
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


def test_a_hostile_file_is_refused_in_words(room: tuple[Client, AccessRequest]) -> None:
    client, draft = room
    response = send(client, draft, file=SimpleUploadedFile("lista.xlsx", b"PK\x03\x04" + bytes(200)))
    assert response.status_code == 422
    assert "ão conseguimos abrir esta planilha" in response.content.decode()
    assert not draft.allocation_lists.exists()


def test_every_wrong_line_is_shown_with_why_fifty_at_most(room: tuple[Client, AccessRequest]) -> None:
    client, draft = room
    text = "\n".join(f"9014{n:06};50;Pessoa" for n in range(70))
    response = send(client, draft, text)
    body = response.content.decode()
    assert response.status_code == 422
    assert body.count('data-l="O que corrigir"') == 50
    assert "Estes são os primeiros 50 de 70 pontos." in body
    assert "O número antigo tem 10 algarismos e começa com 3." in body
    assert "<title>Erro: " in body


def test_a_short_list_comes_back_in_the_box_to_be_mended(room: tuple[Client, AccessRequest]) -> None:
    client, draft = room
    send(client, draft, f"esta unidade;40\n3014000001;60x;Ana;{ANA}")
    body = client.get(page(draft, "draft_allocation")).content.decode()
    assert "esta unidade\t40\n3014000001\t60x\tAna\t529.982.247-25</textarea>" in body


def test_members_are_asked_where_the_modality_has_them(room: tuple[Client, AccessRequest]) -> None:
    client, draft = room
    text = "esta unidade;40\n3014000001;60"
    assert send(client, draft, text).status_code == 302
    shared = answers("credits", modality="shared", association="civil_association")
    save_section(draft_id=draft.pk, section="credits", answers=shared)
    response = send(client, draft, text, number=1)
    assert response.status_code == 422
    assert "Diga de quem é a unidade 3014000001" in response.content.decode()


def test_t16_a_double_click_keeps_the_list_once(room: tuple[Client, AccessRequest]) -> None:
    client, draft = room
    assert send(client, draft, pasted(3)).status_code == 302
    assert send(client, draft, pasted(3)).status_code == 302
    assert newest(draft).number == 1


def test_t08_another_tab_is_told_both_counts_and_may_go_on(room: tuple[Client, AccessRequest]) -> None:
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


def test_the_list_is_taken_away_and_another_tab_is_told(room: tuple[Client, AccessRequest]) -> None:
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


def test_the_list_downloads_as_a_table_that_can_be_sent_back(room: tuple[Client, AccessRequest]) -> None:
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


def test_the_pages_of_a_long_list_are_reached_by_their_address(room: tuple[Client, AccessRequest]) -> None:
    client, draft = room
    send(client, draft, pasted(250))
    here = page(draft, "draft_allocation")
    assert "201 a 251 de 251" in client.get(f"{here}?pagina=3").content.decode()
    for odd in ("0", "99", "abc", "-1", "9" * 40, "²"):
        assert client.get(here, {"pagina": odd}).status_code == 200


def test_local_self_consumption_says_that_a_list_has_no_place(room: tuple[Client, AccessRequest]) -> None:
    client, draft = room
    send(client, draft, pasted(1))
    save_section(draft_id=draft.pk, section="credits", answers=answers("credits", modality="local"))
    body = client.get(page(draft, "draft_allocation")).content.decode()
    assert "Você respondeu que os créditos ficam só nesta unidade" in body


def test_a_stranger_sees_nothing_of_a_list(room: tuple[Client, AccessRequest]) -> None:
    client, draft = room
    send(client, draft, pasted(1))
    stranger = signed_in(technician("outra@exemplo.com.br"))
    for name in ("draft_allocation", "draft_allocation_csv"):
        assert stranger.get(page(draft, name)).status_code == 404
    assert send(stranger, draft, pasted(2), number=1).status_code == 404
    assert newest(draft).unit_count == 1


@pytest.mark.parametrize("count", [2, 5_000])
def test_statements_do_not_grow_with_the_list(
    room: tuple[Client, AccessRequest], django_assert_max_num_queries: object, count: int
) -> None:
    client, draft = room
    send(client, draft, pasted(count))
    with django_assert_max_num_queries(1) as asked:  # type: ignore[operator]  # a fixture of pytest-django
        assert allocation_facts(draft.pk) is not None
    assert '"entries"' not in asked.captured_queries[0]["sql"]
    with django_assert_max_num_queries(14):  # type: ignore[operator]  # a fixture of pytest-django
        assert client.get(page(draft, "draft_allocation")).status_code == 200


def test_facts_of_many_drafts_cost_one_statement(django_assert_num_queries: object) -> None:
    user = technician("muitas@exemplo.com.br")
    client = signed_in(user)
    drafts = [filled_draft(user, credits={"modality": "remote"}) for _ in range(3)]
    for count, draft in enumerate(drafts, start=1):
        send(client, draft, pasted(count))
    with django_assert_num_queries(1):  # type: ignore[operator]  # a fixture of pytest-django
        found = allocation_facts_of([draft.pk for draft in drafts])
    assert [found[draft.pk].unit_count for draft in drafts] == [1, 2, 3]


def test_the_own_unit_follows_its_number_when_that_changes_after_the_list(
    room: tuple[Client, AccessRequest],
) -> None:
    """The largest part decides the tariff class: the own share must never be taken for a beneficiary's."""
    client, draft = room
    send(client, draft, f"3014999999;70;Ana;{ANA}\n3014000001;30;Bia;")
    before = allocation_facts(draft.pk)
    save_section(draft_id=draft.pk, section="unit", answers=answers("unit", unit_number="301.499.9999"))
    after = allocation_facts(draft.pk)
    assert before is not None
    assert after is not None
    assert (before.unit_count, after.unit_count) == (2, 1)


def test_the_table_for_print_has_every_line_and_the_totals(room: tuple[Client, AccessRequest]) -> None:
    client, draft = room
    send(client, draft, f"esta unidade;40\n3014000001;35;Ana Souza;{ANA}\n3014000002;25;Ana Souza;{ANA}")
    draft.refresh_from_db()
    table = allocation_table(draft)
    assert table is not None
    assert [(line.unit_number, line.share, line.is_generating_unit) for line in table.lines] == [
        ("3014056287", "40%", True),
        ("3014000001", "35%", False),
        ("3014000002", "25%", False),
    ]
    assert [(m.name, m.unit_count, m.percent) for m in table.members] == [("Ana Souza", 2, Decimal(60))]
    assert (table.unit_count, table.total_percent, table.own_percent) == (2, Decimal(100), Decimal(40))


def test_a_list_changes_no_more_once_the_request_was_sent() -> None:
    user = make_technician()
    client, sent = signed_in(user), filed_request(user)
    assert send(client, sent, pasted(2)).status_code == 409
    assert client.post(page(sent, "draft_allocation_remove"), {"number": "1"}).status_code == 409
    reading = AllocationReading(
        basis=AllocationBasis.priority,
        entries=(AllocationEntry(line=1, unit_number="3014000001", priority=1),),
    )
    with pytest.raises(Refused):
        save_list(draft_id=sent.pk, reading=reading, actor=user.as_actor())
    with pytest.raises(Refused):
        remove_list(draft_id=sent.pk, actor=user.as_actor())
    assert not sent.allocation_lists.exists()


@pytest.mark.parametrize("has_files", [False, True])
def test_a_discarded_draft_takes_its_list_along(room: tuple[Client, AccessRequest], has_files: bool) -> None:
    client, draft = room
    send(client, draft, pasted(1))
    if has_files:
        client.post(page(draft, "draft_documents"), {"file_single_line_diagram": pdf()})
        assert draft.attachments.exists()
    delete_draft(draft_id=draft.pk)
    assert not AllocationList.objects.filter(access_request_id=draft.pk).exists()


def test_the_credits_screen_leads_to_the_list(room: tuple[Client, AccessRequest]) -> None:
    client, draft = room
    assert "Ainda não há lista." in client.get(page(draft, "draft_credits")).content.decode()
    send(client, draft, pasted(2))
    body = client.get(page(draft, "draft_credits")).content.decode()
    assert "A lista tem 2 unidades e soma 100%." in body
    assert reverse("draft_allocation", args=[draft.public_id]) in body
