"""`GET /api/v1/eligibility/compatible-power`: the compatible power of a unit's consumption, worked out, for anybody."""

import re
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from pydantic import Field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from eligibility.api.endpoints import PublicEndpoint
from eligibility.api.shapes import Problem, Shape, answer, problem
from eligibility.domain.billed_cycles import MOST_PLACES, Kwh
from eligibility.domain.compatible_power import CompatiblePower, compatible_power
from eligibility.domain.compatible_power_lines import Statement
from eligibility.domain.findings import Refused
from eligibility.domain.vocabulary import Source

_NUMBER = re.compile(r"^-?[0-9]+(\.[0-9]+)?$")
_LONGEST_NUMBER = MOST_PLACES + 20
_MOST_CYCLES = 100
NOT_A_NUMBER: Final = "Escreva o consumo em kWh, com ponto nas casas decimais. Exemplo: 312.5."
_ONCE: Final = "Envie este parâmetro uma vez só."
_EITHER: Final = "Envie a média ou um valor por ciclo, não os dois."


class StatementShape(Shape):
    """One sentence with its rule."""

    code: str
    text: str
    citation: str
    confidence: str = Field(description="Até onde a regra foi conferida.")


class CompatiblePowerShape(Shape):
    """The power in kW, what went into it and how; decimals come as text."""

    power_kw: Decimal = Field(description="Com as casas que o portal mostra, arredondada para baixo.")
    power_kw_exact: Decimal = Field(
        description="Com 28 algarismos. A comparação com um projeto usa este valor, não o arredondado."
    )
    fa: Decimal = Field(description="Fator de ajuste da classe.")
    fc: Decimal = Field(description="Fator de capacidade da fonte.")
    lines: list[StatementShape] = Field(
        description="A conta, passo a passo até o arredondamento (`rounding`), e depois o que convém conferir."
    )
    citation: str


class AnalysisProblem(Problem):
    """The problem of a power that nobody can work out from what is published."""

    reason: str = Field(description="O que falta, para programas.")


def _kwh(help_text: str = "") -> serializers.RegexField:
    return serializers.RegexField(
        _NUMBER,
        allow_blank=True,
        required=False,
        max_length=_LONGEST_NUMBER,
        help_text=help_text,
        error_messages={"invalid": NOT_A_NUMBER},
    )


class CompatiblePowerQuery(serializers.Serializer[Any]):
    consumption_kwh = _kwh("A média dos 12 últimos ciclos faturados, em kWh por mês. Exemplo: 312.5.")
    cycles_kwh = serializers.ListField(
        child=_kwh(),
        required=False,
        max_length=_MOST_CYCLES,
        help_text="No lugar da média: os kWh faturados em cada um dos 12 últimos ciclos, um parâmetro por ciclo.",
    )
    consumer_class = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        help_text=(
            "`residential`, `commercial`, `rural`, `public_service`, `industrial` ou `public_authority`, ou o nome da "
            "classe como a conta o traz. Outra classe não tem fator publicado: 409."
        ),
    )
    source = serializers.ListField(  # type: ignore[assignment]  # a parameter, not the serializer's own
        child=serializers.ChoiceField([source.value for source in Source], allow_blank=True),
        required=False,
        max_length=len(Source),
        help_text="A fonte da geração, ou mais de uma. Sem ela, `solar`, a única com fator publicado.",
    )
    has_irrigation_discount = serializers.BooleanField(
        default=False, help_text="Se a unidade tem o desconto de irrigação ou aquicultura."
    )
    discounted_kwh = _kwh("Da média, a parte do horário com o desconto de irrigação ou aquicultura.")
    discounted_cycles_kwh = serializers.ListField(
        child=_kwh(),
        required=False,
        max_length=_MOST_CYCLES,
        help_text="No lugar dela, a mesma parte em cada ciclo, na mesma ordem.",
    )
    on = serializers.DateField(
        required=False,
        help_text="O dia das regras, AAAA-MM-DD. Sem ele, hoje; para um pedido, o dia do envio.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        for name, sent in self.initial_data.lists():
            if len(sent) > 1 and not isinstance(self.fields.get(name), serializers.ListField):
                raise serializers.ValidationError({name: [_ONCE]})
        for mean, cycles in (
            ("consumption_kwh", "cycles_kwh"),
            ("discounted_kwh", "discounted_cycles_kwh"),
        ):
            if attrs.get(mean) and attrs.get(cycles):
                raise serializers.ValidationError({mean: [_EITHER]})
        return attrs


class CompatiblePowerOfConsumption(PublicEndpoint):
    @extend_schema(
        operation_id="compatible_power",
        tags=["Consultas públicas"],
        summary="Potência compatível com o consumo",
        description=(
            "Até quantos kW a microgeração gratuita fica sem a análise de inversão de fluxo, com a conta linha por linha. "
            "409 `needs_analysis` quando a classe ou a fonte não tem fator publicado ou falta parte do consumo: o portal "
            "não inventa o número e o analista confere. 409 `not_in_force` antes do primeiro dia da dispensa. Nada é guardado."
        ),
        parameters=[CompatiblePowerQuery],
        responses={200: CompatiblePowerShape, 409: AnalysisProblem},
    )
    def get(self, request: Request) -> Response:
        query = CompatiblePowerQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        given = query.validated_data
        try:
            found = compatible_power(
                _consumption(given, "consumption_kwh", "cycles_kwh"),
                given["consumer_class"],
                given.get("on") or timezone.localdate(),
                sources=[Source(name) for name in given.get("source", [Source.solar]) if name],
                discounted=_consumption(given, "discounted_kwh", "discounted_cycles_kwh"),
                has_irrigation_discount=given["has_irrigation_discount"],
            )
        except Refused as refused:
            return _refused(refused, given)
        if isinstance(found, CompatiblePower):
            return answer(_shape(found))
        return problem(
            409,
            found.status.value,
            found.message,
            citation=found.citation.label,
            reason=found.code.removeprefix("compatible_power."),
        )


def _consumption(given: dict[str, Any], mean: str, cycles: str) -> Kwh:
    """The mean, or one value per cycle with None for an empty one; None when neither was sent."""
    if given.get(mean):
        return Decimal(given[mean])
    return tuple(Decimal(text) if text else None for text in given[cycles]) if cycles in given else None


def _refused(refused: Refused, given: dict[str, Any]) -> Response:
    """Beside the parameter that the refusal is about: the mean or the cycles, whichever was sent."""
    about = "discounted" if refused.findings[0].field == "discounted" else "consumption"
    mean, cycles = f"{about}_kwh", "cycles_kwh" if about == "consumption" else "discounted_cycles_kwh"
    name = mean if given.get(mean) else cycles
    citation = refused.citation.label if refused.citation else None
    return problem(400, "invalid", refused.message, citation=citation, errors={name: [refused.message]})


def _shape(found: CompatiblePower) -> CompatiblePowerShape:
    return CompatiblePowerShape(
        power_kw=found.power_kw,
        power_kw_exact=found.power_kw_exact,
        fa=found.fa,
        fc=found.fc,
        lines=[_statement(line) for line in (*found.lines, *found.notices)],
        citation=found.citation.label,
    )


def _statement(line: Statement) -> StatementShape:
    return StatementShape(
        code=line.code, text=line.text, citation=line.citation.label, confidence=line.confidence.label
    )
