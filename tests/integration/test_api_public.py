"""What the API tells anybody: legal dates, rules, verification, its own document and the page that reads it."""

from typing import Any

import pytest
import yaml
from django.test import Client
from openapi_spec_validator import validate

from requests_app.models import Holiday

pytestmark = pytest.mark.django_db
PREVIEW = "/api/v1/deadlines/preview"


def preview(client: Client, **query: str) -> Any:
    response = client.get(PREVIEW, query)
    assert response.status_code == 200, response.content
    return response.json()


@pytest.mark.parametrize(
    ("event_on", "rule", "due_on"),
    [
        ("2026-11-23", "opinion.micro.no_works", "2026-12-08"),
        ("2026-11-23", "opinion.micro.works", "2026-12-23"),
        ("2026-11-23", "opinion.mini", "2027-01-07"),
        ("2026-11-06", "opinion.micro.no_works", "2026-11-23"),
        ("2026-11-20", "opinion.micro.no_works", "2026-12-07"),
        ("2026-11-14", "opinion.micro.no_works", "2026-11-30"),
        ("2026-12-04", "opinion.micro.works", "2027-01-05"),
        ("2026-12-04", "pending.cure", "2027-01-05"),
        ("2026-11-19", "documents.check", "2026-11-27"),
        ("2026-12-22", "inspection.medium_voltage", "2027-01-07"),
    ],
)
def test_the_preview_gives_the_dates_of_the_norm(
    client: Client, event_on: str, rule: str, due_on: str
) -> None:
    assert preview(client, rule=rule, event_on=event_on)["due_on"] == due_on


def test_the_preview_explains_itself_and_names_its_rule(client: Client) -> None:
    found = preview(client, rule="opinion.micro.no_works", event_on="2026-11-20")
    assert (found["days"], found["unit"]) == (15, "calendar_days")
    assert found["citation"] == "REN ANEEL 1.000/2021, art. 64, I"
    assert found["explanation"][0] == "O ponto de partida é sexta, 20/11/2026. Esse dia não conta."
    assert "segunda, 07/12/2026" in found["explanation"][-1]
    assert preview(client, rule="documents.check", event_on="2026-11-19")["unit"] == "business_days"


def test_local_holidays_count_only_with_the_municipality(client: Client) -> None:
    Holiday.objects.create(
        on="2026-12-08", name="Imaculada Conceição", scope="municipal", place="Belo Horizonte"
    )
    query = {"rule": "opinion.micro.no_works", "event_on": "2026-11-23"}
    assert preview(client, **query)["due_on"] == "2026-12-08"
    assert preview(client, **query, municipality="Contagem")["due_on"] == "2026-12-08"
    assert preview(client, **query, municipality="Belo Horizonte")["due_on"] == "2026-12-09"


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({"rule": "opinion.dragons", "event_on": "2026-11-23"}, 404, "unknown_rule"),
        ({"rule": "opinion.micro.no_works", "event_on": "2019-01-10"}, 409, "no_rule_on_date"),
        ({"rule": "counting.policy", "event_on": "2026-11-23"}, 409, "rule_is_no_term"),
        ({"rule": "category.micro.max_kw", "event_on": "2026-11-23"}, 409, "rule_is_no_term"),
        ({"rule": "opinion.micro.no_works", "event_on": "2026-02-30"}, 400, "invalid"),
        ({"rule": "opinion.micro.no_works", "event_on": "23/11/2026"}, 400, "invalid"),
        ({"rule": "opinion.micro.no_works", "event_on": "2100-12-30"}, 400, "invalid"),
        ({"rule": "opinion.micro.no_works", "event_on": "9999-12-31"}, 400, "invalid"),
        ({"rule": "documents.check", "event_on": "9999-12-31"}, 400, "invalid"),
        ({"rule": "opinion.micro.no_works", "event_on": "0000-01-01"}, 400, "invalid"),
        ({"rule": "opinion.micro.no_works"}, 400, "invalid"),
        ({"rule": "pending.cure", "event_on": "2026-11-23", "municipality": "x" * 10_000}, 400, "invalid"),
    ],
)
def test_a_preview_that_cannot_be_given_says_why(
    client: Client, query: dict[str, str], status: int, code: str
) -> None:
    response = client.get(PREVIEW, query)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response.json()["message"]
    if status == 400:
        assert response.json()["errors"]


