"""The rulebook as it stands on a day, each rule with its citation and how far it was checked."""

from datetime import date
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from pydantic import Field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from eligibility.api.endpoints import PublicEndpoint
from eligibility.api.shapes import Shape, answer
from eligibility.domain.rulebook import Rule, rules


class AlternativeShape(Shape):
    """Another reading of a rule that an operator may choose."""

    value: Any
    unit: str
    text: str
    citation: str
    confidence: str


class RuleShape(Shape):
    """One rule in force."""

    code: str
    text: str
    value: Any = Field(description="Número, texto, lista ou tabela; decimais vêm como texto.")
    unit: str
    valid_from: date
    valid_to: date | None
    citation: str
    citation_url: str | None
    confidence: str
    confidence_label: str = Field(description="Até onde a regra foi conferida.")
    basis: str
    note: str
    alternatives: list[AlternativeShape]


class RulesShape(Shape):
    """Every rule in force on one day."""

    on: date
    rules: list[RuleShape]


class RulesQuery(serializers.Serializer[Any]):
    on = serializers.DateField(required=False, help_text="O dia, AAAA-MM-DD. Sem ele, hoje.")


class Rules(PublicEndpoint):
    @extend_schema(
        operation_id="rules",
        tags=["Consultas públicas"],
        summary="Regras em vigor num dia",
        description="Prazos, limites e políticas, cada um com a norma, o artigo e o grau de conferência.",
        parameters=[RulesQuery],
        responses=RulesShape,
    )
    def get(self, request: Request) -> Response:
        query = RulesQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        on = query.validated_data.get("on") or timezone.localdate()
        return answer(RulesShape(on=on, rules=[_shape(found) for found in rules(on)]))


def _shape(found: Rule) -> RuleShape:
    return RuleShape(
        code=found.code,
        text=found.text,
        value=found.value,
        unit=found.unit,
        valid_from=found.valid_from,
        valid_to=found.valid_to,
        citation=found.citation.label,
        citation_url=found.citation.url,
        confidence=found.confidence.value,
        confidence_label=found.confidence.label,
        basis=found.basis,
        note=found.note,
        alternatives=[
            AlternativeShape(
                value=other.value,
                unit=other.unit,
                text=other.text,
                citation=other.citation.label,
                confidence=other.confidence.value,
            )
            for other in found.alternatives
        ],
    )
