"""Rows of cells as a list of units: which column is which, and every cell read or refused by itself."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from eligibility.domain.allocation import (
    LONGEST_NAME,
    MEMBER,
    OWN_UNIT,
    PERCENT,
    PERCENT_PLACES,
    PRIORITY,
    TAX_ID,
    UNIT,
    WHOLE_PERCENT,
    AllocationEntry,
    AllocationReading,
    LineProblem,
)
from eligibility.domain.allocation_text import Row
from eligibility.domain.consumer_units import parse_unit_number
from eligibility.domain.findings import Refused, refuse
from eligibility.domain.taxpayer import parse_taxpayer
from eligibility.domain.vocabulary import AllocationBasis

Columns = Mapping[str, int]
"""Place of each column, from 0: `unit`, `value`, `name`, `tax_id`."""
USUAL_COLUMNS: Columns = {"unit": 0, "value": 1, "name": 2, "tax_id": 3}
_HEADER_WITHIN = 10
_OWN_WORDS = frozenset({OWN_UNIT, "esta", "esta uc", "unidade geradora", "uc geradora", "propria unidade"})
_SUM_WORDS = ("total", "soma")
_SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?E\+?[0-9]{1,3}", re.IGNORECASE)
_FLOAT_TAIL = re.compile(r"([0-9]{10,15})[.,]0+")
_PERCENT = re.compile(r"(-?)([0-9]{1,20})(?:[.,]([0-9]{1,20}))?")
_GROUPED_PERCENT = re.compile(r"(-?)([0-9]{1,3}(?:\.[0-9]{3})+),([0-9]{1,20})")
_PRIORITY = re.compile(r"([0-9]{1,6})\s?[ºª°.]?")


def read_rows(
    rows: Sequence[Row],
    basis: AllocationBasis,
    *,
    max_units: int,
    own_number: str = "",
    columns: Columns | None = None,
) -> AllocationReading:
    """Read every line and report everything wrong in it; never stops at the first problem.

    Without `columns` they are found by their titles, or taken in the usual order. Raises Refused when there is
    no line, a column is missing altogether, or there are more than `max_units` units besides the own one.
    """
    if columns is None:
        rows, columns = _with_columns(rows)
    reader = _Reader(basis, own_number, columns)
    if len(rows) > max_units + 1:
        raise _too_many(len(rows), max_units)
    entries: list[AllocationEntry] = []
    unreadable: list[LineProblem] = []
    for row in rows:
        values, problems = reader.read(row)
        unreadable += problems
        if not problems:
            entries.append(AllocationEntry(line=row.line, **values))
    if basis is AllocationBasis.priority:
        entries, repeated = _without_ties(entries)
        unreadable += repeated
    if not entries and not unreadable:
        raise refuse("allocation.empty", "Cole a lista ou escolha um arquivo.", field="text")
    if sum(not reader.is_own(entry.unit_number, entry.is_generating_unit) for entry in entries) > max_units:
        raise _too_many(len(entries), max_units)
    return AllocationReading(basis=basis, entries=tuple(entries), unreadable=tuple(unreadable))


class _Reader:
    def __init__(self, basis: AllocationBasis, own_number: str, columns: Columns) -> None:
        self.basis, self.own_number, self.columns = basis, own_number, columns
        self.value_column = PERCENT if basis is AllocationBasis.percentage else PRIORITY

    def is_own(self, digits: str, is_said: bool) -> bool:
        return is_said or bool(digits and digits == self.own_number)

    def read(self, row: Row) -> tuple[dict[str, Any], list[LineProblem]]:
        values: dict[str, Any] = {}
        problems: list[LineProblem] = []

        def take(column: str, parse: Callable[[str], dict[str, Any]], key: str) -> None:
            try:
                values.update(parse(self._cell(row, key)))
            except Refused as refused:
                problems.append(
                    LineProblem(
                        line=row.line,
                        column=column,
                        code=refused.code,
                        message=refused.message,
                        text=self._text(row),
                    )
                )

        take(UNIT, _unit, "unit")
        is_own = self.is_own(values.get("unit_number", ""), values.get("is_generating_unit", False))
        if self.basis is AllocationBasis.percentage:
            take(PERCENT, lambda text: {"percent": parse_percent(text, may_be_zero=is_own)}, "value")
        else:
            take(PRIORITY, lambda text: {"priority": _priority(text)}, "value")
        take(MEMBER, _name, "name")
        take(TAX_ID, _tax_id, "tax_id")
        return values, problems

    def _text(self, row: Row) -> str:
        """The line in the usual order of columns, with tabs between."""
        return "\t".join(self._cell(row, key) for key in USUAL_COLUMNS).rstrip("\t")

    def _cell(self, row: Row, key: str) -> str:
        place = self.columns.get(key)
        return row.cells[place] if place is not None and place < len(row.cells) else ""


def parse_percent(text: str, *, may_be_zero: bool = False) -> Decimal:
    """A part in percent, `33,33`, `33.33%` or `33.333`: a dot is a decimal mark here, no part has thousands.

    Raises Refused `percent.*` for anything but 0 < part ≤ 100 with at most six decimal places.
    """
    compact = "".join(text.split()).removesuffix("%").replace("\N{MINUS SIGN}", "-")
    if not compact:
        raise refuse("percent.empty", "Falta o percentual. Se a célula tem uma fórmula, cole só o valor.")
    match = _PERCENT.fullmatch(compact) or _GROUPED_PERCENT.fullmatch(compact)
    if match is None:
        raise refuse("percent.invalid", "Escreva só o número do percentual. Exemplo: 33,33.")
    places = (match[3] or "").rstrip("0")
    value = Decimal(f"{match[1]}{match[2].replace('.', '')}.{places or 0}")
    if value < 0:
        raise refuse("percent.negative", "O percentual não pode ser negativo.")
    if value == 0 and not may_be_zero:
        raise refuse("percent.zero", "O percentual é zero. Tire a linha ou escreva a parte da unidade.")
    if value > WHOLE_PERCENT:
        raise refuse("percent.too_large", "O percentual passa de 100%.")
    if len(places) > PERCENT_PLACES:
        raise refuse("percent.too_precise", f"Use até {PERCENT_PLACES} casas decimais.")
    return value


def _unit(text: str) -> dict[str, Any]:
    if _plain(text) in _OWN_WORDS:
        return {"is_generating_unit": True}
    if not text:
        raise refuse("unit_number.empty", "Falta o número da unidade.")
    if _SCIENTIFIC.fullmatch(text.replace(" ", "")):
        raise refuse(
            "unit_number.scientific",
            f"O Excel abreviou este número ({text}). Formate a coluna como texto, escreva o número inteiro e copie de novo.",
        )
    if match := _FLOAT_TAIL.fullmatch(text):
        text = match[1]
    try:
        return {"unit_number": parse_unit_number(text).digits}
    except Refused as refused:
        raise refuse(refused.code, _why_no_unit(text)) from refused


def _why_no_unit(text: str) -> str:
    digits = re.sub(r"[\s.\-]", "", text)
    if not (digits.isascii() and digits.isdigit()):
        return f"Escreva o número da unidade só com algarismos, ou “{OWN_UNIT}” para a própria."
    if len(digits) == 10:
        return "O número antigo tem 10 algarismos e começa com 3. Confira na conta de luz."
    zeros = (
        " Se veio do Excel, os zeros do começo podem ter se perdido: formate a coluna como texto."
        if len(digits) < 15
        else ""
    )
    return f"O número tem {len(digits)} algarismos. O novo tem 15 e o antigo tem 10.{zeros}"


def _priority(text: str) -> int:
    match = _PRIORITY.fullmatch(text)
    if not text:
        raise refuse("priority.empty", "Falta a posição na ordem de prioridade.")
    if match is None or int(match[1]) < 1:
        raise refuse("priority.invalid", "Escreva a posição como um número inteiro: 1, 2, 3.")
    return int(match[1])


def _name(text: str) -> dict[str, Any]:
    if len(text) > LONGEST_NAME:
        raise refuse("member.name_too_long", f"Use até {LONGEST_NAME} letras no nome do membro.")
    if text and not any(c.isalpha() for c in text):
        message = (
            "O nome do membro não tem letras. Se a vírgula separa as colunas e também as casas decimais, "
            "use ponto e vírgula entre as colunas."
        )
        raise refuse("member.name", message)
    return {"member_name": text}


def _tax_id(text: str) -> dict[str, Any]:
    return {"member_tax_id": parse_taxpayer(text, field=None, section=None).number} if text else {}


def _without_ties(entries: list[AllocationEntry]) -> tuple[list[AllocationEntry], list[LineProblem]]:
    """Two units cannot hold one position: the later line is refused."""
    first: dict[int, int] = {}
    kept, problems = [], []
    for entry in entries:
        assert entry.priority is not None
        earlier = first.setdefault(entry.priority, entry.line)
        if earlier == entry.line:
            kept.append(entry)
            continue
        message = f"A posição {entry.priority} já está na linha {earlier}. Cada unidade tem a sua."
        cells = (entry.unit_number or OWN_UNIT, str(entry.priority), entry.member_name, entry.member_tax_id)
        problems.append(
            LineProblem(
                line=entry.line,
                column=PRIORITY,
                code="priority.repeated",
                message=message,
                text="\t".join(cells).rstrip("\t"),
            )
        )
    return kept, problems


def _with_columns(rows: Sequence[Row]) -> tuple[Sequence[Row], Columns]:
    """The lines below the titles, without lines of sums, and where each column is."""
    columns = USUAL_COLUMNS
    for place, row in enumerate(rows[:_HEADER_WITHIN]):
        found = _titles(row)
        if found is not None:
            if "value" not in found:
                raise refuse(
                    "allocation.column_missing",
                    "Falta a coluna do percentual ou da prioridade.",
                    field="text",
                )
            rows, columns = rows[place + 1 :], found
            break
    unit = columns["unit"]
    return [
        row for row in rows if not (unit < len(row.cells) and _plain(row.cells[unit]).startswith(_SUM_WORDS))
    ], columns


def _titles(row: Row) -> Columns | None:
    """The columns that a row of titles names; None when it is no such row."""
    if any(c.isdigit() for cell in row.cells for c in cell):
        return None
    found: dict[str, int] = {}
    for place, cell in enumerate(row.cells):
        kind = _kind(_plain(cell))
        if kind:
            found.setdefault(kind, place)
    return found if "unit" in found and len(found) > 1 else None


def _kind(title: str) -> str | None:
    if any(word in title for word in ("cpf", "cnpj", "documento", "tax_id")):
        return "tax_id"
    if title == "%" or any(
        word in title for word in ("percent", "porcent", "%", "rateio", "priori", "ordem", "posicao")
    ):
        return "value"
    if title.startswith(("nome", "membro", "integrante", "titular", "member")):
        return "name"
    if title in _OWN_WORDS:
        return None
    is_unit = "uc" in title.split() or any(w in title for w in ("instala", "unidade", "numero", "unit"))
    return "unit" if is_unit else None


def _plain(text: str) -> str:
    """Lower case, no accents."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).strip()


def _too_many(count: int, limit: int) -> Refused:
    shown, most = f"{count:,}".replace(",", "."), f"{limit:,}".replace(",", ".")
    return refuse(
        "allocation.too_many", f"A lista tem {shown} linhas. O limite é de {most} unidades.", field="text"
    )
