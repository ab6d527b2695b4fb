"""What the text of a sent PDF says about its numbers: advice for whoever sends and whoever analyses, never a bar."""

import re
from collections.abc import Mapping
from typing import Final

from pydantic import BaseModel, ConfigDict

from documents.domain.text_numbers import NumberShape
from eligibility.domain.findings import Finding, Section, advise

SHORTEST_SURE_NUMBER = 12
"""Shorter numbers of digits alone are not looked for, so their absence says nothing."""

CONFIRMATIONS: Final = frozenset({"text.number_same", "text.number_found"})
"""Codes that say that something is right; screens show them without a warning."""

_EXPECTED = {
    "technical_responsibility": NumberShape.responsibility,
    "inverter_conformity": NumberShape.inmetro,
    "cogeneration_recognition": NumberShape.plant_code,
}
_NAMES = {
    NumberShape.responsibility: "número de ART ou TRT",
    NumberShape.inmetro: "número de registro no Inmetro",
    NumberShape.plant_code: "código CEG da central",
}
_NONE = {
    NumberShape.responsibility: "Confira se o documento já foi registrado no conselho.",
    NumberShape.inmetro: "Isso não é erro se o documento é um certificado ou relatório de ensaio.",
    NumberShape.plant_code: "Confira se o ato é o desta central.",
}


class TextReading(BaseModel):
    """What was read in a file: whether it has text at all, and the numbers of each shape."""

    model_config = ConfigDict(frozen=True)

    has_text: bool
    numbers: Mapping[NumberShape, tuple[str, ...]] = {}


def reading_findings(reading: TextReading, document_code: str, *, typed: str = "") -> tuple[Finding, ...]:
    """Advice about the number that the document should show; empty for documents that show none.

    `typed` is the number written in the request for this document, in any punctuation; empty when none was.
    """
    shape = _EXPECTED.get(document_code)
    if shape is None:
        return ()
    name = _NAMES[shape]
    if not reading.has_text:
        return (
            _advice(
                "text.none",
                "Este arquivo não tem texto para conferir. Ele será conferido a olho.",
                document_code,
            ),
        )
    numbers = reading.numbers.get(shape, ())
    wanted = _compact(typed)
    if wanted and any(_compact(number) == wanted for number in numbers):
        return (_advice("text.number_same", f"O {name} do pedido aparece no arquivo.", document_code),)
    if wanted and numbers:
        message = f"O arquivo mostra {_quoted(numbers)}, e o pedido diz {typed.strip()}. Confira o número."
        return (_advice("text.number_differs", message, document_code),)
    if numbers:
        return (
            _advice(
                "text.number_found", f"Encontramos no arquivo o {name}: {_quoted(numbers)}.", document_code
            ),
        )
    if wanted.isdecimal() and len(wanted) < SHORTEST_SURE_NUMBER:
        return ()
    message = f"Não encontramos {name} no texto do arquivo. {_NONE[shape]}"
    return (_advice("text.number_absent", message, document_code),)


def same_file_findings(sha256_by_document: Mapping[str, str]) -> tuple[Finding, ...]:
    """Advice for each document whose file was also sent for an earlier one, in the order of the mapping."""
    seen: set[str] = set()
    found = []
    for document_code, sha256 in sha256_by_document.items():
        if sha256 in seen:
            message = "Este arquivo já foi enviado em outro documento. Envie um arquivo por documento."
            found.append(_advice("document.same_file", message, document_code))
        seen.add(sha256)
    return tuple(found)


def _advice(code: str, message: str, document_code: str) -> Finding:
    return advise(code, message, document_code, Section.documents)


def _compact(number: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", number.upper())


def _quoted(numbers: tuple[str, ...]) -> str:
    return " e ".join(numbers[:3]) if len(numbers) <= 3 else f"{', '.join(numbers[:3])} e outros"
