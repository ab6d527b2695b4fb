"""The rules of the bill: what is certain is told apart from what the utility publishes and what this portal chose."""

from datetime import date, timedelta

import pytest

from eligibility.domain.bill.peak_hours import clock_time, why_free
from eligibility.domain.bill.quantities import bill_rule
from eligibility.domain.bill.reactive import is_capacitive_time
from eligibility.domain.citation import Confidence
from eligibility.domain.rulebook import rulebook

ON = date(2026, 11, 22)
OURS = [code for code in rulebook().codes if code.split(".")[0] in {"bill", "peak"}]


@pytest.mark.parametrize("code", OURS)
def test_every_rule_is_dated_cited_and_explains_itself(code: str) -> None:
    entry = bill_rule(code, ON)
    assert entry.text.endswith(".") and entry.source and entry.citation.provision
    if entry.confidence is Confidence.verified:
        assert entry.citation.norm == "REN ANEEL 1.000/2021"
    if entry.confidence is Confidence.policy:
        assert entry.citation.norm == "Política deste portal"


@pytest.mark.parametrize(
    ("code", "confidence"),
    [
        ("bill.load_factor.month_hours", Confidence.published),
        ("bill.power_factor.reference", Confidence.verified),
        ("bill.overrun.consumption_percent", Confidence.verified),
        ("bill.contracted_demand.step", Confidence.policy),
        ("bill.losses_percent", Confidence.verified),
        ("bill.mass_memory.stamp", Confidence.policy),
        ("bill.price", Confidence.calculated),
        ("peak.window", Confidence.published),
        ("peak.free_days.fixed", Confidence.secondary),
    ],
)
def test_nothing_unverified_is_called_certain(code: str, confidence: Confidence) -> None:
    assert bill_rule(code, ON).confidence is confidence


def test_no_rule_holds_a_tariff_or_a_tax() -> None:
    units = {bill_rule(code, ON).unit for code in OURS}
    assert not any("R$" in unit for unit in units)


def test_the_published_capacitive_window_keeps_inside_what_the_law_allows() -> None:
    """Six hours in a row between 23h30 and 6h30 (art. 304, § 1), counted here from noon to noon."""
    entry = bill_rule("bill.reactive.capacitive_window", ON)
    (law,) = entry.alternatives
    bound = law.value
    assert isinstance(bound, dict) and law.confidence is Confidence.verified
    window = entry.as_table()
    begins, ends = (from_noon(window[key]) for key in ("from", "to"))
    assert ends - begins == bound["hours"] * 60
    assert from_noon(bound["earliest"]) <= begins <= ends <= from_noon(bound["latest"])
    quarters = [clock_time(f"{hour:02}:{minute:02}") for hour in range(24) for minute in (0, 15, 30, 45)]
    assert sum(is_capacitive_time(moment, ON) for moment in quarters) == bound["hours"] * 4


def from_noon(text: str) -> int:
    moment = clock_time(text)
    return (moment.hour * 60 + moment.minute - 12 * 60) % (24 * 60)


def test_the_twentieth_of_november_is_free_from_the_first_one_after_the_change() -> None:
    entries = rulebook().entries_of("peak.free_days.fixed")
    assert [entry.valid_from for entry in entries] == [date(2022, 1, 1), date(2024, 8, 27)]
    assert entries[0].valid_to == entries[1].valid_from - timedelta(days=1)
    assert [why_free(date(year, 11, 20)) for year in (2023, 2026)] == [None, "Zumbi e Consciência Negra"]
