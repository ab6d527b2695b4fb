"""A small invented grid for tests: a file as an admin sends it, and taken in."""

from io import BytesIO

from django.utils import timezone

from requests_app.domain.grid_rows import COLUMNS
from requests_app.models import GridImport
from requests_app.services.grid.imports import apply_grid
from requests_app.services.grid.staging import stage_grid

SUBSTATION = {
    "tipo": "subestação",
    "codigo": "BTM",
    "nome": "Betim 2",
    "municipio": "Betim",
    "latitude": "-19,9678",
    "longitude": "-44,1983",
    "tensao_kv": "138",
    "capacidade_kw": "30.000",
    "fluxo_inverso": "não",
    "data": "31/10/2025",
    "fonte": "Levantamento de teste",
}
TRANSFORMER = SUBSTATION | {
    "tipo": "transformador",
    "codigo": "BTM-T1",
    "nome": "Betim 2, trafo 1",
    "capacidade_kw": "12.500,5",
    "pertence_a": "BTM",
}
FEEDER = SUBSTATION | {
    "tipo": "alimentador",
    "nome": "Jardim das Flores",
    "capacidade_kw": "3.000",
    "fluxo_inverso": "sim",
    "pertence_a": "BTM-T1",
}


def feeders(count: int, **changes: str) -> list[dict[str, str]]:
    """So many feeders of the transformer."""
    return [FEEDER | {"codigo": f"BTM-{place:05d}"} | changes for place in range(1, count + 1)]


def as_csv(*rows: dict[str, str]) -> BytesIO:
    """The rows as a file."""
    lines = [";".join(f'"{row.get(column, "")}"' for column in COLUMNS) for row in rows]
    return BytesIO("\n".join([";".join(COLUMNS), *lines]).encode())


def bring(*rows: dict[str, str], is_invented: bool = False) -> GridImport:
    """Take the rows in, as an admin and a worker would."""
    now = timezone.now()
    staged = stage_grid(file=as_csv(*rows), uploaded_by=None, now=now, is_invented=is_invented)
    return apply_grid(public_id=staged.public_id, now=now)