def test_a_nul_byte_in_the_address_is_refused(client: Client) -> None:
    assert client.get(PREVIEW, {"rule": "a\x00b", "event_on": "2026-11-23"}).status_code == 400


def test_the_rules_of_a_day_carry_citation_and_confidence(client: Client) -> None:
    found = client.get("/api/v1/rules", {"on": "2026-11-23"}).json()
    rules = {rule["code"]: rule for rule in found["rules"]}
    assert found["on"] == "2026-11-23"
    assert rules["opinion.micro.works"]["value"] == 30
    assert all(rule["citation"] and rule["confidence_label"] for rule in rules.values())
    assert not client.get("/api/v1/rules", {"on": "1999-01-01"}).json()["rules"]
    assert client.get("/api/v1/rules", {"on": "ontem"}).status_code == 400
    assert client.get("/api/v1/rules").status_code == 200


def test_a_forged_code_is_not_found(client: Client) -> None:
    response = client.get("/api/v1/verify/7KQ4-MX2P-91TV")
    assert (response.status_code, response.json()["code"]) == (404, "not_found")


def test_public_reads_take_two_calls_a_second_and_then_ask_to_wait(client: Client) -> None:
    answers = [client.get(PREVIEW, {"rule": "x", "event_on": "2026-11-23"}).status_code for _ in range(245)]
    assert answers[:120] == [404] * 120
    assert answers[-1] == 429
    spoofed = client.get("/api/v1/rules", headers={"X-Forwarded-For": "203.0.113.9"})
    assert spoofed.status_code == 429
    assert int(spoofed["Retry-After"]) > 0
    assert spoofed.json()["message"]


def test_the_document_is_valid_openapi_31_in_json_and_yaml(client: Client) -> None:
    response = client.get("/api/v1/schema/", {"format": "json"})
    document = response.json()
    assert document["openapi"].startswith("3.1")
    validate(document)
    assert yaml.safe_load(client.get("/api/v1/schema/", {"format": "yaml"}).content) == document
    problem = document["components"]["schemas"]["Problem"]["properties"]
    assert {"code", "message", "citation", "findings"} <= set(problem)
    send = document["paths"]["/api/v1/drafts/{public_id}/send"]["post"]["responses"]
    assert send["409"]["content"]["application/json"]["schema"]["$ref"].endswith("/Problem")


def test_the_page_shows_every_operation_under_the_strict_policy(client: Client) -> None:
    response = client.get("/api")
    text = response.content.decode()
    for path, methods in client.get("/api/v1/schema/", {"format": "json"}).json()["paths"].items():
        for operation in methods.values():
            assert f'id="{operation["operationId"]}"' in text
        assert path in text
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "style=" not in text


@pytest.mark.parametrize("path", ["/api/v1/eligibility/compatible-power/", "/api/v1/nothing", "/api/nothing"])
def test_an_address_that_is_none_answers_programs_in_json(client: Client, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.json()["code"]) == (404, "not_found")
    assert "<html" in client.get("/nada").content.decode()


def test_a_nul_in_the_address_is_told_to_programs_in_json(client: Client) -> None:
    response = client.get("/api/v1/eligibility/compatible-power?consumer_class=%00")
    assert (response.status_code, response.json()["code"]) == (400, "invalid")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/api/v1/bill/read", "Envie um formulário com arquivo (multipart/form-data)."),
        ("/api/v1/bill/indicators", "Envie JSON."),
    ],
)
def test_each_endpoint_says_what_it_reads(client: Client, path: str, message: str) -> None:
    response = client.post(path, "%PDF-1.7", content_type="application/pdf")
    assert (response.status_code, response.json()["message"]) == (415, message)
