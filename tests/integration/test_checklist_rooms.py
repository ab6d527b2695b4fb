"""The pages of a draft: order, documents, conditions and criteria, all by plain forms, and nothing overwritten."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from documents.models import ChecklistDraft, ChecklistVersion
from portal.accounts.models import User
from tests.factories import give_second_factor, make_analyst, make_supervisor, make_technician
from tests.integration.checklist_room import (
    DRAFT,
    IDENTITY,
    LIST,
    ROOM,
    an_admin,
    changed,
    codes,
    handed_over,
    in_force,
    kept,
    released,
    sent,
    started,
    the_draft,
    whole,
)
from tests.integration.review_room import NOW, form_of, signed_in, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def author() -> User:
    return an_admin()


@pytest.fixture
def client(author: User) -> Client:
    started(author)
    return signed_in(author)


def typed_item(client: Client, path: str = IDENTITY, **changes: Any) -> dict[str, Any]:
    """The item's form as it stands, with every type still chosen, and some changes."""
    page = client.get(path)
    return {**form_of(page), "accepted_types": ["pdf", "jpg"], **changes}


def test_the_door_opens_to_admins_only(author: User) -> None:
    assert Client().get("/admin").headers["Location"].startswith("/entrar")
    for person in (
        make_technician(),
        give_second_factor(make_analyst()),
        give_second_factor(make_supervisor()),
    ):
        for path in ("/admin", "/admin/checklists", ROOM, DRAFT):
            assert signed_in(person).get(path).status_code == 403
    home = signed_in(author).get("/admin")
    assert "/admin/checklists" in home.content.decode()


def test_the_room_lists_what_is_in_force_and_what_waits(author: User) -> None:
    draft = handed_over(author)
    second = signed_in(an_admin("Marta Reis"))
    assert "Espera a segunda pessoa" in words(second.get("/admin/checklists"))
    home = words(second.get("/admin"))
    assert f"Esperam a segunda pessoa {in_force().content['title']}" in home
    page = second.get(ROOM)
    assert "Entregue por Otávio Lima" in words(page) and "Ler as diferenças e publicar" in words(page)
    released(draft, an_admin("Lia Souza"))
    assert "Esperam a segunda pessoa" not in words(second.get("/admin"))


def test_a_draft_begins_with_what_is_in_force(author: User) -> None:
    client = signed_in(author)
    assert client.get(DRAFT).headers["Location"] == ROOM
    assert client.post(f"{ROOM}/rascunhos/novo").headers["Location"] == DRAFT
    assert the_draft().content["items"] == in_force().content["items"]
    assert "Nada mudou." in words(client.get(f"{DRAFT}/diferencas"))
    assert client.post(f"{ROOM}/rascunhos/novo").status_code == 409


def test_buttons_move_a_document_up_and_down(client: Client) -> None:
    before = codes()
    answer = sent(client, "/ordem", down=before[0])
    assert answer.headers["Location"].endswith(f"#item-{before[0]}")
    assert codes()[:2] == [before[1], before[0]]
    sent(client, "/ordem", up=before[0])
    assert codes() == before
    assert sent(client, "/ordem", up="nothing").status_code == 404
    assert sent(client, "/ordem").headers["Location"] == DRAFT


def test_a_document_is_taken_out_after_a_question_and_brought_back(client: Client) -> None:
    before = codes()
    assert "Tirar “" in words(client.get(f"{IDENTITY}/tirar"))
    assert sent(client, "/documentos/identity/tirar").status_code == 302
    assert "identity" not in codes()
    page = client.get(DRAFT)
    assert "Saíram neste rascunho" in words(page)
    assert sent(client, "/documentos/identity/como-era").status_code == 302
    assert codes() == before


