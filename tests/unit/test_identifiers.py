"""Filing numbers, opinion numbers and verification codes survive being copied by hand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from requests_app.domain.identifiers import (
    ALPHABET,
    filing_number,
    normalise_verification_code,
    opinion_number,
    parse_filing_number,
    parse_opinion_number,
    verification_code,
)

YEARS = st.integers(min_value=2000, max_value=2999)
SEQUENCES = st.integers(min_value=1, max_value=9_999_999)
RANDOM = st.binary(min_size=7, max_size=16)
every_number = settings(deadline=None, derandomize=True)


@pytest.mark.parametrize(
    ("sequence", "number"),
    [
        (4817, "GD-2026-004817-6"),
        (4502, "GD-2026-004502-4"),
        (5006, "GD-2026-005006-5"),
        (5120, "GD-2026-005120-4"),
    ],
)
def test_the_filing_number_ends_with_the_luhn_digit_of_year_and_sequence(sequence: int, number: str) -> None:
    assert filing_number(2026, sequence) == number


@pytest.mark.parametrize(
    "typed",
    [
        "GD-2026-004817-6",
        "gd-2026-004817-6",
        "  GD 2026 004817 6 ",
        "GD\u20132026\u2013004817\u20136",
        "GD2026004817-6",
        "20260048176",
        "2026.004817-6",
        "2026 0048 176",
    ],
)
def test_a_filing_number_is_found_however_it_is_typed(typed: str) -> None:
    assert parse_filing_number(typed) == "GD-2026-004817-6"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "GD-2026-004817-5",
        "GD-2026-004871-6",
        "20260048175",
        "GD-2026-4817-6",
        "GD-2026-0004817-6",
        "GD-2026-000000-7",
        "PA-2026-004817-6",
        "GDGD-2026-004817-6",
        "GD-2026-004817-6-GD",
        "GD-２０２６-004817-6",
        "GD-2026-004817-6; drop table",
        "2" * 10_000,
        "\x00" * 20,
    ],
)
def test_what_is_no_filing_number_is_none(typed: str) -> None:
    assert parse_filing_number(typed) is None


def test_the_sequence_may_outgrow_six_digits() -> None:
    number = filing_number(2026, 1_234_567)
    assert number.startswith("GD-2026-1234567-")
    assert parse_filing_number(number.replace("-", "").removeprefix("GD")) == number


@pytest.mark.parametrize(("year", "sequence"), [(2026, 0), (2026, -1), (26, 1), (12026, 1)])
def test_a_number_that_could_not_be_read_back_is_not_made(year: int, sequence: int) -> None:
    with pytest.raises(ValueError, match="no number"):
        filing_number(year, sequence)


def test_opinion_numbers_have_their_own_prefix() -> None:
    assert opinion_number(2026, 4817) == "PA-2026-004817-6"
    assert parse_opinion_number("pa 2026 004817 6") == "PA-2026-004817-6"
    assert parse_opinion_number("GD-2026-004817-6") is None


@every_number
@given(YEARS, SEQUENCES)
def test_every_number_is_read_back(year: int, sequence: int) -> None:
    number = filing_number(year, sequence)
    assert parse_filing_number(number.lower()) == number
    assert parse_filing_number("".join(sign for sign in number if sign.isdigit())) == number


@every_number
@given(YEARS, SEQUENCES, st.data())
def test_one_wrong_digit_is_always_noticed(year: int, sequence: int, data: st.DataObject) -> None:
    number = filing_number(year, sequence)
    place = data.draw(st.sampled_from([i for i, sign in enumerate(number) if sign.isdigit()]))
    wrong = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != number[place]]))
    assert parse_filing_number(number[:place] + wrong + number[place + 1 :]) is None


def test_a_verification_code_is_made_from_its_bytes_alone() -> None:
    assert verification_code(b"1234567") == verification_code(b"1234567") == "QHDA-3TC6-J9CR"
    assert verification_code(b"1234568") != verification_code(b"1234567")


def test_too_few_random_bytes_are_an_error() -> None:
    with pytest.raises(ValueError, match="7 random bytes"):
        verification_code(b"123456")


@every_number
@given(RANDOM)
def test_every_code_is_read_back_with_lookalikes_and_without_dashes(random_bytes: bytes) -> None:
    code = verification_code(random_bytes)
    assert len(code) == 14
    assert set(code.replace("-", "")) <= set(ALPHABET)
    assert normalise_verification_code(code.lower().replace("-", " ")) == code
    assert normalise_verification_code(code.replace("1", "l").replace("0", "o")) == code
    assert normalise_verification_code(code.replace("-", "").replace("1", "I")) == code


@every_number
@given(RANDOM, st.data())
def test_one_wrong_sign_of_a_code_is_always_noticed(random_bytes: bytes, data: st.DataObject) -> None:
    code = verification_code(random_bytes)
    place = data.draw(st.sampled_from([i for i, sign in enumerate(code) if sign != "-"]))
    wrong = data.draw(st.sampled_from([sign for sign in ALPHABET if sign != code[place]]))
    assert normalise_verification_code(code[:place] + wrong + code[place + 1 :]) is None


@pytest.mark.parametrize(
    "typed", ["", "QHDA-3TC6-J9C", "QHDA-3TC6-J9CU", "QHDA-3TC6-J9CR-0", "é" * 12, "A" * 10_000]
)
def test_what_is_no_code_is_none(typed: str) -> None:
    assert normalise_verification_code(typed) is None
