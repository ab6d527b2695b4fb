"""Steps shared by the tests of reading a bill: send it to the API or to the page, and look at the fields."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from documents.domain.bills.wire import read_value

API = "/api/v1/bill/read"
PAGE = "/fatura/ler"


def send(client: Client, content: bytes, name: str = "fatura.pdf", **extra: Any) -> Any:
    return client.post(API, {"file": SimpleUploadedFile(name, content)}, **extra)


def show(client: Client, content: bytes, name: str = "fatura.pdf") -> Any:
    return client.post(PAGE, {"bill": SimpleUploadedFile(name, content)})


def fields(client: Client, content: bytes) -> dict[str, Any]:
    response = send(client, content)
    assert response.status_code == 200, response.content
    return {field["code"]: field for field in response.json()["fields"]}


def values(found: dict[str, Any]) -> dict[str, Any]:
    return {
        code: read_value(field["kind"], field["value"]) if field["value"] is not None else None
        for code, field in found.items()
    }
