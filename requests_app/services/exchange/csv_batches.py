"""Read a file of lines that an admin sends: its encoding, its separator, its header, and each line good or refused."""

import codecs
import csv
from collections.abc import Callable, Container, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import TextIOWrapper
from typing import IO, Final, Generic, TypeAlias, TypeVar

from eligibility.domain.findings import refuse
from requests_app.domain.csv_cells import CellProblem, plain

BATCH_LINES: Final = 1_000
_CHUNK_BYTES: Final = 256 * 1024
Line = TypeVar("Line")


@dataclass(frozen=True)
class Layout(Generic[Line]):
    """What one kind of file holds. `key` names what two lines may not share; `code` begins the codes of refusals.

    `titles` are other headings that mean a column; columns in `ignored` may stand in the file and say nothing.
    """

    code: str
    columns: tuple[str, ...]
    required: tuple[str, ...]
    read_line: Callable[[Mapping[str, str]], tuple[Line | None, list[CellProblem]]]
    key: Callable[[Line], str]
    key_column: str
    repeated: str
    max_bytes: int
    max_lines: int
    titles: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True)
class Batch(Generic[Line]):
    """Some lines of the file: the good ones by line number, the problems of the others, and how many were read.

    `last_line` is the number of the last line read so far: where somebody who was cut short goes on.
    """

    good: dict[int, Line] = field(default_factory=dict)
    problems: dict[int, list[CellProblem]] = field(default_factory=dict)
    read: int = 0
    last_line: int = 0


Batches: TypeAlias = Generator[Batch[Line], None, None]


def batches(file: IO[bytes], layout: Layout[Line]) -> Batches[Line]:
    """The file in batches of BATCH_LINES. Raises Refused when it is no such file, or too long; leaves it open.

    UTF-8 or what Windows calls ANSI; semicolon, comma or tab; the header names the columns, in any order.
    """
    with _opened(file, layout) as (header, lines):
        yield from _batches(header, lines, layout)


def raw_lines(
    file: IO[bytes], layout: Layout[Line], wanted: Container[int]
) -> Iterator[tuple[int, dict[str, str] | list[str]]]:
    """The lines of these numbers as they were written: column → text, or the bare cells where their number is wrong.

    Raises Refused as `batches` does; leaves the file open.
    """
    with _opened(file, layout) as (header, lines):
        for number, cells in lines:
            if number in wanted:
                yield (
                    number,
                    dict(zip(header, cells, strict=True)) if len(cells) == len(header) else cells,
                )


def check_header(file: IO[bytes], layout: Layout[Line]) -> None:
    """Raise Refused when the file is too large or its first line does not name the columns; leaves it open."""
    with _opened(file, layout):
        return


@contextmanager
def _opened(
    file: IO[bytes], layout: Layout[Line]
) -> Iterator[tuple[list[str], Iterator[tuple[int, list[str]]]]]:
    """The columns in the order of the file, and its lines with their numbers, blank ones left out."""
    encoding = _encoding(file, layout)
    file.seek(0)
    text = TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    try:
        first = text.readline(20_000)
        delimiter = max(";,\t", key=first.count)
        header = _header(next(csv.reader([first], delimiter=delimiter), []), layout)
        yield header, _numbered(text, delimiter)
    except csv.Error as error:
        message = "O arquivo não é um CSV que se leia. Salve de novo como CSV."
        raise refuse(f"{layout.code}.not_csv", message) from error
    finally:
        # The caller opened the file and closes it.
        text.detach()


def _numbered(text: TextIOWrapper, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(text, delimiter=delimiter)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num + 1, cells


def _batches(
    header: list[str], lines: Iterator[tuple[int, list[str]]], layout: Layout[Line]
) -> Batches[Line]:
    seen: dict[str, int] = {}
    good: dict[int, Line] = {}
    problems: dict[int, list[CellProblem]] = {}
    line: Line | None
    read = total = number = 0
    for number, cells in lines:
        read, total = read + 1, total + 1
        if total > layout.max_lines:
            message = f"O arquivo tem mais de {layout.max_lines} linhas. Divida em partes."
            raise refuse(f"{layout.code}.too_long", message)
        if len(cells) != len(header):
            message = f"A linha tem {len(cells)} colunas e o cabeçalho {len(header)}."
            line, wrong = None, [CellProblem("linha", message)]
        else:
            line, wrong = layout.read_line(dict(zip(header, cells, strict=True)))
        if line is None:
            problems[number] = wrong
        elif (key := layout.key(line)) in seen:
            repeated = layout.repeated.format(line=seen[key])
            problems[number] = [CellProblem(layout.key_column, repeated)]
        else:
            seen[key] = number
            good[number] = line
        if read == BATCH_LINES:
            yield Batch(good, problems, read, number)
            good, problems, read = {}, {}, 0
    if read or not total:
        yield Batch(good, problems, read, number)


def _header(cells: list[str], layout: Layout[Line]) -> list[str]:
    code = f"{layout.code}.header"
    written = [plain(cell).replace(" ", "_") for cell in cells]
    names = [layout.titles.get(name, name) for name in written]
    missing = [name for name in layout.required if name not in names]
    if missing:
        raise refuse(code, f"Falta no cabeçalho: {', '.join(missing)}.")
    known = {*layout.columns, *layout.ignored}
    unknown = [place for place, name in enumerate(names, start=1) if name not in known]
    if unknown:
        # What stands there is not repeated: it may be a customer, when the header is missing.
        places = ", ".join(str(place) for place in unknown)
        raise refuse(code, f"O portal não conhece o título da coluna {places}. Veja o modelo.")
    if len(set(names)) != len(names):
        raise refuse(code, "O cabeçalho repete uma coluna.")
    return names


def _encoding(file: IO[bytes], layout: Layout[Line]) -> str:
    """UTF-8 when all of it is; otherwise the encoding in which Windows programs save."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    size = 0
    try:
        while chunk := file.read(_CHUNK_BYTES):
            size += len(chunk)
            if size > layout.max_bytes:
                megabytes = layout.max_bytes // 1024 // 1024
                raise refuse(f"{layout.code}.too_large", f"O arquivo passa de {megabytes} MB.")
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"
