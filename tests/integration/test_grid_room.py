"""The admins' room of the grid: send, watch, read the report, confirm, correct what was refused, send again."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from documents.storage import discard, is_stored
from requests_app.models import Feeder, GridEntry, GridImport, Substation
from requests_app.services.exchange import csv_batches
from requests_app.services.grid import imports as grid_imports
from requests_app.services.grid.imports import confirm_grid, go_on_with_imports
from requests_app.services.grid.staging import receive_grid
from requests_app.tasks import go_on_with_grid_imports
from tests.factories import give_second_factor, make_admin, make_technician
from tests.grid import SUBSTATION, TRANSFORMER, as_csv, bring, feeders
from tests.integration.test_grid_query import words_of

pytestmark = pytest.mark.django_db
ROOM = "/admin/rede"


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(give_second_factor(make_admin()))
    return client


def send(client: Client, *rows: dict[str, str], content: bytes | None = None, **more: str) -> Any:
    file = SimpleUploadedFile(
        "rede.csv", content if content is not None else as_csv(*rows).getvalue(), "text/csv"
    )
    return client.post(ROOM, {"file": file, **more})


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return words_of(answer.content)


def received(*rows: dict[str, str]) -> GridImport:
    return receive_grid(file=as_csv(*rows), uploaded_by=None, now=timezone.now())


def test_only_admins_enter(client: Client) -> None:
    assert client.get(ROOM).status_code == 302
    client.force_login(make_technician())
    for path in (ROOM, f"{ROOM}/modelo.csv"):
        assert client.get(path).status_code == 403


def test_a_file_goes_its_whole_way(admin: Client) -> None:
    assert "Sem dados importados." in page(admin, ROOM) and "Nenhum arquivo foi enviado." in page(admin, ROOM)
    where = send(admin, SUBSTATION, TRANSFORMER, *feeders(3))["Location"]
    reading = page(admin, where)
    assert "Lendo o arquivo" in reading and "0 de 5 linhas, 0 %" in reading and "Atualizar agora" in reading
    assert go_on_with_grid_imports() == 1
    waiting = page(admin, where)
    assert "O que este arquivo traz" in waiting and "Nada entrou até agora." in waiting
    assert "Pontos novos 5" in waiting and not Substation.objects.exists()
    assert go_on_with_grid_imports() == 0
    admin.post(f"{where}/confirmar")
    assert "Carregando os pontos" in page(admin, where)
    assert admin.get(f"{where}/andamento").json() == {
        "percent": 0, "text": "0 de 5 linhas, 0 %", "situation": "RUNNING",
    }  # fmt: skip
    assert go_on_with_grid_imports() == 1
    assert "Arquivo carregado" in page(admin, where)
    room = page(admin, ROOM)
    assert "Alimentadores 3 3 3 31/10/2025" in room and "Fonte: Levantamento de teste." in room
    assert admin.get(f"{where}/andamento").json()["situation"] == "DONE"


def test_a_second_click_and_a_late_one_do_no_harm(admin: Client) -> None:
    where = send(admin, SUBSTATION)["Location"]
    assert "ainda está lendo" in words_of(admin.post(f"{where}/confirmar", follow=True).content)
    go_on_with_imports()
    for _ in range(2):
        admin.post(f"{where}/confirmar")
    assert "já começou" in words_of(admin.post(f"{where}/descartar", follow=True).content)
    go_on_with_imports()
    assert "já foi carregado" in words_of(admin.post(f"{where}/confirmar", follow=True).content)
    assert GridEntry.objects.count() == 1


def test_a_file_thrown_away_brings_nothing(admin: Client) -> None:
    where = send(admin, SUBSTATION)["Location"]
    key = GridImport.objects.get().storage_key
    with connection.cursor():
        admin.post(f"{where}/descartar")
    assert go_on_with_imports() == 0
    assert "Arquivo descartado" in page(admin, where) and not Substation.objects.exists()
    assert GridImport.objects.get().storage_key == "" and key


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "O arquivo está vazio."),
        (b"nome;cpf\nAna;123\n", "Falta no cabeçalho"),
        (b"\x89PNG\r\n\x1a\n\x00", "Falta no cabeçalho"),
        (b"tipo;codigo;nome;municipio;data;fonte;senha\n", "título da coluna 7"),
        (b"tipo;tipo;codigo;nome;municipio;data;fonte\n", "repete uma coluna"),
    ],
)
def test_what_is_no_file_of_the_grid_is_refused_at_once(admin: Client, content: bytes, said: str) -> None:
    answer = send(admin, content=content)
    assert answer.status_code == 422 and said.casefold() in words_of(answer.content).casefold()
    assert not GridImport.objects.exists()
    assert admin.post(ROOM, {}).status_code == 422


def test_a_file_that_cannot_be_read_to_its_end_says_why(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("requests_app.services.grid.layout.MAX_LINES", 3)
    where = send(admin, SUBSTATION, TRANSFORMER, *feeders(3))["Location"]
    go_on_with_imports()
    said = page(admin, where)
    assert "Arquivo não lido" in said and "O arquivo tem mais de 3 linhas. Divida em partes." in said
    assert "Carregar as linhas boas" not in said
    assert "Não lido" in page(admin, ROOM)
    assert "foi descartado" in words_of(admin.post(f"{where}/confirmar", follow=True).content)


def test_refused_lines_are_explained_downloaded_corrected_and_sent_again(admin: Client) -> None:
    rows = feeders(6)
    rows[1] |= {"capacidade_kw": "muita"}
    rows[3] |= {"pertence_a": "NADA", "nome": "=CMD()"}
    rows[5] |= {"pertence_a": "NADA"}
    content = as_csv(SUBSTATION, TRANSFORMER, *rows).getvalue() + b"\nsubestacao;so dois"
    where = send(admin, content=content)["Location"]
    go_on_with_imports()
    early = admin.get(f"{where}/recusadas.csv").content
    admin.post(f"{where}/confirmar")
    go_on_with_imports()
    said = page(admin, where)
    assert "5 capacidade_kw" in said and "7 nome O texto não pode começar" in said
    answer = admin.get(f"{where}/recusadas.csv")
    assert answer.content == early and "linhas-recusadas.csv" in answer["Content-Disposition"]
    kept = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [(row["linha"], row["codigo"]) for row in kept] == [
        ("5", "BTM-00002"), ("7", "BTM-00004"), ("9", "BTM-00006"), ("10", "so dois"),
    ]  # fmt: skip
    assert kept[0]["capacidade_kw"] == "muita" and kept[0]["problema"].startswith("capacidade_kw: ")
    assert kept[1]["nome"] == "'=CMD()" and kept[0]["latitude"] == "-19,9678"
    assert "A linha tem 2 colunas e o cabeçalho 12." in kept[3]["problema"]
    kept[0]["capacidade_kw"], kept[2]["pertence_a"] = "500", "BTM"
    text = StringIO()
    writer = csv.DictWriter(text, kept[0].keys(), delimiter=";")
    writer.writeheader()
    writer.writerows((kept[0], kept[2]))
    again = send(admin, content=text.getvalue().encode())["Location"]
    go_on_with_imports()
    admin.post(f"{again}/confirmar")
    go_on_with_imports()
    assert Feeder.objects.count() == 5 and "Linhas recusadas 0 de 2" in page(admin, again)
    assert admin.get(f"{again}/recusadas.csv").status_code == 404


def test_the_example_can_be_sent_as_it_is(admin: Client) -> None:
    where = send(admin, content=admin.get(f"{ROOM}/modelo.csv").content, is_invented="on")["Location"]
    go_on_with_imports()
    admin.post(f"{where}/confirmar")
    go_on_with_imports()
    assert "Linhas recusadas 0 de 3" in page(admin, where) and "Dados inventados" in page(admin, where)
    assert "Dados inventados." in page(admin, "/capacidade-da-rede")


def test_a_worker_cut_short_while_reading_begins_again_and_while_loading_goes_on(
    monkeypatch: pytest.MonkeyPatch, admin: Client
) -> None:
    monkeypatch.setattr(csv_batches, "BATCH_LINES", 10)
    found = received(SUBSTATION, TRANSFORMER, *feeders(48))
    where = f"{ROOM}/{found.public_id}"
    real, calls = csv_batches.Batch, []

    class CutShort(BaseException):
        """What no handler catches, as a kill."""

    def dies(*parts: Any, **more: Any) -> Any:
        calls.append(1)
        if len(calls) in (3, 12):
            raise CutShort
        return real(*parts, **more)

    monkeypatch.setattr(csv_batches, "Batch", dies)
    with pytest.raises(CutShort):
        go_on_with_imports()
    assert "20 de 50 linhas, 40 %" in page(admin, where) and "Lendo o arquivo" in page(admin, where)
    go_on_with_imports()
    assert "Pontos novos 50" in page(admin, where)
    confirm_grid(public_id=found.public_id, now=timezone.now())
    with pytest.raises(CutShort):
        go_on_with_imports()
    assert Feeder.objects.count() == 28 and "30 de 50 linhas, 60 %" in page(admin, where)
    go_on_with_imports()
    assert (Feeder.objects.count(), GridEntry.objects.count()) == (48, 2)


def test_an_import_that_fails_holds_up_no_other(monkeypatch: pytest.MonkeyPatch, admin: Client) -> None:
    first, second = received(SUBSTATION), received(SUBSTATION | {"codigo": "CTG"})
    go_on_with_imports()
    for each in (first, second):
        confirm_grid(public_id=each.public_id, now=timezone.now())
    real = grid_imports._take_in

    def fails(import_id: int, *rest: Any) -> None:
        if import_id == first.pk:
            raise ConnectionError
        real(import_id, *rest)

    monkeypatch.setattr(grid_imports, "_take_in", fails)
    assert go_on_with_imports() == 1
    assert [row.code for row in Substation.objects.all()] == ["CTG"]
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
        assert "Sem avanço há mais de um minuto." in page(admin, f"{ROOM}/{first.public_id}")
    monkeypatch.undo()
    assert go_on_with_imports() == 1 and Substation.objects.count() == 2


def test_a_file_that_was_lost_ends_its_import_and_says_so(admin: Client) -> None:
    read, begun = received(SUBSTATION), received(SUBSTATION | {"codigo": "CTG"})
    discard(read.storage_key)
    go_on_with_imports()
    confirm_grid(public_id=begun.public_id, now=timezone.now())
    discard(begun.storage_key)
    go_on_with_imports()
    assert "não está mais guardado" in page(admin, f"{ROOM}/{read.public_id}")
    assert "O arquivo se perdeu antes do fim." in page(admin, f"{ROOM}/{begun.public_id}")
    assert go_on_with_imports() == 0


def test_what_another_worker_is_at_is_left_to_it(committing_db: str) -> None:
    found = received(SUBSTATION)
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            key = int.from_bytes(found.public_id.bytes[:4], "big", signed=True)
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [grid_imports._ONE_WORKER_AN_IMPORT, key])
        assert go_on_with_imports() == 0
    finally:
        # A killed worker gives its lock back with its connection.
        other.close()
    assert go_on_with_imports() == 1
    assert is_stored(GridImport.objects.get().storage_key)


def test_a_newer_file_changes_what_stands(admin: Client) -> None:
    bring(SUBSTATION, TRANSFORMER)
    where = send(admin, TRANSFORMER | {"data": "20/11/2025", "fluxo_inverso": "sim"})["Location"]
    go_on_with_imports()
    said = page(admin, where)
    assert "Pontos alterados 1" in said
    same = send(admin, SUBSTATION)["Location"]
    go_on_with_imports()
    assert "Nenhuma linha deste arquivo muda o que está no portal." in page(admin, same)


def test_a_long_file_is_received_without_being_read_line_by_line(admin: Client) -> None:
    """The worker reads: an upload is answered before the web's time is over."""
    found = receive_grid(
        file=BytesIO(as_csv(SUBSTATION).getvalue() + b"\nx" * 1000), uploaded_by=None, now=timezone.now()
    )
    assert (found.rows_read, found.rows_total, found.checked_at) == (0, 1001, None)
