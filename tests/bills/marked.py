"""A bill as words that know which field, label and block they are of, ready to be spoilt."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO

from documents.bill_text import read_words
from documents.domain.bills.words import Word
from tests.bills.truth_values import codes_of
from tests.bills.truths import Truth
from tests.bills.typesetter import Piece


@dataclass(frozen=True)
class Marked:
    """A word and what it is of; empty marks for words of nothing."""

    word: Word
    field: str = ""
    label: str = ""
    block: str = ""

    def moved(self, dx: float = 0, dy: float = 0) -> "Marked":
        """The same elsewhere on the page."""
        one = self.word
        return replace(
            self, word=Word(one.page, one.x0 + dx, one.y0 + dy, one.x1 + dx, one.y1 + dy, one.text)
        )


@dataclass
class Spoilt:
    """A bill on its way to be spoilt.

    `lost` are codes whose text is no longer intact: they may be unread. `absent` are codes that the bill no
    longer shows surely: a value for one is wrong. All other codes of the truth must be read.
    """

    truth: Truth
    words: list[Marked]
    lost: set[str] = field(default_factory=set)
    absent: set[str] = field(default_factory=set)
    told: list[str] = field(default_factory=list)

    def lose(self, *fields: str) -> None:
        """These printed texts are no longer intact."""
        self.lost.update(code for one in fields for code in codes_of(one))
        # Without its month a row of the history is of no month.
        rows = tuple(one.removesuffix("month") for one in fields if one.endswith(".month"))
        self.lost.update(code for code in self.truth if rows and code.startswith(rows))
        if "modality" in fields and "subgroup" not in self.truth:
            self.lost.add("subgroup")

    def remove(self, *fields: str) -> None:
        """These printed texts are no longer there."""
        self.lose(*fields)
        # The subgroup also stands after the modality.
        self.absent.update(code for one in fields for code in codes_of(one) if code != "subgroup")

    def shown(self) -> list[str]:
        """The fields that still have words, sorted."""
        return sorted({one.field for one in self.words if one.field})


def words_of(pdf: bytes) -> list[Word]:
    """The words of a PDF, read in this process."""
    facts, _ = read_words(BytesIO(pdf))
    return [Word(*word) for word in facts["words"]]


def mark(words: Sequence[Word], pieces: Sequence[Piece]) -> list[Marked]:
    """Give each word the marks of the drawn text around its middle."""
    return [_mark(word, pieces) for word in words]


def _mark(word: Word, pieces: Sequence[Piece]) -> Marked:
    x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
    for piece in pieces:
        if piece.page == word.page and piece.x0 <= x <= piece.x1 and piece.y0 <= y <= piece.y1:
            return Marked(word, piece.field, piece.label, piece.block)
    return Marked(word)


def needs(code: str, label: str) -> bool:
    """Whether a field cannot be told without a label."""
    table, _, rest = label.partition(".")
    parts = code.split(".")
    if label == code or rest in ("title", "head"):
        return label == code or parts[0] == table
    if table == "history":
        return parts[0] == table and (rest in ("month", "Dem", "Ene") or parts[2] == rest)
    if table == "reading" and parts[0] == table:
        wanted = rest.split(".")
        if wanted[0] == "row":
            return parts[2] == wanted[1]
        return parts[1] == wanted[0] and (len(wanted) == 1 or parts[3] == wanted[1])
    if table in ("demand", "energy") and parts[0] == table:
        wanted = rest.split(".")
        if wanted[0] == "segment":
            return parts[1] == wanted[1]
        return parts[1:3] == wanted if len(wanted) == 2 else parts[3] == rest
    return False
