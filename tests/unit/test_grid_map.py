"""The plain map: where points stand, how many are put together, and the table that says the same."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from requests_app.domain.grid_map import (
    MOST_HEIGHT,
    MOST_MARKS,
    PADDING,
    WIDTH,
    Bounds,
    FlowWord,
    MapPoint,
    Projection,
    draw,
    flow_word,
    kilometres,
    text_rows,
)

BELO_HORIZONTE = (Decimal("-19.9167"), Decimal("-43.9345"))


def point(key: str, latitude: str, longitude: str, **more: Any) -> MapPoint:
    usual = {"name": key, "municipality": "Betim"}
    return MapPoint(key=key, latitude=Decimal(latitude), longitude=Decimal(longitude), **(usual | more))


def square(count: int) -> list[MapPoint]:
    """Points in a grid over about one degree."""
    side = round(count**0.5)
    return [
        point(f"P{row:03d}{column:03d}", str(-19 - Decimal(row) / side), str(-44 - Decimal(column) / side))
        for row in range(side)
        for column in range(side)
    ]


def test_no_point_no_picture() -> None:
    assert draw([]) is None


def test_one_point_stands_in_the_middle() -> None:
    found = draw([point("BTM", *map(str, BELO_HORIZONTE))])
    assert found is not None
    (mark,) = found.marks
    assert (mark.x, mark.y) == (found.width / 2, found.height / 2)
    assert not mark.is_cluster
    assert mark.label == "BTM, Betim: sem informação de fluxo"


def test_north_is_up_and_east_is_right() -> None:
    found = draw([point("N", "-19", "-44"), point("S", "-20", "-44"), point("E", "-20", "-43")])
    assert found is not None
    at = {mark.points[0].key: (mark.x, mark.y) for mark in found.marks}
    assert at["N"][1] < at["S"][1] == at["E"][1]
    assert at["N"][0] == at["S"][0] < at["E"][0]


def test_a_kilometre_is_as_long_to_the_east_as_to_the_north() -> None:
    """At 60° a degree of longitude is half a degree of latitude."""
    bounds = Bounds(south=Decimal(-61), west=Decimal(-50), north=Decimal(-59), east=Decimal(-48))
    projection = Projection(bounds)
    left, top = projection.place(Decimal(-59), Decimal(-50))
    right, bottom = projection.place(Decimal(-61), Decimal(-48))
    assert abs((right - left) * 2 - (bottom - top)) <= 1


def test_a_tall_and_a_wide_state_both_fit() -> None:
    for corner in (("-10", "-44"), ("-19", "-60")):
        found = draw([point("A", "-19", "-44"), point("B", *corner)])
        assert found is not None
        assert found.width == WIDTH and 0 < found.height <= MOST_HEIGHT
        for mark in found.marks:
            assert PADDING <= mark.x <= WIDTH - PADDING
            assert PADDING <= mark.y <= found.height - PADDING


# Points, whether they are put together.
@pytest.mark.parametrize(("side", "is_clustered"), [(22, False), (23, True), (60, True)])
def test_more_than_five_hundred_points_are_put_together(side: int, is_clustered: bool) -> None:
    every = square(side * side)
    found = draw(every)
    assert found is not None
    assert (len(found.marks) < len(every)) == is_clustered
    assert len(found.marks) <= MOST_MARKS
    assert any(mark.is_cluster for mark in found.marks) == is_clustered


def test_a_cluster_says_the_worst_of_it() -> None:
    flags = [False] * 5 + [None, True]
    every = [
        point(f"P{n}", str(-19 - Decimal(n) / 1_000_000), "-44", has_reverse_flow=flag)
        for n, flag in enumerate(flags)
    ]
    for count, word in ((5, FlowWord.NO), (6, FlowWord.UNKNOWN), (7, FlowWord.YES)):
        found = draw(every[:count], most_marks=1)
        assert found is not None
        (mark,) = found.marks
        assert (mark.flow, len(mark.points)) == (word, count)
    assert mark.label == "7 pontos, 1 com inversão de fluxo"
    assert mark.bounds == Bounds(Decimal("-19.000006"), Decimal(-44), Decimal(-19), Decimal(-44))


def test_points_of_one_place_share_a_mark() -> None:
    found = draw([point("A", "-19", "-44"), point("B", "-19", "-44"), point("C", "-19.5", "-44")])
    assert found is not None
    assert [[one.key for one in mark.points] for mark in found.marks] == [["A", "B"], ["C"]]


def test_signs_that_would_cover_each_other_share_a_mark_until_somebody_looks_closer() -> None:
    every = [point("A", "-19", "-44"), point("B", "-19.01", "-44"), point("C", "-20", "-44")]
    found = draw(every)
    assert found is not None
    assert [[one.key for one in mark.points] for mark in found.marks] == [["A", "B"], ["C"]]
    closer = draw(every[:2])
    assert closer is not None and len(closer.marks) == 2


@pytest.mark.parametrize(
    ("end", "km"),
    [
        # Belo Horizonte (Praça Sete) to Contagem (Praça da Glória), as a ruler on a map gives it; a degree of latitude.
        (("-19.9317", "-44.0536"), "12.6"),
        (("-20.9167", "-43.9345"), "111.2"),
        (("-19.9167", "-43.9345"), "0.0"),
    ],
)
def test_distance_in_kilometres(end: tuple[str, str], km: str) -> None:
    assert kilometres(BELO_HORIZONTE, (Decimal(end[0]), Decimal(end[1]))) == Decimal(km)


def test_each_word_has_a_shape_of_its_own() -> None:
    assert [flow_word(flag) for flag in (True, False, None)] == [FlowWord.YES, FlowWord.NO, FlowWord.UNKNOWN]
    assert len({word.shape for word in FlowWord}) == len({word.label for word in FlowWord}) == 3


def test_the_table_says_the_same_as_the_picture() -> None:
    every = [
        point("2", "-19.9", "-44.1", name="Zulu", municipality="betim", free_kw=Decimal("1234.5")),
        point("1", "-19.8", "-44.25", name="Alfa", municipality="Betim", has_reverse_flow=True),
        point("3", "-16.7", "-43.9", name="Norte", municipality="Araxá", free_kw=Decimal(0)),
    ]
    assert [tuple(row) for row in text_rows(every)] == [
        ("3", "Norte", "Araxá", "−16,7; −43,9", "Sem informação de fluxo", "0 kW"),
        ("1", "Alfa", "Betim", "−19,8; −44,25", "Com inversão de fluxo", "sem dado"),
        ("2", "Zulu", "betim", "−19,9; −44,1", "Sem informação de fluxo", "1.234,5 kW"),
    ]
    found = draw(every)
    assert found is not None
    assert found.summary.startswith(
        "3 pontos em 2 municípios: 1 com inversão de fluxo, 0 sem, 2 sem informação."
    )


DEGREES = st.tuples(
    st.decimals(min_value=-23, max_value=-14, places=6), st.decimals(min_value=-51, max_value=-39, places=6)
)


@settings(deadline=None)
@given(st.lists(DEGREES, min_size=1, max_size=60), st.integers(1, 60))
def test_every_point_is_in_exactly_one_mark_inside_the_picture(
    places: list[tuple[Decimal, Decimal]], most: int
) -> None:
    every = [point(f"P{n:02d}", str(lat), str(lon)) for n, (lat, lon) in enumerate(places)]
    found = draw(every, most_marks=most)
    assert found is not None
    assert len(found.marks) <= most or len(found.marks) == 1
    assert sorted(one.key for mark in found.marks for one in mark.points) == [one.key for one in every]
    for mark in found.marks:
        assert 0 <= mark.x <= found.width and 0 <= mark.y <= found.height
    assert draw(reversed(every), most_marks=most) == found
    assert len(text_rows(every)) == len(every)
