"""Reverse flow: which waiver holds, what a study must hold, and what an applicant may choose of it (arts. 73, 73-A)."""

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.domain.classification import Category
from eligibility.domain.facts import AllocationFacts, InverterSet, ModuleSet, ProjectFacts
from eligibility.domain.findings import Refused
from eligibility.domain.rulebook import rule
from eligibility.domain.vocabulary import AllocationBasis, Modality, Source, TariffGroup
from requests_app.domain.reverse_flow import (
    Alternative,
    AnalysisPoint,
    Choice,
    Study,
    Waiver,
    allowed_points,
    may_be_combined,
    most_injected_kw,
    waiver_of,
)
from requests_app.domain.reverse_flow_checks import require_choice, require_study
from tests.golden.rows import golden
from tests.unit.flow_studies import (
    ALL_VIABLE,
    ASKED,
    BY_ROMAN,
    MIDDAY,
    MOST,
    NONE_VIABLE,
    WITHOUT_NETWORK,
    studied,
    study,
)

GOLDEN = golden("reverse_flow")
A = Alternative
ON = date(2026, 11, 23)


def codes(call: Any, *args: Any) -> list[str]:
    """Codes of the refusal, none when there is none."""
    try:
        call(*args, on=ON)
    except Refused as refused:
        return [finding.code.removeprefix("reverse_flow.") for finding in refused.findings]
    return []


def with_one(base: Study, alternative: Alternative, **changes: Any) -> Study:
    others = [one for one in base.alternatives if one.alternative is not alternative]
    return base.model_copy(update={"alternatives": (*others, studied(alternative, **changes))})


@pytest.mark.parametrize("row", GOLDEN["waiver"], ids=lambda row: row["name"])
def test_a_waiver_holds_by_the_law_of_the_filing_day(row: dict[str, Any]) -> None:
    power = Decimal(row["power_kw"])
    facts = ProjectFacts(
        filed_on=row.get("filed_on", ON),
        source=Source.solar,
        modality=Modality(row.get("modality", "local")),
        modules=(ModuleSet(quantity=1, power_w=power * 1000),),
        inverters=(InverterSet(quantity=1, power_kw=power),),
        is_grid_zero="grid_zero" in row["options"],
        wants_fast_track="fast_track" in row["options"],
        wants_compatible_power="compatible" in row["options"],
        allocation=AllocationFacts(basis=AllocationBasis.percentage, unit_count=row.get("units", 0)),
    )
    category = Category.mini if row["category"] == "mini" else Category.micro_up_to_10
    found = waiver_of(facts, category, is_compatible_confirmed=row.get("is_compatible_confirmed", False))
    assert (found.value if found else "") == row["expected"], row["source"]


@pytest.mark.parametrize("row", GOLDEN["combination"], ids=lambda row: "+".join(row["choice"]) or "nenhuma")
def test_what_may_be_chosen_together(row: dict[str, Any]) -> None:
    chosen = [BY_ROMAN[roman] for roman in row["choice"]]
    assert may_be_combined(chosen) == row["is_allowed"], row["source"]


@pytest.mark.parametrize("row", GOLDEN["scope"], ids=lambda row: str(row["analysed"]))
def test_which_alternatives_a_study_must_hold(row: dict[str, Any]) -> None:
    found = study(row["analysed"])
    assert (not found.missing) == row["is_enough"], row["source"]
    assert ("alternatives_missing" in codes(require_study, found)) == (not row["is_enough"])


@pytest.mark.parametrize("row", GOLDEN["point"], ids=lambda row: f"{row['group']}-{row['point']}")
def test_where_the_analysis_is_made(row: dict[str, Any]) -> None:
    exclusive = {name: value for name, value in row.items() if name.startswith("has_")}
    point = AnalysisPoint(row["point"])
    assert (point in allowed_points(TariffGroup(row["group"]), **exclusive)) == row["is_allowed"]
    made_there = study({"I": True}, group=TariffGroup(row["group"]), point=point, **exclusive)
    assert (codes(require_study, made_there) == ["point"]) == (not row["is_allowed"]), row["source"]


def test_the_alternatives_are_the_five_of_the_law() -> None:
    assert [alternative.roman for alternative in A] == ["I", "II", "III", "IV", "V"]
    assert len(A) == rule("reverse_flow.alternatives", ON).as_int()


