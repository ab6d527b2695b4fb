"""Bad input through the API: a message in Portuguese beside its field, what was typed kept, never a 500."""

import json
from typing import Any

import pytest
from django.test.client import MULTIPART_CONTENT

from requests_app.models import AccessRequest
from tests.api import SECTIONS, SENDING, Caller, complete_draft
from tests.factories import filed_request, make_analyst, make_technician, publish_checklist, reviewed
from tests.files import html_dressed_as_pdf, jpg_bytes, pdf_bytes, truncated

pytestmark = pytest.mark.django_db


@pytest.fixture
def technician() -> Caller:
    publish_checklist()
    return Caller(make_technician())


@pytest.fixture
def draft(technician: Caller) -> str:
    return str(technician.ask("POST", "drafts", expect=201)["id"])


def inverter(**changes: Any) -> dict[str, Any]:
    return {"inverters": [{**SECTIONS["generation"]["inverters"][0], **changes}]}


def module(**changes: Any) -> dict[str, Any]:
    return {"modules": [{**SECTIONS["generation"]["modules"][0], **changes}]}


@pytest.mark.parametrize(
    ("section", "changes", "field", "words"),
    [
        ("unit", {"unit_number": "12345"}, "unit_number", "Confira o número da instalação"),
        ("unit", {"breaker_a": "NaN"}, "breaker_a", "Escreva só o número"),
        ("unit", {"breaker_a": -5}, "breaker_a", "negativo"),
        ("unit", {"breaker_a": 10**400}, "breaker_a", "Use até"),
        (
            "unit",
            {"monthly_consumption_kwh": [300] * 13},
            "monthly_consumption_kwh",
            "Encontramos 13 números",
        ),
        ("unit", {"street": "Ação " * 2000}, "street", "Use até 160 letras"),
        ("unit", {"postal_code": None}, "postal_code", "Escreva o CEP"),
        ("generation", inverter(power_kw=0), "inverters.0.power_kw", "zero"),
        ("generation", inverter(power_kw=-8), "inverters.0.power_kw", "negativo"),
        ("generation", inverter(power_kw=1e9), "inverters.0.power_kw", "grande demais"),
        ("generation", inverter(power_kw=1e300), "inverters.0.power_kw", "Use até"),
        ("generation", inverter(power_kw="Infinity"), "inverters.0.power_kw", "Escreva só o número"),
        (
            "generation",
            inverter(power_kw=3000.01) | module(quantity=6000),
            "inverters.0.power_kw",
            "passa do limite",
        ),
        (
            "unit",
            {"group": "A", "transformers": [{"power_kva": "x"}]},
            "transformers.0.power_kva",
            "só o número",
        ),
        ("unit", {"request_kind": "tudo"}, "request_kind", "Esta opção não existe"),
        ("generation", module(quantity=40, power_w=0), "modules.0.quantity", "pode ser zero"),
        ("generation", {"modules": []}, "modules.0.quantity", "módulos"),
        ("generation", {"source": "dragões"}, "source", "Esta opção não existe"),
        ("holder", {"tax_id": "529.982.247-24"}, "tax_id", "não bate"),
        ("holder", {"name": "Ç" * 10_000}, "name", "Use até 160 letras"),
        ("holder", {"email": "ana@"}, "email", "Confira o e-mail"),
        ("holder", {"name": ["a", "b"], "phone": "99"}, "phone", "DDD"),
        ("credits", {"modality": True}, "modality", "Esta opção não existe"),
    ],
)
def test_a_wrong_answer_is_kept_and_answered_beside_its_field(
    technician: Caller, draft: str, section: str, changes: dict[str, Any], field: str, words: str
) -> None:
    body = {**SECTIONS[section], **changes}
    refused = technician.ask("PUT", f"drafts/{draft}/sections/{section}", body, expect=400)
    assert words in " ".join(refused["errors"][field])
    kept = technician.ask("GET", f"drafts/{draft}")
    assert kept["answers"][section] == refused["answers"]
    assert kept["version"] == refused["version"] == 1


