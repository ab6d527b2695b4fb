"""Looks for numbers of known shapes in the text of a PDF; works in a confined child, which keeps the text."""

from contextlib import closing
from typing import IO, Any

import pypdfium2

from documents.domain.text_numbers import find_numbers

MOST_PAGES = 10
MOST_CHARS = 20_000
"""Of one page; what these documents are looked at for stands on their first pages."""


def read_numbers(file: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """Answer `{"has_text": bool, "numbers": {shape: [...]}}` of the first ten pages."""
    texts = []
    with closing(pypdfium2.PdfDocument(file)) as pdf:
        for number in range(min(len(pdf), MOST_PAGES)):
            with closing(pdf[number]) as page, closing(page.get_textpage()) as text:
                chars = min(text.count_chars(), MOST_CHARS)
                texts.append(text.get_text_range(0, chars) if chars > 0 else "")
    whole = "\n".join(texts)
    numbers = {shape.value: list(found) for shape, found in find_numbers(whole).items()}
    return {"has_text": bool(whole.strip()), "numbers": numbers}, b""
