"""The assessment of a project as the API answers it."""

from datetime import date
from decimal import Decimal

from pydantic import Field

from eligibility.api.shapes import FindingShape, Shape, finding_shape
from eligibility.domain.assessment import Assessment, TermRow
from eligibility.domain.divergences import Divergence
from eligibility.domain.guarantee import Guarantee
from eligibility.domain.tariff_class import TariffClass


class TermShape(Shape):
    """One term of the utility."""

    rule: str = Field(description="Código da regra.")
    days: int
    unit: str = Field(description="`calendar_days` (corridos) ou `business_days` (úteis).")
    text: str
    citation: str
    confidence: str
    confidence_label: str


class GuaranteeShape(Shape):
    """The performance guarantee."""

    is_due: bool
    is_exempt: bool
    percent: Decimal = Field(description="Percentual do investimento.")
    power_kw: Decimal = Field(description="Potência que o pedido acrescenta, em kW.")
    price_brl_per_kw: Decimal | None = Field(description="Preço configurado, em R$/kW; nulo quando não há.")
    amount_brl: Decimal | None = Field(description="Valor em R$; nulo quando não há preço configurado.")
    why: str
    citation: str
    confidence: str
    confidence_label: str


class StartLimitShape(Shape):
    """How long the injection may take to start without losing the class."""

    value: int
    unit: str = Field(description="`calendar_days` ou `months`, contados da emissão do parecer.")
    text: str
    citation: str
    confidence: str
    confidence_label: str


class TariffClassShape(Shape):
    """GD I, II or III."""

    code: str = Field(description="`GD_I`, `GD_II` ou `GD_III`.")
    label: str
    why: str
    charge_text: str = Field(description="O que a energia compensada paga no ano do pedido.")
    start_limit: StartLimitShape | None
    citation: str
    confidence: str
    confidence_label: str


class DivergenceShape(Shape):
    """One subject on which the utility's page and the law differ."""

    topic: str
    title: str
    page_text: str
    page_citation: str
    page_confidence: str
    law_text: str
    law_citation: str
    law_confidence: str
    followed: str = Field(description="`page` ou `law`: qual dos dois este portal aplica.")
    note: str


class AssessmentShape(Shape):
    """All that the rules of the filing day say about a project."""

    filed_on: date
    category: str | None = Field(description="`micro_up_to_10`, `micro_10_to_75`, `mini` ou nulo.")
    category_label: str | None
    category_why: str | None
    category_citation: str | None
    terms: list[TermShape]
    findings: list[FindingShape]
    guarantee: GuaranteeShape | None
    tariff: TariffClassShape | None
    divergences: list[DivergenceShape]


def assessment_shape(found: Assessment, filed_on: date) -> AssessmentShape:
    """The assessment as the API answers it."""
    category = found.classification
    return AssessmentShape(
        filed_on=filed_on,
        category=category.category.value if category else None,
        category_label=category.label if category else None,
        category_why=category.explanation if category else None,
        category_citation=category.citation.label if category else None,
        terms=[_term(row) for row in found.terms],
        findings=[finding_shape(finding) for finding in found.findings],
        guarantee=_guarantee(found.guarantee) if found.guarantee else None,
        tariff=_tariff(found.tariff) if found.tariff else None,
        divergences=[_divergence(item) for item in found.divergences],
    )


def _term(row: TermRow) -> TermShape:
    return TermShape(
        rule=row.rule,
        days=row.days,
        unit=row.unit,
        text=row.text,
        citation=row.citation.label,
        confidence=row.confidence.value,
        confidence_label=row.confidence.label,
    )


def _guarantee(found: Guarantee) -> GuaranteeShape:
    return GuaranteeShape(
        **found.model_dump(exclude={"citation", "confidence"}),
        citation=found.citation.label,
        confidence=found.confidence.value,
        confidence_label=found.confidence.label,
    )


def _tariff(found: TariffClass) -> TariffClassShape:
    limit = found.start_limit
    return TariffClassShape(
        code=found.code.value,
        label=found.label,
        why=found.why,
        charge_text=found.charge_text,
        start_limit=StartLimitShape(
            value=limit.value,
            unit=limit.unit,
            text=limit.text,
            citation=limit.citation.label,
            confidence=limit.confidence.value,
            confidence_label=limit.confidence.label,
        )
        if limit
        else None,
        citation=found.citation.label,
        confidence=found.confidence.value,
        confidence_label=found.confidence.label,
    )


def _divergence(item: Divergence) -> DivergenceShape:
    return DivergenceShape(
        topic=item.topic.value,
        title=item.title,
        page_text=item.page_text,
        page_citation=item.page_citation.label,
        page_confidence=item.page_confidence.value,
        law_text=item.law_text,
        law_citation=item.law_citation.label,
        law_confidence=item.law_confidence.value,
        followed=item.followed.value,
        note=item.note,
    )