def test_every_waiver_cites_an_entry_of_the_rulebook() -> None:
    assert ["73-A, " in rule(waiver.rule_code, ON).citation.provision for waiver in Waiver] == [True] * 3


def test_a_complete_study_is_accepted() -> None:
    for viable in (ALL_VIABLE, NONE_VIABLE, WITHOUT_NETWORK, {"I": True}, {"II": True}):
        assert codes(require_study, study(viable)) == []


def test_i_spares_the_others_only_when_it_solves_alone() -> None:
    half = with_one(study({}), A.RECONFIGURATION, power_kw=Decimal("49.999"))
    assert half.missing == (A.OTHER_CIRCUIT, A.HIGHER_VOLTAGE, A.PERMANENT_REDUCTION, A.TIMED_REDUCTION)
    whole = with_one(study({}), A.RECONFIGURATION, power_kw=ASKED)
    assert whole.missing == ()


def test_without_inversion_no_alternative_is_asked_for() -> None:
    fits = study({}, max_power_kw=ASKED)
    assert not fits.has_inversion and codes(require_study, fits) == []
    assert codes(require_study, study({}, max_power_kw=Decimal("49.999"))) == ["alternatives_missing"]
    assert codes(require_choice, fits, Choice(alternatives=frozenset(), injected_kw=ASKED)) == [
        "no_inversion"
    ]


def test_without_inversion_an_alternative_that_was_only_begun_is_refused_and_a_whole_one_stays() -> None:
    whole = study(ALL_VIABLE, max_power_kw=ASKED)
    assert codes(require_study, whole) == []
    for alternative, taken in (
        (A.RECONFIGURATION, {"power_kw": None, "explanation": ""}),
        (A.HIGHER_VOLTAGE, {"is_viable": False, "explanation": ""}),
        (A.TIMED_REDUCTION, {"windows": ()}),
    ):
        begun = with_one(whole, alternative, **taken)
        assert codes(require_study, begun) == ["begun_without_inversion"], (
            "once beside each, however much it lacks"
        )


@pytest.mark.parametrize(
    ("alternative", "changes", "code"),
    [
        (A.HIGHER_VOLTAGE, {"explanation": " "}, "explanation_missing"),
        (A.HIGHER_VOLTAGE, {"is_viable": False, "explanation": ""}, "explanation_missing"),
        (A.HIGHER_VOLTAGE, {"power_kw": None}, "power_missing"),
        (A.HIGHER_VOLTAGE, {"power_kw": MOST}, "power_gains_nothing"),
        (A.PERMANENT_REDUCTION, {"power_kw": MOST + 1}, "reduction_not_enough"),
        (A.HIGHER_VOLTAGE, {"applicant_cost_brl": None}, "cost_missing"),
        (A.PERMANENT_REDUCTION, {"utility_cost_brl": Decimal(1)}, "reduction_paid_by_utility"),
        (A.TIMED_REDUCTION, {"utility_cost_brl": Decimal(1)}, "reduction_paid_by_utility"),
        (A.HIGHER_VOLTAGE, {"utility_responsibility": ""}, "responsibility_missing"),
        (A.HIGHER_VOLTAGE, {"applicant_responsibility": ""}, "responsibility_missing"),
        (A.TIMED_REDUCTION, {"windows": ()}, "hours_missing"),
        (
            A.TIMED_REDUCTION,
            {"windows": (MIDDAY.model_copy(update={"ends": time(9)}),)},
            "hours_order",
        ),
        (
            A.TIMED_REDUCTION,
            {"windows": (MIDDAY.model_copy(update={"limit_kw": ASKED}),)},
            "hours_reduce_nothing",
        ),
        (
            A.TIMED_REDUCTION,
            {"windows": (MIDDAY.model_copy(update={"limit_kw": MOST + 1}),)},
            "reduction_not_enough",
        ),
    ],
)
def test_a_study_that_lacks_something_is_refused_by_name(
    alternative: Alternative, changes: dict[str, Any], code: str
) -> None:
    assert codes(require_study, with_one(study(ALL_VIABLE), alternative, **changes)) == [code]


def test_a_dynamic_reduction_needs_no_hours() -> None:
    dynamic = with_one(study(ALL_VIABLE), A.TIMED_REDUCTION, windows=(), is_dynamic=True)
    assert codes(require_study, dynamic) == []


