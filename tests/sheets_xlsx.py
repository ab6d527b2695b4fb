"""Workbooks for tests: good ones, and the ones that people and attackers really send."""

import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook

TITLES = ("Unidade", "Percentual", "Membro", "CPF ou CNPJ")


def workbook(rows: Sequence[Sequence[Any]], change: Callable[[Workbook], None] | None = None) -> bytes:
    """The rows below the usual titles in the first sheet; `change` may do more to the book."""
    book = Workbook()
    for row in (TITLES, *rows):
        book.active.append(list(row))
    if change is not None:
        change(book)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def repacked(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The same workbook with some parts replaced or added."""
    packed = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return packed.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(name)


def with_false_dimension(content: bytes) -> bytes:
    """A sheet that says it has one cell, as some programs write."""
    name = "xl/worksheets/sheet1.xml"
    part = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', part_of(content, name))
    return repacked(content, {name: part})
