"""The list of units of a draft: read it, replace it from JSON or CSV, take it away."""

import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import IO, Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from eligibility.api.endpoints import Endpoint
from eligibility.api.parsers import LONGEST_BODY_BYTES, BoundedJSONParser
from eligibility.api.shapes import answer, problem
from eligibility.domain.allocation import OWN_UNIT, AllocationReading
from eligibility.domain.allocation_lines import USUAL_COLUMNS, Columns, read_rows
from eligibility.domain.allocation_text import Row, row_of, text_rows
from eligibility.domain.findings import Refused, refuse
from eligibility.domain.rulebook import rule
from eligibility.domain.vocabulary import AllocationBasis
from requests_app.api import lookups
from requests_app.api.allocation_shapes import (
    BASIS,
    BODY,
    ENTRY_KEYS,
    NUMBER,
    AllocationShape,
    StaleAllocation,
    UnfitList,
    allocation_shape,
    problem_shapes,
)
from requests_app.api.drafts import LARGEST_VERSION, TECHNICIANS
from requests_app.models import AccessRequest
from requests_app.services.allocations.files import decoded
from requests_app.services.allocations.lists import (
    StaleList,
    needs_members,
    newest_version,
    own_unit_number,
    remove_list,
    save_list,
    settled,
)

TAG = "Rascunhos"


class TextCSVParser(BaseParser):
    """The bytes of a CSV file of at most one megabyte, under `csv`."""

    media_type = "text/csv"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Any = None
    ) -> dict[str, bytes]:
        raw: bytes = stream.read(LONGEST_BODY_BYTES + 1)
        if len(raw) > LONGEST_BODY_BYTES:
            raise ParseError("too large")
        return {"csv": raw}


class Allocation(Endpoint):
    open_to = TECHNICIANS
    parser_classes = (BoundedJSONParser, TextCSVParser)

    @extend_schema(
        operation_id="draft_allocation_read",
        tags=[TAG],
        summary="Ler a lista de unidades",
        responses=AllocationShape,
    )
    def get(self, request: Request, public_id: uuid.UUID) -> Response:
        return answer(allocation_shape(lookups.draft(self.actor, public_id)))

    @extend_schema(
        operation_id="draft_allocation_put",
        tags=[TAG],
        summary="Trocar a lista de unidades",
        description=(
            "Troca a lista inteira, de 1 a 5.000 unidades, em JSON ou em text/csv. A soma dos percentuais é exatamente "
            "100, com a parte da própria unidade. A lista fica guardada mesmo com pontos a corrigir: nesse caso a "
            "resposta é 400, com todos eles por linha e coluna. O que não se lê como lista volta 400 sem guardar nada."
        ),
        parameters=[NUMBER, BASIS],
        request={"application/json": BODY, "text/csv": {"type": "string"}},
        responses={200: AllocationShape, 400: UnfitList, 409: StaleAllocation},
    )
    def put(self, request: Request, public_id: uuid.UUID) -> Response:
        draft = lookups.draft(self.actor, public_id)
        try:
            reading = _reading(request, draft)
        except Refused as refused:
            errors = {refused.findings[0].field or "entries": [refused.message]}
            return problem(400, refused.code, refused.message, errors=errors)
        try:
            row = save_list(
                draft_id=draft.pk, reading=reading, actor=self.actor, base_number=_base_number(request)
            )
        except StaleList as stale:
            return _stale(draft, stale)
        found = settled(reading, own_unit_number(draft))
        wrong = found.problems(needs_members=needs_members(draft))
        if wrong or not found.is_whole:
            message = "A lista ficou guardada. Corrija os pontos indicados."
            if not found.is_whole:
                message = f"{message} Os percentuais não somam exatamente 100."
            return problem(
                400,
                "allocation_unfit",
                message,
                number=row.number,
                total_percent=None if found.total_percent is None else str(found.total_percent),
                problems_total=len(wrong),
                problems=[shape.model_dump(mode="json") for shape in problem_shapes(wrong)],
            )
        return answer(allocation_shape(draft))

    @extend_schema(
        operation_id="draft_allocation_delete",
        tags=[TAG],
        summary="Retirar a lista de unidades",
        parameters=[NUMBER],
        request=None,
        responses={204: None},
    )
    def delete(self, request: Request, public_id: uuid.UUID) -> Response:
        draft = lookups.draft(self.actor, public_id)
        try:
            remove_list(draft_id=draft.pk, actor=self.actor, base_number=_base_number(request))
        except StaleList as stale:
            return _stale(draft, stale)
        return Response(status=204)


def _reading(request: Request, draft: AccessRequest) -> AllocationReading:
    """The body as a reading. Raises Refused when it is no list at all."""
    columns: Columns | None
    body: Mapping[str, Any] = request.data if isinstance(request.data, Mapping) else {}
    if isinstance(content := body.get("csv"), bytes):
        basis, rows, columns = request.query_params.get("basis"), text_rows(decoded(content)), None
    else:
        basis, rows, columns = body.get("basis"), _rows(body.get("entries"), body.get("basis")), USUAL_COLUMNS
    if not isinstance(basis, str) or basis not in [*AllocationBasis]:
        raise _refused("basis", "Envie `basis` como `percentage` ou `priority`.")
    return read_rows(
        rows,
        AllocationBasis(basis),
        max_units=rule("allocation.max_units", timezone.localdate()).as_int(),
        own_number=own_unit_number(draft),
        columns=columns,
    )


def _rows(entries: Any, basis: Any) -> tuple[Row, ...]:
    """JSON entries as lines in the usual order of columns, so that one reader judges every way in."""
    if not isinstance(entries, list) or not all(
        isinstance(e, Mapping) and e.keys() <= ENTRY_KEYS for e in entries
    ):
        raise _refused(
            "entries", f"Envie uma lista de objetos, só com estas chaves: {', '.join(sorted(ENTRY_KEYS))}."
        )
    value = "priority" if basis == AllocationBasis.priority else "percent"
    return tuple(
        row_of(
            place,
            [
                OWN_UNIT if entry.get("is_generating_unit") is True else _text(entry.get("unit_number")),
                _text(entry.get(value)),
                _text(entry.get("member_name")),
                _text(entry.get("member_tax_id")),
            ],
        )
        for place, entry in enumerate(entries, start=1)
    )


def _text(value: Any) -> str:
    match value:
        case None | bool() | list() | dict():
            return ""
        case float():
            return f"{Decimal(repr(value)):f}"
        case _:
            return str(value)


def _refused(field: str, message: str) -> Refused:
    return refuse("invalid", message, field=field)


def _base_number(request: Request) -> int | None:
    text = request.query_params.get("number", "")
    is_number = text.isascii() and text.isdigit() and len(text) < len(str(LARGEST_VERSION))
    return int(text) if is_number else None


def _stale(draft: AccessRequest, stale: StaleList) -> Response:
    newest = newest_version(draft)
    typed = len(stale.typed.entries) + len({found.line for found in stale.typed.unreadable})
    return problem(
        409,
        "stale_allocation",
        "Outra lista foi guardada desde que você leu esta. Nada foi trocado: leia de novo e envie outra vez.",
        number=newest.number if newest else 0,
        saved_lines=stale.current.line_count if stale.current else 0,
        typed_lines=typed,
    )
