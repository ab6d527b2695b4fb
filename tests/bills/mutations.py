"""Ways to spoil the words of a bill, each seeded and each saying what it leaves intact."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from documents.domain.bills.words import Word
from tests.bills.marked import Marked, Spoilt, needs
from tests.bills.moving import (
    jitter,
    one_page,
    other_widths,
    push_column,
    scale,
    shift_blocks,
    swap_blocks,
    swap_columns,
)

NOISE = (
    "Aviso",
    "Pague",
    "em",
    "dia",
    "Energia",
    "cliente",
    "Bandeira",
    "verde",
    "Leia",
    "consumo",
    "Atenção",
)
CONTRADICTED = ("installation", "reference_month")
BLANK_COLUMN = 90.0
"""Beside a block there may be a column of it that this bill leaves empty."""
NUMBERS = ("123", "4.567", "0800", "12,50", "99", "1", "31/12", "7.890")


def drop_values(bill: Spoilt, random: Random) -> None:
    """Some fields are missing wherever they stand."""
    gone = random.sample(bill.shown(), random.randint(1, 8))
    bill.words = [one for one in bill.words if one.field not in gone]
    bill.remove(*gone)


def drop_labels(bill: Spoilt, random: Random) -> None:
    """A label or header is missing wherever it stands."""
    # A bill that contradicts itself keeps both labels, or only one of the two numbers would be labelled.
    kept = CONTRADICTED if contradict.__name__ in bill.told else ()
    labels = sorted({one.label for one in bill.words if one.label} - set(kept))
    for label in random.sample(labels, min(len(labels), random.randint(1, 2))):
        bill.words = [one for one in bill.words if one.label != label]
        bill.lose(*(code for code in bill.truth if needs(code, label)))


def mask_values(bill: Spoilt, random: Random) -> None:
    """Some values are printed as crosses, as the guide does."""
    masked = random.sample(bill.shown(), random.randint(1, 6))
    bill.words = [
        replace(one, word=replace(one.word, text="x" * len(one.word.text))) if one.field in masked else one
        for one in bill.words
    ]
    bill.remove(*masked)


def split_words(bill: Spoilt, random: Random) -> None:
    """Words come in pieces: touching, or with a space between, which no longer is the same text."""
    chosen = set(random.sample(range(len(bill.words)), min(len(bill.words), 15)))
    words: list[Marked] = []
    for number, one in enumerate(bill.words):
        if number not in chosen or len(one.word.text) < 2:
            words.append(one)
            continue
        gap = random.choice([random.uniform(0, 0.05), random.uniform(0.2, 0.3)])
        words += _halves(one, random.randint(1, len(one.word.text) - 1), gap)
        if gap > 0.1 and one.field:
            bill.lose(one.field)
        elif gap > 0.1:
            bill.lose(*(code for code in bill.truth if one.label and needs(code, one.label)))
    bill.words = words


def _halves(one: Marked, at: int, gap: float) -> list[Marked]:
    w = one.word
    cut = w.x0 + (w.x1 - w.x0) * at / len(w.text)
    half = gap * (w.y1 - w.y0) / 2
    return [
        replace(one, word=replace(w, x1=max(cut - half, w.x0), text=w.text[:at])),
        replace(one, word=replace(w, x0=min(cut + half, w.x1), text=w.text[at:])),
    ]


def decimal_spacing(bill: Spoilt, random: Random) -> None:
    """Some numbers have a space at their dot or comma, or instead of it."""
    spaced = [
        n for n, one in enumerate(bill.words) if one.field and ("." in one.word.text or "," in one.word.text)
    ]
    chosen = set(random.sample(spaced, min(len(spaced), 8)))
    words: list[Marked] = []
    for number, one in enumerate(bill.words):
        text = one.word.text
        if number not in chosen:
            words.append(one)
            continue
        at = max(text.find("."), text.find(","))
        left, right = random.choice(
            [(text[: at + 1], text[at + 1 :]), (text[:at], text[at:]), (text[:at], text[at + 1 :])]
        )
        first, second = _halves(
            replace(one, word=replace(one.word, text="0" * len(left) + "0" * len(right))), len(left), 0.25
        )
        words += [
            replace(first, word=replace(first.word, text=left)),
            replace(second, word=replace(second.word, text=right)),
        ]
        bill.lose(one.field)
    bill.words = words


def noise(bill: Spoilt, random: Random) -> None:
    """Other words in free places; numbers only outside the blocks, where none of theirs could stand."""
    for _ in range(25):
        near = random.choice(bill.words).word
        height = near.y1 - near.y0
        has_digits = random.random() < 0.4
        text = random.choice(NUMBERS if has_digits else NOISE)
        x, y = random.uniform(0, 560), near.y0 + random.uniform(-60, 60)
        word = Word(near.page, x, y, x + 0.5 * height * len(text), y + height, text)
        taken = _blocks(bill) if has_digits else []
        if not any(_touch(word, one.word, 1.2 * height) for one in bill.words) and not any(
            _touch(word, box, BLANK_COLUMN) for box in taken
        ):
            bill.words.append(Marked(word, block="noise"))


def _blocks(bill: Spoilt) -> list[Word]:
    boxes = []
    for page, block in sorted({(one.word.page, one.block) for one in bill.words if one.block != "noise"}):
        found = [one.word for one in bill.words if (one.word.page, one.block) == (page, block)]
        boxes.append(
            Word(
                page,
                min(w.x0 for w in found),
                min(w.y0 for w in found),
                max(w.x1 for w in found),
                max(w.y1 for w in found),
                "",
            )
        )
    return boxes


def _touch(a: Word, b: Word, margin: float) -> bool:
    return a.page == b.page and a.x0 - margin < b.x1 and b.x0 < a.x1 + margin and a.y0 < b.y1 and b.y0 < a.y1


def two_meters(bill: Spoilt, random: Random) -> None:
    """A second line of readings under the first, with other numbers."""
    names = sorted({one.field.split(".")[2] for one in bill.words if one.field.startswith("reading.")})
    prefix = random.choice(names) if names else ""

    def is_of_row(one: Marked) -> bool:
        if not names:
            return one.field.startswith("meter.") or one.field == "consumption_kwh"
        return (
            one.field.startswith("reading.") and one.field.split(".")[2] == prefix
        ) or one.label == f"reading.row.{prefix}"

    row = [one for one in bill.words if is_of_row(one)]
    if not row:
        return
    bottom, height = max(one.word.y1 for one in row), max(one.word.y1 - one.word.y0 for one in row)
    page = row[0].word.page
    second = [
        replace(one, word=replace(one.word, text=_other(one.word.text))) if one.field else one for one in row
    ]
    bill.words = [
        one.moved(dy=height * 1.2) if one.word.page == page and one.word.y0 > bottom - 0.5 * height else one
        for one in bill.words
    ]
    bill.words += [replace(one.moved(dy=height * 1.2), field="") for one in second]
    bill.remove(*{one.field for one in row if one.field})


def _other(text: str) -> str:
    return text[:-1] + (str((int(text[-1]) + 1) % 10) if text[-1].isdigit() else "9")


def contradict(bill: Spoilt, random: Random) -> None:
    """The bill names two units, or two months."""
    code = random.choice(CONTRADICTED)
    if not any(one.label == code for one in bill.words):
        return
    places = [n for n, one in enumerate(bill.words) if one.field == code]
    if code == "reference_month" or len(places) < 2:
        last = max(one.word.y1 for one in bill.words if one.word.page == 1)
        label, text = (
            ("Referente a", "JAN/2020") if code == "reference_month" else ("Instalação", "3111111111")
        )
        x = 300.0
        for part in label.split():
            bill.words.append(Marked(Word(1, x, last + 30, x + 20, last + 38, part)))
            x += 22
        bill.words.append(Marked(Word(1, 300, last + 39, 340, last + 47, text)))
    else:
        at = places[-1]
        bill.words[at] = replace(bill.words[at], word=replace(bill.words[at].word, text="3111111111"))
    bill.remove(code)


def lose_page(bill: Spoilt, random: Random) -> None:
    """Only the first page was sent."""
    if contradict.__name__ in bill.told:
        return
    before = bill.shown()
    bill.words = [one for one in bill.words if one.word.page == 1]
    bill.remove(*(set(before) - set(bill.shown())))


def image_only(bill: Spoilt, random: Random) -> None:
    """No text at all."""
    bill.words = []
    bill.remove(*bill.truth)


MUTATIONS: tuple[Callable[[Spoilt, Random], None], ...] = (
    drop_values,
    drop_labels,
    mask_values,
    shift_blocks,
    jitter,
    scale,
    other_widths,
    swap_columns,
    push_column,
    swap_blocks,
    one_page,
    split_words,
    decimal_spacing,
    noise,
    two_meters,
    contradict,
    lose_page,
)


def spoil(bill: Spoilt, random: Random) -> None:
    """One to three ways at once; one bill in thirty is only an image."""
    if random.random() < 1 / 30:
        image_only(bill, random)
        return
    for way in random.sample(MUTATIONS, random.randint(1, 3)):
        if bill.words:
            way(bill, random)
            bill.told.append(way.__name__)
