"""Numbers of a consumer unit and of a client."""

import pytest

from eligibility.domain.consumer_units import (
    UnitNumberScheme,
    format_unit_number,
    mask_unit_number,
    parse_client_number,
    parse_unit_number,
)
from eligibility.domain.findings import Refused


@pytest.mark.parametrize(
    ("text", "digits", "scheme"),
    [
        ("3014056287", "3014056287", UnitNumberScheme.old),
        (" 301 405 6287 ", "3014056287", UnitNumberScheme.old),
        ("0.013.479.258.028-10", "001347925802810", UnitNumberScheme.new),
        ("001347925802810", "001347925802810", UnitNumberScheme.new),
        ("000000000101847", "000000000101847", UnitNumberScheme.new),
    ],
)
def test_both_schemes_are_read(text: str, digits: str, scheme: UnitNumberScheme) -> None:
    found = parse_unit_number(text)
    assert (found.digits, found.scheme) == (digits, scheme)


@pytest.mark.parametrize(
    "text",
    [
        "2014056287",
        "301405628",
        "30140562871",
        "00134792580281",
        "0" * 15,
        "30140x6287",
        "３０１４０５６２８７",
        "3" * 9999,
    ],
)
def test_other_shapes_are_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_unit_number(text)
    assert (refused.value.code, refused.value.findings[0].field) == ("unit_number.shape", "unit_number")


def test_an_empty_number_asks_for_it() -> None:
    with pytest.raises(Refused) as refused:
        parse_unit_number("  ")
    assert refused.value.message == "Escreva o número da instalação."


def test_the_new_number_names_its_utility_and_keeps_leading_zeros() -> None:
    found = parse_unit_number("001347925801810")
    assert (found.utility_code, found.formatted) == ("018", "0.013.479.258.018-10")
    assert parse_unit_number("3014056287").utility_code is None
    assert format_unit_number("3014056287") == "3014056287"


def test_a_masked_number_shows_four_digits() -> None:
    assert mask_unit_number("001347925801810") == "•.•••.•••.•••.•18-10"
    assert mask_unit_number("3014056287") == "••••••6287"
    assert mask_unit_number("12") == "••••"


def test_a_client_number_begins_with_seven() -> None:
    assert parse_client_number("7001 234 567") == "7001234567"
    for text in ("", "3001234567", "700123456", "70012345678"):
        with pytest.raises(Refused):
            parse_client_number(text)
