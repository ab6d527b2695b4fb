"""An invented grid for the demonstration: places that do not exist, imported as an admin would and marked as invented."""

import csv
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from typing import NamedTuple

from django.utils import timezone

from eligibility.domain.numbers_pt import format_decimal
from portal.accounts.models import User
from requests_app.domain.grid_rows import COLUMNS
from requests_app.models import GridImport
from requests_app.services.grid.imports import apply_grid
from requests_app.services.grid.staging import stage_grid

UNITS_POINT = "SCL-T1"
"""What the houses of the demonstration hang on."""
_SOURCE = "Dado inventado para demonstração"
_DATA_ARE_OLD = timedelta(days=21)
_STEP = Decimal("0.017")


class _Place(NamedTuple):
    """A substation: kW of its transformers (None: nobody published), and the names of its feeders."""

    code: str
    name: str
    municipality: str
    latitude: str
    longitude: str
    capacity_kw: int | None
    flow: str
    transformers: tuple[tuple[int | None, str], ...]
    feeders: tuple[str, ...]


_PLACES = (
    _Place("SCL", "Serra Clara", "Serra Clara", "-19.86", "-44.12", 42_000, "não",
           ((18_000, "não"), (12_500, "sim"), (9_000, "")),
           ("Bairro das Flores", "Mirante", "Distrito da Olaria", "Córrego Fundo", "Estação Velha", "Parque Novo")),
    _Place("RPD", "Ribeirão das Pedras", "Ribeirão das Pedras", "-19.98", "-44.31", 25_000, "sim",
           ((12_000, "sim"), (30, "sim")),
           ("Ponte Alta", "Vargem do Meio", "Lajeado", "Pedra Redonda")),
    _Place("CAR", "Campo das Aroeiras", "Campo das Aroeiras", "-20.14", "-43.97", 18_000, "não",
           ((7_500, "não"), (6_000, "não")),
           ("Aroeira de Baixo", "Capão Verde", "Fazenda Nova", "Retiro")),
    _Place("TAM", "Tamboril do Alto", "Tamboril do Alto", "-19.52", "-43.81", 15_000, "",
           ((8_000, ""), (5_000, "não")),
           ("Alto da Boa Vista", "Caminho do Ouro", "Três Porteiras")),
    _Place("VDO", "Várzea Dourada", "Várzea Dourada", "-18.79", "-44.58", None, "",
           ((None, ""),),
           ("Beira-Rio", "Colônia")),
)  # fmt: skip


def load_grid(admin: User, now: datetime) -> None:
    """Once: a second start finds the import and adds nothing."""
    if GridImport.objects.exists():
        return
    text = StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", delimiter=";")
    writer.writeheader()
    for place in _PLACES:
        writer.writerows(_rows(place, timezone.localdate(now) - _DATA_ARE_OLD))
    file = BytesIO(text.getvalue().encode())
    staged = stage_grid(file=file, uploaded_by=admin, now=now, is_invented=True)
    apply_grid(public_id=staged.public_id, now=now)


def _rows(place: _Place, measured_on: date) -> Iterator[dict[str, str]]:
    """The substation, its transformers at the same place, and its feeders around it."""
    usual = {"municipio": place.municipality, "data": measured_on.isoformat(), "fonte": _SOURCE}
    latitude, longitude = Decimal(place.latitude), Decimal(place.longitude)
    here = _at(latitude, longitude)
    yield usual | here | {
        "tipo": "subestação", "codigo": place.code, "nome": place.name, "tensao_kv": "138",
        "capacidade_kw": _kw(place.capacity_kw), "fluxo_inverso": place.flow,
    }  # fmt: skip
    for number, (capacity_kw, flow) in enumerate(place.transformers, start=1):
        yield usual | here | {
            "tipo": "transformador", "codigo": f"{place.code}-T{number}", "nome": f"{place.name}, transformador {number}",
            "tensao_kv": "13,8", "capacidade_kw": _kw(capacity_kw), "fluxo_inverso": flow, "pertence_a": place.code,
        }  # fmt: skip
    for number, name in enumerate(place.feeders):
        capacity_kw, flow = place.transformers[number % len(place.transformers)]
        side = _STEP * (number // 4 + 1)
        up, right = ((1, 1), (-1, 1), (-1, -1), (1, -1))[number % 4]
        yield usual | _at(latitude + side * up, longitude + side * right) | {
            "tipo": "alimentador", "codigo": f"{place.code}-{number + 1:02d}", "nome": name, "tensao_kv": "13,8",
            "capacidade_kw": _kw(capacity_kw // 3 if capacity_kw else None), "fluxo_inverso": flow,
            "pertence_a": f"{place.code}-T{number % len(place.transformers) + 1}",
        }  # fmt: skip


def _at(latitude: Decimal, longitude: Decimal) -> dict[str, str]:
    return {"latitude": format_decimal(latitude), "longitude": format_decimal(longitude)}


def _kw(capacity_kw: int | None) -> str:
    return "" if capacity_kw is None else str(capacity_kw)
