"""Numbers in the text of documents: which shapes count, what is never kept, and what is said about them."""

from io import BytesIO

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import confined
from documents.domain.text_checks import (
    CONFIRMATIONS,
    TextReading,
    reading_findings,
    same_file_findings,
)
from documents.domain.text_numbers import MOST_NUMBERS, NumberShape, find_numbers
from eligibility.domain.findings import Section, Severity
from tests.files import pdf_bytes

RESPONSIBILITY, INMETRO, PLANT = NumberShape.responsibility, NumberShape.inmetro, NumberShape.plant_code


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ART de Obra ou Serviço Nº MG20264991347", {RESPONSIBILITY: ("MG20264991347",)}),
        ("art mg 20264991347", {RESPONSIBILITY: ("MG20264991347",)}),
        ("TRT CFT20261234567", {RESPONSIBILITY: ("CFT20261234567",)}),
        ("TRT BR20261234567 e BR20261234567", {RESPONSIBILITY: ("BR20261234567",)}),
        ("ART nº: 142020000001234567", {RESPONSIBILITY: ("142020000001234567",)}),
        ("Registro 001234/2025, objeto do Inmetro", {INMETRO: ("001234/2025",)}),
        ("CEG: UFV.RS.MG.041234-1.01", {PLANT: ("UFV.RS.MG.041234-1.01",)}),
        ("UFV.RS.MG.041234-1", {PLANT: ("UFV.RS.MG.041234-1",)}),
        ("Memorial descritivo", {}),
        ("", {}),
    ],
)
def test_numbers_are_known_by_their_shape(text: str, found: dict[NumberShape, tuple[str, ...]]) -> None:
    assert find_numbers(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "ART do titular CPF 12345678909",
        "ART em nome de CNPJ 06981180000116",
        "ART: telefone 31987654321",
        "CNPJ 06.981.180/0001-16",
        "CPF 123.456.789-09",
        "Boleto 23793381286000000000300000004010184340000012345",
        "ART 23793381286000000000300000004010184340000012345",
        "PART 123456789012345",
        "Instalação 3014056287",
    ],
)
def test_numbers_of_people_and_of_payments_are_not_kept(text: str) -> None:
    assert find_numbers(text) == {}


@given(st.text(max_size=300))
def test_any_text_is_read_and_gives_few_numbers(text: str) -> None:
    for shape, numbers in find_numbers(text).items():
        assert shape in NumberShape
        assert 0 < len(numbers) <= MOST_NUMBERS


def test_a_long_list_of_numbers_is_cut() -> None:
    text = " ".join(f"MG2026{place:07d}" for place in range(500))
    assert len(find_numbers(text)[RESPONSIBILITY]) == MOST_NUMBERS


def reading(**numbers: tuple[str, ...]) -> TextReading:
    return TextReading(has_text=True, numbers={NumberShape(shape): found for shape, found in numbers.items()})


ART = reading(responsibility=("MG20264991347",))


@pytest.mark.parametrize(
    ("read", "document", "typed", "code", "says"),
    [
        (ART, "technical_responsibility", "MG20264991347", "text.number_same", "do pedido aparece"),
        (ART, "technical_responsibility", "mg-2026.4991347", "text.number_same", "do pedido aparece"),
        (
            ART,
            "technical_responsibility",
            "MG20260000001",
            "text.number_differs",
            "o pedido diz MG20260000001",
        ),
        (ART, "technical_responsibility", "", "text.number_found", "MG20264991347"),
        (
            reading(),
            "technical_responsibility",
            "",
            "text.number_absent",
            "Não encontramos número de ART ou TRT",
        ),
        (reading(), "technical_responsibility", "MG20264991347", "text.number_absent", "Não encontramos"),
        (reading(inmetro=("001234/2025",)), "inverter_conformity", "", "text.number_found", "001234/2025"),
        (reading(), "inverter_conformity", "", "text.number_absent", "Isso não é erro"),
        (
            reading(plant_code=("UFV.RS.MG.041234-1",)),
            "cogeneration_recognition",
            "",
            "text.number_found",
            "CEG",
        ),
        (
            TextReading(has_text=False),
            "technical_responsibility",
            "",
            "text.none",
            "não tem texto para conferir",
        ),
    ],
)
def test_what_is_said_about_the_number_of_a_document(
    read: TextReading, document: str, typed: str, code: str, says: str
) -> None:
    (finding,) = reading_findings(read, document, typed=typed)
    assert finding.code == code
    assert says in finding.message
    assert finding.severity is Severity.advisory
    assert (finding.field, finding.section) == (document, Section.documents)
    assert (code in CONFIRMATIONS) == (code in {"text.number_same", "text.number_found"})


def test_documents_without_a_number_of_their_own_say_nothing() -> None:
    assert reading_findings(ART, "identity") == ()
    assert reading_findings(TextReading(has_text=False), "design_report") == ()


def test_a_short_number_that_is_not_looked_for_is_not_called_absent() -> None:
    assert reading_findings(reading(), "technical_responsibility", typed="12345678") == ()


def test_the_same_file_for_two_documents_is_told_at_the_second() -> None:
    found = same_file_findings(
        {"single_line_diagram": "a", "design_report": "b", "identity": "a", "cpf_proof": "a"}
    )
    assert [(finding.code, finding.field) for finding in found] == [
        ("document.same_file", "identity"),
        ("document.same_file", "cpf_proof"),
    ]
    assert "um arquivo por documento" in found[0].message
    assert same_file_findings({"identity": "a"}) == ()


def test_the_numbers_of_a_pdf_are_read_in_the_confined_child() -> None:
    file = BytesIO(pdf_bytes(12, text="ART MG20264991347 folha"))
    facts, rest = confined.run("text_reading:read_numbers", file)
    assert facts == {"has_text": True, "numbers": {"responsibility": ["MG20264991347"]}}
    assert rest == b""


def test_a_pdf_without_text_says_so() -> None:
    pdf, file = pikepdf.new(), BytesIO()
    pdf.add_blank_page()
    pdf.save(file)
    assert confined.run("text_reading:read_numbers", file) == ({"has_text": False, "numbers": {}}, b"")


def test_what_is_no_pdf_ends_in_the_child() -> None:
    with pytest.raises(confined.ConfinementError):
        confined.run("text_reading:read_numbers", BytesIO(b"no pdf at all"))
