"""Project facts as the API reads them."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from eligibility.api.assessment_shapes import assessment_shape
from eligibility.api.facts_shapes import DESCRIPTIONS, ProjectBody, UnreadableFacts, read_facts
from eligibility.domain.assessment import assess
from eligibility.domain.facts import ProjectFacts
from eligibility.domain.operator import load_profile
from tests.unit.situations import anas_house, solar_plant

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("power", [8.2, "8.2", "8.20"])
def test_numbers_may_be_text(power: object) -> None:
    facts = read_facts({"source": "hydro", "declared_power_kw": power}, TODAY)
    assert (facts.installed_power_kw, facts.filed_on) == (Decimal("8.2"), TODAY)


def test_the_filing_day_may_be_given() -> None:
    assert read_facts({"filed_on": "2023-01-07"}, TODAY).filed_on == date(2023, 1, 7)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"potencia": 3}, {"potencia"}),
        ({"modules": [{"quantity": 1, "power_w": 550, "color": "blue"}]}, {"modules.0.color"}),
        ({"modules": [{"quantity": "x", "power_w": 550}]}, {"modules.0.quantity"}),
        ({"modules": [{"quantity": 1}]}, {"modules.0.power_w"}),
        ({"source": "sun", "group": "C"}, {"source", "group"}),
        ({"declared_power_kw": -1}, {"declared_power_kw"}),
        ({"declared_power_kw": "1E-999999"}, {"declared_power_kw"}),
        ({"declared_power_kw": "NaN"}, {"declared_power_kw"}),
        ({"declared_power_kw": "1E+99"}, {"declared_power_kw"}),
        ({"filed_on": "ontem"}, {"filed_on"}),
        ({"is_grid_zero": "talvez"}, {"is_grid_zero"}),
        ({"professional": {"profession": "poet"}}, {"professional.profession"}),
        ([], {""}),
        ("solar", {""}),
        (None, {""}),
    ],
)
def test_what_cannot_be_read_is_named(body: Any, fields: set[str]) -> None:
    with pytest.raises(UnreadableFacts) as unreadable:
        read_facts(body, TODAY)
    assert set(unreadable.value.errors) == fields
    for messages in unreadable.value.errors.values():
        assert all(message.endswith(".") for message in messages)


@pytest.mark.parametrize("facts", [anas_house(), solar_plant("800", latitude=None)])
def test_facts_survive_the_journey_through_json(facts: ProjectFacts) -> None:
    read = read_facts(facts.model_dump(mode="json"), TODAY)
    assert read.model_dump() == facts.model_dump()
    assert assess(read, profile=load_profile()) == assess(facts, profile=load_profile())


def test_every_field_is_described_and_closed_sets_name_their_values() -> None:
    schema = ProjectBody.model_json_schema(mode="serialization")
    shown = dict(schema["properties"])
    for inner in ("ModuleBody", "InverterBody", "AllocationBody", "ProfessionalBody"):
        shown |= schema["$defs"][inner]["properties"]
        assert schema["$defs"][inner]["additionalProperties"] is False
    assert {name: value["description"] for name, value in shown.items()} == DESCRIPTIONS
    assert shown["group"]["anyOf"][0]["enum"] == ["A", "B"]
    assert "required" not in schema


def test_the_answer_carries_every_ground_and_how_sure_it_is() -> None:
    facts = solar_plant("800", filed_on=date(2026, 11, 23))
    body = assessment_shape(assess(facts, profile=load_profile()), facts.filed_on).model_dump(mode="json")
    assert (body["category"], body["category_citation"]) == ("mini", "Lei 14.300/2022, art. 1º, XIII")
    assert [row["rule"] for row in body["terms"]] == ["documents.check", "opinion.mini"]
    assert (body["guarantee"]["percent"], body["guarantee"]["amount_brl"]) == ("2.5", None)
    assert body["tariff"]["code"] == "GD_II"
    for row in (*body["terms"], body["guarantee"], body["tariff"]):
        assert row["citation"]
        assert row["confidence_label"]
    assert {item["followed"] for item in body["divergences"]} == {"page", "law"}
    assert [finding["severity"] for finding in body["findings"]] == ["advisory", "advisory"]
