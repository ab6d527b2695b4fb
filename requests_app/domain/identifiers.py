"""Numbers and codes that people copy by hand: filing numbers, opinion numbers and verification codes."""

import re
from collections.abc import Sequence
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Thirty-two signs that are not taken for one another: no I, L, O or U."""

CODE_RANDOM_BYTES: Final = 7
"""How many random bytes a verification code is made from; 55 of their 56 bits are used."""

_CODE_RANDOM_SIGNS: Final = 11
_BITS_PER_SIGN: Final = 5
_SEQUENCE_DIGITS: Final = 6
_HIGHEST_SEQUENCE: Final = 9_999_999_999
_LOOKALIKES: Final = str.maketrans({"I": "1", "L": "1", "O": "0"})
_SEPARATORS: Final = re.compile(r"[\s.\-\u2010-\u2015\u2212]+")
_DIGITS: Final = re.compile(r"(?P<year>[1-9][0-9]{3})(?P<sequence>[0-9]{6}|[1-9][0-9]{6,9})(?P<check>[0-9])")
_LONGEST_TYPED: Final = 60


def filing_number(year: int, sequence: int) -> str:
    """`GD-2026-004817-6`: year, sequence of the year (six digits or more), Luhn digit over both.

    The digits alone are the numeric protocol of REN ANEEL 1.000/2021 art. 403.
    """
    return _number("GD", year, sequence)


def parse_filing_number(text: str) -> str | None:
    """The canonical form of a typed filing number, or None when it is none or its last digit is wrong.

    Takes capitals or not, spaces, dots and dashes of any kind, and the digits alone.
    """
    return _parse_number("GD", text)


def opinion_number(year: int, sequence: int) -> str:
    """`PA-2026-000031-<digit>`, made like a filing number."""
    return _number("PA", year, sequence)


def parse_opinion_number(text: str) -> str | None:
    """The canonical form of a typed opinion number, or None.

    Without `PA` the same digits may be a filing number.
    """
    return _parse_number("PA", text)


def service_order_number(year: int, sequence: int) -> str:
    """`NS-2026-004817-6`, the service order of a request, made like a filing number."""
    return _number("NS", year, sequence)


def parse_service_order(text: str) -> str | None:
    """The canonical form of a typed service order, or None. Without `NS` the digits may be a filing number."""
    return _parse_number("NS", text)


def help_number(year: int, sequence: int) -> str:
    """`AT-2026-000012-<digit>`, the protocol of one call for help (REN 1.000, art. 403), made like a filing number."""
    return _number("AT", year, sequence)


def parse_help_number(text: str) -> str | None:
    """The canonical form of a typed protocol of help, or None. Without `AT` the digits may be a filing number."""
    return _parse_number("AT", text)


def contest_number(year: int, sequence: int) -> str:
    """`CT-2026-000003-<digit>`, the protocol of one contest (REN 1.000, art. 403), made like a filing number."""
    return _number("CT", year, sequence)


def parse_contest_number(text: str) -> str | None:
    """The canonical form of a typed protocol of a contest, or None. Without `CT` it may be a filing number."""
    return _parse_number("CT", text)


def verification_code(random_bytes: bytes) -> str:
    """`7KQ4-MX2P-91TV`: eleven signs from CODE_RANDOM_BYTES random bytes, and a check sign."""
    if len(random_bytes) < CODE_RANDOM_BYTES:
        raise ValueError(f"a verification code needs {CODE_RANDOM_BYTES} random bytes")
    bits = int.from_bytes(random_bytes[:CODE_RANDOM_BYTES])
    values = [bits >> (_BITS_PER_SIGN * place) & 31 for place in range(_CODE_RANDOM_SIGNS)]
    values.append(_luhn_check(values, base=len(ALPHABET)))
    return _grouped("".join(ALPHABET[value] for value in values))


def normalise_verification_code(text: str) -> str | None:
    """The canonical form of a typed code, or None when it cannot be one.

    I and L are read as 1, O as 0; capitals, spaces and dashes do not matter.
    """
    compact = _compact(text)
    if compact is None:
        return None
    signs = compact.translate(_LOOKALIKES)
    if len(signs) != _CODE_RANDOM_SIGNS + 1 or any(sign not in ALPHABET for sign in signs):
        return None
    values = [ALPHABET.index(sign) for sign in signs]
    if _luhn_check(values[:-1], base=len(ALPHABET)) != values[-1]:
        return None
    return _grouped(signs)


def _number(prefix: str, year: int, sequence: int) -> str:
    if not (1000 <= year <= 9999 and 1 <= sequence <= _HIGHEST_SEQUENCE):
        raise ValueError(f"no number for year {year} and sequence {sequence}")
    padded = f"{sequence:0{_SEQUENCE_DIGITS}d}"
    return f"{prefix}-{year}-{padded}-{_digit_check(f'{year}{padded}')}"


def _parse_number(prefix: str, text: str) -> str | None:
    compact = _compact(text)
    if compact is None:
        return None
    match = _DIGITS.fullmatch(compact.removeprefix(prefix))
    if match is None or int(match["sequence"]) == 0:
        return None
    if _digit_check(match["year"] + match["sequence"]) != int(match["check"]):
        return None
    return f"{prefix}-{match['year']}-{match['sequence']}-{match['check']}"


def _compact(text: str) -> str | None:
    if len(text) > _LONGEST_TYPED:
        return None
    compact = _SEPARATORS.sub("", text).upper()
    return compact if compact.isascii() else None


def _grouped(signs: str) -> str:
    return "-".join(signs[start : start + 4] for start in range(0, len(signs), 4))


def _digit_check(digits: str) -> int:
    return _luhn_check([int(digit) for digit in digits], base=10)


def _luhn_check(values: Sequence[int], *, base: int) -> int:
    """The Luhn check value in any even base: catches each single wrong sign and almost each swap."""
    total = 0
    for place, value in enumerate(reversed(values)):
        doubled = value * (1 if place % 2 else 2)
        total += doubled // base + doubled % base
    return -total % base
