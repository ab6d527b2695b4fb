"""The answer about any project, to anybody: the documented example, what is refused, and what bounds it."""

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from pytest_django.asserts import assertNumQueries

from documents.api.check import EXAMPLE
from documents.api.facts_body import FactsBody, facts_schema
from documents.api.facts_words import FACT_WORDS
from eligibility.api.endpoints import PerAddress
from eligibility.domain.facts import ProjectFacts
from tests.unit.any_facts import any_facts

pytestmark = pytest.mark.django_db
CHECK = "/api/v1/eligibility/check"
DOCS = Path(__file__).resolve().parents[2] / "docs" / "api.md"
SOLAR = {
    "filed_on": "2026-11-23",
    "source": "solar",
    "request_kind": "existing_unit",
    "modality": "local",
    "modules": [{"quantity": 16, "power_w": 585}],
    "inverters": [{"quantity": 1, "power_kw": 8.2}],
    "is_holder_company": False,
    "is_cpf_on_identity_document": True,
}


def post(client: Client, body: Any) -> Any:
    raw = body if isinstance(body, bytes | str) else json.dumps(body)
    return client.post(CHECK, raw, content_type="application/json")


def ask(client: Client, body: Any) -> dict[str, Any]:
    response = post(client, body)
    assert response.status_code == 200, response.content
    found: dict[str, Any] = response.json()
    return found


def test_the_documented_example_is_what_the_api_answers(client: Client) -> None:
    assert ask(client, EXAMPLE["request"]) == EXAMPLE["response"]


def test_the_example_stands_in_the_document_and_in_the_docs(client: Client) -> None:
    operation = client.get("/api/v1/schema/", {"format": "json"}).json()["paths"][CHECK]["post"]
    sent = operation["requestBody"]["content"]["application/json"]
    answered = operation["responses"]["200"]["content"]["application/json"]
    assert [one["value"] for one in sent["examples"].values()] == [EXAMPLE["request"]]
    assert [one["value"] for one in answered["examples"].values()] == [EXAMPLE["response"]]
    section = DOCS.read_text("utf-8").split("## Any project, one answer\n")[1].split("\n## ")[0]
    blocks = [json.loads(part.split("```")[0]) for part in section.split("```json\n")[1:]]
    assert blocks == [EXAMPLE["request"], EXAMPLE["response"]]


def test_the_example_holds_every_part_of_an_answer() -> None:
    answer = EXAMPLE["response"]
    assert [part for part, value in answer.items() if value in (None, [], {})] == []
    assert {document["is_refused_when_absent"] for document in answer["documents"]} == {True, False}
    assert {document["is_from_answers"] for document in answer["documents"]} == {True, False}


def test_a_small_solar_roof(client: Client) -> None:
    found = ask(client, SOLAR)
    assert found["category"]["code"] == "micro_up_to_10"
    assert found["installed_power_kw"] == "8.2"
    assert [term["rule"] for term in found["terms"]] == [
        "documents.check",
        "opinion.micro.no_works",
        "opinion.micro.works",
    ]
    assert [document["code"] for document in found["documents"]] == [
        "technical_responsibility",
        "single_line_diagram",
        "design_report",
        "inverter_conformity",
        "registration_data",
        "identity",
    ]
    assert found["documents"][5]["accepted_types"] == ["PDF", "JPG", "PNG"]
    assert found["documents"][5]["max_mb"] == 3
    assert found["checklist"] == {
        "code": "micro_up_to_10",
        "title": "Microgeração até 10 kW",
        "version": 2,
        "valid_from": "2022-01-07",
    }
    reasons = {document["code"]: document["reason"] for document in found["not_applicable"]}
    assert reasons["property_proof"] == "A unidade já existe."
    assert found["guarantee"] is None
    assert found["tariff"]["code"] == "GD_II"


def test_nothing_answered_is_an_answer_too(client: Client) -> None:
    found = ask(client, {})
    assert found["filed_on"] == timezone.localdate().isoformat()
    assert (found["category"], found["checklist"], found["documents"]) == (None, None, [])
    assert {finding["code"] for finding in found["findings"]} >= {"generation.source_missing"}


def test_a_day_before_the_lists_is_answered_with_the_first_ones_and_said(client: Client) -> None:
    for day in ("2012-01-01", "2021-12-31", "2022-01-06"):
        found = ask(client, {**SOLAR, "filed_on": day})
        assert found["checklist"]["valid_from"] == "2022-01-07"
        assert len(found["documents"]) == 6
        assert "filing.before_rules" in {finding["code"] for finding in found["findings"]}
    first = ask(client, {**SOLAR, "filed_on": "2022-01-07"})
    assert first["tariff"]["code"] == "GD_I"
    assert "filing.before_rules" not in {finding["code"] for finding in first["findings"]}


