"""Each row of the golden table of the bill: the number that comes out, the refusal, or the flag beside a printed one."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from eligibility.domain.bill.billed_demand import (
    billed_demand,
    injection_billed,
    seasonal_billed_demand,
    unused_demand,
)
from eligibility.domain.bill.complementary_demand import complementary_demand
from eligibility.domain.bill.contracted_demand import (
    DemandChange,
    Load,
    cycles_of_test_period,
    suggest_demand,
)
from eligibility.domain.bill.demand_overrun import DemandKind, overrun
from eligibility.domain.bill.flags import Flag, FlagSpan, flag_charge
from eligibility.domain.bill.load_factor import post_load_factor, simple_load_factor
from eligibility.domain.bill.losses import with_losses
from eligibility.domain.bill.modality import (
    BlueTariffs,
    GreenTariffs,
    MonthUse,
    TariffModality,
    compare_modalities,
    may_change_modality,
)
from eligibility.domain.bill.peak_hours import Post, ReadingPeriod, hours_of
from eligibility.domain.bill.power_factor import is_below_reference, power_factor
from eligibility.domain.bill.pricing import item_value, price
from eligibility.domain.bill.printed import compare
from eligibility.domain.bill.quantities import Indicator
from eligibility.domain.bill.reactive import (
    MeasuredHour,
    corrected_demand,
    reactive_demand,
    reactive_excess_energy,
)
from eligibility.domain.bill.readings import billing_constant, metered, register_demand
from eligibility.domain.bill.specific_consumption import specific_consumption
from eligibility.domain.findings import Refused
from tests.golden.rows import golden

ON = date(2023, 2, 28)
Given = Mapping[str, Any]
Result = dict[str, Any]
TABLE = golden("bill_indicators")["case"]


def of_indicator(found: Indicator, **more: Any) -> Result:
    assert found.line and found.citation.label and found.label
    return {"value": found.value, "indicator": found, "has_notice": bool(found.notice), **more}


def with_on(function: Callable[..., Indicator]) -> Callable[[Given], Result]:
    return lambda given: of_indicator(function(**given, on=ON))


def hours(given: Given) -> Result:
    found = hours_of(ReadingPeriod.between(given["previous"], given["current"]))
    return {
        "days": found.period.days,
        "peak_days": found.peak_days,
        "hp": found.peak_hours,
        "hfp": found.off_peak_hours,
    }


def factor(given: Given) -> Result:
    found = power_factor(**given, on=ON)
    below = is_below_reference(found.value, ON)
    assert bool(found.notice) == below
    return of_indicator(found, is_below=below)


def sum_of_parts(given: Given) -> Result:
    total = Decimal(sum(given["parts"]))
    like = metered(before=Decimal(0), after=total, constant=Decimal(1), unit="kWh", on=ON)
    return of_indicator(like)


def overrun_of(given: Given) -> Result:
    found = overrun(**{**given, "kind": DemandKind(given["kind"])}, on=ON)
    return of_indicator(
        found.excess,
        is_charged=found.is_charged,
        limit=found.limit_kw,
        amount=found.amount_brl,
        price=found.price_brl_per_kw,
    )


def hourly(given: Given) -> Result:
    amounts = {key: value for key, value in given.items() if key != "hour"}
    hour = MeasuredHour(starts_at=datetime.combine(date(2023, 2, 6), time(given["hour"])), **amounts)
    return {
        "ufer": reactive_excess_energy([hour], on=ON).value,
        "dmcr": corrected_demand([hour], on=ON).value,
    }


def suggestion(given: Given) -> Result:
    loads = [Load(name=row[0], installed_kw=row[1], simultaneous_kw=row[2]) for row in given["loads"]]
    found = suggest_demand(loads, on=ON)
    return of_indicator(
        found.suggested,
        installed=found.installed_kw,
        simultaneous=found.simultaneous_kw,
        simultaneity=found.simultaneity,
        tolerated=found.tolerated_kw,
    )


def cycles(given: Given) -> Result:
    rest = {key: value for key, value in given.items() if key != "change"}
    return {"cycles": cycles_of_test_period(DemandChange(given["change"]), on=ON, **rest)}


def modalities(given: Given) -> Result:
    green, blue = given["green"], given["blue"]
    use = {key: value for key, value in given.items() if key not in {"green", "blue"}}
    found = compare_modalities(
        MonthUse(**use),
        green=GreenTariffs(demand=green[0], peak_energy=green[1], off_peak_energy=green[2]),
        blue=BlueTariffs(
            peak_demand=blue[0], off_peak_demand=blue[1], peak_energy=blue[2], off_peak_energy=blue[3]
        ),
        on=ON,
    )
    assert (len(found.green_lines), len(found.blue_lines)) == (3, 4)
    return of_indicator(
        found.difference, green=found.green_brl, blue=found.blue_brl, cheaper=found.cheaper.value
    )


def change(given: Given) -> Result:
    found = may_change_modality(
        TariffModality(given["to"]),
        subgroup=given["subgroup"],
        cycles_since_change=given.get("cycles_since_change"),
        on=ON,
    )
    assert found.why and found.citation.label
    return {"allowed": found.is_allowed}


def complementary(given: Given) -> Result:
    found = complementary_demand(**given, on=ON)
    assert found.is_due == (found.missing.value > 0)
    return {"reached": found.reached_cycles, "missing": found.missing.value}


def flags(given: Given) -> Result:
    spans = [
        FlagSpan(flag=Flag(row[0]), first=row[1], last=row[2], brl_per_kwh=row[3]) for row in given["flags"]
    ]
    period = ReadingPeriod(first=given["first"], last=given["last"])
    return of_indicator(
        flag_charge(
            consumption_kwh=given["consumption_kwh"],
            compensated_kwh=given["compensated_kwh"],
            period=period,
            spans=spans,
        )
    )


def priced(given: Given) -> Result:
    rates = {f"{name}_percent": Decimal(given[name]) for name in ("pis", "cofins", "icms")}
    return of_indicator(price(tariff_brl=given["tariff"], **rates, on=ON))


CALCULATIONS: dict[str, Callable[[Given], Result]] = {
    "hours": hours,
    "post_load_factor": lambda given: of_indicator(post_load_factor(post=Post.peak, **given, on=ON)),
    "simple_load_factor": with_on(simple_load_factor),
    "power_factor": factor,
    "constant": with_on(billing_constant),
    "metered": lambda given: of_indicator(metered(**given, unit="kWh", on=ON)),
    "register_demand": with_on(register_demand),
    "sum": sum_of_parts,
    "overrun": overrun_of,
    "billed_demand": with_on(billed_demand),
    "unused_demand": with_on(unused_demand),
    "seasonal_billed_demand": with_on(seasonal_billed_demand),
    "injection_billed": with_on(injection_billed),
    "reactive_demand": with_on(reactive_demand),
    "hourly_reactive": hourly,
    "contracted_demand": suggestion,
    "test_period": cycles,
    "compare_modalities": modalities,
    "may_change_modality": change,
    "complementary_demand": complementary,
    "with_losses": with_on(with_losses),
    "flags": flags,
    "specific_consumption": with_on(specific_consumption),
    "price": priced,
    "item_value": lambda given: of_indicator(
        item_value(amount=given["quantity"], price_brl=given["price"], on=ON)
    ),
}


def decimals(value: Any) -> Any:
    """Whole numbers of TOML as Decimal, as every caller gives them."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, list):
        return [decimals(each) for each in value]
    return value


