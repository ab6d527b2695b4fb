"""Numbers as people type them, and numbers that are refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.domain.findings import Refused
from eligibility.domain.numbers_pt import format_decimal, format_kw, parse_count, parse_decimal


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("8,2", "8.2"),
        ("8.2", "8.2"),
        ("8", "8"),
        ("0", "0"),
        (" 8,20 ", "8.20"),
        ("8,2 kW", "8.2"),
        ("8,2kWp", "8.2"),
        ("550 Wp", "550"),
        ("63 A", "63"),
        ("300 kWh", "300"),
        ("300 kWh/mês", "300"),
        ("R$ 10", "10"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234", "1234"),
        ("1.234.567", "1234567"),
        ("12.345,678", "12345.678"),
        ("0.550", "0.550"),
        ("10.01", "10.01"),
        ("10,001", "10.001"),
        ("1\u00a0234", "1234"),
    ],
)
def test_usual_ways_of_writing_are_read(text: str, value: str) -> None:
    assert parse_decimal(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "number.empty"),
        ("   ", "number.empty"),
        ("abc", "number.invalid"),
        ("NaN", "number.invalid"),
        ("nan kW", "number.invalid"),
        ("Infinity", "number.invalid"),
        ("-inf", "number.invalid"),
        ("1e9", "number.invalid"),
        ("10⁹", "number.invalid"),
        ("1,2,3", "number.invalid"),
        ("1.2.3", "number.invalid"),
        ("1.23,4", "number.invalid"),
        ("1,", "number.invalid"),
        ("--1", "number.invalid"),
        ("0x10", "number.invalid"),
        ("８", "number.invalid"),
        ("9" * 10_000, "number.invalid"),
        (" " * 10_000, "number.empty"),
        ("1000000000", "number.too_large"),
        ("1.000.000.000 kW", "number.too_large"),
        ("-1", "number.negative"),
        ("\N{MINUS SIGN}8,2", "number.negative"),
    ],
)
def test_nonsense_is_refused_with_its_own_code(text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_decimal(text, field="power_kw", section="geracao")
    assert (refused.value.code, refused.value.findings[0].field) == (code, "power_kw")


def test_the_caller_sets_the_bounds() -> None:
    assert parse_decimal("-3", minimum=-5) == -3
    with pytest.raises(Refused) as small:
        parse_decimal("0,5", minimum=1)
    assert small.value.message == "O número é pequeno demais. O mínimo é 1."
    with pytest.raises(Refused) as large:
        parse_decimal("1.500,1", maximum=Decimal("1500"))
    assert large.value.message == "O número é grande demais. O máximo é 1.500."


def test_a_count_is_whole() -> None:
    assert parse_count("40") == 40
    assert parse_count("40,0") == 40
    with pytest.raises(Refused) as refused:
        parse_count("40,5")
    assert refused.value.code == "number.not_whole"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("8.2", "8,2"),
        ("8.20", "8,2"),
        ("10", "10"),
        ("10.00", "10"),
        ("100", "100"),
        ("1234.5", "1.234,5"),
        ("0.001", "0,001"),
        ("1E+3", "1.000"),
    ],
)
def test_numbers_are_shown_in_portuguese(value: str, text: str) -> None:
    assert format_kw(Decimal(value)) == text


def test_fixed_places_keep_their_zeros() -> None:
    assert format_decimal(Decimal("1234.5"), places=2) == "1.234,50"


@given(st.decimals(0, 999_999, places=3))
def test_what_is_shown_can_be_typed_back(value: Decimal) -> None:
    assert parse_decimal(format_decimal(value, places=3)) == value


@given(st.text(max_size=60))
def test_any_text_is_a_finite_number_or_a_refusal(text: str) -> None:
    code, value = "number.read", Decimal(0)
    try:
        value = parse_decimal(text)
    except Refused as refusal:
        code = refusal.code
    assert code.startswith("number.")
    assert value.is_finite()
    assert 0 <= value <= 999_999_999