def test_findings_say_their_rule_and_how_sure_it_is(client: Client) -> None:
    found = ask(client, {**SOLAR, "is_captive": False})
    finding = next(one for one in found["findings"] if one["code"] == "holder.free_market")
    assert finding["severity"] == "blocking"
    assert "655-D" in finding["citation"]
    assert finding["confidence"] == "verified"


def test_one_statement_answers(client: Client) -> None:
    ask(client, SOLAR)
    with assertNumQueries(1):
        ask(client, SOLAR)


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ([], {"body": "Envie um objeto JSON com os dados do projeto."}),
        (
            {"source": "coal", "owner": "Ana"},
            {"source": "Use um destes valores", "owner": "Este campo não existe."},
        ),
        ({"filed_on": "23/11/2026"}, {"filed_on": "Use um dia no formato AAAA-MM-DD."}),
        ({"filed_on": "2011-12-31"}, {"filed_on": "Use um dia de 01/01/2012 a"}),
        ({"filed_on": "9999-12-31"}, {"filed_on": "Use um dia de 01/01/2012 a"}),
        ({"filed_on": None}, {"filed_on": "Use um dia no formato AAAA-MM-DD."}),
        (
            {"breaker_a": -1, "storage_kwh": "1e400"},
            {"breaker_a": "a partir de 0", "storage_kwh": "Use um número"},
        ),
        ({"breaker_a": 10**400}, {"breaker_a": "Use um número"}),
        ({"installed_load_kw": "1e-9"}, {"installed_load_kw": "Use até 6 casas"}),
        ({"latitude": "1e-999999"}, {"latitude": "Use um número."}),
        ({"latitude": 181, "longitude": "oeste"}, {"latitude": "até 180", "longitude": "Use um número."}),
        ({"is_floating": "talvez"}, {"is_floating": "Use true ou false."}),
        (
            {"modules": [{"quantity": 1}, {"quantity": 1, "power_w": 5, "make": "x"}]},
            {"modules.0.power_w": "Falta este campo.", "modules.1.make": "Este campo não existe."},
        ),
        ({"modules": 3}, {"modules": "Use uma lista."}),
        ({"modules": [{"quantity": 1, "power_w": 1}] * 51}, {"modules": "Use no máximo 50."}),
        (
            {"inverters": [{"quantity": 1, "power_kw": "0.1234567"}]},
            {"inverters.0.power_kw": "Use até 6 casas"},
        ),
        ({"voltage": "x" * 81}, {"voltage": "Use no máximo 80."}),
        ({"professional": {"profession": "wizard"}}, {"professional.profession": "Use um destes valores"}),
        ({"allocation": []}, {"allocation": "Use um objeto."}),
    ],
)
def test_every_wrong_field_is_named(client: Client, body: Any, errors: dict[str, str]) -> None:
    response = post(client, body)
    assert response.status_code == 400, response.content
    found = response.json()
    assert (found["code"], found["message"]) == ("invalid", "Confira os campos enviados.")
    assert found["errors"].keys() == errors.keys()
    for name, words in errors.items():
        assert words in found["errors"][name][0]


@pytest.mark.parametrize("raw", [b"{", b'{"storage_kwh": NaN}', b"\xff\xfe", b"[" * 5000])
def test_what_is_no_json_is_refused(client: Client, raw: bytes) -> None:
    assert post(client, raw).status_code == 400


def test_another_type_of_body_is_refused(client: Client) -> None:
    assert client.post(CHECK, {"source": "solar"}).status_code == 415
    assert client.get(CHECK).status_code == 405


def test_the_last_day_ahead_is_a_year(client: Client) -> None:
    today = timezone.localdate()
    assert post(client, {"filed_on": (today + timedelta(days=365)).isoformat()}).status_code == 200
    assert post(client, {"filed_on": (today + timedelta(days=366)).isoformat()}).status_code == 400


def test_calls_are_counted_by_address(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PerAddress, "rate", "3/min", raising=False)
    statuses = [post(client, SOLAR).status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]


def test_every_fact_can_be_sent_and_is_explained() -> None:
    assert FactsBody.model_fields.keys() == ProjectFacts.model_fields.keys()
    schema = facts_schema()
    assert "$ref" not in json.dumps(schema)
    assert schema["properties"].keys() == ProjectFacts.model_fields.keys()
    assert schema["additionalProperties"] is False
    assert all(text.endswith(".") for text in FACT_WORDS.values())


def body_of(facts: ProjectFacts) -> dict[str, Any]:
    body = facts.model_dump(mode="json")
    if facts.filed_on > timezone.localdate() + timedelta(days=365):
        body["filed_on"] = date(2026, 11, 23).isoformat()
    return body


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=any_facts())
def test_any_admissible_facts_are_answered(
    facts: ProjectFacts, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PerAddress, "rate", "1000000/min", raising=False)
    found = ask(client, body_of(facts))
    sent = found["installed_power_kw"]
    assert sent is None or Decimal(sent) == facts.installed_power_kw
