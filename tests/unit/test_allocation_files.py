"""Files with a list of units: values are read as typed, and hostile workbooks are refused in plain words."""

import tracemalloc
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from eligibility.domain.allocation_lines import read_rows
from eligibility.domain.findings import Refused
from eligibility.domain.vocabulary import AllocationBasis
from requests_app.services.allocations.files import LARGEST_FILE_BYTES, cell_text, file_rows
from tests.sheets_xlsx import part_of, repacked, with_false_dimension, workbook

SHEET = "xl/worksheets/sheet1.xml"
GOOD = workbook([("3014000001", "33,33", "Ana", "529.982.247-25"), ("3014000002", "66,67", "Bia", "")])
MB = 1024 * 1024


def parts(content: bytes) -> list[tuple[str, Decimal | None]]:
    reading = read_rows(file_rows(content), AllocationBasis.percentage, max_units=5_000)
    assert reading.unreadable == ()
    return [(entry.unit_number, entry.percent) for entry in reading.entries]


def refusal(content: bytes) -> Refused:
    with pytest.raises(Refused) as refused:
        file_rows(content)
    return refused.value


@pytest.mark.parametrize(
    "content",
    [
        "Unidade;Percentual\r\n3014000001;33,33\r\n3014000002;66,67\r\n".encode("utf-8-sig"),
        "Unidade;Percentual;Membro\n3014000001;33,33;João\n3014000002;66,67;Inês".encode("latin-1"),
        b"Unidade,Percentual\n3014000001,33.33\n3014000002,66.67\n",
        GOOD,
        with_false_dimension(GOOD),
    ],
)
def test_csv_in_any_alphabet_and_xlsx_read_the_same(content: bytes) -> None:
    assert parts(content) == [("3014000001", Decimal("33.33")), ("3014000002", Decimal("66.67"))]


def test_accents_of_a_windows_file_are_kept() -> None:
    rows = file_rows("3014000001;100;João da Conceição".encode("cp1252"))
    assert rows[0].cells[2] == "João da Conceição"


def test_numbers_of_a_workbook_are_what_the_person_sees() -> None:
    """Whole numbers as units, binary tails cut, percent cells as the percent they show."""

    def as_percent(book: Workbook) -> None:
        book.active["B3"].number_format = "0.00%"

    content = workbook([(3014000001, 33.33000000000001), (3014000002.0, 0.6667)], as_percent)
    assert parts(content) == [("3014000001", Decimal("33.33")), ("3014000002", Decimal("66.67"))]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (33.33000000000001, "General", "33,33"),
        (0.1 + 0.2, "General", "0,3"),
        (1, "0%", "100"),
        (0.25, '0.00" %"', "0,25"),
        (1e22, "General", "10000000000000000000000"),
        (float("nan"), "0%", "nan"),
        (True, "General", "True"),
        (None, "General", ""),
        ("=1+1", "General", "=1+1"),
    ],
)
def test_a_cell_becomes_the_text_that_a_person_would_type(
    value: object, number_format: str, text: str
) -> None:
    assert cell_text(value, number_format) == text


def test_formulas_give_their_last_value_and_are_never_worked_out() -> None:
    formula = workbook([("3014000001", "=50+50")])
    reading = read_rows(file_rows(formula), AllocationBasis.percentage, max_units=5_000)
    assert [problem.code for problem in reading.unreadable] == ["percent.empty"]
    sheet = part_of(formula, SHEET).replace(b"<v></v>", b"<v>100</v>").replace(b"<v />", b"<v>100</v>")
    assert b"<v>100</v>" in sheet
    assert parts(repacked(formula, {SHEET: sheet})) == [("3014000001", Decimal(100))]


def test_the_sheet_with_the_units_is_found_and_hidden_ones_are_not_read() -> None:
    def more(book: Workbook) -> None:
        hidden = book.create_sheet("oculta", 0)
        hidden.append(["3014000009", "100"])
        hidden.sheet_state = "hidden"
        book.create_sheet("instruções", 1).append(["Preencha a outra aba"])

    assert parts(workbook([("3014000001", "100")], more)) == [("3014000001", Decimal(100))]


BOMB = repacked(GOOD, {"xl/media/image1.png": bytes(30 * MB)})
ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>"""


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "allocation.file_blank"),
        (b"  \n", "allocation.file_blank"),
        (b"%PDF-1.7 ...", "allocation.file_type"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "allocation.file_type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "allocation.file_old"),
        (b"3014000001;1\n" * (LARGEST_FILE_BYTES // 13 + 1), "allocation.file_too_large"),
        (BOMB, "allocation.file_too_large"),
        (repacked(GOOD, {f"xl/part{n}.xml": b"<x/>" for n in range(400)}), "allocation.file_too_large"),
        (repacked(GOOD, {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}), "allocation.file_macros"),
        (repacked(GOOD, {SHEET: ENTITIES}), "allocation.file_damaged"),
        (repacked(GOOD, {SHEET: b"<worksheet"}), "allocation.file_damaged"),
        (repacked(GOOD, {"xl/workbook.xml": b"\x00\x01"}), "allocation.file_damaged"),
        (GOOD[: len(GOOD) // 2], "allocation.file_damaged"),
        (b"PK\x03\x04" + bytes(500), "allocation.file_damaged"),
        (workbook([], lambda book: book.active.delete_rows(1)), "allocation.file_blank"),
    ],
)
def test_what_is_no_plain_table_is_refused(content: bytes, code: str) -> None:
    assert refusal(content).code == code


def test_a_sheet_formatted_to_its_last_row_is_refused_before_it_is_walked() -> None:
    def far_away(book: Workbook) -> None:
        book.active["A1048576"] = "3014000009"

    assert refusal(workbook([("3014000001", "100")], far_away)).code == "allocation.file_too_large"


def test_five_thousand_lines_are_read_in_little_memory() -> None:
    content = workbook([(3_014_100_000 + n, 0.02, f"Pessoa {n}", "52998224725") for n in range(5_000)])
    tracemalloc.start()
    rows = file_rows(content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(rows) == 5_001
    assert peak < 40 * MB


@given(st.binary(max_size=400))
def test_no_bytes_ever_fail(content: bytes) -> None:
    with suppress(Refused):
        file_rows(content)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_damage_to_a_workbook_ever_fails(data: st.DataObject) -> None:
    """One part of a good workbook is cut, or some of its bytes are others."""
    name = data.draw(st.sampled_from([SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"]))
    part = bytearray(part_of(GOOD, name))
    for place in data.draw(st.lists(st.integers(0, len(part) - 1), min_size=1, max_size=5)):
        part[place] = data.draw(st.integers(0, 255))
    with suppress(Refused):
        file_rows(repacked(GOOD, {name: bytes(part[: data.draw(st.integers(0, len(part)))])}))
