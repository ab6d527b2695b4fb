"""Bills spoilt in the drawing and not in the words: notes, signs, cut values, hidden text, two bills, turned pages."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from random import Random

import pytest

from documents.domain.bills.fields import Flag
from documents.domain.bills.reader import read_bill
from documents.services.bill_reading import read_uploaded_bill
from eligibility.domain.findings import Refused
from tests.bills.designs import Design, high_design, low_design
from tests.bills.drawn import HEIGHT, INVISIBLE, WIDTH, Ink, inks, pdf_of
from tests.bills.judging import Verdict
from tests.bills.marked import Marked, Spoilt, words_of
from tests.bills.truth_values import codes_of

DESIGNS = (high_design, low_design)
# Helvetica's figures are this wide, its dot and comma half of it.
FIGURE = 0.556

Way = Callable[[Ink], list[Ink]]


def _width(text: str) -> float:
    return sum(FIGURE if letter.isdigit() else FIGURE / 2 for letter in text)


def raised_note(one: Ink) -> list[Ink]:
    """ "756" and the mark of a note 1 is no 7561."""
    return [one, one.like("1", x=_width(one.text), y=0.35, size=0.58)]


def minus_before(one: Ink) -> list[Ink]:
    """A minus at the left edge of the cell, as in columns of accounts."""
    return [one.like("-", x=-1.3), one]


def minus_after(one: Ink) -> list[Ink]:
    """A minus at the right edge of the cell."""
    return [one, one.like("-", x=_width(one.text) + 0.9)]


def cut_after_one(one: Ink) -> list[Ink]:
    """The first figure, and the others on a line of their own below."""
    return [one.like(one.text[:1]), one.like(one.text[1:], y=-0.95)] if len(one.text) > 1 else [one]


def cut_before_last(one: Ink) -> list[Ink]:
    """The last figure on a line of its own below."""
    return [one.like(one.text[:-1]), one.like(one.text[-1:], y=-0.95)] if len(one.text) > 1 else [one]


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("share", [0.06, 1.0])
@pytest.mark.parametrize(
    "way",
    [raised_note, minus_before, minus_after, cut_after_one, cut_before_last],
    ids=lambda way: way.__name__,
)
def test_a_number_drawn_with_something_more_is_not_another_number(
    design: Callable[[int], Design], share: float, way: Way
) -> None:
    bill, random, verdict = design(0), Random(3), Verdict()
    drawn: list[Ink] = []
    spoilt: set[str] = set()
    for one in inks(bill):
        parts = way(one) if one.is_number and random.random() < share else [one]
        drawn += parts
        spoilt.update(codes_of(one.field) if len(parts) > 1 else ())
    words = [Marked(word) for word in words_of(pdf_of(drawn))]
    # Some numbers stand twice on the bill, and the other place may be whole: that value is the right one.
    wrong_if_read = {code for code in spoilt if code not in ("installation", "client_number")}
    verdict.add(way.__name__, Spoilt(bill.truth, words, lost=spoilt, absent=wrong_if_read))
    assert verdict.wrong == []


@pytest.mark.parametrize("design", DESIGNS)
def test_what_a_scanners_program_guessed_is_no_text(design: Callable[[int], Design]) -> None:
    content = pdf_of(replace(one, mode=INVISIBLE) for one in inks(design(0)))
    with pytest.raises(Refused) as refused:
        read_uploaded_bill(BytesIO(content), "digitalizada.pdf")
    assert refused.value.code == "bill.no_text"


@pytest.mark.parametrize("design", DESIGNS)
def test_of_two_bills_in_one_file_nothing_is_sure(design: Callable[[int], Design]) -> None:
    texts = inks(design(0))
    gone = Random(5).sample(sorted({one.field for one in texts if one.is_number}), 20)

    def of_another(one: Ink) -> Ink:
        last = str((int(one.text[-1]) + 1) % 10) if one.is_number else ""
        return replace(one, page=one.page + 2, text=one.text[:-1] + last if last else one.text)

    first = [one for one in texts if one.field not in gone]
    reading = read_bill(words_of(pdf_of([*first, *map(of_another, texts)])))
    assert [code for code, one in reading.fields.items() if one.is_sure] == []
    assert any(Flag.several_bills in one.flags for one in reading.fields.values())


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_page_on_its_side_is_read_and_its_places_are_where_it_shows_them(
    design: Callable[[int], Design], turned: int
) -> None:
    texts = inks(design(0))
    upright = read_uploaded_bill(BytesIO(pdf_of(texts)), "fatura.pdf").reading
    bill = read_uploaded_bill(BytesIO(pdf_of(texts, turned=turned)), "fatura.pdf")
    assert bill.sizes[0].width == (WIDTH if turned == 180 else HEIGHT)
    for code, one in upright.fields.items():
        found = bill.reading[code]
        assert (found.value, found.flags) == (one.value, one.flags)
        if one.place and found.place:
            x, y = (one.place.x0 + one.place.x1) / 2, (one.place.y0 + one.place.y1) / 2
            there = {90: (HEIGHT - y, x), 180: (WIDTH - x, HEIGHT - y), 270: (y, WIDTH - x)}[turned]
            box = found.place
            assert ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2) == pytest.approx(there, abs=0.1)


@pytest.mark.parametrize("design", DESIGNS)
def test_what_stands_outside_the_page_is_not_of_the_bill(design: Callable[[int], Design]) -> None:
    texts = inks(design(0))
    outside = [
        replace(one, x=one.x + WIDTH, text=one.text[:-1] + "7" if one.is_number else one.text)
        for one in texts
    ]
    assert read_bill(words_of(pdf_of([*outside, *texts]))) == read_bill(words_of(pdf_of(texts)))
