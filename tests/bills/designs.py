"""The bills that the tests typeset: the guide's and group B's first, then others that share no measure with them."""

from dataclasses import dataclass
from functools import cache
from random import Random

from tests.bills.high_voltage import typeset_high
from tests.bills.low_voltage import typeset_low
from tests.bills.marked import Marked, Spoilt, mark, words_of
from tests.bills.truths import GUIDE, LOW_VOLTAGE, Truth
from tests.bills.typesetter import Style
from tests.bills.varied import varied_high, varied_low

FONTS = (
    "Liberation Sans",
    "Liberation Serif",
    "Liberation Sans Narrow",
    "DejaVu Sans",
    "DejaVu Serif",
    "Liberation Mono",
)
HIGH, LOW = 15, 11
"""How many bills of each group are typeset."""


@dataclass(frozen=True)
class Design:
    """A bill set once: its truth, its PDF and its marked words."""

    name: str
    truth: Truth
    pdf: bytes
    words: tuple[Marked, ...]

    def bill(self) -> Spoilt:
        """A copy to be spoilt."""
        return Spoilt(self.truth, list(self.words))


@cache
def designs() -> tuple[Design, ...]:
    """All typeset bills, those of both groups in turn."""
    high = [high_design(number) for number in range(HIGH)]
    low = [low_design(number) for number in range(LOW)]
    return tuple(design for pair in zip(high, low, strict=False) for design in pair) + tuple(high[LOW:])


def style(random: Random) -> Style:
    """A style drawn at random; the wide fonts are set smaller, so that a line keeps its words apart."""
    font = random.choice(FONTS)
    size = (
        random.uniform(4.6, 5.2)
        if font in ("DejaVu Sans", "DejaVu Serif", "Liberation Mono")
        else random.uniform(5.5, 7)
    )
    posts = ["hfp", "hp", "hr"]
    random.shuffle(posts)
    numbers = random.choice(("right", "center", "left"))
    return Style(
        font=font,
        size=round(size, 1),
        numbers=numbers,
        # Never the opposite of the numbers: between two columns nothing would tell whose a number is.
        headers=random.choice(("center", numbers)),
        padding=random.choice((3.5, 5.0)),
        is_open=random.random() < 0.5,
        posts=(posts[0], posts[1], posts[2]),
        demand_first=random.random() < 0.6,
        hp_first=random.random() < 0.6,
        blocks_front=tuple(random.sample(("class", "items", "middle", "lower"), 4)),
        blocks_second=tuple(random.sample(("head", "readings", "demand", "energy", "last"), 5)),
        values_below=random.random() < 0.5,
        one_page=random.random() < 0.3,
    )


@cache
def high_design(number: int) -> Design:
    """One bill of group A; the first three are the guide's, and the very first in its plain style."""
    random = Random(5000 + number)
    truth = GUIDE if number < 3 else varied_high(random)
    pdf, pieces = typeset_high(truth, style(random) if number else Style())
    return Design(f"high-{number}", truth, pdf, tuple(mark(words_of(pdf), pieces)))


@cache
def low_design(number: int) -> Design:
    """One bill of group B; the first two say the same in two styles."""
    random = Random(6000 + number)
    truth = LOW_VOLTAGE if number < 2 else varied_low(random)
    pdf, pieces = typeset_low(truth, style(random) if number else Style())
    return Design(f"low-{number}", truth, pdf, tuple(mark(words_of(pdf), pieces)))
