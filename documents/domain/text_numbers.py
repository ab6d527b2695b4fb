"""Numbers of known shapes in the text of a document: the numbers alone are kept, never the text."""

import re
from enum import StrEnum


class NumberShape(StrEnum):
    """What kind of number its shape says it is."""

    responsibility = "responsibility"
    inmetro = "inmetro"
    plant_code = "plant_code"


MOST_NUMBERS = 20
"""How many numbers of one shape are kept: a document about one project names few."""

# Digits alone are taken only right after the words ART or TRT, and never with the length of a CPF or a CNPJ.
_LABELLED = re.compile(r"\b(?:ART|TRT)\b[^0-9]{0,40}(?P<number>[0-9]{12,20})(?![0-9])")
_SHAPES = {
    NumberShape.responsibility: re.compile(
        r"(?<![A-Z0-9])(?P<number>(?:[A-Z]{2} ?|CFT ?)20[0-9]{9})(?![0-9])"
    ),
    NumberShape.inmetro: re.compile(r"(?<![0-9./-])(?P<number>[0-9]{6}/20[0-9]{2})(?![0-9/-])"),
    NumberShape.plant_code: re.compile(
        r"(?<![A-Z0-9])(?P<number>[A-Z]{3}\.[A-Z]{2}\.[A-Z]{2}\.[0-9]{6}-[0-9](?:\.[0-9]{2})?)(?![0-9])"
    ),
}
_CNPJ_DIGITS = 14


def find_numbers(text: str) -> dict[NumberShape, tuple[str, ...]]:
    """The numbers of each shape, once each, in the order of the text; a shape without numbers is left out."""
    capitals = text.upper()
    found = {
        shape: [match["number"].replace(" ", "") for match in pattern.finditer(capitals)]
        for shape, pattern in _SHAPES.items()
    }
    found[NumberShape.responsibility] += [
        match["number"] for match in _LABELLED.finditer(capitals) if len(match["number"]) != _CNPJ_DIGITS
    ]
    return {
        shape: tuple(dict.fromkeys(numbers))[:MOST_NUMBERS] for shape, numbers in found.items() if numbers
    }
