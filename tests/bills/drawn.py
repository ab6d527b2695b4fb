"""Bills drawn text by text on bare pages: for faults that no moving of words that were already read can show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from io import BytesIO

import pikepdf

from tests.bills.designs import Design

WIDTH, HEIGHT = 595, 842
VISIBLE, INVISIBLE = 0, 3
# The box of a letter of Helvetica is so much higher than its size; below the line it reaches so far down.
_BOX, _DESCENT = 1.149, 0.212


@dataclass(frozen=True)
class Ink:
    """One drawn text: its page from 1, the left end of its line from the lower left corner, and its field if any."""

    page: int
    x: float
    y: float
    size: float
    text: str
    field: str = ""
    mode: int = VISIBLE

    @property
    def is_number(self) -> bool:
        """Whether it is a value of figures alone."""
        return bool(self.field) and self.text.replace(".", "").replace(",", "").isdigit()

    def like(self, text: str, *, x: float = 0, y: float = 0, size: float = 1) -> "Ink":
        """Another text beside it: moved by shares of the size."""
        return replace(
            self, text=text, x=self.x + x * self.size, y=self.y + y * self.size, size=self.size * size
        )

    def drawn(self) -> bytes:
        """The operators that draw it."""
        text = self.text.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)")
        head = f"BT /F1 {self.size:.3f} Tf {self.mode} Tr 1 0 0 1 {self.x:.3f} {self.y:.3f} Tm ("
        return head.encode() + text + b") Tj ET\n"


def inks(design: Design) -> list[Ink]:
    """The texts of a typeset bill."""
    found = []
    for one in design.words:
        word = one.word
        size = (word.y1 - word.y0) / _BOX
        found.append(Ink(word.page, word.x0, HEIGHT - word.y1 + _DESCENT * size, size, word.text, one.field))
    return found


def pdf_of(texts: Iterable[Ink], *, turned: int = 0) -> bytes:
    """A PDF with these texts; `turned` lays its pages on their sides or their heads."""
    drawn: dict[int, bytes] = {}
    for one in texts:
        drawn[one.page] = drawn.get(one.page, b"") + one.drawn()
    pdf = pikepdf.new()
    font = {
        "/Type": "/Font",
        "/Subtype": "/Type1",
        "/BaseFont": "/Helvetica",
        "/Encoding": "/WinAnsiEncoding",
    }
    for _, content in sorted(drawn.items()):
        page = pdf.add_blank_page(page_size=(WIDTH, HEIGHT))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=_names(font)))
        page.Contents = pdf.make_stream(content)
        page.Rotate = turned
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def _names(entries: Mapping[str, str]) -> pikepdf.Dictionary:
    return pikepdf.Dictionary({key: pikepdf.Name(name) for key, name in entries.items()})