def test_power_above_the_available_power_names_article_31(technician: Caller, draft: str) -> None:
    technician.ask("PUT", f"drafts/{draft}/sections/unit", {**SECTIONS["unit"], "phases": "mono"})
    body = {**SECTIONS["generation"], **inverter(power_kw=10), **module(quantity=20)}
    refused = technician.ask("PUT", f"drafts/{draft}/sections/generation", body, expect=400)
    assert "art. 31" in " ".join(refused["errors"]["inverters.0.power_kw"])
    found = next(f for f in refused["findings"] if f["code"] == "power.above_available")
    assert found["citation"].endswith("art. 31")


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "texto",
        7,
        {"modules": "dezesseis"},
        {"modules": [{}] * 11},
        {"modules": [{"power_w": {"a": 1}}]},
        {"dragons": 1},
        {"source": {"a": "b"}},
        {"source": [["a"]]},
        {"version": "a"},
        {"version": -1},
        {"version": 10**30},
        {"version": True},
    ],
)
def test_a_body_of_another_shape_changes_nothing(technician: Caller, draft: str, body: Any) -> None:
    refused = technician.ask("PUT", f"drafts/{draft}/sections/generation", body, expect=400)
    assert refused["message"]
    assert AccessRequest.objects.get(public_id=draft).draft_version == 0


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"\xff\xfe",
        b'{"name": NaN}',
        b'{"name": Infinity}',
        b'{"a": 1' + b"0" * 5000 + b"}",
        b"[" * 100_000,
        b'{"name": ' + b"[" * 900 + b"]" * 900 + b"}",
        b'"' + b"x" * 1_100_000 + b'"',
    ],
    ids=["cut", "no utf-8", "NaN", "infinity", "endless number", "abyss", "deep", "huge"],
)
def test_what_is_no_json_is_a_400(technician: Caller, draft: str, raw: bytes) -> None:
    assert technician.call("PUT", f"drafts/{draft}/sections/holder", raw).status_code == 400


def test_nul_bytes_and_half_characters_are_replaced_and_kept(technician: Caller, draft: str) -> None:
    raw = json.dumps({**SECTIONS["holder"], "name": "Ana\x00 \ud800Souza", "\ud800": "x"}).encode()
    refused = technician.call("PUT", f"drafts/{draft}/sections/holder", raw)
    assert refused.status_code == 400
    clean = json.dumps({**SECTIONS["holder"], "name": "Ana\x00 \ud800Souza"}).encode()
    kept = technician.call("PUT", f"drafts/{draft}/sections/holder", clean).json()
    assert kept["answers"]["name"] == "Ana \ufffdSouza"


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("text/xml", 415),
        ("", 415),
        ("application/json; charset=hex", 200),
        ("application/json; charset=utf-16", 200),
        (MULTIPART_CONTENT, 415),
        ("multipart/form-data", 415),
    ],
)
def test_an_odd_content_type_is_no_surprise(
    technician: Caller, draft: str, content_type: str, status: int
) -> None:
    path = f"/api/v1/drafts/{draft}/sections/credits"
    response = technician.client.generic("PUT", path, b'{"modality": "local"}', content_type=content_type)
    assert response.status_code == status
    strange = technician.client.generic(
        "PUT", f"/api/v1/drafts/{draft}/documents/design_report", b"x", content_type=content_type
    )
    assert strange.status_code in (400, 415)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vazio"),
        (html_dressed_as_pdf(), "arquivo"),
        (truncated(jpg_bytes()), "incompleta ou danificada"),
        (b"MZ" + b"\x00" * 300, "PDF"),
        (pdf_bytes(password="segredo"), "senha"),
    ],
    ids=["empty", "html", "cut", "program", "password"],
)
def test_a_hostile_file_is_refused_with_its_cause_and_costs_the_others_nothing(
    technician: Caller, draft: str, content: bytes, words: str
) -> None:
    path = f"drafts/{draft}/documents"
    assert technician.upload("PUT", f"{path}/single_line_diagram").status_code == 200
    refused = technician.upload("PUT", f"{path}/design_report", content, name="../../etc/passwd\x00.pdf")
    assert refused.status_code == 409, refused.content
    assert words.lower() in refused.json()["message"].lower()
    files = {d["code"]: d["file"] for d in technician.ask("GET", f"drafts/{draft}/check")["documents"]}
    assert files["single_line_diagram"] is not None
    assert files["design_report"] is None


