"""What is no bill, or too much of one: refused in plain words, throttled, and stopped before it costs anything."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from documents import confined
from documents.api.bill import PerAddressForBills
from documents.services.bill_reading import MOST_BYTES
from eligibility.domain.findings import refuse
from tests import files
from tests.bills.designs import high_design
from tests.bills.test_bill_upload import image_only
from tests.integration.bill_steps import API, PAGE, fields, send, show

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("bills")]


HOSTILE: tuple[tuple[bytes, str, int, str], ...] = (
    (b"", "fatura.pdf", 422, "bill.empty"),
    (b"%PDF-1.7\n" + b" " * MOST_BYTES, "fatura.pdf", 413, "bill.too_large"),
    (files.jpg_bytes(), "fatura.pdf", 415, "bill.wrong_type"),
    (files.png_bytes(), "foto.png", 415, "bill.wrong_type"),
    (b"PK\x03\x04" + b"x" * 500, "fatura.pdf", 415, "bill.wrong_type"),
    (files.html_dressed_as_pdf(), "fatura.pdf", 422, "bill.corrupt"),
    (files.pdf_bytes(password="segredo"), "fatura.pdf", 422, "bill.encrypted"),
    (files.pdf_bytes(pages=11), "fatura.pdf", 422, "bill.too_many_pages"),
    (files.pdf_with_javascript(), "fatura.pdf", 422, "bill.has_script"),
    (files.pdf_with_launch_link(), "fatura.pdf", 422, "bill.has_script"),
    (files.pdf_in_a_circle(), "fatura.pdf", 422, "bill.corrupt"),
    (files.pdf_flate_bomb(), "fatura.pdf", 422, "bill.corrupt"),
    (files.heavy_pdf_bytes(1, 40_000), "fatura.pdf", 422, "bill.no_text"),
)


@pytest.mark.parametrize(("content", "name", "status", "code"), HOSTILE, ids=[row[3] for row in HOSTILE])
def test_hostile_and_wrong_files_are_refused_in_plain_words(
    client: Client, content: bytes, name: str, status: int, code: str
) -> None:
    response = send(client, content, name)
    body = response.json()
    assert (response.status_code, body["code"]) == (status, code)
    assert body["message"]
    page = show(client, content, name)
    assert page.status_code == status
    text = page.content.decode()
    # After the name of the field the message begins with a small letter.
    assert body["message"][1:] in text
    assert "<title>Erro: " in text
    assert 'href="#id_bill"' in text


def test_a_photographed_bill_is_told_that_images_are_not_read(client: Client) -> None:
    response = send(client, image_only(high_design(0).pdf))
    assert (response.status_code, response.json()["code"]) == (422, "bill.no_text")


def test_a_pdf_that_is_no_bill_gives_no_field(client: Client) -> None:
    found = fields(client, files.pdf_bytes(text="Diagrama unifilar"))
    assert [code for code, field in found.items() if field["value"] is not None] == []
    assert "Não encontramos nenhum campo" in show(client, files.pdf_bytes()).content.decode()


def test_without_a_file_the_field_is_named(client: Client) -> None:
    response = client.post(API, {})
    assert (response.status_code, response.json()["errors"]) == (400, {"file": ["Escolha o arquivo."]})
    two = [SimpleUploadedFile(name, files.pdf_bytes()) for name in ("a.pdf", "b.pdf")]
    response = client.post(API, {"file": two})
    assert (response.status_code, response.json()["errors"]) == (400, {"file": ["Envie uma fatura por vez."]})
    response = client.post(PAGE, {})
    assert response.status_code == 422
    assert "scolha o PDF da fatura." in response.content.decode()
    assert client.post(API, {"a": 1}, content_type="application/json").status_code == 415
    assert client.get(API).status_code == 405


def test_a_body_that_is_too_large_is_refused_before_it_is_read(client: Client) -> None:
    class Unread:
        def read(self, size: int = -1) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    huge = {
        "CONTENT_LENGTH": str(500_000_000),
        "wsgi.input": Unread(),
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
    }
    for path in (API, PAGE):
        response = client.generic("POST", path, **huge)  # type: ignore[arg-type]  # WSGI's own names
        assert response.status_code == 413, path


def test_a_busy_portal_says_when_to_come_back(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise refuse("bill.busy", "Há muitas faturas sendo lidas agora.", field="bill")

    monkeypatch.setattr("documents.api.bill.read_uploaded_bill", busy)
    monkeypatch.setattr("documents.views.bill_reading.read_uploaded_bill", busy)
    response = send(client, files.pdf_bytes())
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert show(client, files.pdf_bytes()).status_code == 503


def test_a_child_that_dies_costs_the_person_one_message(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = confined.run

    def dies(work: str, *arguments: Any, **options: Any) -> confined.Answer:
        if work.startswith(("bill_reading", "page_drawing")):
            raise confined.ConfinementError("exit -9")
        return real(work, *arguments, **options)

    monkeypatch.setattr(confined, "run", dies)
    assert send(client, high_design(0).pdf).json()["code"] == "bill.unreadable"


@pytest.fixture
def few_calls() -> Iterator[None]:
    before = getattr(PerAddressForBills, "rate", None)
    PerAddressForBills.rate = "2/min"
    yield
    if before is None:
        del PerAddressForBills.rate
    else:
        PerAddressForBills.rate = before


@pytest.mark.usefixtures("few_calls")
def test_the_api_is_throttled_by_address(client: Client) -> None:
    statuses = [client.post(API, {}).status_code for _ in range(3)]
    assert statuses == [400, 400, 429]


def test_the_page_is_throttled_by_address(client: Client) -> None:
    statuses = [client.post(PAGE, {}).status_code for _ in range(13)]
    assert statuses == [422] * 12 + [429]
    assert client.get(PAGE).status_code == 200


def test_the_form_needs_its_token() -> None:
    guarded = Client(enforce_csrf_checks=True)
    assert show(guarded, files.pdf_bytes()).status_code == 403
