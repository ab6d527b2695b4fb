"""A caller of the API for tests: JSON in, JSON out, a token in the header."""

import json
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from knox.models import AuthToken

from portal.accounts.models import User
from portal.accounts.second_factor import lacks_second_factor
from tests.files import pdf_bytes
from tests.filing_data import ANSWERS

DOCUMENTS = (
    "technical_responsibility",
    "single_line_diagram",
    "design_report",
    "inverter_conformity",
    "identity",
)
SECTIONS: dict[str, dict[str, Any]] = {
    "unit": {**ANSWERS["unit"], "monthly_consumption_kwh": [610, 598.5, *[600] * 10], "breaker_a": 63},
    "generation": {
        "source": "solar",
        "has_storage": False,
        "array_area_m2": 74.3,
        "modules": [{"manufacturer": "Exemplo Solar", "model": "EX-585", "quantity": 16, "power_w": 585}],
        "inverters": [{"manufacturer": "Exemplo Solar", "model": "ES-8200", "quantity": 1, "power_kw": 8.2}],
    },
    "credits": {"modality": "local"},
    "holder": {**ANSWERS["holder"], "is_company": False, "has_power_of_attorney": False},
}


TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


class Caller:
    """Calls as one person, staff with TOTP set up; with no person, as anybody."""

    def __init__(self, user: User | None = None) -> None:
        if user is not None and lacks_second_factor(user):
            TOTP.activate(user, TOTP_SECRET)
        headers = {"Authorization": f"Token {AuthToken.objects.create(user=user)[1]}"} if user else {}
        self.client = Client(headers=headers)

    def call(self, method: str, path: str, body: Any = None) -> Any:
        return self.client.generic(
            method,
            f"/api/v1/{path}",
            body if isinstance(body, bytes) else ("" if body is None else _json(body)),
            content_type="application/json",
        )

    def ask(self, method: str, path: str, body: Any = None, *, expect: int = 200) -> Any:
        """The JSON of an answer that must have this status."""
        response = self.call(method, path, body)
        content = b"".join(response) if response.streaming else response.content
        assert response.status_code == expect, f"{method} {path}: {response.status_code} {content[:600]!r}"
        if not content:
            return None
        return response.json() if response["Content-Type"] == "application/json" else content

    def status(self, method: str, path: str, body: Any = None) -> int:
        """The status alone, the answer read to its end."""
        response = self.call(method, path, body)
        b"".join(response)
        return int(response.status_code)

    def upload(
        self, method: str, path: str, content: bytes | None = None, name: str = "a.pdf", **fields: str
    ) -> Any:
        """A multipart call with the file under `file`."""
        file = SimpleUploadedFile(name, pdf_bytes() if content is None else content)
        return self.client.generic(
            method,
            f"/api/v1/{path}",
            encode_multipart(BOUNDARY, {"file": file, **fields}),
            content_type=MULTIPART_CONTENT,
        )


def _json(body: Any) -> bytes:
    return json.dumps(body).encode()


def complete_draft(caller: Caller, **changes: dict[str, Any]) -> str:
    """A draft with good answers (but for `changes`) and every mandatory file; gives its id."""
    draft: str = caller.ask("POST", "drafts", expect=201)["id"]
    for section, body in SECTIONS.items():
        caller.call("PUT", f"drafts/{draft}/sections/{section}", {**body, **changes.get(section, {})})
    for code in DOCUMENTS:
        response = caller.upload("PUT", f"drafts/{draft}/documents/{code}", name=f"{code}.pdf")
        assert response.status_code == 200, response.content
    return draft


SENDING = {"declarations": ["d", "f"], "acknowledged": True, "other_information": "Portão azul."}
