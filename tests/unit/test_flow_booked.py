"""What a chosen alternative takes of the grid's account: what is injected in the hours of its reduction (decision 16)."""

from datetime import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.domain.reverse_flow import Alternative, Choice, Window, booked_kw
from tests.unit.flow_studies import ALL_VIABLE, ASKED, BY_ROMAN, MIDDAY, MOST, NONE_VIABLE, studied, study

A = Alternative
NIGHT = Window(weekdays=(5, 6), begins=time(0), ends=time(5), limit_kw=Decimal(7))


def booked(romans: str, injected: str, *, added: str = "50", **timed: Any) -> Decimal:
    alternatives = frozenset(BY_ROMAN[roman] for roman in romans.split("+"))
    found = study(ALL_VIABLE)
    others = [one for one in found.alternatives if one.alternative is not A.TIMED_REDUCTION]
    found = found.model_copy(update={"alternatives": (*others, studied(A.TIMED_REDUCTION, **timed))})
    choice = Choice(
        alternatives=alternatives, injected_kw=Decimal(injected), reduction_form="x", has_storage=False
    )
    return booked_kw(found, choice, Decimal(added))


# Alternatives, injected, what the request adds, hours of the reduction, booked: the study has 50 kW asked and 20 at most.
@pytest.mark.parametrize(
    ("romans", "injected", "added", "timed", "expected"),
    [
        ("I", "50", "50", {}, "50"),
        ("I", "30", "50", {}, "30"),
        ("IV", "20", "50", {}, "20"),
        ("IV", "0", "50", {}, "0"),
        ("V", "50", "50", {"windows": (MIDDAY,)}, "20"),
        ("V", "50", "50", {"windows": (MIDDAY, NIGHT)}, "7"),
        ("V", "5", "50", {"windows": (MIDDAY, NIGHT)}, "5"),
        ("V", "50", "50", {"windows": (), "is_dynamic": True}, "20"),
        ("II+V", "50", "50", {"windows": (MIDDAY,)}, "20"),
        ("II+IV", "40", "50", {}, "40"),
        ("I", "50", "12", {}, "12"),
    ],
)
def test_the_account_takes_what_flows_in_the_hours_of_the_reduction(
    romans: str, injected: str, added: str, timed: dict[str, Any], expected: str
) -> None:
    assert booked(romans, injected, added=added, **timed) == Decimal(expected)


@pytest.mark.parametrize(("allows", "expected"), [("30", "30"), ("50", "50"), ("80", "50")])
def test_a_dynamic_reduction_beside_the_network_takes_what_that_one_allows(
    allows: str, expected: str
) -> None:
    found = study(ALL_VIABLE)
    others = [
        one for one in found.alternatives if one.alternative not in (A.OTHER_CIRCUIT, A.TIMED_REDUCTION)
    ]
    more = (
        studied(A.OTHER_CIRCUIT, power_kw=Decimal(allows)),
        studied(A.TIMED_REDUCTION, windows=(), is_dynamic=True),
    )
    choice = Choice(
        alternatives=frozenset({A.OTHER_CIRCUIT, A.TIMED_REDUCTION}), injected_kw=ASKED, has_storage=False
    )
    booked_for = booked_kw(found.model_copy(update={"alternatives": (*others, *more)}), choice, ASKED)
    assert booked_for == Decimal(expected)


@given(
    injected=st.decimals(0, 50, places=3),
    added=st.decimals(0, 50, places=3),
    chosen=st.sets(st.sampled_from(list(A)), min_size=1),
)
def test_never_more_than_is_injected_or_added(
    injected: Decimal, added: Decimal, chosen: set[Alternative]
) -> None:
    choice = Choice(alternatives=frozenset(chosen), injected_kw=injected)
    found = booked_kw(study(ALL_VIABLE), choice, added)
    assert 0 <= found <= min(injected, added)


def test_a_study_offers_a_choice_where_the_flow_inverts_and_something_is_viable() -> None:
    assert study(ALL_VIABLE).offers_a_choice
    assert not study(NONE_VIABLE).offers_a_choice
    assert not study(ALL_VIABLE, max_power_kw=ASKED).offers_a_choice
    assert MOST < ASKED
