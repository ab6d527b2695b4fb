"""The monthly file of connected plants for the regulator's register (REN 1.000, art. 655-W)."""

import csv
import re
from collections.abc import Iterator
from datetime import date
from io import StringIO

from eligibility.domain.numbers_pt import format_kw
from eligibility.domain.vocabulary import Source
from requests_app.domain.dates import numeric_day
from requests_app.models import AccessRequest
from requests_app.services.annex_sheets import registration_lines
from requests_app.services.sheet_wording import modality_text, sources_text

_NUMBER = re.compile(r"-[0-9]+(?:[.,][0-9]+)?")
COLUMNS = (
    "Pedido",
    "Código da unidade",
    "Ligada em",
    "Município",
    "UF",
    "Classe",
    "Grupo",
    "Modalidade",
    "Unidades que recebem créditos",
    "Fonte",
    "Potência instalada (kW)",
    "Latitude",
    "Longitude",
    "CEG",
    "Dados da fonte",
)


def monthly_file(year: int, month: int) -> str:
    """CSV (";", headings first, one line per plant) of what was connected in that month; only headings when nothing was.

    The register identifies a plant by its unit, so no name and no CPF goes along. Raises ValueError for no month.
    """
    first = date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    rows = (
        AccessRequest.objects.filter(connected_on__gte=first, connected_on__lt=following)
        .select_related("consumer_unit", "generator")
        .prefetch_related("filed_answers")
        .order_by("connected_on", "filing_number")
    )
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(tuple(_safe(cell) for cell in _cells(row)) for row in rows.iterator(chunk_size=500))
    return out.getvalue()


def _cells(row: AccessRequest) -> Iterator[str]:
    unit, generator = row.consumer_unit, row.generator
    answers = max(row.filed_answers.all(), key=lambda kept: kept.number)
    typed, generation = answers.unit_answers, answers.generation_answers
    assert row.connected_on is not None
    yield str(row.filing_number)
    yield unit.number
    yield numeric_day(row.connected_on)
    yield unit.municipality
    yield unit.state
    yield unit.consumer_class
    yield unit.group
    yield modality_text(generator)
    allocation = answers.project_facts.allocation
    yield str(allocation.unit_count if allocation else 0)
    yield sources_text(generator)
    yield format_kw(generator.installed_power_kw)
    yield f"{typed.latitude:f}" if typed.latitude is not None else ""
    yield f"{typed.longitude:f}" if typed.longitude is not None else ""
    yield generation.registration.plant_code
    yield " | ".join(
        f"{label}: {value}"
        for s in generation.sources
        for label, value in registration_lines(Source(s), generation)
        if value
    )


def _safe(cell: str) -> str:
    """A spreadsheet must not take what a person typed for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t")) and not _NUMBER.fullmatch(cell) else cell
