"""Historic requests from the three old forms: each bad line explained by line and column, nothing written over."""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from threading import Barrier, Thread
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from eligibility.domain.findings import Refused
from requests_app.domain.legacy_columns import COLUMNS
from requests_app.models import HistoricImport, HistoricRequest
from requests_app.services.exchange import csv_batches
from requests_app.services.exchange import legacy as legacy_imports
from requests_app.services.exchange.legacy import apply_historic, discard_historic, stage_historic
from tests.factories import give_second_factor, make_admin
from tests.integration.review_room import NOW, an_analyst, signed_in, words

pytestmark = pytest.mark.django_db
GOOD = {
    "formulario": "Micro até 10",
    "protocolo": "2021-000001",
    "enviado_em": "12/03/2021",
    "potencia_kw": "8,2",
    "municipio": "São João del-Rei",
    "parecer": "PA-555/2021",
    "resultado": "Favorável",
    "decidido_em": "2021-03-30",
    "ligado_em": "02/06/2021",
    "instalacao_antiga": "3014056287",
    "instalacao_nova": "001347925802810",
    "art_trt": "MG20211234567",
    "ceg": "UFV.RS.MG.012345-6.01",
    "nota_servico": "1012345678",
    "titular": "João Ninguém",
    "cpf_cnpj": "123.456.789-09",
}
BAD = (
    ({"formulario": "nano"}, "formulario"),
    ({"protocolo": ""}, "protocolo"),
    ({"enviado_em": "31/02/2021"}, "enviado_em"),
    ({"potencia_kw": "NaN"}, "potencia_kw"),
    ({"municipio": "=cmd"}, "municipio"),
    ({"resultado": "talvez"}, "resultado"),
    ({"decidido_em": "01/01/2021"}, "decidido_em"),
    ({"instalacao_antiga": "123"}, "instalacao_antiga"),
    ({"instalacao_nova": "3014056287"}, "instalacao_nova"),
    ({"cpf_cnpj": "111.111.111-11"}, "cpf_cnpj"),
)


@pytest.fixture(autouse=True)
def _on_a_monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def lines(count: int, **changes: str) -> list[dict[str, str]]:
    return [GOOD | {"protocolo": f"2021-{place:06d}"} | changes for place in range(1, count + 1)]


def as_csv(rows: list[dict[str, str]], *, encoding: str = "utf-8-sig", delimiter: str = ";") -> bytes:
    text = StringIO()
    writer = csv.DictWriter(text, COLUMNS, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def brought(content: bytes) -> HistoricImport:
    staged = stage_historic(file=BytesIO(content), uploaded_by=None, now=NOW)
    return apply_historic(public_id=staged.public_id, now=NOW)


@pytest.fixture
def admin() -> Client:
    return signed_in(give_second_factor(make_admin()))


def test_of_1000_lines_with_50_bad_ones_950_come_in_and_50_are_explained_by_line_and_column(
    admin: Client,
) -> None:
    rows = lines(1000)
    expected = {}
    for place in range(50):
        change, column = BAD[place % len(BAD)]
        where = place * 20 + 7
        rows[where] |= change
        expected[where + 2] = column
    upload = SimpleUploadedFile("historico.csv", as_csv(rows), "text/csv")
    sent = admin.post("/admin/historico", {"file": upload})
    assert sent.status_code == 302 and HistoricRequest.objects.count() == 0
    assert "950 Já no histórico 0 Linhas recusadas 50" in words(admin.get(sent["Location"]))
    assert admin.post(f"{sent['Location']}/confirmar").status_code == 302
    assert HistoricRequest.objects.count() == 950
    found = HistoricImport.objects.get()
    assert (found.rows_read, found.rows_created, found.rows_same, found.rows_refused) == (1000, 950, 0, 50)
    assert {problem["line"]: problem["column"] for problem in found.problems} == expected
    assert len(found.problems) == 50
    page = words(admin.get(sent["Location"]))
    for problem in found.problems:
        assert f"{problem['line']} {problem['column']} {problem['message']}" in page
    assert "nano" not in page and "111.111.111-11" not in page


def test_a_line_is_kept_as_it_was_written() -> None:
    brought(as_csv([GOOD]))
    row = HistoricRequest.objects.get()
    assert (row.form, row.filed_on, row.installed_power_kw) == (
        "micro_up_to_10",
        date(2021, 3, 12),
        Decimal("8.200"),
    )
    assert (row.result, row.decided_on, row.connected_on) == (
        "favourable",
        date(2021, 3, 30),
        date(2021, 6, 2),
    )
    assert (row.holder_name, row.holder_tax_id, row.municipality) == (
        "João Ninguém",
        "12345678909",
        "São João del-Rei",
    )
    assert row.numbers == [
        "2021000001", "PA5552021", "3014056287", "001347925802810", "MG20211234567", "UFVRSMG012345601", "1012345678",
    ]  # fmt: skip
    assert row.source_line == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
@pytest.mark.parametrize("delimiter", [";", ","])
def test_either_encoding_and_either_separator(encoding: str, delimiter: str) -> None:
    assert brought(as_csv([GOOD], encoding=encoding, delimiter=delimiter)).rows_created == 1
    assert HistoricRequest.objects.get().municipality == "São João del-Rei"


def test_the_three_old_forms_come_from_the_example_file(admin: Client) -> None:
    example = admin.get("/admin/historico/modelo.csv")
    done = brought(example.content)
    assert (done.rows_created, done.problems) == (3, [])
    assert set(HistoricRequest.objects.values_list("form", flat=True)) == {
        "micro_up_to_10",
        "micro_above_10",
        "mini",
    }


def test_the_same_file_again_changes_nothing_and_other_data_of_a_known_protocol_are_reported() -> None:
    brought(as_csv(lines(3)))
    again = brought(as_csv(lines(3)))
    assert (again.rows_created, again.rows_same, again.rows_refused) == (0, 3, 0)
    other = brought(as_csv([*lines(2), *lines(3, municipio="Betim")[2:]]))
    assert (other.rows_created, other.rows_same, other.rows_refused) == (0, 2, 1)
    assert other.problems == [
        {
            "line": 4,
            "column": "protocolo",
            "message": "Este protocolo já está no histórico com outros dados. Nada foi mudado.",
        }
    ]
    assert not HistoricRequest.objects.filter(municipality="Betim").exists()


def test_a_protocol_twice_in_one_file_is_reported() -> None:
    done = brought(as_csv([GOOD, GOOD]))
    assert done.rows_created == 1
    assert done.problems == [
        {"line": 3, "column": "protocolo", "message": "Este protocolo já está na linha 2."}
    ]


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"enviado_em": "24/11/2026"}, "enviado_em"),
        ({"enviado_em": "01/01/1999"}, "enviado_em"),
        ({"ligado_em": "01/03/2021"}, "ligado_em"),
        ({"decidido_em": ""}, "decidido_em"),
        ({"resultado": "", "decidido_em": ""}, "resultado"),
        ({"potencia_kw": "10,1"}, "potencia_kw"),
        ({"potencia_kw": "0"}, "potencia_kw"),
        ({"formulario": "micro acima de 10"}, "potencia_kw"),
        ({"protocolo": "<script>"}, "protocolo"),
        ({"protocolo": "abc"}, "protocolo"),
        ({"titular": "x" * 161}, "titular"),
        ({"municipio": "a\x07b"}, "municipio"),
    ],
)
def test_a_bad_cell_is_explained(change: dict[str, str], column: str) -> None:
    done = brought(as_csv([GOOD | change]))
    assert done.rows_created == 0
    assert [problem["column"] for problem in done.problems] == [column]


