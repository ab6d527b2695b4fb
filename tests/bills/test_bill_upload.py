"""What an uploaded file must be to be read as a bill, and what hostile ones cost."""

import signal
from io import BytesIO
from threading import Thread

import pikepdf
import pypdfium2
import pytest

from documents import confined
from documents.bill_text import MOST_PAGES
from documents.services import bill_reading
from documents.services.bill_reading import MOST_BYTES, is_too_large, page_pictures, read_uploaded_bill
from eligibility.domain.findings import Refused
from tests import files
from tests.bills.designs import high_design


def code_of(content: bytes, name: str = "fatura.pdf") -> str:
    with pytest.raises(Refused) as refused:
        read_uploaded_bill(BytesIO(content), name)
    assert refused.value.findings[0].field in ("bill", None)
    return refused.value.code


def image_only(pdf: bytes) -> bytes:
    """The same pages as pictures, as a scanner makes them."""
    with pypdfium2.PdfDocument(pdf) as document:
        images = [page.render(scale=1).to_pil() for page in document]
    file = BytesIO()
    images[0].save(file, "PDF", save_all=True, append_images=images[1:])
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"no document", "wrong_type"),
        (files.jpg_bytes(), "wrong_type"),
        (files.html_dressed_as_pdf(), "corrupt"),
        (files.pdf_bytes(password="segredo"), "encrypted"),
        (files.pdf_bytes(pages=MOST_PAGES + 1), "too_many_pages"),
        (files.pdf_with_javascript(), "has_script"),
        (files.pdf_with_attachment(), "has_script"),
        (files.pdf_in_a_circle(), "corrupt"),
        (files.pdf_without_pages(), "corrupt"),
        (files.pdf_flate_bomb(), "corrupt"),
        (b"%PDF-1.7\n" + b" " * MOST_BYTES, "too_large"),
        (files.heavy_pdf_bytes(1, 50_000), "bill.no_text"),
    ],
)
def test_what_is_no_readable_bill_is_refused_with_its_reason(content: bytes, code: str) -> None:
    assert code_of(content) == code


def test_a_photographed_bill_is_told_apart_from_a_broken_one() -> None:
    assert code_of(image_only(high_design(0).pdf)) == "bill.no_text"
    assert code_of(files.truncated(files.heavy_pdf_bytes(2, 60_000))) == "bill.unreadable"


def crowded_pdf(chars: int, size: float = 1) -> bytes:
    """A page whose letters all stand apart on one line: many words, each near all others."""
    text = "(" + "a b c d e f g " * (chars // 14) + ")"
    pdf = files.pdf_bytes(text="x")
    line = f"BT /F1 {size} Tf 10 400 Td {text} Tj ET".encode()
    return _with_content(pdf, line)


def _with_content(content: bytes, stream: bytes) -> bytes:
    with pikepdf.open(BytesIO(content)) as pdf:
        pdf.pages[0].Contents = pdf.make_stream(stream)
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def test_too_much_text_is_refused() -> None:
    assert code_of(crowded_pdf(30_000)) == "bill.too_much_text"


def test_crowded_text_is_stopped_by_the_kernel_in_its_own_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bill_reading, "CPU_SECONDS", 1)
    with pytest.raises(Refused) as refused:
        read_uploaded_bill(BytesIO(crowded_pdf(19_000, 0.02)), "fatura.pdf")
    assert refused.value.code == "bill.unreadable"
    stopped = [f"exit -{int(way)}" for way in (signal.SIGXCPU, signal.SIGKILL)]
    assert str(refused.value.__cause__) in stopped


def test_a_child_that_is_stopped_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    real = confined.run

    def slow(work: str, *arguments: object, **options: object) -> confined.Answer:
        if work == "bill_reading:read":
            raise confined.ConfinementError("time")
        return real(work, *arguments, **options)  # type: ignore[arg-type]  # passed on as given

    monkeypatch.setattr(confined, "run", slow)
    assert code_of(high_design(0).pdf) == "bill.unreadable"


def test_only_so_many_bills_are_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bill_reading, "WAITING_SECONDS", 0.05)
    with bill_reading._a_place(), bill_reading._a_place():
        assert code_of(high_design(0).pdf) == "bill.busy"
    read: list[str] = []
    threads = [
        Thread(
            target=lambda: read.append(
                read_uploaded_bill(BytesIO(high_design(0).pdf), "fatura.pdf").reading.layout.value
            )
        )
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read == ["group_a", "group_a"]


def test_pictures_are_of_the_pages_that_were_read() -> None:
    file = BytesIO(high_design(0).pdf)
    bill = read_uploaded_bill(file, "fatura.pdf")
    assert file.tell() == 0
    pictures = page_pictures(file, bill)
    assert [picture.number for picture in pictures] == [1, 2]
    assert all(picture.data_url.startswith("data:image/webp;base64,") for picture in pictures)
    assert (round(pictures[0].size.width), round(pictures[0].size.height)) == (595, 842)


@pytest.mark.parametrize(
    ("header", "is_too"),
    [
        (None, False),
        ("", False),
        ("x", False),
        (str(MOST_BYTES), False),
        (str(MOST_BYTES + 3_000_000), True),
        ("9" * 5000, True),
    ],
)
def test_a_body_that_is_too_large_is_told_from_its_header(header: str | None, is_too: bool) -> None:
    assert is_too_large(header) is is_too
