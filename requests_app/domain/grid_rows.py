"""One line of a file of the grid: a substation, a transformer or a feeder, and what each column may hold."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from typing import Any, Final

from eligibility.domain.coordinates import is_inside, parse_coordinate
from eligibility.domain.findings import refuse
from eligibility.domain.numbers_pt import parse_decimal
from eligibility.domain.operator import StateWindow
from requests_app.domain.csv_cells import (
    EMPTY,
    CellProblem,
    Parsers,
    day,
    named,
    plain,
    read_cells,
)

REQUIRED: Final = ("tipo", "codigo", "nome", "municipio", "data", "fonte")
COLUMNS: Final = (
    *REQUIRED, "latitude", "longitude", "tensao_kv", "capacidade_kw", "fluxo_inverso", "pertence_a",
)  # fmt: skip
TITLES: Final[Mapping[str, str]] = {
    "cod": "codigo", "code": "codigo", "identificador": "codigo", "kind": "tipo", "elemento": "tipo",
    "cidade": "municipio", "lat": "latitude", "lon": "longitude", "long": "longitude", "lng": "longitude",
    "tensao": "tensao_kv", "tensao_(kv)": "tensao_kv", "kv": "tensao_kv",
    "capacidade": "capacidade_kw", "capacidade_(kw)": "capacidade_kw", "capacidade_de_acomodacao_kw": "capacidade_kw",
    "capacidade_de_acomodacao_(kw)": "capacidade_kw", "inversao": "fluxo_inverso",
    "inversao_de_fluxo": "fluxo_inverso", "fluxo_reverso": "fluxo_inverso", "data_base": "data",
    "data_da_medicao": "data", "origem": "fonte", "pai": "pertence_a", "superior": "pertence_a",
}  # fmt: skip
"""Other titles that mean a column; all compared without accents, in lower case, with _ for spaces."""
_FIRST_YEAR: Final = 2000
_MOST_KV: Final = 1_000
_MOST_KW: Final = 9_999_999
_KW: Final = Decimal("0.001")
_CODE: Final = re.compile(r"[0-9A-Z][0-9A-Z._/\- ]{0,29}")


class GridKind(StrEnum):
    """What stands in the grid, from the top down."""

    SUBSTATION = "substation"
    TRANSFORMER = "transformer"
    FEEDER = "feeder"

    @property
    def label(self) -> str:
        return {
            GridKind.SUBSTATION: "Subestação",
            GridKind.TRANSFORMER: "Transformador",
            GridKind.FEEDER: "Alimentador",
        }[self]


PARENT_KINDS: Final[Mapping[GridKind, tuple[GridKind, ...]]] = {
    GridKind.SUBSTATION: (),
    GridKind.TRANSFORMER: (GridKind.SUBSTATION,),
    GridKind.FEEDER: (GridKind.TRANSFORMER, GridKind.SUBSTATION),
}
"""What each kind may belong to; the first kind with that code is meant."""
_KINDS: Final = {
    "subestacao": GridKind.SUBSTATION, "se": GridKind.SUBSTATION,
    "transformador": GridKind.TRANSFORMER, "trafo": GridKind.TRANSFORMER, "tr": GridKind.TRANSFORMER,
    "alimentador": GridKind.FEEDER, "al": GridKind.FEEDER,
}  # fmt: skip
_FLAGS: Final = {
    "sim": True, "s": True, "1": True, "verdadeiro": True,
    "nao": False, "n": False, "0": False, "falso": False,
}  # fmt: skip
_UNKNOWN_FLAGS: Final = frozenset({"sem informacao", "nao informado", "-"})


@dataclass(frozen=True, slots=True)
class GridRow:
    """A good line. kV, kW, decimal degrees; None where the file says nothing, which changes nothing that stands.

    `measured_on` and `source` say when and where the capacity and the flag were taken.
    """

    kind: GridKind
    code: str
    name: str
    municipality: str
    measured_on: date
    source: str
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    voltage_kv: Decimal | None = None
    hosting_capacity_kw: Decimal | None = None
    has_reverse_flow: bool | None = None
    parent_code: str = ""

    @property
    def key(self) -> str:
        """What two lines of a file may not share."""
        return f"{self.kind.value}:{self.code}"


def read_line(
    cells: Mapping[str, str], *, today: date, window: StateWindow | None = None
) -> tuple[GridRow | None, list[CellProblem]]:
    """A line from its cells, column → text; None with every problem when one of them cannot be taken.

    `window` is where the utility's state lies; without it no point is doubted.
    """
    values, problems = read_cells(cells, _PARSERS, REQUIRED)
    unread = {problem.column for problem in problems}
    together = (*_date(values, today), *_place(values, unread, window), *_parent(values))
    problems += [problem for problem in together if problem.column not in unread]
    return (None if problems else GridRow(**values)), problems


def _date(values: Mapping[str, Any], today: date) -> Iterable[CellProblem]:
    on: date | None = values.get("measured_on")
    if on is not None and (on > today or on.year < _FIRST_YEAR):
        yield CellProblem("data", f"A data tem de ficar entre {_FIRST_YEAR} e hoje.")


def _place(values: Mapping[str, Any], unread: set[str], window: StateWindow | None) -> Iterable[CellProblem]:
    latitude, longitude = values.get("latitude"), values.get("longitude")
    if unread & {"latitude", "longitude"}:
        return
    if latitude is not None and longitude is not None:
        if window is not None and not is_inside(latitude, longitude, window):
            message = "O ponto fica fora do estado. Veja se latitude e longitude não estão trocadas."
            yield CellProblem("latitude", message)
    elif latitude is not None or longitude is not None:
        column = "longitude" if longitude is None else "latitude"
        yield CellProblem(column, "Preencha latitude e longitude, ou deixe as duas vazias.")


def _parent(values: Mapping[str, Any]) -> Iterable[CellProblem]:
    kind: GridKind | None = values.get("kind")
    if kind is None:
        return
    has_parent = bool(values.get("parent_code"))
    if PARENT_KINDS[kind] and not has_parent:
        wanted = " ou ".join(parent.label.lower() for parent in reversed(PARENT_KINDS[kind]))
        yield CellProblem("pertence_a", f"Escreva o código a que pertence: {wanted}.")
    if has_parent and not PARENT_KINDS[kind]:
        yield CellProblem("pertence_a", "Uma subestação não pertence a nada. Deixe vazio.")


def _kind(text: str) -> GridKind:
    found = _KINDS.get(plain(text))
    if found is None:
        raise refuse("grid.kind", "Use um destes: subestação, transformador, alimentador.")
    return found


def _flag(text: str) -> bool | None:
    word = plain(text)
    if word in _UNKNOWN_FLAGS:
        return None
    if word not in _FLAGS:
        raise refuse("grid.flag", "Use sim ou não, ou deixe vazio se ninguém mediu.")
    return _FLAGS[word]


def parse_code(text: str) -> str:
    """The code of a point as it is kept: upper case, single spaces. Raises Refused `cell.empty` or `grid.code`."""
    code = " ".join(text.upper().split())
    if not code:
        raise refuse("cell.empty", EMPTY)
    if not _CODE.fullmatch(code):
        raise refuse("grid.code", "Use até 30 letras sem acento e algarismos, com ponto, barra ou traço.")
    return code


def _day(text: str) -> date:
    if not text:
        raise refuse("cell.empty", EMPTY)
    return day(text)


def _voltage(text: str) -> Decimal:
    value = parse_decimal(plain(text).replace("kv", "").strip())
    if not 0 < value <= _MOST_KV:
        raise refuse("grid.voltage", "Escreva a tensão em kV. Exemplo: 13,8.")
    return value.quantize(_KW, ROUND_DOWN)


def _capacity(text: str) -> Decimal:
    # Rounded down: what is not there is not promised.
    return parse_decimal(text, maximum=_MOST_KW).quantize(_KW, ROUND_DOWN)


_PARSERS: Final[Parsers] = {
    "tipo": ("kind", _kind),
    "codigo": ("code", parse_code),
    "nome": ("name", named(120)),
    "municipio": ("municipality", named(80)),
    "data": ("measured_on", _day),
    "fonte": ("source", named(120)),
    "latitude": ("latitude", lambda text: parse_coordinate(text, "latitude")),
    "longitude": ("longitude", lambda text: parse_coordinate(text, "longitude")),
    "tensao_kv": ("voltage_kv", _voltage),
    "capacidade_kw": ("hosting_capacity_kw", _capacity),
    "fluxo_inverso": ("has_reverse_flow", _flag),
    "pertence_a": ("parent_code", parse_code),
}
