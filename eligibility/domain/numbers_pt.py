"""Numbers as Brazilians write them: a tolerant parser that refuses nonsense, and the formats shown back."""

import re
from decimal import Decimal

from eligibility.domain.findings import refuse

LARGEST = Decimal(999_999_999)
LONGEST_TEXT = 40

_UNIT = re.compile(
    r"^(?:R\$)?(?P<number>.*?)(?:kWp|kWh|kW|kVA|Wp|W|A|V|%|m²|m2)?(?:/m[eê]s)?$", re.IGNORECASE
)
_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_GROUPED = {
    ".": re.compile(r"-?[1-9][0-9]{0,2}(?:\.[0-9]{3})+"),
    ",": re.compile(r"-?[1-9][0-9]{0,2}(?:,[0-9]{3})+"),
}


def parse_decimal(
    text: str,
    *,
    minimum: Decimal | int = 0,
    maximum: Decimal | int = LARGEST,
    field: str | None = None,
    section: str | None = None,
) -> Decimal:
    """Read "8,2", "8.2", "1.234,5", "8,2 kW" or "R$ 10" as a finite Decimal inside the bounds, both included.

    A lone dot before exactly three digits separates thousands, as is usual in Portuguese ("1.234" is 1234).
    Raises Refused with `number.empty`, `number.invalid`, `number.negative`, `number.too_small` or
    `number.too_large`; exponents, NaN and infinity are invalid.
    """

    def no(code: str, message: str) -> Exception:
        return refuse(code, message, field=field, section=section)

    compact = "".join(text.split()).replace("\N{MINUS SIGN}", "-")
    if not compact:
        raise no("number.empty", "Escreva um número.")
    match = _UNIT.fullmatch(compact) if len(compact) <= LONGEST_TEXT else None
    plain = _plain_digits(match["number"]) if match else None
    if plain is None:
        raise no("number.invalid", "Escreva só o número, com vírgula nas casas decimais. Exemplo: 8,2.")
    value = Decimal(plain)
    if value > maximum:
        raise no(
            "number.too_large", f"O número é grande demais. O máximo é {format_decimal(Decimal(maximum))}."
        )
    if value < 0 <= minimum:
        raise no("number.negative", "O número não pode ser negativo.")
    if value < minimum:
        raise no(
            "number.too_small", f"O número é pequeno demais. O mínimo é {format_decimal(Decimal(minimum))}."
        )
    return value


def parse_count(
    text: str,
    *,
    minimum: int = 0,
    maximum: int = 1_000_000,
    field: str | None = None,
    section: str | None = None,
) -> int:
    """Read a whole number; Refused `number.not_whole` with decimal places, otherwise as parse_decimal."""
    value = parse_decimal(text, minimum=minimum, maximum=maximum, field=field, section=section)
    if value != value.to_integral_value():
        raise refuse(
            "number.not_whole", "Escreva um número inteiro, sem vírgula.", field=field, section=section
        )
    return int(value)


def _plain_digits(number: str) -> str | None:
    """The same number with a dot as the only separator, or None when it cannot be read one way."""
    dots, commas = number.count("."), number.count(",")
    if dots and commas:
        decimal_mark = max(".,", key=number.rfind)
        whole, _, places = number.rpartition(decimal_mark)
        thousands_mark = "," if decimal_mark == "." else "."
        if not _GROUPED[thousands_mark].fullmatch(whole):
            return None
        plain = f"{whole.replace(thousands_mark, '')}.{places}"
    elif _GROUPED["."].fullmatch(number) or (commas > 1 and _GROUPED[","].fullmatch(number)):
        plain = number.replace(".", "").replace(",", "")
    else:
        plain = number.replace(",", ".")
    return plain if _PLAIN.fullmatch(plain) else None


def format_decimal(value: Decimal, places: int | None = None) -> str:
    """Portuguese digits: `1.234,5`; trailing zeros dropped, or exactly `places` decimal places."""
    if places is not None:
        text = f"{value:,.{places}f}"
    else:
        text = f"{value:,f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.translate(str.maketrans(",.", ".,"))


def format_kw(value: Decimal) -> str:
    """A power without its unit: `8,2`."""
    return format_decimal(value)
