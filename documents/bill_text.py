"""Takes the words of a bill's PDF with their boxes; works in a confined child, which keeps nothing else."""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from typing import IO, Any

import pypdfium2
import pypdfium2.raw as pdfium

MOST_PAGES = 10
MOST_CHARS = 20_000
"""Of one page; a bill of two crowded pages has about 4,000 on each."""
LONGEST_WORD = 80
# Letters further apart than this share of their height are two words, also without a space between them.
WIDEST_GAP = 0.35
# A letter so much smaller than its neighbour is the mark of a note: "756" with a raised 1 is not "7561".
SMALLEST_SHARE = 0.8
# Drawn without ink: what a scanner's program guessed from the picture, which is no text of the bill.
_UNSEEN = frozenset({pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP})


def read_words(file: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """Answer `{"words": [[page, x0, y0, x1, y1, text], ...], "sizes", "turns"}`, or `{"problem"}`.

    Words are in points from the top left corner of the page as it is read, with its text upright; `sizes`, one
    [width, height] for each page, are of the page as it is shown, which lies turned clockwise by `turns` degrees.
    A bill that is not read whole is not read: the problem is then too_many_pages or too_much_text.
    """
    words: list[list[Any]] = []
    sizes: list[list[float]] = []
    turns: list[int] = []
    with closing(pypdfium2.PdfDocument(file)) as pdf:
        if len(pdf) > MOST_PAGES:
            return {"problem": "too_many_pages"}, b""
        for number in range(len(pdf)):
            with closing(pdf[number]) as page, closing(page.get_textpage()) as text:
                if text.count_chars() > MOST_CHARS:
                    return {"problem": "too_much_text"}, b""
                angles = [_angle(text, index) for index in range(text.count_chars())]
                angle = Counter(one for one in angles if one is not None).most_common(1)
                upright = angle[0][0] if angle else 0
                words.extend([number + 1, *word] for word in _words(page, text, angles, upright))
                sizes.append([round(length, 2) for length in page.get_size()])
                turns.append((page.get_rotation() + upright) % 360)
    return {"words": words, "sizes": sizes, "turns": turns}, b""


def _angle(text: Any, index: int) -> int | None:
    """How far a letter is turned clockwise, in quarters; None for a space and for what nobody sees."""
    code = pdfium.FPDFText_GetUnicode(text, index)
    drawn = pdfium.FPDFText_GetTextObject(text, index)
    if code < 32 or chr(code).isspace() or (drawn and pdfium.FPDFTextObj_GetTextRenderMode(drawn) in _UNSEEN):
        return None
    return round(math.degrees(pdfium.FPDFText_GetCharAngle(text, index)) / 90) % 4 * 90


def _words(page: Any, text: Any, angles: list[int | None], upright: int) -> Iterator[list[Any]]:
    turn, is_on_page = _turn(page, -upright % 360)
    letters: list[str] = []
    box = [0.0, 0.0, 0.0, 0.0]
    for index, angle in enumerate(angles):
        letter = chr(pdfium.FPDFText_GetUnicode(text, index))
        here = _box(text, index) if angle == upright else None
        if here is not None:
            here = turn(*here) if is_on_page(*here) else None
        if letters and (here is None or _is_apart(box, here) or len(letters) >= LONGEST_WORD):
            yield [*(round(edge, 2) for edge in box), "".join(letters)]
            letters = []
        if here is not None:
            box = _around(box, here) if letters else here
            letters.append(letter)
    if letters:
        yield [*(round(edge, 2) for edge in box), "".join(letters)]


def _box(text: Any, index: int) -> list[float] | None:
    """The box of a letter with the height of its font, so that the words of one line are equally high."""
    rectangle = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(text, index, ctypes.byref(rectangle)):
        return None
    return [float(rectangle.left), float(rectangle.bottom), float(rectangle.right), float(rectangle.top)]


def _turn(page: Any, clockwise: int) -> tuple[Any, Any]:
    """How a box of the page's own space stands on the page turned, with y downwards; and whether it is on it."""
    left, bottom, right, top = page.get_bbox()
    turns = {
        0: lambda x0, y0, x1, y1: [x0 - left, top - y1, x1 - left, top - y0],
        90: lambda x0, y0, x1, y1: [y0 - bottom, x0 - left, y1 - bottom, x1 - left],
        180: lambda x0, y0, x1, y1: [right - x1, y0 - bottom, right - x0, y1 - bottom],
        270: lambda x0, y0, x1, y1: [top - y1, right - x1, top - y0, right - x0],
    }

    def is_on_page(x0: float, y0: float, x1: float, y1: float) -> bool:
        return bool(left <= (x0 + x1) / 2 <= right and bottom <= (y0 + y1) / 2 <= top)

    return turns[clockwise], is_on_page


def _is_apart(box: list[float], here: list[float]) -> bool:
    height, other = max(box[3] - box[1], 0.1), here[3] - here[1]
    is_other_line = abs((here[1] + here[3]) - (box[1] + box[3])) > height
    is_other_size = min(height, other) < SMALLEST_SHARE * max(height, other)
    return is_other_line or is_other_size or here[0] - box[2] > WIDEST_GAP * height or here[2] < box[0]


def _around(box: list[float], here: list[float]) -> list[float]:
    return [min(box[0], here[0]), min(box[1], here[1]), max(box[2], here[2]), max(box[3], here[3])]
