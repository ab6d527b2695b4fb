"""One line of the customers' file: its columns, what each may hold, and what is wrong with a cell."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from eligibility.domain.consumer_units import parse_unit_number
from eligibility.domain.findings import Refused, refuse
from eligibility.domain.numbers_pt import parse_count, parse_decimal
from eligibility.domain.registrations import parse_phone
from eligibility.domain.taxpayer import parse_taxpayer
from eligibility.domain.vocabulary import ConsumerClass, Phases, TariffGroup
from requests_app.domain.csv_cells import (
    FORMULA,
    CellProblem,
    Parsers,
    one_of,
    plain,
    read_cells,
    words,
)
from requests_app.domain.grid_rows import parse_code

MONTHS: Final = tuple(f"consumo_{month:02d}" for month in range(1, 13))
REQUIRED: Final = ("unidade", "cpf_cnpj", "debito_vencido", "mercado_cativo")
COLUMNS: Final = (
    *REQUIRED,
    "email",
    "telefone",
    "classe",
    "grupo",
    "tensao",
    "fases",
    "disjuntor_a",
    "demanda_contratada_kw",
    "municipio",
    "ponto_da_rede",
    *MONTHS,
)
_YES, _NO = frozenset({"sim", "s", "1", "true"}), frozenset({"nao", "n", "0", "false"})
_EMAIL: Final = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+")
_CLASSES: Final = {
    "residencial": ConsumerClass.residential,
    "comercial": ConsumerClass.commercial,
    "rural": ConsumerClass.rural,
    "industrial": ConsumerClass.industrial,
    "poder publico": ConsumerClass.public_authority,
    "servico publico": ConsumerClass.public_service,
    "iluminacao publica": ConsumerClass.public_lighting,
}
_PHASES: Final = {
    "mono": Phases.single, "monofasica": Phases.single, "monofasico": Phases.single, "1": Phases.single,
    "bi": Phases.two, "bifasica": Phases.two, "bifasico": Phases.two, "2": Phases.two,
    "tri": Phases.three, "trifasica": Phases.three, "trifasico": Phases.three, "3": Phases.three,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """A good line, in the names of the table."""

    unit_number: str
    tax_id: str
    has_overdue_debts: bool
    is_captive: bool
    email: str = ""
    phone: str = ""
    consumer_class: str = ""
    group: str = ""
    voltage: str = ""
    phases: str = ""
    breaker_a: int | None = None
    contracted_demand_kw: Decimal | None = None
    municipality: str = ""
    grid_code: str = ""
    monthly_consumption_kwh: tuple[Decimal, ...] = ()


def read_line(cells: Mapping[str, str]) -> tuple[CustomerLine | None, list[CellProblem]]:
    """A line from its cells, column → text; None with every problem when one of them cannot be read."""
    values, problems = read_cells(cells, _PARSERS, REQUIRED)
    months = [cells.get(month, "").strip() for month in MONTHS]
    if any(months):
        values["monthly_consumption_kwh"] = _consumption(months, problems)
    return (None if problems else CustomerLine(**values)), problems


def _consumption(months: list[str], problems: list[CellProblem]) -> tuple[Decimal, ...]:
    read: list[Decimal] = []
    for column, text in zip(MONTHS, months, strict=True):
        try:
            read.append(parse_decimal(text, maximum=99_999_999).quantize(Decimal("0.01")))
        except Refused as refused:
            whole = "Preencha os 12 meses ou nenhum." if not text else refused.message
            problems.append(CellProblem(column, whole))
    return tuple(read)


def _email(text: str) -> str:
    if text.startswith(FORMULA) or not _EMAIL.fullmatch(text):
        raise refuse("cell.email", "Confira o e-mail. Exemplo: nome@exemplo.com.br.")
    return text


def _flag(text: str) -> bool:
    word = plain(text)
    if word not in _YES | _NO:
        raise refuse("cell.flag", "Escreva sim ou não.")
    return word in _YES


def _breaker(text: str) -> int:
    return parse_count(text, minimum=1, maximum=100_000)


def _demand(text: str) -> Decimal:
    return parse_decimal(text, maximum=99_999_999).quantize(Decimal("0.001"))


_PARSERS: Final[Parsers] = {
    "unidade": ("unit_number", lambda text: parse_unit_number(text).digits),
    "cpf_cnpj": ("tax_id", lambda text: parse_taxpayer(text).number),
    "debito_vencido": ("has_overdue_debts", _flag),
    "mercado_cativo": ("is_captive", _flag),
    "email": ("email", _email),
    "telefone": ("phone", parse_phone),
    "classe": ("consumer_class", one_of(_CLASSES, f"Use uma destas: {', '.join(_CLASSES)}.")),
    "grupo": ("group", one_of({"a": TariffGroup.a, "b": TariffGroup.b}, "Escreva A ou B.")),
    "tensao": ("voltage", words(20)),
    "fases": ("phases", one_of(_PHASES, "Escreva mono, bi ou tri.")),
    "disjuntor_a": ("breaker_a", _breaker),
    "demanda_contratada_kw": ("contracted_demand_kw", _demand),
    "municipio": ("municipality", words(80)),
    "ponto_da_rede": ("grid_code", parse_code),
}