def test_size_types_and_basis_are_saved_and_said(client: Client) -> None:
    was = kept()["max_mb"]
    answer = client.post(IDENTITY, typed_item(client, max_mb="5", accepted_types=["pdf"]))
    assert answer.status_code == 302
    assert (kept()["max_mb"], kept()["accepted_types"]) == (5, ["pdf"])
    said = words(client.get(f"{DRAFT}/diferencas"))
    assert f"Mudou o tamanho de {was} MB para 5 MB." in said
    assert "Mudou os tipos de arquivo de" in said
    assert "Voltar ao que era" in words(client.get(DRAFT))


def test_saving_a_page_as_it_stands_changes_nothing(client: Client) -> None:
    before = kept()
    item = typed_item(client, accepted_types=before["accepted_types"])
    assert client.post(IDENTITY, item).status_code == 302
    path = f"{IDENTITY}/condicao"
    assert client.post(path, {**form_of(client.get(path)), "step": "save"}).status_code == 302
    criterion = before["criteria"][0]["code"]
    path = f"{IDENTITY}/criterios/{criterion}"
    assert client.post(path, form_of(client.get(path))).status_code == 302
    assert kept() == before
    assert the_draft().version == 1, "nothing was written, so nobody's page is stale"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"norm": ""}, "Norma: falta preencher."),
        ({"provision": ""}, "Artigo ou item da norma: falta preencher."),
        ({"url": ""}, "Endereço da norma: falta preencher."),
        ({"url": "página 3"}, "https://"),
        ({"max_mb": "51"}, "Tamanho máximo: o máximo é 50."),
        ({"max_mb": "grande"}, "Tamanho máximo: escreva um número inteiro."),
        ({"max_pages": "0"}, "Máximo de páginas: escreva 1 ou mais."),
        ({"accepted_types": []}, "Tipos de arquivo: falta escolher."),
        ({"title": " "}, "Título: falta preencher."),
        ({"confidence": ""}, "falta escolher"),
    ],
)
def test_a_document_without_basis_or_with_wrong_limits_is_not_saved(
    client: Client, changes: dict[str, Any], said: str
) -> None:
    before = the_draft().version
    answer = client.post(IDENTITY, typed_item(client, **changes))
    assert answer.status_code == 422
    assert said in words(answer)
    assert "<title>Erro: " in answer.content.decode()
    assert the_draft().version == before


def test_a_new_document_needs_a_criterion_before_it_can_be_handed_over(client: Client) -> None:
    fields = typed_item(
        client,
        f"{DRAFT}/incluir",
        title="Planta assinada",
        why="Mostra o local.",
        norm="REN ANEEL 1.000/2021",
        provision="art. 67",
        url="https://www2.aneel.gov.br/cedoc/ren20211000.html",
        confidence="unverified",
        source_line="Pedido da distribuidora",
        good_example="PDF legível.",
        bad_example="Foto escura.",
        absence="is_optional",
    )
    answer = client.post(f"{DRAFT}/incluir", fields)
    path = f"{DRAFT}/documentos/planta_assinada"
    assert answer.headers["Location"] == path
    assert codes()[-1] == "planta_assinada"
    assert kept("planta_assinada")["is_optional"] is True
    assert "escreva pelo menos um" in words(client.get(DRAFT))
    page = client.get(f"{path}/criterios/incluir")
    criterion = form_of(page) | {
        "text": "A planta está assinada.",
        "norm": "REN ANEEL 1.000/2021",
        "provision": "art. 67",
        "stage": "technical",
    }
    empty = client.post(f"{path}/criterios/incluir", criterion)
    assert empty.status_code == 422 and "pelo menos um motivo pronto" in words(empty)
    half = client.post(f"{path}/criterios/incluir", {**criterion, "reason_0_label": "Sem assinatura"})
    assert half.status_code == 422 and "falta preencher “O que está errado”" in words(half)
    reasons = {
        f"reason_{place}_{name}": "Sem assinatura"
        for place in (0, 1)
        for name in ("label", "text", "how_to_fix")
    }
    assert client.post(f"{path}/criterios/incluir", {**criterion, **reasons}).headers["Location"] == path
    made = whole().item("planta_assinada").criteria[0]
    assert made.stage == "technical" and len({reason.code for reason in made.canned_reasons}) == 2
    said = words(client.get(f"{DRAFT}/diferencas"))
    assert "Entrou o documento “Planta assinada”" in said


