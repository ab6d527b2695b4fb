"""Reads a bill's PDF to the end, words and fields; works in a confined child, which keeps nothing else.

The fields are read here as well and not only the words: a page of words made to be slow is then stopped like any
other work on a stranger's file.
"""

from dataclasses import replace
from typing import IO, Any

from documents.bill_text import read_words
from documents.domain.bills.reader import read_bill
from documents.domain.bills.wire import to_json
from documents.domain.bills.words import Place, Word


def read(file: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """Answer `{"layout", "fields", "has_text", "sizes"}` in points of the pages as shown, or `{"problem"}`."""
    facts, _ = read_words(file)
    if "problem" in facts:
        return facts, b""
    words = [Word(*word) for word in facts["words"]]
    reading = read_bill(words)
    fields = {
        code: field if field.place is None else replace(field, place=_as_shown(field.place, facts))
        for code, field in reading.fields.items()
    }
    return {
        **to_json(replace(reading, fields=fields)),
        "has_text": bool(words),
        "sizes": facts["sizes"],
    }, b""


def _as_shown(place: Place, facts: dict[str, Any]) -> Place:
    """Where a place of the upright text stands on the page as shown, which may lie on its side."""
    width, height = facts["sizes"][place.page - 1]
    turned = {
        0: (place.x0, place.y0, place.x1, place.y1),
        90: (width - place.y1, place.x0, width - place.y0, place.x1),
        180: (width - place.x1, height - place.y1, width - place.x0, height - place.y0),
        270: (place.y0, height - place.x1, place.y1, height - place.x0),
    }[facts["turns"][place.page - 1]]
    return Place(place.page, *turned)
