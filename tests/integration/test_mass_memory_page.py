"""The page that reads a meter's load record: what it gives, what it refuses and how much at once."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.integration.bill_room import GUIDE, load_record, text_of, wrong_fields

pytestmark = pytest.mark.django_db


def upload(content: bytes | str, status: int = 200, **more: str) -> str:
    cache.clear()
    data = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile("medidor.csv", data, "text/csv")
    answer = Client().post("/fatura/memoria-de-massa", {"file": file, **more})
    assert answer.status_code == status, text_of(answer.content.decode())[:600]
    return answer.content.decode()


def test_a_load_record_gives_demand_factors_and_a_curve() -> None:
    page = upload(load_record())
    words = text_of(page)
    assert "672 intervalos de 15 minutos. Nenhum falta no meio." in words
    assert "De 01/06/2026 00:00 a 08/06/2026 00:00" in words
    # 128 kW: 120 and twice the 4 of hours such as 8 h and 11 h.
    assert "Maior demanda, fora de ponta 128 kW" in words
    assert "Maior demanda, ponta 98 kW" in words
    assert "Fator de potência, ponta" in words and "Excedente de energia reativa (UFER)" in words
    assert page.count('role="img" aria-labelledby="s-') == 1


def test_without_reactive_columns_there_is_no_power_factor() -> None:
    words = text_of(upload(load_record(2, has_reactive=False)))
    assert "O arquivo não tem coluna de kVArh" in words
    assert "Fator de potência," not in words


def test_the_written_time_may_be_the_start() -> None:
    words = text_of(upload(load_record(1), stamp="start"))
    assert "De 01/06/2026 00:15 a 02/06/2026 00:15" in words


def test_missing_intervals_are_told() -> None:
    lines = load_record(1).splitlines()
    words = text_of(upload("\n".join(lines[:40] + lines[42:])))
    assert "Faltam 2 no meio: o portal não inventa nenhum." in words


@pytest.mark.parametrize(
    ("content", "status", "message"),
    [
        ("", 422, "não achamos os títulos das colunas"),
        ("Data;Hora;kWh", 422, "nenhuma medição"),
        ("Data;Hora;kWh\n01/02/2023;00:15;x", 422, "linha 2, coluna kWh: isto não é um número"),
        (b"\x00\x01\x02", 422, "não é um texto csv"),
        (b"x" * 5_000_001, 422, "até 5 mb"),
        (b"x" * 6_000_000, 413, "até 5 mb"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(content: bytes | str, status: int, message: str) -> None:
    page = upload(content, status)
    assert message.lower() in text_of(page).lower()
    assert wrong_fields(page) == ["file"]


def test_too_many_files_in_a_minute_have_to_wait() -> None:
    cache.clear()
    client = Client()
    statuses = [client.post("/fatura/memoria-de-massa").status_code for _ in range(14)]
    assert statuses[0] == 422 and statuses[-1] == 429


def test_the_body_of_another_site_is_refused() -> None:
    cache.clear()
    client = Client(enforce_csrf_checks=True)
    file = SimpleUploadedFile("medidor.csv", b"x", "text/csv")
    assert client.post("/fatura/memoria-de-massa", {"file": file}).status_code == 403
    assert client.post("/fatura/indicadores", GUIDE).status_code == 403