def test_everything_that_is_wrong_is_said_at_once() -> None:
    twice = study({"I": False}, demonstration="")
    twice = twice.model_copy(update={"alternatives": twice.alternatives * 2})
    assert codes(require_study, twice) == ["demonstration_missing", "repeated", "alternatives_missing"]


def test_the_minimum_global_cost_counts_both_sides() -> None:
    found = study(ALL_VIABLE)
    assert found.minimum_global_cost is not None
    assert found.minimum_global_cost.alternative is A.PERMANENT_REDUCTION
    dear = with_one(found, A.PERMANENT_REDUCTION, applicant_cost_brl=Decimal(9000))
    dear = with_one(dear, A.TIMED_REDUCTION, applicant_cost_brl=Decimal("1500.01"))
    assert dear.minimum_global_cost is not None
    assert dear.minimum_global_cost.alternative is A.RECONFIGURATION
    unknown = with_one(found, A.HIGHER_VOLTAGE, applicant_cost_brl=None)
    assert unknown.minimum_global_cost is None and study(NONE_VIABLE).minimum_global_cost is None


# Chosen, power left by the network alternative, the most that may be injected of 50 kW; 20 kW need no change.
@pytest.mark.parametrize(
    ("chosen", "network_kw", "most"),
    [
        ("I", "50", "50"),
        ("I", "30", "30"),
        ("I", "80", "50"),
        ("IV", "50", "20"),
        ("V", "50", "50"),
        ("I IV", "30", "30"),
        ("I V", "30", "50"),
    ],
)
def test_the_most_that_may_be_injected(chosen: str, network_kw: str, most: str) -> None:
    found = with_one(study(ALL_VIABLE), A.RECONFIGURATION, power_kw=Decimal(network_kw))
    alternatives = frozenset(BY_ROMAN[roman] for roman in chosen.split())
    assert most_injected_kw(found, alternatives) == Decimal(most)
    choice = Choice(
        alternatives=alternatives, injected_kw=Decimal(most), reduction_form="Inversor", has_storage=False
    )
    assert codes(require_choice, found, choice) == []
    above = choice.model_copy(update={"injected_kw": Decimal(most) + Decimal("0.001")})
    assert codes(require_choice, found, above) == ["injected_too_much"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"alternatives": frozenset()}, ["choice_missing"]),
        ({"alternatives": frozenset({A.PERMANENT_REDUCTION, A.TIMED_REDUCTION})}, ["combination"]),
        ({"alternatives": frozenset({A.HIGHER_VOLTAGE})}, ["not_viable"]),
        ({"reduction_form": " "}, ["reduction_form_missing"]),
        ({"has_storage": None}, ["storage_missing"]),
        ({"reduction_form": "", "has_storage": None}, ["reduction_form_missing", "storage_missing"]),
        ({"injected_kw": Decimal(0)}, []),
    ],
)
def test_a_choice_outside_the_study_is_refused(changes: dict[str, Any], expected: list[str]) -> None:
    choice = Choice(
        alternatives=frozenset({A.PERMANENT_REDUCTION}),
        injected_kw=MOST,
        reduction_form="Limite no inversor.",
        has_storage=True,
    )
    assert codes(require_choice, study(WITHOUT_NETWORK), choice.model_copy(update=changes)) == expected


def test_the_network_alone_has_to_inject_something() -> None:
    choice = Choice(alternatives=frozenset({A.OTHER_CIRCUIT}), injected_kw=Decimal(0))
    assert codes(require_choice, study({"II": True}), choice) == ["injected_missing"]


VIABLE = st.dictionaries(st.sampled_from(list(BY_ROMAN)), st.booleans())
POWERS = st.decimals(min_value=0, max_value=500, places=3)


@given(VIABLE, POWERS, POWERS, st.frozensets(st.sampled_from(list(A))))
def test_whatever_is_chosen_never_injects_more_than_was_asked_for(
    viable: dict[str, bool], asked: Decimal, most: Decimal, chosen: frozenset[Alternative]
) -> None:
    found = study(viable, asked_kw=asked, max_power_kw=most)
    assert most_injected_kw(found, chosen) <= asked
    more = study(viable, asked_kw=asked, max_power_kw=most + 1)
    assert not more.has_inversion or found.has_inversion


@given(VIABLE)
def test_a_study_is_enough_with_all_five_or_with_i_or_ii(viable: dict[str, bool]) -> None:
    is_enough = viable.get("I", False) or viable.get("II", False) or len(viable) == 5
    assert (not study(viable).missing) == is_enough
