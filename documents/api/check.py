"""`POST /api/v1/eligibility/check`: any project, one answer, no account."""

import json
from importlib.resources import files
from typing import Any, Final

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from documents.api.check_shapes import EligibilityAnswer, eligibility_answer
from documents.api.facts_body import UnreadableFacts, facts_schema, read_facts
from documents.services.checks import check_on_its_day
from eligibility.api.endpoints import PublicEndpoint
from eligibility.api.shapes import answer, problem

EXAMPLE: Final[dict[str, Any]] = json.loads((files("documents.api") / "example.json").read_text("utf-8"))
"""One whole `request` and its `response`; a test posts the one and compares the other."""

_WHAT = "Minigeração hidráulica de 800 kW de uma cooperativa"


class EligibilityCheck(PublicEndpoint):
    @extend_schema(
        operation_id="eligibility_check",
        tags=["Consultas públicas"],
        summary="Categoria, prazos e documentos de qualquer projeto",
        description=(
            "Envie o que já se sabe do projeto; o que falta fica de fora. A resposta é a mesma que o formulário, a página "
            "pública e quem analisa usam: categoria, prazos, documentos com motivo e base, avisos, garantia, classe "
            "tarifária e onde a página da distribuidora e a norma diferem. Nada é guardado. Não envie dados pessoais."
        ),
        request={"application/json": facts_schema()},
        responses=EligibilityAnswer,
        examples=[
            OpenApiExample(_WHAT, value=EXAMPLE["request"], request_only=True),
            OpenApiExample(_WHAT, value=EXAMPLE["response"], response_only=True, status_codes=["200"]),
        ],
    )
    def post(self, request: Request) -> Response:
        try:
            facts = read_facts(request.data, timezone.localdate())
        except UnreadableFacts as error:
            return problem(400, "invalid", "Confira os campos enviados.", errors=error.errors)
        return answer(eligibility_answer(facts, check_on_its_day(facts)))
