"""`POST /api/v1/bill/indicators`: the numbers of a bill, each with its account, its rule and its caveat, for anybody."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from pydantic import Field, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from eligibility.api.bill_words import BILL_WORDS
from eligibility.api.bodies import errors_by_field, schema_of
from eligibility.api.endpoints import PublicEndpoint
from eligibility.api.shapes import Problem, Shape, answer, finding_shape, problem
from eligibility.domain.bill.answers import BillAnswers, Unanswerable, bill_answers
from eligibility.domain.bill.group_answer import GroupAnswer, Verdict
from eligibility.domain.bill.mass_memory import LoadRecord
from eligibility.domain.bill.quantities import Indicator
from eligibility.domain.bill.questions import BillQuestions
from eligibility.domain.citation import Confidence
from eligibility.domain.findings import Finding

_NOTHING_ASKED: Final = "Envie pelo menos um grupo de números."
_NO_OBJECT: Final = "Envie um objeto JSON com os números da fatura."
EXAMPLE: Final[dict[str, Any]] = {
    "bill": {
        "previous_reading_on": "2023-01-31",
        "current_reading_on": "2023-02-28",
        "peak": {"energy_kwh": 24500, "max_kw": 707, "reactive_kvarh": 9800},
        "off_peak": {"energy_kwh": 189700, "max_kw": 756, "reactive_kvarh": 65100},
        "contracted_kw": 1145,
        "printed": {"peak_load_factor": "0.608"},
    },
    "price": {"tariff_brl": "16.54", "pis_percent": "0.80", "cofins_percent": "3.69", "icms_percent": "18"},
}


class IndicatorShape(Shape):
    """One number with its account."""

    code: str
    label: str
    value: Decimal = Field(description="Valor exato, como texto; sem arredondamento no caminho.")
    unit: str
    line: str = Field(description="A conta, em português.")
    citation: str
    citation_url: str | None
    confidence: str = Field(description="Até onde a regra foi conferida.")
    caveat: str = Field(description="O que há de incerto ou de estranho; vazio quando nada há.")


class VerdictShape(Shape):
    """A yes or a no with its account."""

    code: str
    label: str
    passed: bool | None = Field(description="Nulo quando falta um dado ou não há resposta única.")
    criterion: str | None
    line: str
    citation: str
    citation_url: str | None
    confidence: str
    caveat: str


class CheckShape(Shape):
    """A printed number beside the one that comes out."""

    label: str
    unit: str
    printed: Decimal = Field(description="Como a fatura traz; continua valendo.")
    computed: Decimal = Field(description="O da conta, com as mesmas casas.")
    agrees: bool
    line: str


class NotComputedShape(Shape):
    """An indicator without an answer, and why."""

    label: str
    why: str


class GroupShape(Shape):
    """The answer of one group."""

    indicators: list[IndicatorShape]
    verdicts: list[VerdictShape]
    checks: list[CheckShape]
    not_computed: list[NotComputedShape]


class CurvePointShape(Shape):
    """One quarter of an hour of the day."""

    starts_at: time
    mean_kw: Decimal
    largest_kw: Decimal
    days: int = Field(description="Quantos dias do arquivo têm este horário.")


class LoadCurveShape(Shape):
    """The day as the meter saw it."""

    peak_days: list[CurvePointShape] = Field(description="Dias com horário de ponta.")
    free_days: list[CurvePointShape] = Field(description="Fins de semana e dias sem ponta.")


class IndicatorsShape(Shape):
    """The answers under the names of the groups that were sent."""

    on: date = Field(description="O dia das regras usadas.")
    groups: dict[str, GroupShape]
    load_curve: LoadCurveShape | None = Field(
        default=None, description="A curva de carga da memória de massa, quando ela foi enviada."
    )


class BillIndicatorsEndpoint(PublicEndpoint):
    @extend_schema(
        operation_id="bill_indicators",
        tags=["Consultas públicas"],
        summary="Indicadores de uma fatura",
        description=(
            "Envie só os grupos que quiser; todos são opcionais. Cada número volta com a conta, a regra e o que há de "
            "incerto. 422 quando um campo não existe, não se lê ou contradiz outro: `errors` diz qual. Tarifas e "
            "alíquotas são dadas por você. Nada é guardado. Não envie dados pessoais."
        ),
        request={"application/json": schema_of(BillQuestions, BILL_WORDS)},
        responses={200: IndicatorsShape, 422: Problem},
        examples=[OpenApiExample("Fatura do guia e um preço", value=EXAMPLE, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        if not isinstance(request.data, Mapping):
            return _wrong({"body": [_NO_OBJECT]})
        try:
            questions = BillQuestions.model_validate(dict(request.data))
            found = bill_answers(questions, today=timezone.localdate())
        except ValidationError as error:
            errors = errors_by_field(error)
            return _wrong({"body": [_NOTHING_ASKED]} if errors.keys() == {"body"} else errors)
        except Unanswerable as error:
            return _wrong(_by_field(error.findings), error.findings)
        return answer(_shape(found))


def _wrong(errors: dict[str, list[str]], findings: Iterable[Finding] = ()) -> Response:
    shown = [finding_shape(each).model_dump(mode="json") for each in findings]
    return problem(422, "invalid", "Confira os campos enviados.", errors=errors, findings=shown or None)


def _by_field(findings: Iterable[Finding]) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    for each in findings:
        errors.setdefault(each.field or "body", []).append(each.message)
    return errors


def _shape(found: BillAnswers) -> IndicatorsShape:
    return IndicatorsShape(
        on=found.on,
        groups={name: _group(group) for name, group in found.groups.items()},
        load_curve=_curve(found.record) if found.record else None,
    )


def _curve(record: LoadRecord) -> LoadCurveShape:
    peak, free = (
        [
            CurvePointShape(
                starts_at=each.starts_at,
                mean_kw=_plain(each.mean_kw),
                largest_kw=_plain(each.largest_kw),
                days=each.days,
            )
            for each in points
        ]
        for points in (record.peak_days_curve, record.free_days_curve)
    )
    return LoadCurveShape(peak_days=peak, free_days=free)


def _group(found: GroupAnswer) -> GroupShape:
    return GroupShape(
        indicators=[_indicator(each) for each in found.indicators],
        verdicts=[_verdict(each) for each in found.verdicts],
        checks=[
            CheckShape(
                label=each.label,
                unit=each.unit,
                printed=_plain(each.printed),
                computed=_plain(each.computed),
                agrees=each.agrees,
                line=each.line,
            )
            for each in found.checks
        ],
        not_computed=[NotComputedShape(label=each.label, why=each.why) for each in found.not_computed],
    )


def _indicator(found: Indicator) -> IndicatorShape:
    return IndicatorShape(
        code=found.code,
        label=found.label,
        value=_plain(found.value),
        unit=found.unit,
        line=found.line,
        citation=found.citation.label,
        citation_url=found.citation.url,
        confidence=found.confidence.label,
        caveat=_caveat(found.notice, found.confidence),
    )


def _verdict(found: Verdict) -> VerdictShape:
    return VerdictShape(
        code=found.code,
        label=found.label,
        passed=found.passed,
        criterion=found.criterion,
        line=found.line,
        citation=found.citation.label,
        citation_url=found.citation.url,
        confidence=found.confidence.label,
        caveat=_caveat("", found.confidence),
    )


def _plain(value: Decimal) -> Decimal:
    """The same number, never written with an exponent."""
    return Decimal(f"{value:f}")


def _caveat(notice: str, confidence: Confidence) -> str:
    """The notice of the account, and how far the rule was checked where that is not certain."""
    doubt = "" if confidence.is_certain else f"{confidence.label}."
    return " ".join(part for part in (notice, doubt) if part)
