"""Latitude, longitude and UTM: what people type, both ways, and the state's window."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.domain.coordinates import from_utm, is_inside, parse_coordinate, to_utm
from eligibility.domain.findings import Refused
from eligibility.domain.operator import load_profile

WINDOW = load_profile().state_window
assert WINDOW is not None


@pytest.mark.parametrize(
    ("text", "axis", "degrees"),
    [
        ("-19.9167", "latitude", "-19.9167"),
        ("-19,9167", "latitude", "-19.9167"),
        ("−19,9167°", "latitude", "-19.9167"),
        ("19,9167 S", "latitude", "-19.9167"),
        ("19°55'08\"S", "latitude", "-19.918889"),
        ("19° 55' 08,5\" s", "latitude", "-19.919028"),
        ("19º55’08”S", "latitude", "-19.918889"),
        ("19 55 08 S", "latitude", "-19.918889"),
        ("-19 55 08", "latitude", "-19.918889"),
        ("19°55'S", "latitude", "-19.916667"),
        ("2°30'N", "latitude", "2.5"),
        ("43°56'04\"O", "longitude", "-43.934444"),
        ("43°56'04\"W", "longitude", "-43.934444"),
        ("43°56'04''W", "longitude", "-43.934444"),
        ("-43.9345", "longitude", "-43.9345"),
        ("12 L", "longitude", "12"),
        ("180", "longitude", "180"),
        ("0", "latitude", "0"),
    ],
)
def test_a_coordinate_is_read_as_people_type_it(text: str, axis: str, degrees: str) -> None:
    assert parse_coordinate(text, axis) == Decimal(degrees)


@pytest.mark.parametrize(
    ("text", "axis", "code"),
    [
        ("", "latitude", "coordinate.invalid"),
        ("Belo Horizonte", "latitude", "coordinate.invalid"),
        ("19,9,1", "latitude", "coordinate.invalid"),
        ("1e2", "latitude", "coordinate.invalid"),
        ("NaN", "longitude", "coordinate.invalid"),
        ("1" * 50, "longitude", "coordinate.invalid"),
        ("19°55'08\"O", "latitude", "coordinate.side"),
        ("43°56'04\"S", "longitude", "coordinate.side"),
        ("90,1", "latitude", "coordinate.out_of_range"),
        ("180,5", "longitude", "coordinate.out_of_range"),
        ("19°60'S", "latitude", "coordinate.out_of_range"),
        ("19°55'60\"S", "latitude", "coordinate.out_of_range"),
    ],
)
def test_what_is_no_coordinate_is_refused_with_an_example(text: str, axis: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_coordinate(text, axis)
    assert refused.value.code == code
    assert refused.value.findings[0].field == axis
    assert "Exemplo:" in refused.value.message


def test_belo_horizonte_in_utm_and_back() -> None:
    point = to_utm(Decimal("-19.9167"), Decimal("-43.9345"))
    assert point is not None
    assert (point.zone, round(point.easting_m), round(point.northing_m)) == (23, 611520, 7797383)
    latitude, longitude = from_utm(23, point.easting_m, point.northing_m)
    assert (latitude, longitude) == (Decimal("-19.9167"), Decimal("-43.9345"))


@pytest.mark.parametrize(
    ("zone", "easting", "northing"),
    [(0, "611520", "7797383"), (61, "611520", "7797383"), (23, "1", "7797383"), (23, "611520", "99999999")],
)
def test_impossible_utm_is_refused(zone: int, easting: str, northing: str) -> None:
    with pytest.raises(Refused) as refused:
        from_utm(zone, Decimal(easting), Decimal(northing))
    assert refused.value.code == "utm.invalid"


@pytest.mark.parametrize(
    ("latitude", "longitude", "place"),
    [
        ("-19.9167", "-43.9345", "Belo Horizonte"),
        ("-18.9186", "-48.2772", "Uberlândia"),
        ("-16.7350", "-43.8617", "Montes Claros"),
        ("-21.7642", "-43.3503", "Juiz de Fora"),
        ("-17.8575", "-41.5050", "Teófilo Otoni"),
        ("-15.7500", "-50.4000", None),
        ("-23.5505", "-46.6333", None),
        ("-22.9068", "-43.1729", None),
        ("-14.9000", "-40.5000", None),
        ("19.9167", "-43.9345", None),
        ("-19.9167", "43.9345", None),
        ("0", "0", None),
    ],
)
def test_the_window_holds_the_state_and_not_its_neighbours(
    latitude: str, longitude: str, place: str | None
) -> None:
    assert WINDOW is not None
    assert is_inside(Decimal(latitude), Decimal(longitude), WINDOW) is (place is not None)


@given(st.decimals("-22.9", "-14.23", places=6), st.decimals("-51.04", "-39.85", places=6))
def test_utm_comes_back_to_the_same_place(latitude: Decimal, longitude: Decimal) -> None:
    point = to_utm(latitude, longitude)
    assert point is not None
    back = from_utm(point.zone, point.easting_m, point.northing_m)
    assert abs(back[0] - latitude) <= Decimal("0.000002")
    assert abs(back[1] - longitude) <= Decimal("0.000002")


@given(st.decimals(-180, 180, places=6), st.decimals(-180, 180, places=6))
def test_no_point_of_the_earth_trips_the_conversion(latitude: Decimal, longitude: Decimal) -> None:
    point = to_utm(latitude, longitude)
    assert point is None or 1 <= point.zone <= 60


@given(st.text(max_size=45), st.sampled_from(["latitude", "longitude"]))
def test_any_text_is_a_coordinate_or_refused(text: str, axis: str) -> None:
    try:
        degrees = parse_coordinate(text, axis)
    except Refused as refused:
        degrees = Decimal(0)
        code = refused.code
    else:
        code = "coordinate.read"
    assert abs(degrees) <= 180
    assert code.startswith("coordinate.")
