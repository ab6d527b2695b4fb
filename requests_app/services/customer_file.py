"""Read the customers' file line by line: its encoding, its separator, its header, and each line good or refused."""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import TextIOWrapper
from typing import IO, Final

from eligibility.domain.findings import refuse
from requests_app.domain.customer_columns import (
    COLUMNS,
    REQUIRED,
    CellProblem,
    CustomerLine,
    plain,
    read_line,
)

MAX_BYTES: Final = 40 * 1024 * 1024
MAX_LINES: Final = 100_000
BATCH_LINES: Final = 1_000
_CHUNK_BYTES: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class Batch:
    """Some lines of the file: the good ones by line number, the problems of the others, and how many were read."""

    good: dict[int, CustomerLine] = field(default_factory=dict)
    problems: dict[int, list[CellProblem]] = field(default_factory=dict)
    read: int = 0


def read_batches(file: IO[bytes]) -> Iterator[Batch]:
    """The file in batches of BATCH_LINES. Raises Refused when it is no such file, or too long; leaves it open.

    UTF-8 or what Windows calls ANSI; semicolon, comma or tab; the header names the columns, in any order.
    """
    encoding = _encoding(file)
    file.seek(0)
    text = TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    try:
        yield from _batches(text)
    except csv.Error as error:
        raise refuse(
            "customers.not_csv", "O arquivo não é um CSV que se leia. Salve de novo como CSV."
        ) from error
    finally:
        # The caller opened the file and closes it.
        text.detach()


def _batches(text: TextIOWrapper) -> Iterator[Batch]:
    first = text.readline(20_000)
    delimiter = max(";,\t", key=first.count)
    header = _header(next(csv.reader([first], delimiter=delimiter), []))
    reader = csv.reader(text, delimiter=delimiter)
    seen: dict[str, int] = {}
    good: dict[int, CustomerLine] = {}
    problems: dict[int, list[CellProblem]] = {}
    read = total = 0
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        number = reader.line_num + 1
        read, total = read + 1, total + 1
        if total > MAX_LINES:
            raise refuse("customers.too_long", f"O arquivo tem mais de {MAX_LINES} linhas. Divida em partes.")
        line, wrong = _line(header, cells)
        if line is not None and line.unit_number in seen:
            before = seen[line.unit_number]
            line, wrong = None, [CellProblem("unidade", f"Esta unidade já está na linha {before}.")]
        if line is not None:
            seen[line.unit_number] = number
            good[number] = line
        else:
            problems[number] = wrong
        if read == BATCH_LINES:
            yield Batch(good, problems, read)
            good, problems, read = {}, {}, 0
    if read or not total:
        yield Batch(good, problems, read)


def _line(header: list[str], cells: list[str]) -> tuple[CustomerLine | None, list[CellProblem]]:
    if len(cells) != len(header):
        message = f"A linha tem {len(cells)} colunas e o cabeçalho {len(header)}."
        return None, [CellProblem("linha", message)]
    return read_line(dict(zip(header, cells, strict=True)))


def _header(cells: list[str]) -> list[str]:
    names = [plain(cell).replace(" ", "_") for cell in cells]
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise refuse("customers.header", f"Falta no cabeçalho: {', '.join(missing)}.")
    unknown = [place for place, name in enumerate(names, start=1) if name not in COLUMNS]
    if unknown:
        # What stands there is not repeated: it may be a customer, when the header is missing.
        places = ", ".join(str(place) for place in unknown)
        raise refuse("customers.header", f"O portal não conhece o título da coluna {places}. Veja o modelo.")
    if len(set(names)) != len(names):
        raise refuse("customers.header", "O cabeçalho repete uma coluna.")
    return names


def _encoding(file: IO[bytes]) -> str:
    """UTF-8 when all of it is; otherwise the encoding in which Windows programs save."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    size = 0
    try:
        while chunk := file.read(_CHUNK_BYTES):
            size += len(chunk)
            if size > MAX_BYTES:
                raise refuse("customers.too_large", f"O arquivo passa de {MAX_BYTES // 1024 // 1024} MB.")
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"
