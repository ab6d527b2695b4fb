"""The receipt and the opinion as people get them: rendered for real, checked, and read back."""

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from documents.domain.sheets import OpinionSheet, ReceiptSheet
from documents.pdf import ForbiddenAddressError, html_to_pdf
from documents.pdf_check import check_pdf
from documents.printing import print_opinion, print_receipt
from tests import sheets

OPINIONS: list[Callable[[], OpinionSheet]] = [
    sheets.opinion_sheet,
    sheets.opinion_with_works,
    sheets.opinion_not_approved,
]


def words(content: bytes) -> str:
    """The text of all pages with single spaces."""
    with pypdfium2.PdfDocument(content) as pdf:
        text = " ".join(page.get_textpage().get_text_range() for page in pdf)
    return " ".join(text.replace("\x02", "").split())


@pytest.fixture(scope="module")
def receipt() -> bytes:
    return print_receipt(sheets.receipt_sheet())


@pytest.mark.parametrize("make", OPINIONS)
def test_every_opinion_passes_the_check_of_language_tags_title_fonts_and_script(
    make: Callable[[], OpinionSheet],
) -> None:
    assert check_pdf(print_opinion(make())) == []


def test_the_receipt_passes_the_check_of_language_tags_title_fonts_and_script(receipt: bytes) -> None:
    assert check_pdf(receipt) == []


def test_the_same_sheet_gives_the_same_bytes(receipt: bytes) -> None:
    assert print_receipt(sheets.receipt_sheet()) == receipt
    assert print_receipt(sheets.receipt_sheet(filing_number="GD-2026-005007-3")) != receipt


def test_only_the_packaged_typefaces_are_used(receipt: bytes) -> None:
    for content in (receipt, print_opinion(sheets.opinion_with_works())):
        with pikepdf.open(BytesIO(content)) as pdf:
            names = {
                str(font.BaseFont).split("+")[1]
                for font in pdf.objects
                if isinstance(font, pikepdf.Dictionary) and str(font.get("/Type", "")) == "/Font"
            }
        assert names
        assert all(name.startswith("Source-") for name in names), names


def test_both_sheets_are_a4_and_number_their_pages(receipt: bytes) -> None:
    for content in (receipt, print_opinion(sheets.opinion_sheet())):
        with pypdfium2.PdfDocument(content) as pdf:
            total = len(pdf)
            for number, page in enumerate(pdf, start=1):
                assert [round(side) for side in page.get_size()] == [595, 842]
                assert f"página {number} de {total}" in page.get_textpage().get_text_range()


def test_the_receipt_says_what_arrived_when_and_until_when(receipt: bytes) -> None:
    text = words(receipt)
    sheet = sheets.receipt_sheet()
    for said in (
        "GD-2026-005006-5",
        "20260050065",
        "sáb., 14/03/2026",
        "11:20:07",
        "seg., 30/03/2026",
        "REN ANEEL 1.000/2021, art. 64, I",
        "***.456.789-**",
        "O portão fica na rua de trás. Tratar com o zelador, de manhã.",
        "K7Q2-9MXP",
        *(file.title for file in sheet.files),
        *(file.sha256 for file in sheet.files),
    ):
        assert said in text, said


def test_a_favourable_opinion_says_what_article_69_and_its_validity_ask() -> None:
    text = words(print_opinion(sheets.opinion_sheet()))
    for said in (
        "Aprovado.",
        "PA-2026-003318-6",
        "qua., 22/07/2026",
        "art. 83, § 1º",
        "Publicado pela distribuidora",
        "O que cabe a você",
        "Relacionamento Operacional",
        "não precisa",
        "0800 000 0000",
        "7KQ4-MX2P-91TD",
        "Beatriz Amaral",
        "CREA-MG 000001/D",
        "SHA-256 deste arquivo",
    ):
        assert said in text, said
    assert "Seu direito de reclamar" not in text


def test_an_opinion_with_works_names_them_and_their_term() -> None:
    text = words(print_opinion(sheets.opinion_with_works()))
    assert "Aprovado, com obra na rede." in text
    assert "Trocar o transformador de 45 kVA por um de 75 kVA" in text
    assert "art. 88" in text


def test_a_refusal_gives_every_reason_with_its_rule_and_the_right_to_complain() -> None:
    sheet = sheets.opinion_not_approved()
    text = words(print_opinion(sheet))
    assert "Não aprovado." in text
    for reason in sheet.reasons:
        assert reason.title in text
        assert reason.text in text
        assert reason.citation in text
    assert "Seu direito de reclamar" in text
    assert "art. 416" in text
    assert "0800 000 0000" in text
    assert "Vale até" not in text
    assert "Autorização para instalar" not in text


@pytest.mark.parametrize("is_demo", [True, False])
def test_every_page_of_a_demonstration_says_so(is_demo: bool) -> None:
    receipt, opinion = sheets.receipt_sheet(is_demo=is_demo), sheets.opinion_sheet(is_demo=is_demo)
    for content in (print_receipt(receipt), print_opinion(opinion)):
        with pypdfium2.PdfDocument(content) as pdf:
            for page in pdf:
                text = page.get_textpage().get_text_range()
                assert ("demonstração, sem valor legal" in text) is is_demo


def test_what_people_write_is_printed_and_never_interpreted() -> None:
    written = '<img src="file:///etc/passwd"><script>alert(1)</script> ' + "ã" * 300
    text = words(print_receipt(sheets.receipt_sheet(other_data=written)))
    assert '<img src="file:///etc/passwd"><script>alert(1)</script>' in text


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "http://127.0.0.1:9/x.png", "https://exemplo.invalid/x"]
)
def test_nothing_outside_the_page_is_fetched(address: str) -> None:
    page = f'<html lang="pt-BR"><title>t</title><body><img alt="x" src="{address}"></body></html>'
    with pytest.raises(ForbiddenAddressError):
        html_to_pdf(page, identifier="x")


def test_a_long_receipt_keeps_its_tables_readable() -> None:
    file = sheets.receipt_sheet().files[0]
    many = tuple(file.model_copy(update={"title": f"Documento número {n}"}) for n in range(60))
    content = print_receipt(sheets.receipt_sheet(files=many, other_data="palavra " * 1200))
    assert check_pdf(content) == []
    text = words(content)
    assert "Documento número 59" in text
    assert text.count("Documento Tipo Páginas Tamanho") > 1, "the table's head repeats on each page"


def test_a_sheet_is_frozen() -> None:
    sheet: ReceiptSheet = sheets.receipt_sheet()
    with pytest.raises(ValueError, match="frozen"):
        sheet.filing_number = "GD-2026-000001-0"  # type: ignore[misc]  # the point of the test
