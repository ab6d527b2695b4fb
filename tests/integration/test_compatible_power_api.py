"""The compatible power over the API: the table worked out by hand, and an answer for every wrong call."""

from decimal import ROUND_FLOOR, Decimal
from typing import Any

import pytest
from django.test import Client

from eligibility.api.compatible_power import NOT_A_NUMBER
from eligibility.domain.findings import Refused
from tests.unit.compatible_powers import CASES, TODAY, answer

pytestmark = pytest.mark.django_db
PATH = "/api/v1/eligibility/compatible-power"
MILLIONTH = Decimal("0.000001")


@pytest.fixture(autouse=True)
def any_number_of_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eligibility.api.endpoints.PerAddress.rate", "100000/min", raising=False)


def query_of(row: dict[str, Any]) -> dict[str, Any]:
    """The row of the table as the parameters of a call."""
    query: dict[str, Any] = {"on": row.get("on", TODAY).isoformat()}
    for name, parameter in (("class", "consumer_class"), ("sources", "source"), ("cycles", "cycles_kwh")):
        if name in row:
            query[parameter] = row[name] or ""
    if "consumption" in row:
        query["consumption_kwh"] = row["consumption"]
    if row.get("irrigation"):
        query["has_irrigation_discount"] = "true"
    if "discounted" in row:
        part = row["discounted"]
        query["discounted_cycles_kwh" if isinstance(part, list) else "discounted_kwh"] = part
    return query


def wrong(client: Client, row: dict[str, Any]) -> str:
    """Why the answer differs from the row; empty when it does not."""
    response = client.get(PATH, query_of(row))
    body, kind = response.json(), row.get("answer", "power")
    if kind == "power":
        exact = str(Decimal(body["power_kw_exact"]).quantize(MILLIONTH, rounding=ROUND_FLOOR))
        codes = [line["code"] for line in body["lines"]]
        found: Any = (response.status_code, body["power_kw"], exact, codes[codes.index("rounding") + 1 :])
        expected: Any = (200, row["power_kw"], row["exact"], row.get("notices", []))
    elif kind == "refused":
        message = NOT_A_NUMBER if row["reason"] == "not_a_number" else refusal(row)
        told = [text for texts in body["errors"].values() for text in texts]
        found, expected = (response.status_code, body["code"], told), (400, "invalid", [message])
    else:
        found, expected = (response.status_code, body["code"], body["reason"]), (409, kind, row["reason"])
    return "" if found == expected else f"{row['name']}: {found} is not {expected}"


def refusal(row: dict[str, Any]) -> str:
    with pytest.raises(Refused) as refused:
        answer(row)
    return refused.value.message


def test_every_row_of_the_table_comes_out_over_http(client: Client) -> None:
    assert [text for text in (wrong(client, row) for row in CASES) if text] == []
    assert len(CASES) >= 110


def test_the_answer_is_worked_out_with_the_rule_of_each_line(client: Client) -> None:
    body = client.get(PATH, {"consumption_kwh": "1000", "consumer_class": "public_authority"}).json()
    assert body.keys() == {"power_kw", "power_kw_exact", "fa", "fc", "lines", "citation"}
    assert body["power_kw"] == "5.46"
    assert body["power_kw_exact"] == "5.46875"
    assert (body["fa"], body["fc"]) == ("0.63", "0.16")
    assert body["citation"] == "REN ANEEL 1.000/2021, art. 73-A, II e § 1º"
    assert "1.000 ÷ 115,2 × 0,63 = 5,46875 kW" in " ".join(line["text"] for line in body["lines"])
    assert all(line["citation"] and line["confidence"] for line in body["lines"])


@pytest.mark.parametrize(
    "unit_class", ["public_lighting", "own_consumption", "Consumo próprio", "x" * 3000, ""]
)
def test_any_other_class_needs_analysis(client: Client, unit_class: str) -> None:
    response = client.get(PATH, {"consumption_kwh": "300", "consumer_class": unit_class})
    assert (response.status_code, response.json()["code"]) == (409, "needs_analysis")
    assert response.json()["citation"] and response.json()["message"].endswith(".")
    assert "power_kw" not in response.json()


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"consumption_kwh": "abc"}, "consumption_kwh"),
        ({"consumption_kwh": "312,5"}, "consumption_kwh"),
        ({"consumption_kwh": "1e9"}, "consumption_kwh"),
        ({"consumption_kwh": "３１２"}, "consumption_kwh"),
        ({"consumption_kwh": "1" * 500}, "consumption_kwh"),
        ({"consumption_kwh": "0." + "1" * 61}, "consumption_kwh"),
        ({"consumption_kwh": "-0.01"}, "consumption_kwh"),
        ({"consumption_kwh": "1000000000"}, "consumption_kwh"),
        ({"consumption_kwh": "300", "cycles_kwh": ["300"]}, "consumption_kwh"),
        ({"consumption_kwh": ["1000", "2000"]}, "consumption_kwh"),
        ({"consumption_kwh": "300", "consumer_class": ["rural", "rural"]}, "consumer_class"),
        ({"cycles_kwh": ["1"] * 13}, "cycles_kwh"),
        ({"cycles_kwh": ["1"] * 1000}, "cycles_kwh"),
        ({"cycles_kwh": ["300", "x"]}, "cycles_kwh"),
        ({"consumption_kwh": "300", "discounted_kwh": "10"}, "discounted_kwh"),
        (
            {"consumption_kwh": "300", "discounted_kwh": "301", "has_irrigation_discount": "true"},
            "discounted_kwh",
        ),
        ({"consumption_kwh": "300", "source": "coal"}, "source"),
        ({"consumption_kwh": "300", "on": "21/11/2026"}, "on"),
        ({"consumption_kwh": "300", "has_irrigation_discount": "maybe"}, "has_irrigation_discount"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_parameter(
    client: Client, query: dict[str, Any], field: str
) -> None:
    response = client.get(PATH, {"consumer_class": "residential", **query})
    body = response.json()
    assert (response.status_code, body["code"], list(body["errors"])) == (400, "invalid", [field])
    assert body["message"]


def test_the_rules_are_those_of_the_day_that_is_asked_for(client: Client) -> None:
    before = client.get(PATH, {"consumption_kwh": "300", "consumer_class": "residential", "on": "2024-09-28"})
    assert (before.status_code, before.json()["code"]) == (409, "not_in_force")
    first = client.get(PATH, {"consumption_kwh": "300", "consumer_class": "residential", "on": "2024-09-29"})
    assert (first.status_code, first.json()["power_kw"]) == (200, "1.19")


def test_the_operation_is_in_the_document_and_on_its_page(client: Client) -> None:
    operation = client.get("/api/v1/schema/", {"format": "json"}).json()["paths"][PATH]["get"]
    names = {parameter["name"] for parameter in operation["parameters"]}
    assert {"consumption_kwh", "consumer_class", "cycles_kwh", "source", "on"} <= names
    assert {"200", "400", "409", "429"} <= operation["responses"].keys()
    assert "Potência compatível com o consumo" in client.get("/api").content.decode()