def test_a_criterion_loses_a_reason_left_blank_and_can_be_taken_out(client: Client) -> None:
    item = next(one for one in the_draft().content["items"] if len(one["criteria"]) > 1)
    code, criterion = item["document_code"], next(c for c in item["criteria"] if len(c["canned_reasons"]) > 1)
    path = f"{DRAFT}/documentos/{code}/criterios/{criterion['code']}"
    fields = form_of(client.get(path)) | dict.fromkeys(
        ("reason_0_label", "reason_0_text", "reason_0_how_to_fix"), ""
    )
    assert client.post(path, fields).status_code == 302
    now = next(c for c in kept(code)["criteria"] if c["code"] == criterion["code"])
    assert now["canned_reasons"] == criterion["canned_reasons"][1:]
    assert criterion["text"] in words(client.get(f"{path}/tirar"))
    assert sent(client, f"/documentos/{code}/criterios/{criterion['code']}/tirar").status_code == 302
    assert criterion["code"] not in [c["code"] for c in kept(code)["criteria"]]


def test_a_stale_page_shows_both_and_overwrites_nothing_by_itself(author: User, client: Client) -> None:
    second = signed_in(an_admin("Marta Reis"))
    mine, theirs = typed_item(client, max_mb="5"), typed_item(second, max_mb="7")
    assert second.post(IDENTITY, theirs).status_code == 302
    answer = client.post(IDENTITY, mine)
    assert answer.status_code == 409
    said = words(answer)
    assert "O que você pediu" in said and "Tamanho máximo 5" in said
    assert "O que está salvo Marta Reis" in said and "Tamanho máximo 7" in said
    assert kept()["max_mb"] == 7
    again = client.post(IDENTITY, {**form_of(answer), "accepted_types": ["pdf", "jpg"]})
    assert again.status_code == 302
    assert kept()["max_mb"] == 5


def test_a_stale_button_moves_nothing(author: User, client: Client) -> None:
    before, version = codes(), the_draft().version
    changed(the_draft(), author, max_mb=2)
    answer = client.post(f"{DRAFT}/ordem", {"version": str(version), "down": before[0]})
    assert answer.status_code == 409
    assert "Descer “" in words(answer) and codes() == before
    for nonsense in ("", "x", "-3", "9" * 40):
        assert client.post(f"{DRAFT}/ordem", {"version": nonsense, "down": before[0]}).status_code == 409


def test_what_waits_for_a_second_person_takes_no_edits(author: User) -> None:
    handed_over(author)
    client = signed_in(author)
    page = client.get(DRAFT)
    assert "espera a segunda pessoa" in words(page) and "Subir" not in words(page)
    assert sent(client, "/ordem", down=codes()[0]).status_code == 409
    assert sent(client, "/descartar").status_code == 302
    assert not ChecklistDraft.objects.filter(closed_as="").exists()
    assert not ChecklistVersion.objects.filter(code=LIST, number__gt=in_force().number).exists()


def test_lists_and_documents_that_are_not_there_are_not_found(client: Client) -> None:
    for path in (
        "/admin/checklists/nada",
        "/admin/checklists/nada/rascunho",
        f"{ROOM}/versoes/99",
        f"{ROOM}/versoes/99999999999999999999",
        f"{DRAFT}/documentos/nada",
        f"{IDENTITY}/criterios/nada",
    ):
        assert client.get(path).status_code == 404, path
    assert client.post(f"{ROOM}/rascunhos/99999999999999999999/retomar").status_code == 404
    assert sent(client, "/documentos/nada/como-era").status_code == 404
