"""Ways to move the words of a bill without touching their text: blocks, columns, sizes, pages."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from documents.domain.bills.words import Word
from tests.bills.marked import Marked, Spoilt


def shift_blocks(bill: Spoilt, random: Random) -> None:
    """Each block stands a little elsewhere."""
    moves = {
        block: (random.uniform(-8, 8), random.uniform(-1.5, 1.5))
        for block in sorted({one.block for one in bill.words})
    }
    bill.words = [one.moved(*moves[one.block]) for one in bill.words]


def jitter(bill: Spoilt, random: Random) -> None:
    """Each word stands a hair off its line."""
    bill.words = [one.moved(random.uniform(-0.3, 0.3), random.uniform(-0.4, 0.4)) for one in bill.words]


def scale(bill: Spoilt, random: Random) -> None:
    """The whole bill is larger or smaller."""
    by = random.uniform(0.5, 2)
    bill.words = [
        replace(one, word=Word(w.page, w.x0 * by, w.y0 * by, w.x1 * by, w.y1 * by, w.text))
        for one in bill.words
        for w in [one.word]
    ]


def other_widths(bill: Spoilt, random: Random) -> None:
    """Another font: every drawn text narrower or wider around its middle."""
    by = random.uniform(0.82, 1.06)
    texts: list[list[Marked]] = []
    for one in bill.words:
        last = texts[-1][-1] if texts else None
        goes_on = last and last.word.page == one.word.page and abs(last.word.y0 - one.word.y0) < 1
        if last and goes_on and 0 <= one.word.x0 - last.word.x1 < 0.5 * (one.word.y1 - one.word.y0):
            texts[-1].append(one)
        else:
            texts.append([one])
    bill.words = []
    for text in texts:
        middle = (text[0].word.x0 + text[-1].word.x1) / 2
        bill.words += [
            replace(one, word=replace(w, x0=middle + (w.x0 - middle) * by, x1=middle + (w.x1 - middle) * by))
            for one in text
            for w in [one.word]
        ]


def swap_columns(bill: Spoilt, random: Random) -> None:
    """Two columns of the history of one group, or two segments of the readings, change places with their headers."""
    if any(one.label == "reading.hp" for one in bill.words) and random.random() < 0.5:
        _exchange(
            bill, "reading.hfp", "reading.hp", lambda mark, name: mark == name or mark.startswith(f"{name}.")
        )
    else:
        pairs = [
            ("history.demand_hp", "history.demand_hfp"),
            ("history.energy_hp", "history.energy_hfp"),
            ("history.kwh", "history.days"),
        ]
        present = [
            pair for pair in pairs if all(any(one.label == name for one in bill.words) for name in pair)
        ]
        if present:
            _exchange(bill, *random.choice(present), _is_in_history_column)


def _is_in_history_column(mark: str, name: str) -> bool:
    return mark == name or (
        mark.startswith("history.") and mark.rsplit(".", maxsplit=1)[-1] == name.split(".")[1]
    )


def _exchange(bill: Spoilt, first: str, second: str, is_in: Callable[[str, str], bool]) -> None:
    centres = {
        name: sum(w.x0 + w.x1 for w in found) / 2 / len(found)
        for name in (first, second)
        for found in [[one.word for one in bill.words if one.label == name]]
    }
    by = centres[second] - centres[first]
    bill.words = [
        one.moved(by * (is_in(one.label or one.field, first) - is_in(one.label or one.field, second)))
        for one in bill.words
    ]


def push_column(bill: Spoilt, random: Random) -> None:
    """The values of one column, or of a whole table, stand off their headers: sideways or by rows.

    Only what was pushed is lost. Its neighbours stand where they stood, and have to be read.
    """
    tables = [
        name
        for name in ("history", "reading", "demand", "energy")
        if any(one.field.startswith(f"{name}.") for one in bill.words)
    ]
    table = random.choice(tables)
    columns = sorted(
        {one.field.rsplit(".", 1)[1] for one in bill.words if one.field.startswith(f"{table}.")} - {"month"}
    )
    chosen = random.choice([columns, [random.choice(columns)]])
    dx, dy = random.choice(
        [
            (random.choice((-1, 1)) * random.uniform(10, 90), 0.0),
            (0.0, random.choice((-1, 1)) * random.uniform(6, 14)),
        ]
    )
    if dy and table != "history":
        dx, dy = 40.0, 0.0

    def is_pushed(name: str) -> bool:
        return name.startswith(f"{table}.") and name.rsplit(".", 1)[1] in chosen

    bill.words = [one.moved(dx, dy) if is_pushed(one.field) else one for one in bill.words]
    bill.lose(*filter(is_pushed, bill.truth))


def swap_blocks(bill: Spoilt, random: Random) -> None:
    """The tables of the second page stand in another order."""
    names = {"head": "head", "readings": "readings", "demand": "demand", "energy": "energy"}
    names |= dict.fromkeys(("factors", "constants", "notes"), "last")
    found = [one for one in bill.words if one.block in names]
    if len({one.word.page for one in found}) != 1:
        return
    blocks = sorted({names[one.block] for one in found})
    bands = {
        name: (min(w.y0 for w in words), max(w.y1 for w in words))
        for name in blocks
        for words in [[one.word for one in found if names[one.block] == name]]
    }
    top = min(band[0] for band in bands.values())
    moves = {}
    for name in random.sample(blocks, len(blocks)):
        moves[name] = top - bands[name][0]
        top += bands[name][1] - bands[name][0] + 6
    bill.words = [one.moved(dy=moves[names[one.block]]) if one.block in names else one for one in bill.words]


def one_page(bill: Spoilt, random: Random) -> None:
    """All pages stand on one long page."""
    height = max(one.word.y1 for one in bill.words) + random.uniform(20, 60)
    bill.words = [
        replace(moved, word=replace(moved.word, page=1))
        for one in bill.words
        for moved in [one.moved(dy=height * (one.word.page - 1))]
    ]
