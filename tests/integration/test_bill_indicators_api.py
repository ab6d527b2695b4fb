"""`POST /api/v1/bill/indicators`: whole bills come out of it, and what cannot be answered says which field."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from eligibility.api.bill_indicators import EXAMPLE
from tests.integration.test_bill_golden_api import ON, ask

pytestmark = pytest.mark.django_db


def test_the_guides_bill_comes_out_whole_and_its_odd_lines_are_flagged() -> None:
    bill = {
        "previous_reading_on": "2023-01-31",
        "current_reading_on": "2023-02-28",
        "peak": {"energy_kwh": 24500, "max_kw": 707, "reactive_kvarh": 9800, "dmcr_kw": 700},
        "off_peak": {"energy_kwh": 189700, "max_kw": 756, "reactive_kvarh": 65100, "dmcr_kw": 721},
        "contracted_kw": 1145,
        "injection_measured_kw": 553,
        "injection_contracted_kw": 700,
        "printed": {
            "peak_load_factor": "0.608",
            "off_peak_load_factor": "0.408",
            "overrun_kw": 389,
            "billed_kw": 1145,
            "off_peak_reactive_demand_kw": 1,
            "injection_billed_kw": 693,
        },
    }
    answer = ask({"bill": bill})
    found = answer["groups"]["bill"]
    values = {one["label"]: one["value"] for one in found["indicators"]}
    assert answer["on"] == "2023-02-28"
    assert values["Fator de carga, ponta"].startswith("0.60795")
    assert (values["Demanda faturada"], values["Demanda contratada e não usada"]) == ("1145", "389")
    assert {check["label"]: check["agrees"] for check in found["checks"]} == {
        "Fator de carga, ponta": True,
        "Fator de carga, fora de ponta": True,
        "Ultrapassagem da demanda de consumo": False,
        "Demanda faturada": True,
        "Excedente de demanda reativa (UFDR), fora de ponta": False,
        "Demanda de injeção faturada": False,
    }
    assert found["not_computed"] == []


def test_a_number_that_is_missing_is_said_and_never_made_up() -> None:
    body = {"previous_reading_on": "2023-01-31", "current_reading_on": "2023-02-28", "contracted_kw": 10}
    found = ask({"bill": {**body, "printed": {"billed_kw": 10}}})["groups"]["bill"]
    assert [one["code"] for one in found["indicators"]] == ["hours.peak", "hours.off_peak"]
    missing = {one["label"] for one in found["not_computed"]}
    assert {"Demanda faturada", "Fator de potência, ponta", "Demanda faturada: comparação"} <= missing


def test_the_months_are_measured_against_the_contracted_demand_of_the_bill() -> None:
    months = [
        {
            "month": "2022-07-01",
            "peak_kw": 763,
            "off_peak_kw": 1120,
            "peak_kwh": 17500,
            "off_peak_kwh": 219100,
        },
        {
            "month": "2022-06-01",
            "peak_kw": 245,
            "off_peak_kw": 630,
            "peak_kwh": 13300,
            "off_peak_kwh": 201600,
        },
    ]
    found = ask({"on": ON, "history": {"months": months, "contracted_kw": 1000}})["groups"]["history"]
    values = {one["label"]: Decimal(one["value"]) for one in found["indicators"]}
    assert values["Ultrapassagem da demanda de consumo, jun/22"] == 0
    assert values["Ultrapassagem da demanda de consumo, jul/22"] == 120
    # 236,600 kWh ÷ (1,120 kW × 730 h)
    assert round(values["Fator de carga, forma simples, jul/22"], 4) == Decimal("0.2894")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "body"),
        ([], "body"),
        ("text", "body"),
        ({"on": ON}, "body"),
        ({"bill": None}, "body"),
        ({"dragons": {}}, "dragons"),
        ({"overrun": {"measured_kw": 1, "contracted_kw": 1, "colour": 2}}, "overrun.colour"),
        ({"overrun": {"measured_kw": -1, "contracted_kw": 1}}, "overrun.measured_kw"),
        ({"overrun": {"measured_kw": "NaN", "contracted_kw": 1}}, "overrun.measured_kw"),
        ({"overrun": {"measured_kw": True, "contracted_kw": 1}}, "overrun.measured_kw"),
        ({"overrun": {"measured_kw": 1}}, "overrun.contracted_kw"),
        ({"overrun": {"measured_kw": 1, "contracted_kw": 1, "kind": "magic"}}, "overrun.kind"),
        ({"price": {"tariff_brl": "0.12345678901"}}, "price.tariff_brl"),
        ({"price": {"tariff_brl": 1, "icms_percent": 100}}, "price.icms_percent"),
        ({"price": {"tariff_brl": 1, "pis_percent": 60, "cofins_percent": 60}}, "price.pis_percent"),
        ({"on": "1999-01-01", "price": {"tariff_brl": 1}}, "on"),
        ({"on": "2021-01-01", "price": {"tariff_brl": 1}}, "on"),
        (
            {"bill": {"previous_reading_on": "2023-02-28", "current_reading_on": "2023-01-31"}},
            "bill.current_reading_on",
        ),
        (
            {"bill": {"previous_reading_on": "2023-01-31", "current_reading_on": "9999-12-31"}},
            "bill.current_reading_on",
        ),
        (
            {"bill": {"previous_reading_on": ON, "current_reading_on": "2023-03-31", "modality": "same"}},
            "bill.modality",
        ),
        (
            {
                "bill": {
                    "previous_reading_on": "2023-01-31",
                    "current_reading_on": ON,
                    "peak": {"contracted_kw": 1},
                }
            },
            "bill.peak.contracted_kw",
        ),
        (
            {
                "bill": {
                    "previous_reading_on": "2023-01-31",
                    "current_reading_on": ON,
                    "modality": "blue",
                    "contracted_kw": 1,
                }
            },
            "bill.contracted_kw",
        ),
        (
            {"history": {"months": [{"month": ON}], "contracted_kw": 1, "peak_contracted_kw": 1}},
            "history.contracted_kw",
        ),
        ({"history": {"months": []}}, "history.months"),
        ({"history": {"months": [{"month": ON}, {"month": "2023-02-01"}]}}, "history.months"),
        ({"history": {"months": [{"month": ON}] * 14}}, "history.months"),
        (
            {"on": ON, "flags": {"consumption_kwh": 1, "first": ON, "last": "2023-02-01", "spans": []}},
            "flags.last",
        ),
        (
            {
                "reactive_hours": {
                    "hours": [{"starts_at": "2023-02-06T10:00Z", "active_kwh": 1, "demand_kw": 1}]
                }
            },
            "reactive_hours.hours.0.starts_at",
        ),
        (
            {
                "reactive_hours": {
                    "hours": [{"starts_at": "2023-02-06T10:07", "active_kwh": 1, "demand_kw": 1}]
                }
            },
            "reactive_hours.hours.0.starts_at",
        ),
        ({"group_b": {"transformers_kva": [1, "x"]}}, "group_b.transformers_kva.1"),
    ],
)
def test_what_cannot_be_answered_names_its_field(body: Any, field: str) -> None:
    problem = ask(body, 422)
    assert (problem["code"], list(problem["errors"])) == ("invalid", [field])
    assert all(message.endswith(".") for message in problem["errors"][field])
    assert problem["message"]


def test_every_wrong_group_is_told_at_once() -> None:
    sent = {
        "on": ON,
        "load_factor": {"energy_kwh": 1, "max_kw": 0},
        "reading": {"before": 2, "after": 1, "constant": 1},
        "billed_demand": {"measured_kw": 1, "contracted_kw": 2},
    }
    problem = ask(sent, 422)
    assert list(problem["errors"]) == ["reading.after", "load_factor.max_kw"]


def test_an_uncertain_rule_carries_its_caveat() -> None:
    load = {"energy_kwh": 100, "max_kw": 1}
    found = ask({"on": ON, "load_factor": load, "price": {"tariff_brl": 1}})["groups"]
    assert found["load_factor"]["indicators"][0]["caveat"] == "Publicado pela distribuidora."
    assert found["price"]["indicators"][0]["caveat"] == ""


def test_the_example_of_the_document_is_answered() -> None:
    assert {"bill", "price"} == ask(EXAMPLE)["groups"].keys()


@pytest.mark.parametrize(
    "asked",
    [
        {"price": {"tariff_brl": 999999999, "icms_percent": "99.9999999999", "pis_percent": "99.9999999999"}},
        {"specific_consumption": {"energy_kwh": 999999999, "produced": "0.0000000001"}},
        {"load_factor": {"energy_kwh": 999999999, "max_kw": "0.0000000001", "hours": "0.0000000001"}},
    ],
)
def test_the_largest_numbers_are_compared_with_what_is_printed(asked: dict[str, dict[str, Any]]) -> None:
    ((name, given),) = asked.items()
    found = ask({"on": ON, name: {**given, "printed": "0.0000000001"}})["groups"][name]
    assert [check["agrees"] for check in found["checks"]] == [False]


def test_the_load_record_of_a_meter_is_answered_like_on_its_page() -> None:
    monday = datetime.fromisoformat("2026-06-01")
    moments = [monday + timedelta(minutes=15 * number) for number in range(95)]
    lines = ["Data;Hora;kWh;kVArh ind;kVArh cap", *(f"{at:%d/%m/%Y};{at:%H:%M};25;18,75;0" for at in moments)]
    found = ask({"mass_memory": {"csv": "\n".join(lines), "stamp": "start"}})
    group = found["groups"]["mass_memory"]
    values = {each["label"]: Decimal(each["value"]) for each in group["indicators"]}
    assert values["Maior demanda, ponta"] == values["Maior demanda, fora de ponta"] == 100
    assert values["Fator de potência, ponta"] == Decimal("0.8")
    assert values["Demanda corrigida (DMCR), ponta"] == 115
    assert len(values) == len(group["indicators"]) == 10
    assert [each["label"] for each in group["not_computed"]] == ["Horas incompletas"]
    assert found["load_curve"]["free_days"] == [] and len(found["load_curve"]["peak_days"]) == 95
    first = {"starts_at": "00:00:00", "mean_kw": "100", "largest_kw": "100", "days": 1}
    assert found["load_curve"]["peak_days"][0] == first


@pytest.mark.parametrize("csv", ["", "no;titles", "Data;Hora;kWh\n01/06/2026;00:15;abc"])
def test_a_load_record_that_is_none_is_told_beside_its_text(csv: str) -> None:
    errors = ask({"mass_memory": {"csv": csv}}, 422)["errors"]
    assert list(errors) == ["mass_memory.csv"] and all(errors["mass_memory.csv"])
