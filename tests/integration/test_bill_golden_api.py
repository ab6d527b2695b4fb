"""Every golden row of a bill and of the group B option comes out of `POST /api/v1/bill/indicators`."""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests.golden.rows import golden

pytestmark = pytest.mark.django_db
URL = "/api/v1/bill/indicators"
ON = "2023-02-28"
Given = Mapping[str, Any]


def ask(body: Any, status: int = 200) -> Any:
    answer = Client().post(URL, json.dumps(body, default=str), content_type="application/json")
    assert answer.status_code == status, answer.content
    return answer.json()


def rates(given: Given) -> dict[str, Any]:
    return {
        "tariff_brl": given["tariff"],
        **{f"{tax}_percent": given[tax] for tax in ("pis", "cofins", "icms")},
    }


def tariffs(values: list[Any], *names: str) -> dict[str, Any]:
    return dict(zip(names, values, strict=True))


def modalities(given: Given) -> dict[str, Any]:
    energy = ("peak_energy", "off_peak_energy")
    return {
        "use": {name: given[name] for name in ("peak_kw", "off_peak_kw", "peak_kwh", "off_peak_kwh")},
        "green": tariffs(given["green"], "demand", *energy),
        "blue": tariffs(given["blue"], "peak_demand", "off_peak_demand", *energy),
    }


def flags(given: Given) -> dict[str, Any]:
    spans = [tariffs(row, "flag", "first", "last", "brl_per_kwh") for row in given["flags"]]
    return {**{name: value for name, value in given.items() if name != "flags"}, "spans": spans}


def an_hour(given: Given) -> dict[str, Any]:
    amounts = {name: value for name, value in given.items() if name != "hour"}
    return {"hours": [{"starts_at": f"2023-02-06T{given['hour']:02}:00", **amounts}]}


def the_same(given: Given) -> dict[str, Any]:
    return dict(given)


# Golden calculation → the group of the API and its body.
GROUPS: dict[str, tuple[str, Callable[[Given], dict[str, Any]]]] = {
    "hours": (
        "bill",
        lambda given: {"previous_reading_on": given["previous"], "current_reading_on": given["current"]},
    ),
    "post_load_factor": ("load_factor", the_same),
    "simple_load_factor": (
        "load_factor",
        lambda given: {"energy_kwh": given["energy_kwh"], "max_kw": given["demand_kw"]},
    ),
    "power_factor": ("power_factor", the_same),
    "constant": ("constant", the_same),
    "metered": ("reading", the_same),
    "register_demand": (
        "register_demand",
        lambda given: {"register_reading": given["register"], "constant": given["constant"]},
    ),
    "sum": ("reading", lambda given: {"before": 0, "after": sum(given["parts"]), "constant": 1}),
    "overrun": ("overrun", the_same),
    "billed_demand": ("billed_demand", the_same),
    "unused_demand": ("unused_demand", the_same),
    "seasonal_billed_demand": ("seasonal_demand", the_same),
    "injection_billed": ("injection_demand", the_same),
    "reactive_demand": ("reactive_demand", the_same),
    "hourly_reactive": ("reactive_hours", an_hour),
    "contracted_demand": (
        "contracted_demand",
        lambda given: {
            "loads": [tariffs(row, "name", "installed_kw", "simultaneous_kw") for row in given["loads"]]
        },
    ),
    "test_period": ("test_period", the_same),
    "compare_modalities": ("modalities", modalities),
    "may_change_modality": ("modality_change", the_same),
    "complementary_demand": ("complementary_demand", the_same),
    "with_losses": ("losses", the_same),
    "flags": ("flags", flags),
    "specific_consumption": ("specific_consumption", the_same),
    "price": ("price", rates),
    "item_value": (
        "item",
        lambda given: {"amount": given["quantity"], "price_brl": given["price"]},
    ),
}
# What the table expects → the code of the indicator that says it; other keys are read in `read`.
VALUES = {
    "hp": "hours.peak",
    "hfp": "hours.off_peak",
    "limit": "limit",
    "amount": "overrun.amount",
    "price": "overrun.price",
    "installed": "contracted_demand.installed",
    "simultaneous": "contracted_demand.simultaneous",
    "simultaneity": "contracted_demand.simultaneity",
    "tolerated": "contracted_demand.tolerated",
    "cycles": "test_period",
    "green": "modality.green",
    "blue": "modality.blue",
    "reached": "complementary_demand.reached",
    "missing": "complementary_demand",
    "ufer": "reactive.energy",
    "dmcr": "reactive.corrected_demand",
}


