"""The list of units as the API shows it, and the problems of one that does not fit."""

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from pydantic import Field

from eligibility.api.shapes import Problem, Shape
from eligibility.domain.allocation import LineProblem
from eligibility.domain.vocabulary import AllocationBasis
from requests_app.models import AccessRequest
from requests_app.services.allocations.lists import needs_members, newest_version, own_unit_number, settled

PROBLEMS_SHOWN = 50
ENTRY_KEYS = frozenset(
    {"unit_number", "is_generating_unit", "percent", "priority", "member_name", "member_tax_id"}
)
NUMBER = OpenApiParameter(
    "number",
    int,
    description="Versão da lista que você leu. Se outra foi guardada desde então, a resposta é 409.",
)
BASIS = OpenApiParameter(
    "basis", str, enum=[*AllocationBasis], description="Só com text/csv: como os créditos são divididos."
)
_ENTRY = {
    "type": "object",
    "properties": {
        "unit_number": {"type": "string", "description": "Número da unidade, com 10 ou 15 algarismos."},
        "is_generating_unit": {"type": "boolean", "description": "A própria unidade, sem dizer o número."},
        "percent": {"type": ["string", "number"], "description": "Parte em percentual, até 6 casas."},
        "priority": {"type": "integer", "description": "Posição na ordem, a partir de 1."},
        "member_name": {"type": "string"},
        "member_tax_id": {"type": "string", "description": "CPF ou CNPJ do membro."},
    },
    "additionalProperties": False,
}
BODY = {
    "type": "object",
    "properties": {
        "basis": {"type": "string", "enum": [*AllocationBasis]},
        "entries": {"type": "array", "items": _ENTRY},
    },
    "required": ["basis", "entries"],
}


class ProblemShape(Shape):
    line: int = Field(description="A linha, a partir de 1.")
    column: str
    code: str
    message: str


class EntryShape(Shape):
    line: int
    unit_number: str
    is_generating_unit: bool
    percent: Decimal | None
    priority: int | None
    member_name: str
    member_tax_id: str


class AllocationShape(Shape):
    """The list as it stands; `number` 0 means that there is none."""

    number: int
    basis: str | None
    unit_count: int = Field(description="Unidades da lista, sem contar a própria.")
    total_percent: Decimal | None = Field(description="Soma exata, com a parte da própria unidade.")
    largest_share_percent: Decimal | None = Field(description="A maior parte de um só beneficiário.")
    problems_total: int
    problems: list[ProblemShape] = Field(description="Os primeiros 50 pontos a corrigir.")
    entries: list[EntryShape]


class UnfitList(Problem):
    """The list was kept, and something in it must be mended."""

    number: int
    total_percent: Decimal | None
    problems_total: int
    problems: list[ProblemShape]


class StaleAllocation(Problem):
    """Somebody kept another list in between."""

    number: int
    saved_lines: int
    typed_lines: int


def problem_shapes(problems: tuple[LineProblem, ...]) -> list[ProblemShape]:
    return [
        ProblemShape.model_validate(found.model_dump(exclude={"text"})) for found in problems[:PROBLEMS_SHOWN]
    ]


def allocation_shape(draft: AccessRequest) -> AllocationShape:
    row = newest_version(draft)
    if row is None or row.is_removed:
        empty: dict[str, Any] = {"basis": None, "unit_count": 0, "problems_total": 0}
        return AllocationShape(
            number=row.number if row else 0,
            total_percent=None,
            largest_share_percent=None,
            problems=[],
            entries=[],
            **empty,
        )
    found = settled(row.reading, own_unit_number(draft))
    facts, wrong = found.facts, found.problems(needs_members=needs_members(draft))
    assert facts is not None
    return AllocationShape(
        number=row.number,
        basis=facts.basis.value,
        unit_count=facts.unit_count,
        total_percent=facts.total_percent,
        largest_share_percent=facts.largest_share_percent,
        problems_total=len(wrong),
        problems=problem_shapes(wrong),
        entries=[
            EntryShape.model_validate(e.model_dump() | {"is_generating_unit": found.is_own(e)})
            for e in found.reading.entries
        ],
    )
