"""Words with their places on the pages of a bill, and the runs of words that stand together on one line.

Lengths are PDF points; x grows to the right and y downwards from the top of the page, and pages count from 1.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

JOINED_GAP = 0.12
"""Pieces closer than this share of their height are one word that was drawn in pieces."""
PIECE_HEIGHT = 0.8
RUN_GAP = 0.6
"""Words closer than this share of their height belong to one run; the space of a fixed-width font still fits."""
SAME_ROW = 0.5
STACKED_GAP = 1.0
STACKED_TIGHT = 0.5
LABEL_REACH = 16
ALONE_GAP = 1.2
SIGN_GAP = 4.0
"""A lone minus belongs to a number also from further away, as in columns of accounts."""
SIGNS = frozenset("-\u2212\u2013\u2014+()")
HIGHEST = 100_000


@dataclass(frozen=True)
class Word:
    """One word as drawn: its page, its box and its text."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    text: str


@dataclass(frozen=True)
class Place:
    """Where something stands: the page and the box around it."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


def key(text: str) -> str:
    """The text for comparing: small letters, digits and slashes, without accents, spaces and other marks."""
    plain = unicodedata.normalize("NFKD", text.replace("\N{DEGREE SIGN}", "o").casefold())
    return re.sub(r"[^a-z0-9/]", "", plain)


@dataclass(frozen=True)
class Run:
    """Words of one line that stand together; a label, a value, or a label followed by its value."""

    words: tuple[Word, ...]

    @cached_property
    def place(self) -> Place:
        """The box around the words."""
        return Place(
            self.words[0].page,
            min(word.x0 for word in self.words),
            min(word.y0 for word in self.words),
            max(word.x1 for word in self.words),
            max(word.y1 for word in self.words),
        )

    @property
    def page(self) -> int:
        """Page number."""
        return self.words[0].page

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.place.x0

    @property
    def x1(self) -> float:
        """Right edge."""
        return self.place.x1

    @property
    def y1(self) -> float:
        """Lower edge."""
        return self.place.y1

    @property
    def height(self) -> float:
        """Height of the first line."""
        return self.words[0].y1 - self.words[0].y0

    @cached_property
    def middle(self) -> float:
        """Height on the page of the middle of the box."""
        return (self.place.y0 + self.place.y1) / 2

    @cached_property
    def centre(self) -> float:
        """Middle between the left and the right edge."""
        return (self.x0 + self.x1) / 2

    @cached_property
    def text(self) -> str:
        """The words with one space between them; pieces that touch are one word."""
        parts = [self.words[0].text]
        for before, word in zip(self.words, self.words[1:], strict=False):
            gap = word.x0 - before.x1
            is_joined = -_slack(before) <= gap <= JOINED_GAP * _height(word) and _are_alike(before, word)
            parts.append(word.text if is_joined else f" {word.text}")
        return "".join(parts)

    @cached_property
    def key(self) -> str:
        """The text for comparing, see `key`."""
        return key(self.text)

    @property
    def is_sign(self) -> bool:
        """Whether it is only the sign of some number."""
        return SIGNS.issuperset(self.text)

    @property
    def is_figures(self) -> bool:
        """Whether it is a number, or a part of one."""
        return re.fullmatch(r"[0-9.,]*[0-9][0-9.,]*", self.text) is not None

    def overlap(self, x0: float, x1: float) -> float:
        """How much of the run stands between two verticals; negative when it stands outside, by how far."""
        return min(self.x1, x1) - max(self.x0, x0)


def _height(word: Word) -> float:
    return max(word.y1 - word.y0, 0.1)


def _are_alike(before: Word, word: Word) -> bool:
    """Whether two pieces may be of one word: on one page and equally high, as the mark of a note is not."""
    low, high = sorted((_height(before), _height(word)))
    return before.page == word.page and low >= PIECE_HEIGHT * high


def _slack(word: Word) -> float:
    return 0.5 * _height(word)


class Sheets:
    """The runs of all pages, to be asked what stands beside and below what."""

    def __init__(self, words: Iterable[Word]) -> None:
        by_page: dict[int, list[Word]] = defaultdict(list)
        for word in dict.fromkeys(words):
            if word.text.strip() and word.x0 <= word.x1 and word.y0 <= word.y1:
                by_page[word.page].append(word)
        self._runs = {page: sorted(_runs(found), key=_middle) for page, found in sorted(by_page.items())}
        self._middles = {page: [run.middle for run in runs] for page, runs in self._runs.items()}
        self._tallest = {page: max(run.height for run in runs) for page, runs in self._runs.items()}

    @cached_property
    def keyed(self) -> list[tuple[str, Run]]:
        """All runs with their text for comparing."""
        return [(run.key, run) for run in self]

    def __iter__(self) -> Iterator[Run]:
        for runs in self._runs.values():
            yield from runs

    @property
    def is_empty(self) -> bool:
        """True when no page has a word."""
        return not self._runs

    def between(self, page: int, top: float, bottom: float) -> list[Run]:
        """The runs of a page whose middle is inside a band, from the top down."""
        middles = self._middles.get(page, [])
        return self._runs.get(page, [])[bisect_left(middles, top) : bisect_right(middles, bottom)]

    def row(self, of: Run) -> list[Run]:
        """The runs on the same line, itself included, from left to right."""
        reach = SAME_ROW * max(of.height, 0.1)
        around = self.between(of.page, of.middle - reach, of.middle + reach)
        same = [run for run in around if abs(run.middle - of.middle) <= SAME_ROW * min(run.height, of.height)]
        return sorted(same or [of], key=attrgetter("x0"))

    def is_alone(self, run: Run, *besides: Word) -> bool:
        """Whether nothing else on the line is so near that it may belong to the same text."""
        return not any(
            -(run.overlap(other.x0, other.x1)) < (SIGN_GAP if other.is_sign else ALONE_GAP) * run.height
            for other in self.row(run)
            if other.words[0] not in run.words and other.words[0] not in besides
        )

    def goes_on(self, run: Run) -> bool:
        """Whether figures without a label of their own stand close below: the value may be cut in two."""
        return any(
            under.is_figures
            and not any(
                other.x1 <= under.x0 <= other.x1 + LABEL_REACH * under.height
                and any(letter.isalpha() for letter in other.text)
                for other in self.row(under)
            )
            for under in self.below(run, within=STACKED_TIGHT)
        )

    def right(self, of: Run, *, within: float) -> Run | None:
        """The next run on the line, when it begins within so many heights."""
        for run in self.row(of):
            if run.x0 >= of.x1 - 0.2 * of.height and run.words[0] not in of.words:
                return run if run.x0 - of.x1 <= within * of.height else None
        return None

    def below(self, of: Run, *, within: float) -> list[Run]:
        """The runs of the first line below that stand under the run; more than one when it is unclear."""
        start = of.middle + SAME_ROW * of.height
        under = [
            run
            for run in self.between(
                of.page, start, of.y1 + (within + 1) * max(of.height, self._tallest[of.page])
            )
            if run.overlap(of.x0, of.x1) > 0 and run.place.y0 - of.y1 <= within * of.height
        ]
        if not under:
            return []
        first = under[0]
        return [run for run in under if abs(run.middle - first.middle) <= SAME_ROW * first.height]


def _middle(run: Run) -> float:
    return run.middle


def _runs(words: Sequence[Word]) -> Iterator[Run]:
    """Chain each word to the nearest one at its right on the same line, while the gap is small."""
    ordered = sorted(words, key=lambda word: (word.y0 + word.y1) / 2)
    middles = [(word.y0 + word.y1) / 2 for word in ordered]
    following: dict[int, int] = {}
    for index, word in enumerate(ordered):
        height = _height(word)
        low = bisect_left(middles, middles[index] - SAME_ROW * height)
        high = bisect_right(middles, middles[index] + SAME_ROW * height)
        near = [
            (other.x0, number)
            for number, other in enumerate(ordered[low:high], start=low)
            if number != index
            and (other.x0, number) > (word.x0, index)
            and -_slack(word) <= other.x0 - word.x1 <= RUN_GAP * min(height, _height(other))
            and abs(middles[number] - middles[index]) <= SAME_ROW * min(height, _height(other))
        ]
        if near:
            following[index] = min(near)[1]
    taken: set[int] = set()
    claimed: dict[int, int] = {}
    for index, after in sorted(following.items(), key=lambda pair: ordered[pair[0]].x1, reverse=True):
        claimed.setdefault(after, index)
    chain = {index: after for after, index in claimed.items()}
    starts = [index for index in range(len(ordered)) if index not in claimed]
    for start in starts:
        run = [ordered[start]]
        taken.add(start)
        at = start
        while (at := chain.get(at, -1)) >= 0 and at not in taken:
            run.append(ordered[at])
            taken.add(at)
        yield Run(tuple(run))