def prepared(case: Mapping[str, Any]) -> Given:
    keep = {"hour", "cycles_since_change"}
    return {key: value if key in keep else decimals(value) for key, value in case["given"].items()}


@pytest.mark.parametrize("case", TABLE, ids=[f"{case['of']}: {case['name']}" for case in TABLE])
def test_the_row_comes_out(case: Mapping[str, Any]) -> None:
    expected = dict(case["expect"])
    refused = expected.pop("refused", None)
    if refused:
        with pytest.raises(Refused) as refusal:
            CALCULATIONS[case["of"]](prepared(case))
        assert refusal.value.code == refused
        assert refusal.value.message.endswith(".")
        return
    found = CALCULATIONS[case["of"]](prepared(case))
    printed, agrees = expected.pop("printed", None), expected.pop("agrees", True)
    for key, wanted in expected.items():
        if isinstance(wanted, str) and key != "cheaper":
            assert round(found[key], places(wanted)) == Decimal(wanted), key
        else:
            assert found[key] == wanted, key
    if printed is not None:
        check = compare(Decimal(printed), found["indicator"])
        assert check.printed == Decimal(printed)
        assert check.agrees == agrees
        assert ("outro valor" in check.line) == (not agrees)


def places(written: str) -> int:
    return len(written.partition(".")[2])


def test_a_number_that_the_bill_prints_wrong_is_flagged_and_no_other() -> None:
    flagged = {case["name"] for case in TABLE if case.get("flagged")}
    disagreeing = {case["name"] for case in TABLE if case["expect"].get("agrees") is False}
    assert flagged == disagreeing
    assert len(flagged) >= 9


def test_the_table_is_large_sourced_and_without_doubles() -> None:
    names = Counter((case["of"], case["name"]) for case in TABLE)
    assert len(TABLE) >= 60 and max(names.values()) == 1
    assert all("guide" in c["source"] or "domain.md" in c["source"] for c in TABLE)
    assert {case["of"] for case in TABLE} == CALCULATIONS.keys()