def test_a_document_that_is_not_asked_for_is_refused_with_the_reason(technician: Caller, draft: str) -> None:
    technician.ask("PUT", f"drafts/{draft}/sections/holder", SECTIONS["holder"])
    refused = technician.upload("PUT", f"drafts/{draft}/documents/cnpj_proof")
    assert (refused.status_code, refused.json()["code"]) == (409, "document_not_needed")
    assert technician.upload("PUT", f"drafts/{draft}/documents/dragons").status_code == 404
    nothing = technician.client.generic(
        "PUT",
        f"/api/v1/drafts/{draft}/documents/design_report",
        b"--BoUnDaRyStRiNg--\r\n",
        content_type=MULTIPART_CONTENT,
    )
    assert nothing.json()["errors"]["file"]


def test_sending_names_everything_that_is_missing_at_once(technician: Caller, draft: str) -> None:
    refused = technician.ask("POST", f"drafts/{draft}/send", {"declarations": []}, expect=409)
    codes = [found["code"] for found in refused["findings"]]
    assert codes.count("section.missing") == 4
    assert codes.count("declaration.missing") == 2
    bad = technician.ask("POST", f"drafts/{draft}/send", {"declarations": ["z"]}, expect=400)
    assert "declarations" in bad["errors"]
    assert not AccessRequest.objects.exclude(filing_number=None).exists()


def test_a_sent_draft_is_no_draft_any_more(technician: Caller) -> None:
    draft = complete_draft(technician)
    technician.ask("POST", f"drafts/{draft}/send", SENDING, expect=201)
    for method, path in (
        ("PUT", f"drafts/{draft}/sections/unit"),
        ("DELETE", f"drafts/{draft}"),
        ("GET", f"drafts/{draft}/check"),
    ):
        assert technician.ask(method, path, SECTIONS["unit"], expect=409)["code"] == "already_filed"
    assert technician.upload("PUT", f"drafts/{draft}/documents/identity").status_code == 409
    assert technician.call("DELETE", f"drafts/{draft}/documents/identity").status_code == 409


@pytest.mark.parametrize(
    "body",
    [
        {"verdict": "dragons", "version": 1},
        {"verdict": "fails", "version": 1, "what": "x" * 4001, "how_to_fix": "y"},
        {"verdict": "fails", "version": 1, "what": "x", "how_to_fix": "y", "page": 10**30},
        {"verdict": "fails", "version": 1, "what": "x\x00", "how_to_fix": "y"},
        {"verdict": "fails", "version": 1, "what": "x", "how_to_fix": "y", "reason_code": "z" * 61},
        {"verdict": "meets", "version": 10**30},
        {"verdict": ["meets"], "version": 1},
        [],
    ],
)
def test_a_bad_verdict_is_a_400_that_names_the_field(body: Any) -> None:
    analyst = make_analyst()
    number = reviewed(filed_request(), analyst).filing_number
    theirs = Caller(analyst)
    item = theirs.ask("GET", f"requests/{number}/review")["items"][0]
    assert theirs.ask("PUT", f"requests/{number}/review/{item['code']}", body, expect=400)["errors"]


@pytest.mark.parametrize(
    "number", ["GD-2026-000001-9", "0", "%00", "9" * 400, "GD-9999-999999-9", "..", "ação"]
)
def test_a_number_that_is_none_is_not_found(number: str) -> None:
    assert Caller(make_analyst()).call("GET", f"requests/{number}").status_code in (400, 404)
