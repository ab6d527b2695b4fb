"""One line of a file of historic requests: the columns of the three old forms, and what each may hold."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from eligibility.domain.consumer_units import UnitNumberScheme, parse_unit_number
from eligibility.domain.findings import Refused, refuse
from eligibility.domain.numbers_pt import parse_decimal
from eligibility.domain.taxpayer import parse_taxpayer
from requests_app.domain.csv_cells import (
    EMPTY,
    CellProblem,
    Parsers,
    day,
    named,
    one_of,
    read_cells,
    words,
)

REQUIRED: Final = ("formulario", "protocolo", "enviado_em", "potencia_kw", "municipio")
COLUMNS: Final = (
    *REQUIRED,
    "parecer",
    "resultado",
    "decidido_em",
    "ligado_em",
    "instalacao_antiga",
    "instalacao_nova",
    "art_trt",
    "ceg",
    "nota_servico",
    "titular",
    "cpf_cnpj",
)
_FIRST_YEAR: Final = 2000
_SMALL_KW: Final = 10
_NUMBER: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z./\- ]{0,39}")
_SEPARATORS: Final = re.compile(r"[^0-9A-Z]")


class FormKind(StrEnum):
    """The three forms that the utility used before this portal."""

    MICRO_UP_TO_10 = "micro_up_to_10"
    MICRO_ABOVE_10 = "micro_above_10"
    MINI = "mini"

    @property
    def label(self) -> str:
        return {
            FormKind.MICRO_UP_TO_10: "Microgeração até 10 kW",
            FormKind.MICRO_ABOVE_10: "Microgeração acima de 10 kW",
            FormKind.MINI: "Minigeração",
        }[self]


class LegacyResult(StrEnum):
    """How the old request was answered."""

    FAVOURABLE = "favourable"
    FAVOURABLE_WITH_WORKS = "favourable_with_works"
    NOT_APPROVED = "not_approved"

    @property
    def label(self) -> str:
        return {
            LegacyResult.FAVOURABLE: "Favorável",
            LegacyResult.FAVOURABLE_WITH_WORKS: "Favorável, com obra na rede",
            LegacyResult.NOT_APPROVED: "Não aprovado",
        }[self]


_FORMS: Final = {
    "micro ate 10": FormKind.MICRO_UP_TO_10,
    "micro acima de 10": FormKind.MICRO_ABOVE_10,
    "mini": FormKind.MINI,
}
_RESULTS: Final = {
    "favoravel": LegacyResult.FAVOURABLE,
    "favoravel com obra": LegacyResult.FAVOURABLE_WITH_WORKS,
    "nao aprovado": LegacyResult.NOT_APPROVED,
}


@dataclass(frozen=True, slots=True)
class LegacyLine:
    """A good line, in the names of the table. Power in kW; numbers as they were written."""

    form: str
    protocol: str
    filed_on: date
    installed_power_kw: Decimal
    municipality: str
    opinion_number: str = ""
    result: str = ""
    decided_on: date | None = None
    connected_on: date | None = None
    old_unit_number: str = ""
    new_unit_number: str = ""
    responsibility_number: str = ""
    plant_code: str = ""
    service_order: str = ""
    holder_name: str = ""
    holder_tax_id: str = ""

    @property
    def numbers(self) -> tuple[str, ...]:
        """Every number of the line as the search compares them: capitals and digits alone, once each."""
        written = (
            self.protocol, self.opinion_number, self.old_unit_number, self.new_unit_number,
            self.responsibility_number, self.plant_code, self.service_order,
        )  # fmt: skip
        return tuple(dict.fromkeys(compact_number(number) for number in written if number))


def compact_number(text: str) -> str:
    """A number as it is compared: capitals and digits alone."""
    return _SEPARATORS.sub("", text.upper())


def read_line(cells: Mapping[str, str], *, today: date) -> tuple[LegacyLine | None, list[CellProblem]]:
    """A line from its cells, column → text; None with every problem when one of them cannot be read."""
    values, problems = read_cells(cells, _PARSERS, REQUIRED)
    unread = {problem.column for problem in problems}
    problems += [problem for problem in _together(values, today) if problem.column not in unread]
    return (None if problems else LegacyLine(**values)), problems


def _together(values: Mapping[str, Any], today: date) -> list[CellProblem]:
    """What is wrong with cells that could be read, beside one another."""
    found: list[CellProblem] = []
    filed_on: date | None = values.get("filed_on")
    for column, name in (
        ("enviado_em", "filed_on"),
        ("decidido_em", "decided_on"),
        ("ligado_em", "connected_on"),
    ):
        on: date | None = values.get(name)
        if on is None:
            continue
        if on > today or on.year < _FIRST_YEAR:
            filed_on = None if name == "filed_on" else filed_on
            found.append(CellProblem(column, f"A data tem de ficar entre {_FIRST_YEAR} e hoje."))
        elif filed_on is not None and on < filed_on:
            found.append(CellProblem(column, "A data é anterior ao envio do pedido."))
    if values.get("result") and "decided_on" not in values:
        found.append(CellProblem("decidido_em", "Há resultado, e falta a data da decisão."))
    if values.get("opinion_number") and "result" not in values:
        found.append(CellProblem("resultado", "Há número de parecer, e falta o resultado."))
    power: Decimal | None = values.get("installed_power_kw")
    if power is not None and values.get("form") == FormKind.MICRO_UP_TO_10 and power > _SMALL_KW:
        found.append(CellProblem("potencia_kw", "Este formulário era para até 10 kW."))
    if power is not None and values.get("form") == FormKind.MICRO_ABOVE_10 and power <= _SMALL_KW:
        found.append(CellProblem("potencia_kw", "Este formulário era para mais de 10 kW."))
    return found


def _number(text: str) -> str:
    if not text:
        raise refuse("cell.empty", EMPTY)
    if not _NUMBER.fullmatch(text) or not any(sign.isdigit() for sign in text):
        raise refuse("cell.number", "Use até 40 letras e algarismos, com ponto, barra ou traço.")
    return text


def _power(text: str) -> Decimal:
    power = parse_decimal(text, maximum=9_999_999).quantize(Decimal("0.001"))
    if power <= 0:
        raise refuse("cell.power", "A potência tem de ser maior que zero.")
    return power


def _unit(scheme: UnitNumberScheme, message: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        try:
            found = parse_unit_number(text)
        except Refused:
            found = None
        if found is None or found.scheme is not scheme:
            raise refuse("cell.unit", message)
        return found.digits

    return parse


_PARSERS: Final[Parsers] = {
    "formulario": ("form", one_of(_FORMS, f"Use um destes: {', '.join(_FORMS)}.")),
    "protocolo": ("protocol", _number),
    "enviado_em": ("filed_on", day),
    "potencia_kw": ("installed_power_kw", _power),
    "municipio": ("municipality", named(80)),
    "parecer": ("opinion_number", _number),
    "resultado": ("result", one_of(_RESULTS, "Use um destes: favorável, favorável com obra, não aprovado.")),
    "decidido_em": ("decided_on", day),
    "ligado_em": ("connected_on", day),
    "instalacao_antiga": (
        "old_unit_number",
        _unit(UnitNumberScheme.old, "O número antigo tem 10 algarismos e começa com 3."),
    ),
    "instalacao_nova": ("new_unit_number", _unit(UnitNumberScheme.new, "O número novo tem 15 algarismos.")),
    "art_trt": ("responsibility_number", _number),
    "ceg": ("plant_code", _number),
    "nota_servico": ("service_order", _number),
    "titular": ("holder_name", words(160)),
    "cpf_cnpj": ("holder_tax_id", lambda text: parse_taxpayer(text).number),
}
