"""Looking for words in the guidance: without accents, in any order, every word has to be there."""

import re
import unicodedata
from collections.abc import Iterable

LONGEST_QUERY = 80
_SHORT = 3
_LITTLE_WORDS = frozenset(
    {"a", "as", "com", "da", "das", "de", "do", "dos", "e", "em", "na", "nas", "no", "nos", "o", "os", "para"}
    | {"por", "que", "um", "uma"}
)


def plain(text: str) -> str:
    """Lower case without accents: `Demanda é Ação` becomes `demanda e acao`."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def words_of(query: str) -> tuple[str, ...]:
    """The words that count in a query, without a plural's `s`; little words count when nothing else is there."""
    found = tuple(re.findall(r"\w+", plain(query[:LONGEST_QUERY])))
    kept = tuple(word for word in found if word not in _LITTLE_WORDS) or found
    return tuple(word.removesuffix("s") if len(word) > _SHORT else word for word in kept)


def is_found(query: str, texts: Iterable[str]) -> bool:
    """Whether every word of the query begins a word of the texts, and every number is one of them.

    An empty query finds everything.
    """
    words = words_of(query)
    if not words:
        return True
    known = set(re.findall(r"\w+", plain(" ".join(texts))))
    return all(word in known if word.isdigit() else _begins_one(word, known) for word in words)


def _begins_one(word: str, known: Iterable[str]) -> bool:
    return any(each.startswith(word) for each in known)