def read(found: Any, key: str) -> Any:
    """What the answer says of one expectation of the table."""
    indicators, verdicts = found["indicators"], found["verdicts"]
    match key:
        case "value":
            return indicators[0]["value"]
        case "is_charged" | "allowed":
            return verdicts[0]["passed"]
        case "cheaper":
            return verdicts[0]["criterion"]
        case "is_below" | "has_notice":
            return bool(indicators[0]["caveat"].removesuffix("Publicado pela distribuidora."))
        case "days" | "peak_days":
            number = 0 if key == "peak_days" else 1
            return [int(word) for word in indicators[0]["line"].split() if word.isdigit()][number * 2]
    ends = VALUES[key]
    return next(one["value"] for one in indicators if one["code"] == ends or one["code"].endswith(f".{ends}"))


CASES = golden("bill_indicators")["case"]


@pytest.mark.parametrize("case", CASES, ids=[f"{case['of']}: {case['name']}" for case in CASES])
def test_a_golden_row_comes_out_of_the_api(case: Mapping[str, Any]) -> None:
    name, body_of = GROUPS[case["of"]]
    expected = dict(case["expect"])
    body, refused = body_of(case["given"]), expected.pop("refused", "")
    printed, agrees = expected.pop("printed", None), expected.pop("agrees", True)
    if printed is not None:
        body["printed"] = printed
    sent = {name: body} if case["of"] == "hours" else {"on": ON, name: body}
    if refused:
        problem = ask(sent, 422)
        assert all(field.startswith(name) for field in problem["errors"])
        assert problem["findings"] is None or problem["findings"][0]["code"] == refused
        return
    found = ask(sent)["groups"][name]
    for key, wanted in expected.items():
        if key in {"days", "peak_days"}:
            # Whole in the line alone: "19 dias com ponta", "28 × 24 h".
            said = f"{wanted} dias com ponta" if key == "peak_days" else f"Fora de ponta: {wanted} × 24 h"
            assert said in found["indicators"][0]["line"]
        elif isinstance(wanted, str) and key != "cheaper":
            places = len(wanted.partition(".")[2])
            assert round(Decimal(read(found, key)), places) == Decimal(wanted), key
        elif isinstance(wanted, int) and not isinstance(wanted, bool):
            assert Decimal(read(found, key)) == wanted, key
        else:
            assert read(found, key) == wanted, key
    for one in (*found["indicators"], *found["verdicts"]):
        assert one["line"] and one["citation"] and one["label"]
    assert [check["agrees"] for check in found["checks"]] == ([agrees] if printed is not None else [])


GROUP_B = golden("group_b_option")["case"]


@pytest.mark.parametrize("case", GROUP_B, ids=[case["name"] for case in GROUP_B])
def test_a_golden_row_of_the_group_b_option_comes_out_of_the_api(case: Mapping[str, Any]) -> None:
    expected, sent = case["expect"], {"on": "2026-11-22", "group_b": case["given"]}
    if "refused" in expected:
        problem = ask(sent, 422)
        assert [finding["code"] for finding in problem["findings"]] == [expected["refused"]]
        assert problem["findings"][0]["citation"]
        return
    verdicts = ask(sent)["groups"]["group_b"]["verdicts"]
    assert verdicts[0]["passed"] is expected["eligible"]
    assert verdicts[0]["criterion"] == expected.get("criterion")
    assert all(one["line"] and one["citation"] for one in verdicts)