@pytest.mark.parametrize(
    "content", [b"", b"x", b"\x00" * 100, b"protocolo;formulario\n1;2", as_csv([GOOD])[10:], b'"a;b\n' * 5]
)
def test_what_is_no_such_file_is_refused(admin: Client, content: bytes) -> None:
    answer = admin.post("/admin/historico", {"file": SimpleUploadedFile("x.csv", content)})
    assert answer.status_code == 422 and words(answer).startswith("Há 1 problema nesta página")
    assert not HistoricImport.objects.exists()


def test_an_import_that_was_cut_short_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_batches, "BATCH_LINES", 10)
    staged = stage_historic(file=BytesIO(as_csv(lines(35))), uploaded_by=None, now=NOW)
    real, calls = legacy_imports._take_in, []

    def dies_at_the_third(import_id: int, batch: Any) -> None:
        calls.append(batch.last_line)
        if len(calls) == 3:
            raise ConnectionError
        real(import_id, batch)

    monkeypatch.setattr(legacy_imports, "_take_in", dies_at_the_third)
    with pytest.raises(ConnectionError):
        apply_historic(public_id=staged.public_id, now=NOW)
    assert HistoricRequest.objects.count() == 20
    with pytest.raises(Refused, match=r"legacy\.begun"):
        discard_historic(public_id=staged.public_id)
    done = apply_historic(public_id=staged.public_id, now=NOW)
    assert (done.rows_read, done.rows_created, done.rows_same, done.rows_refused) == (35, 35, 0, 0)
    assert HistoricRequest.objects.count() == 35


def test_a_second_confirmation_is_told_that_it_is_done(admin: Client) -> None:
    done = brought(as_csv([GOOD]))
    answer = admin.post(f"/admin/historico/{done.public_id}/confirmar", follow=True)
    assert "já foi carregado" in answer.content.decode() and HistoricRequest.objects.count() == 1


def test_two_confirmations_at_once_bring_each_line_once(committing_db: None) -> None:
    staged = stage_historic(file=BytesIO(as_csv(lines(50))), uploaded_by=None, now=NOW)
    gate, problems = Barrier(2), []

    def confirm() -> None:
        try:
            gate.wait()
            apply_historic(public_id=staged.public_id, now=NOW)
        except Refused:
            pass
        except Exception as problem:  # any other failure of a thread is the finding
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [Thread(target=confirm) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done = HistoricImport.objects.get()
    assert problems == [] and HistoricRequest.objects.count() == 50
    assert (done.rows_read, done.rows_created) == (50, 50)


def test_only_admins_bring_files_and_only_reviewers_read(admin: Client) -> None:
    brought(as_csv([GOOD]))
    row = HistoricRequest.objects.get()
    analyst = signed_in(an_analyst())
    assert analyst.get("/admin/historico").status_code == 403
    assert admin.get(f"/analise/historico/{row.pk}").status_code == 403
    page = words(analyst.get(f"/analise/historico/{row.pk}"))
    assert "Microgeração até 10 kW" in page and "***.456.789-**" in page
    assert "Ninguém" not in page and "123.456.789-09" not in page
    assert analyst.get("/analise/historico/999999").status_code == 404


def test_the_pages_cost_few_statements(
    admin: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    done = brought(as_csv(lines(20)))
    analyst = signed_in(an_analyst())
    for who, path in (
        (admin, "/admin/historico"), (admin, f"/admin/historico/{done.public_id}"),
        (analyst, f"/analise/historico/{HistoricRequest.objects.earliest('pk').pk}"),
    ):  # fmt: skip
        with django_assert_max_num_queries(12):
            assert who.get(path).status_code == 200
