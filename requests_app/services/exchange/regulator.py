"""The monthly file of connected plants for the regulator's register (REN 1.000, art. 655-W)."""

import csv
import re
from collections.abc import Iterator
from datetime import date
from io import StringIO

from eligibility.domain.numbers_pt import format_kw
from eligibility.domain.vocabulary import Source
from requests_app.domain.dates import numeric_day
from requests_app.models import AccessRequest, FiledAnswers
from requests_app.services.sheets.annexes import registration_lines
from requests_app.services.sheets.wording import modality_text, sources_text

_NUMBER = re.compile(r"-[0-9]+(?:[.,][0-9]+)?")
_BLANKS = "Campos em branco"
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
    _BLANKS,
)
"""The last column names the others that a line leaves empty, so that somebody can fill them in."""


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
    known = _known(row)
    cells = [known.get(column, "") for column in COLUMNS[:-1]]
    yield from cells
    yield ", ".join(column for column, cell in zip(COLUMNS, cells, strict=False) if not cell)


def _known(row: AccessRequest) -> dict[str, str]:
    """Column → what is known of the plant. A request of before the portal may lack unit, generation or answers."""
    assert row.connected_on is not None
    known = {"Pedido": str(row.filing_number), "Ligada em": numeric_day(row.connected_on)}
    unit, generator = getattr(row, "consumer_unit", None), getattr(row, "generator", None)
    if unit is not None:
        known |= {
            "Código da unidade": unit.number,
            "Município": unit.municipality,
            "UF": unit.state,
            "Classe": unit.consumer_class,
            "Grupo": unit.group,
        }
    else:
        known["Município"] = row.municipality
    power = generator.installed_power_kw if generator is not None else row.installed_power_kw
    known["Potência instalada (kW)"] = format_kw(power) if power is not None else ""
    if generator is not None:
        known |= {"Modalidade": modality_text(generator), "Fonte": sources_text(generator)}
    answers = max(row.filed_answers.all(), key=lambda kept: kept.number, default=None)
    return known if answers is None else known | _answered(answers)


def _answered(answers: FiledAnswers) -> dict[str, str]:
    typed, generation = answers.unit_answers, answers.generation_answers
    allocation = answers.project_facts.allocation
    return {
        "Unidades que recebem créditos": str(allocation.unit_count if allocation else 0),
        "Latitude": f"{typed.latitude:f}" if typed.latitude is not None else "",
        "Longitude": f"{typed.longitude:f}" if typed.longitude is not None else "",
        "CEG": generation.registration.plant_code,
        "Dados da fonte": " | ".join(
            f"{label}: {value}"
            for s in generation.sources
            for label, value in registration_lines(Source(s), generation)
            if value
        ),
    }


def _safe(cell: str) -> str:
    """A spreadsheet must not take what a person typed for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t")) and not _NUMBER.fullmatch(cell) else cell
