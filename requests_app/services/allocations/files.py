"""A CSV or XLSX file as rows of cells, in bounded memory; values only, nothing in the file ever runs."""

import re
import warnings
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from eligibility.domain.allocation import PERCENT_PLACES
from eligibility.domain.allocation_text import MOST_COLUMNS, Row, row_of, text_rows
from eligibility.domain.findings import Refused, refuse

LARGEST_FILE_BYTES = 3 * 1024 * 1024
LARGEST_UNPACKED_BYTES = 20 * 1024 * 1024
MOST_PARTS = 300
MOST_SHEET_ROWS = 20_000
MOST_SHEETS = 20
MOST_TAGS = 500_000
"""`<` in all parts: each becomes an object, so a packed row of empty cells weighs a thousand times its file."""
MOST_TAGS_READ = 2_000_000
"""The same times the sheets, which may all point at one part."""
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_LOOKS_LIKE_UNIT = re.compile(r"[0-9][0-9.\- ]{8,22}[0-9]|esta unidade", re.IGNORECASE)
_QUOTED_IN_FORMAT = re.compile(r'"[^"]*"|\\.')
_SMALLEST = Decimal(1).scaleb(-PERCENT_PLACES)
SAVE_AS = "Salve como .xlsx ou .csv, ou cole as linhas na caixa."


def file_rows(content: bytes) -> tuple[Row, ...]:
    """The rows of an uploaded file, told apart by its content and not by its name.

    Raises Refused `allocation.file_*` for anything that is no small, plain table.
    """
    if len(content) > LARGEST_FILE_BYTES:
        raise _no("too_large", f"O arquivo passa de {LARGEST_FILE_BYTES // 1024**2} MB. Envie só a lista.")
    if not content.strip():
        raise _no("blank", "O arquivo está vazio (0 kB).")
    if content.startswith(_OLD_OFFICE):
        raise _no("old", f"A planilha é do formato antigo (.xls) ou tem senha. {SAVE_AS}")
    if content.startswith(_ZIP):
        return _workbook_rows(content)
    if content.startswith(b"%PDF") or b"\x00" in content[:4096].replace(b"\xff\xfe", b"", 1)[1::2]:
        raise _no("type", f"Aqui aceitamos planilha .xlsx ou .csv. {SAVE_AS}")
    return text_rows(decoded(content))


def decoded(content: bytes) -> str:
    """Text in UTF-8, with or without a mark at its beginning, or else in the Windows alphabet."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _workbook_rows(content: bytes) -> tuple[Row, ...]:
    try:
        _refuse_bombs(content)
        with warnings.catch_warnings():
            # Features that openpyxl does not know are dropped with a warning; only values matter here.
            warnings.simplefilter("ignore")
            return _sheet_rows(content)
    except Refused:
        raise
    except Exception as error:  # a damaged workbook can raise anything from its XML to its styles
        raise _no("damaged", f"Não conseguimos abrir esta planilha. {SAVE_AS}") from error


def _refuse_bombs(content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
        names = {part.filename for part in parts}
        # The sizes are what the archive says; reading never gives more than that.
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED_BYTES:
            raise _too_large()
        if "xl/workbook.xml" not in names:
            raise _no("type", f"Este arquivo não é uma planilha .xlsx. {SAVE_AS}")
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise _no("macros", "A planilha tem macros. Salve como .xlsx, sem macros.")
        tags = sheets = 0
        for part in parts:
            # Without the zeros of UTF-16. A part is judged by what is in it: its name and its length say little.
            inside = archive.read(part).replace(b"\x00", b"")
            if b"<!DOCTYPE" in inside:
                raise _no("damaged", f"Não conseguimos abrir esta planilha. {SAVE_AS}")
            tags += inside.count(b"<")
            sheets += inside.count(b"sheetId")
            if tags > MOST_TAGS or tags * sheets > MOST_TAGS_READ:
                raise _too_large()


def _sheet_rows(content: bytes) -> tuple[Row, ...]:
    """The rows of the first visible sheet that has a unit number."""
    book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"][:MOST_SHEETS]
        first: tuple[Row, ...] = ()
        for sheet in sheets:
            rows = tuple(_rows(sheet))
            if any(_LOOKS_LIKE_UNIT.fullmatch(cell) for row in rows for cell in row.cells):
                return rows
            first = first or rows
        # Nothing looks like a unit: the first sheet with anything is read, and each line says why not.
        if first:
            return first
    finally:
        book.close()
    raise _no("blank", "A planilha está vazia. Confira se os dados estão em uma aba visível.")


def _rows(sheet: Any) -> Iterator[Row]:
    # What the file says of its own dimensions may be wrong: every row is walked, up to a limit.
    sheet.reset_dimensions()
    for number, cells in enumerate(
        sheet.iter_rows(min_row=1, max_row=MOST_SHEET_ROWS + 1, max_col=MOST_COLUMNS), start=1
    ):
        if number > MOST_SHEET_ROWS:
            most = f"{MOST_SHEET_ROWS:,}".replace(",", ".")
            raise _no(
                "too_large",
                f"A planilha tem mais de {most} linhas, mesmo vazias. Copie só a lista para uma nova.",
            )
        row = row_of(number, [cell_text(cell.value, getattr(cell, "number_format", "")) for cell in cells])
        if any(row.cells):
            yield row


def cell_text(value: Any, number_format: str | None = "") -> str:
    """A cell's value as it is typed in Portuguese; a fraction shown as percent comes out as the percent shown.

    Binary fractions lose their tail: 33.33000000000001 is 33,33.
    """
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    number = Decimal(repr(value))
    if not number.is_finite():
        return str(value)
    if "%" in _QUOTED_IN_FORMAT.sub("", number_format or ""):
        number *= 100
    if number.copy_abs() < 10**15:
        number = number.quantize(_SMALLEST)
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",")


def _too_large() -> Refused:
    return _no("too_large", "A planilha é grande demais por dentro. Copie só a lista para uma nova.")


def _no(code: str, message: str) -> Refused:
    return refuse(f"allocation.file_{code}", message, field="file")
