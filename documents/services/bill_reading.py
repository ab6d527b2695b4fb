"""Reads an uploaded bill while the person waits, and keeps nothing of it: no file, no row, no line in a log."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import IO

from documents import confined
from documents.bill_text import MOST_PAGES
from documents.domain.bills.fields import BillReading
from documents.domain.bills.wire import from_json
from documents.domain.file_types import FileType
from documents.inspection import inspect_upload
from documents.page_images import PageUnreadableError, render_page
from eligibility.domain.findings import Refused, refuse

MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE
CPU_SECONDS = 4
"""Of each child; an ordinary bill takes a tenth of it. Anybody may send one, so a slow one is stopped early."""
TOO_LARGE = f"O arquivo é grande demais. O limite é {MOST_BYTES // MEGABYTE} MB."
STATUSES = {"too_large": 413, "wrong_type": 415, "bill.busy": 503}
"""HTTP status of each refusal that is not 422."""
MOST_PICTURES = 3
PICTURE_PX = 900
WAITING_SECONDS = 5
# Whoever reads bills leaves the other threads of this process to the rest of the portal.
_PLACES = BoundedSemaphore(2)
_PROBLEMS = {
    "too_many_pages": f"A fatura tem mais de {MOST_PAGES} páginas. Envie só as páginas da fatura de um mês.",
    "too_much_text": "O arquivo tem texto demais para ser uma fatura. Confira se é o arquivo certo.",
}


@dataclass(frozen=True)
class PageSize:
    """Width and height of a page in points, as it is shown."""

    width: float
    height: float


@dataclass(frozen=True)
class PagePicture:
    """One page as a picture for an `img` of the same answer; no address leads to it."""

    number: int
    size: PageSize
    data_url: str


@dataclass(frozen=True)
class ReadBill:
    """What was read, with the sizes of the pages that the places refer to."""

    reading: BillReading
    sizes: tuple[PageSize, ...]


def is_too_large(content_length: str | None) -> bool:
    """Whether the body of a request cannot be a bill and its form, told from its header before it is read."""
    text = content_length or ""
    if not (text.isascii() and text.isdigit()):
        return False
    return len(text) > len(str(MOST_BYTES)) + 1 or int(text) > MOST_BYTES + MEGABYTE


def read_uploaded_bill(file: IO[bytes], name: str) -> ReadBill:
    """Read a seekable file that somebody sent; it ends at its start.

    Raises Refused with a code of `inspect_upload` (empty, too_large, wrong_type, encrypted, corrupt, too_many_pages,
    has_script) or `bill.no_text`, `bill.too_many_pages`, `bill.too_much_text`, `bill.unreadable`, `bill.busy`.
    """
    with _a_place():
        inspect_upload(
            file,
            declared_name=name,
            accepted=frozenset({FileType.PDF}),
            max_bytes=MOST_BYTES,
            max_pages=MOST_PAGES,
            field="bill",
        )
        try:
            facts, _ = confined.run("bill_reading:read", file, cpu_seconds=CPU_SECONDS)
        except confined.ConfinementError as error:
            raise refuse(
                "bill.unreadable",
                "Não conseguimos ler este arquivo. Envie a fatura em PDF, sem senha, como você a recebeu.",
                field="bill",
            ) from error
    if problem := facts.get("problem"):
        raise refuse(f"bill.{problem}", _PROBLEMS[problem], field="bill")
    if not facts["has_text"]:
        raise refuse(
            "bill.no_text",
            "Este PDF só tem imagem, como uma foto ou uma cópia escaneada, e não lemos imagem. Envie o PDF que a "
            "distribuidora manda por e-mail ou oferece no site.",
            field="bill",
        )
    sizes = tuple(PageSize(width, height) for width, height in facts["sizes"])
    return ReadBill(from_json(facts), sizes)


def page_pictures(file: IO[bytes], bill: ReadBill) -> tuple[PagePicture, ...]:
    """The first pages as pictures inside the answer; a page that cannot be drawn now ends them."""
    pictures = []
    for number, size in enumerate(bill.sizes[:MOST_PICTURES], start=1):
        try:
            with _a_place():
                page = render_page(file, number, width_px=PICTURE_PX, cpu_seconds=CPU_SECONDS)
        except (PageUnreadableError, Refused):
            break
        content = base64.b64encode(page.content).decode("ascii")
        pictures.append(PagePicture(number, size, f"data:{page.media_type};base64,{content}"))
    return tuple(pictures)


@contextmanager
def _a_place() -> Iterator[None]:
    if not _PLACES.acquire(timeout=WAITING_SECONDS):
        raise refuse("bill.busy", "Há muitas faturas sendo lidas agora. Tente de novo em um minuto.")
    try:
        yield
    finally:
        _PLACES.release()
