"""Admins import customers: every line good or refused by line and column, nothing twice, nothing personal shown."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client
from django.utils import timezone
from validate_docbr import CPF

from documents.storage import is_stored
from eligibility.domain.findings import Refused
from requests_app.domain.customer_columns import COLUMNS, MONTHS
from requests_app.models import CustomerAccount, CustomerImport
from requests_app.services.exchange import customer_layout as customer_file
from requests_app.services.exchange.customers import apply_import, discard_import, stage_import
from tests.factories import give_second_factor, make_admin

pytestmark = pytest.mark.django_db
GOOD = {
    "unidade": "3014056287",
    "cpf_cnpj": "123.456.789-09",
    "debito_vencido": "não",
    "mercado_cativo": "sim",
    "email": "ana@exemplo.test",
    "telefone": "(31) 98888-7777",
    "classe": "Residencial",
    "grupo": "B",
    "tensao": "127/220 V",
    "fases": "bifásica",
    "disjuntor_a": "63",
    "municipio": "Contagem",
    **dict.fromkeys(MONTHS, "350,5"),
}


def csv_of(*rows: dict[str, str], separator: str = ";", encoding: str = "utf-8") -> bytes:
    columns = list(rows[0])
    lines = [separator.join(columns), *(separator.join(row[c] for c in columns) for row in rows)]
    return "\r\n".join(lines).encode(encoding)


def stage(content: bytes) -> CustomerImport:
    return stage_import(file=BytesIO(content), uploaded_by=None, now=timezone.now())


def load(content: bytes) -> CustomerImport:
    return apply_import(public_id=stage(content).public_id, now=timezone.now())


def counts(found: CustomerImport) -> tuple[int, int, int, int]:
    return found.rows_created, found.rows_changed, found.rows_same, found.rows_refused


def test_a_good_line_becomes_a_customer() -> None:
    assert counts(load(csv_of(GOOD))) == (1, 0, 0, 0)
    row = CustomerAccount.objects.get()
    assert (row.unit_number, row.tax_id, row.phone) == ("3014056287", "12345678909", "31988887777")
    assert (row.has_overdue_debts, row.is_captive) == (False, True)
    assert (row.consumer_class, row.group, row.phases, row.breaker_a) == ("residential", "B", "bi", 63)
    assert len(row.monthly_consumption_kwh) == 12 and row.source_line == 2


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_encoding_and_separator_do_not_matter(separator: str, encoding: str) -> None:
    row = {**GOOD, "municipio": "São João", **dict.fromkeys(MONTHS, "350")}
    load(csv_of(row, separator=separator, encoding=encoding))
    assert CustomerAccount.objects.get().municipality == "São João"


def test_looking_at_a_file_changes_nothing() -> None:
    staged = stage(csv_of(GOOD))
    assert counts(staged) == (1, 0, 0, 0)
    assert not CustomerAccount.objects.exists() and is_stored(staged.storage_key)


def test_the_same_file_again_changes_nothing() -> None:
    load(csv_of(GOOD))
    before = CustomerAccount.objects.values().get()
    assert counts(load(csv_of(GOOD))) == (0, 0, 1, 0)
    assert CustomerAccount.objects.values().get() == before


def test_a_change_is_told_by_column_and_written() -> None:
    load(csv_of(GOOD))
    changed = csv_of({**GOOD, "debito_vencido": "SIM", "municipio": "Betim"})
    staged = stage(changed)
    assert staged.columns_changed == {"has_overdue_debts": 1, "municipality": 1}
    assert counts(load(changed)) == (0, 1, 0, 0)
    assert CustomerAccount.objects.get().has_overdue_debts is True


BAD: dict[str, tuple[dict[str, str], str]] = {
    "unit": ({"unidade": "12"}, "unidade"),
    "no unit": ({"unidade": ""}, "unidade"),
    "scientific unit": ({"unidade": "3,01406E+09"}, "unidade"),
    "tax id": ({"cpf_cnpj": "123.456.789-00"}, "cpf_cnpj"),
    "flag": ({"debito_vencido": "talvez"}, "debito_vencido"),
    "empty flag": ({"mercado_cativo": ""}, "mercado_cativo"),
    "e-mail": ({"email": "ana"}, "email"),
    "phone": ({"telefone": "123"}, "telefone"),
    "class": ({"classe": "castelo"}, "classe"),
    "group": ({"grupo": "C"}, "grupo"),
    "phases": ({"fases": "4"}, "fases"),
    "breaker": ({"disjuntor_a": "-3"}, "disjuntor_a"),
    "one month missing": ({"consumo_05": ""}, "consumo_05"),
    "a word for a month": ({"consumo_12": "muito"}, "consumo_12"),
    "a formula": ({"municipio": "=HYPERLINK(1)"}, "municipio"),
    "a command": ({"tensao": "@SUM(1)"}, "tensao"),
    "a formula for an e-mail": ({"email": "=a@exemplo.test"}, "email"),
    "unreadable": ({"municipio": "Con\x07tagem"}, "municipio"),
}


@pytest.mark.parametrize(("changes", "column"), BAD.values(), ids=BAD)
def test_a_bad_line_is_left_out_whole_and_told_by_line_and_column(
    changes: dict[str, str], column: str
) -> None:
    other = {**GOOD, "unidade": "3019999999"}
    done = load(csv_of(other, {**GOOD, **changes}))
    assert [row.unit_number for row in CustomerAccount.objects.all()] == ["3019999999"]
    assert done.rows_refused == 1
    assert [(p["line"], p["column"]) for p in done.problems] == [(3, column)]
    value = changes[column]
    assert not value or len(value) < 3 or value not in done.problems[0]["message"]


def test_a_bad_line_leaves_the_customer_as_it_was() -> None:
    load(csv_of(GOOD))
    load(csv_of({**GOOD, "municipio": "Betim", "grupo": "Z"}))
    assert CustomerAccount.objects.get().municipality == "Contagem"


def test_every_problem_of_a_line_is_told() -> None:
    problems = stage(csv_of({**GOOD, "grupo": "Z", "fases": "9", "email": "x"})).problems
    assert [p["column"] for p in problems] == ["email", "grupo", "fases"]


def test_a_unit_twice_in_a_file_is_taken_once() -> None:
    done = load(csv_of(GOOD, {**GOOD, "municipio": "Betim"}))
    assert counts(done) == (1, 0, 0, 1)
    assert CustomerAccount.objects.get().municipality == "Contagem"
    assert "linha 2" in done.problems[0]["message"]


def test_a_line_with_too_few_cells_is_refused() -> None:
    content = csv_of(GOOD) + b"\r\n3019999999;123"
    assert stage(content).problems[0]["column"] == "linha"


NO_FILE = {
    "no header": (b"3014056287;12345678909;nao;sim", "cabe\u00e7alho"),
    "empty": (b"", "cabe\u00e7alho"),
    "unknown column": (csv_of({**GOOD, "saldo": "1"}), "n\u00e3o conhece"),
    "column twice": (csv_of(GOOD).replace(b"municipio", b"unidade"), "repete"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "cabe\u00e7alho"),
}


@pytest.mark.parametrize(("content", "said"), NO_FILE.values(), ids=NO_FILE)
def test_what_is_no_such_file_is_refused_whole(content: bytes, said: str) -> None:
    with pytest.raises(Refused) as refused:
        stage(content)
    assert said in refused.value.message
    # A file without header begins with a customer: it is not repeated.
    assert "12345678909" not in refused.value.message
    assert not CustomerImport.objects.exists()


def test_too_many_lines_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(customer_file, "LAYOUT", replace(customer_file.LAYOUT, max_lines=2))
    rows = [{**GOOD, "unidade": f"301405628{n}"} for n in range(3)]
    with pytest.raises(Refused, match="too_long"):
        stage(csv_of(*rows))


def test_five_thousand_lines_take_few_statements(django_assert_max_num_queries: Any) -> None:
    people = [CPF().generate() for _ in range(50)]
    rows = [{**GOOD, "unidade": f"30{n:08d}", "cpf_cnpj": people[n % 50]} for n in range(5_000)]
    rows[2_500] = {**rows[2_500], "grupo": "Z"}
    content = csv_of(*rows)
    with django_assert_max_num_queries(30):
        done = load(content)
    assert counts(done) == (4_999, 0, 0, 1) and done.problems[0]["line"] == 2_502
    assert CustomerAccount.objects.count() == 4_999
    assert counts(load(content)) == (0, 0, 4_999, 1)


def test_a_file_is_loaded_once_and_its_bytes_go(django_capture_on_commit_callbacks: Any) -> None:
    staged = stage(csv_of(GOOD))
    key = staged.storage_key
    with django_capture_on_commit_callbacks(execute=True):
        apply_import(public_id=staged.public_id, now=timezone.now())
    assert not is_stored(key)
    for again in (lambda: apply_import(public_id=staged.public_id, now=timezone.now()),
                  lambda: discard_import(public_id=staged.public_id)):  # fmt: skip
        with pytest.raises(Refused, match="applied"):
            again()


def test_the_preview_of_yesterday_is_recounted_when_it_is_confirmed() -> None:
    staged = stage(csv_of(GOOD))
    load(csv_of(GOOD))
    assert counts(apply_import(public_id=staged.public_id, now=timezone.now())) == (0, 0, 1, 0)


def test_files_that_nobody_confirmed_are_thrown_away(django_capture_on_commit_callbacks: Any) -> None:
    old = stage(csv_of(GOOD))
    key = old.storage_key
    CustomerImport.objects.update(created_at=timezone.now() - timedelta(days=2))
    with django_capture_on_commit_callbacks(execute=True):
        stage(csv_of(GOOD))
    assert not is_stored(key)
    with pytest.raises(Refused, match="discarded"):
        apply_import(public_id=old.public_id, now=timezone.now())


def test_the_command_loads_and_lists_what_it_left_out(tmp_path: Path) -> None:
    file = tmp_path / "clientes.csv"
    file.write_bytes(csv_of(GOOD, {**GOOD, "unidade": "3019999999", "grupo": "Z"}))
    out, err = StringIO(), StringIO()
    call_command("load_customers", str(file), check=True, stdout=out, stderr=err)
    assert not CustomerAccount.objects.exists()
    call_command("load_customers", str(file), stdout=out, stderr=err)
    assert CustomerAccount.objects.count() == 1
    assert "2 linhas: 1 novas, 0 alteradas, 0 sem mudança, 1 recusadas." in out.getvalue()
    assert "linha 3, grupo: Escreva A ou B." in err.getvalue()
    with pytest.raises(CommandError):
        call_command("load_customers", str(tmp_path / "nada.csv"))


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(give_second_factor(make_admin()))
    return client


def upload(admin: Client, content: bytes) -> Any:
    return admin.post("/admin/clientes", {"file": SimpleUploadedFile("clientes.csv", content)})


def test_an_admin_sends_a_file_looks_and_confirms(admin: Client) -> None:
    assert "ainda não conhece nenhuma unidade" in admin.get("/admin/clientes").content.decode()
    sent = upload(admin, csv_of(GOOD, {**GOOD, "unidade": "3019999999", "classe": "castelo"}))
    preview = admin.get(sent.headers["Location"]).content.decode()
    assert "O que este arquivo muda" in preview and "Carregar as linhas boas" in preview
    assert "classe" in preview and "castelo" not in preview and "3019999999" not in preview
    assert not CustomerAccount.objects.exists()
    done = admin.post(f"{sent.headers['Location']}/confirmar", follow=True).content.decode()
    assert "Arquivo carregado" in done and CustomerAccount.objects.count() == 1
    again = admin.post(f"{sent.headers['Location']}/confirmar", follow=True).content.decode()
    assert "já foi carregado" in again
    assert "conhece 1 unidade." in admin.get("/admin/clientes").content.decode()
    assert CustomerImport.objects.get().uploaded_by is not None


def test_an_admin_may_throw_the_file_away(admin: Client) -> None:
    sent = upload(admin, csv_of(GOOD))
    page = admin.post(f"{sent.headers['Location']}/descartar", follow=True).content.decode()
    assert "Nada mudou" in page and "Descartado" in page
    assert not CustomerAccount.objects.exists()


def test_a_wrong_file_is_said_beside_the_field(admin: Client) -> None:
    for content, said in ((b"nada", "falta no cabeçalho"), (b"", "o arquivo está vazio.")):
        answer = upload(admin, content)
        assert answer.status_code == 422 and said in answer.content.decode().casefold()
    assert "escolha o arquivo" in admin.post("/admin/clientes").content.decode().casefold()
    assert admin.get(f"/admin/clientes/{uuid.uuid4()}").status_code == 404


def test_the_example_is_a_file_that_loads(admin: Client) -> None:
    content = admin.get("/admin/clientes/modelo.csv").content
    assert content.decode("utf-8-sig").splitlines()[0] == ";".join(COLUMNS)
    assert counts(load(content)) == (1, 0, 0, 0)


def test_two_imports_at_once_write_each_customer_once(committing_db: str) -> None:
    rows = [{**GOOD, "unidade": f"30{n:08d}"} for n in range(300)]
    files = [stage(csv_of(*rows)), stage(csv_of(*reversed(rows)))]

    def run(staged: CustomerImport) -> CustomerImport:
        try:
            return apply_import(public_id=staged.public_id, now=timezone.now())
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(run, files))
    assert sorted(counts(each) for each in done) == [(0, 0, 300, 0), (300, 0, 0, 0)]
    assert CustomerAccount.objects.count() == 300
