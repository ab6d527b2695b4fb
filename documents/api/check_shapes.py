"""The answer about a project as the API writes it."""

from datetime import date
from decimal import Decimal

from pydantic import Field

from documents.domain.checklist import ApplicableItem
from documents.domain.project_check import ProjectCheck
from eligibility.api.shapes import FindingShape, Shape, finding_shape
from eligibility.domain.citation import Confidence
from eligibility.domain.facts import ProjectFacts
from eligibility.domain.rulebook import rules

_CONFIDENCE = "Até onde a regra foi conferida: `verified`, `secondary`, `published`, `prototype`, `calculated`, `policy` ou `unverified`."
_LEAST_SURE_FIRST = (
    Confidence.unverified,
    Confidence.prototype,
    Confidence.secondary,
    Confidence.published,
    Confidence.policy,
    Confidence.calculated,
    Confidence.verified,
)


class CheckCategory(Shape):
    """The one category of the project."""

    code: str
    label: str
    explanation: str
    citation: str


class CheckTerm(Shape):
    """One term of the utility."""

    rule: str = Field(description="Código da regra, para `GET /deadlines/preview`.")
    days: int
    unit: str = Field(description="`calendar_days` (dias corridos) ou `business_days` (dias úteis).")
    text: str
    citation: str
    confidence: str = Field(description=_CONFIDENCE)


class CheckList(Shape):
    """The version of the list that was used."""

    code: str
    title: str
    version: int
    valid_from: date


class CheckDocument(Shape):
    """One document that the project brings."""

    code: str
    title: str
    why: str
    reason: str = Field(description="Por que este projeto traz o documento.")
    basis: str
    confidence: str = Field(description=_CONFIDENCE)
    note: str
    is_optional: bool
    is_from_answers: bool = Field(description="O portal monta o documento com as respostas; nada é enviado.")
    is_refused_when_absent: bool = Field(
        description="O pedido pode ser enviado sem ele, mas não passa na conferência dos documentos."
    )
    accepted_types: list[str]
    max_mb: int
    max_pages: int


class SparedDocument(Shape):
    """One document of the list that the project does not bring."""

    code: str
    title: str
    reason: str


class CheckFinding(FindingShape):
    """One result of the check, with how sure its ground is."""

    confidence: str | None = Field(description=_CONFIDENCE)


class CheckGuarantee(Shape):
    """The performance guarantee of minigeneration."""

    is_due: bool
    is_exempt: bool
    percent: Decimal
    power_kw: Decimal = Field(description="A potência que o pedido acrescenta.")
    price_brl_per_kw: Decimal | None
    amount_brl: Decimal | None = Field(description="Nulo enquanto o preço por kW não está configurado.")
    why: str
    citation: str
    confidence: str = Field(description=_CONFIDENCE)


class CheckStartLimit(Shape):
    """How long after the opinion the injection may start without losing the class."""

    value: int
    unit: str = Field(description="`calendar_days` ou `months`.")
    text: str
    citation: str
    confidence: str = Field(description=_CONFIDENCE)


class CheckTariff(Shape):
    """The tariff class of the generating unit."""

    code: str = Field(description="`GD_I`, `GD_II` ou `GD_III`.")
    why: str
    charge_text: str
    start_limit: CheckStartLimit | None
    citation: str
    confidence: str = Field(description=_CONFIDENCE)


class CheckDivergence(Shape):
    """One subject on which the utility's page and the law differ."""

    topic: str
    page_says: str
    page_citation: str
    page_confidence: str = Field(description=_CONFIDENCE)
    law_says: str
    law_citation: str
    law_confidence: str = Field(description=_CONFIDENCE)
    followed: str = Field(description="Qual dos dois este portal aplica: `page` ou `law`.")


class EligibilityAnswer(Shape):
    """Everything that the rules of the day say about the project."""

    filed_on: date
    installed_power_kw: Decimal | None
    added_power_kw: Decimal | None
    category: CheckCategory | None = Field(
        description="Nulo enquanto falta a fonte ou a potência, ou acima do limite."
    )
    terms: list[CheckTerm]
    checklist: CheckList | None
    documents: list[CheckDocument]
    not_applicable: list[SparedDocument]
    findings: list[CheckFinding]
    guarantee: CheckGuarantee | None
    tariff: CheckTariff | None
    divergences: list[CheckDivergence]


def eligibility_answer(facts: ProjectFacts, check: ProjectCheck) -> EligibilityAnswer:
    """The check of these facts in the shape of the API; a Decimal comes back as text."""
    assessment, listed = check.assessment, check.checklist
    found, guarantee, tariff = assessment.classification, assessment.guarantee, assessment.tariff
    sureness = _sureness(facts.filed_on)
    return EligibilityAnswer(
        filed_on=facts.filed_on,
        installed_power_kw=facts.installed_power_kw,
        added_power_kw=facts.added_power_kw,
        category=CheckCategory(
            code=found.category.value,
            label=found.label,
            explanation=found.explanation,
            citation=found.citation.label,
        )
        if found
        else None,
        terms=[
            CheckTerm(**{**term.model_dump(exclude={"citation"}), "citation": term.citation.label})
            for term in assessment.terms
        ],
        checklist=CheckList(
            code=listed.code, title=listed.title, version=listed.version, valid_from=listed.valid_from
        )
        if listed
        else None,
        documents=[_document(entry) for entry in check.applicable],
        not_applicable=[
            SparedDocument(code=entry.item.document_code, title=entry.item.title, reason=entry.reason)
            for entry in check.not_applicable
        ],
        findings=[
            CheckFinding(
                **finding_shape(finding).model_dump(),
                confidence=sureness.get(finding.citation.label) if finding.citation else None,
            )
            for finding in assessment.findings
        ],
        guarantee=CheckGuarantee(
            **{**guarantee.model_dump(exclude={"citation"}), "citation": guarantee.citation.label}
        )
        if guarantee
        else None,
        tariff=CheckTariff(
            code=tariff.code.value,
            why=tariff.why,
            charge_text=tariff.charge_text,
            start_limit=CheckStartLimit(
                **{
                    **tariff.start_limit.model_dump(exclude={"citation"}),
                    "citation": tariff.start_limit.citation.label,
                }
            )
            if tariff.start_limit
            else None,
            citation=tariff.citation.label,
            confidence=tariff.confidence.value,
        )
        if tariff
        else None,
        divergences=[
            CheckDivergence(
                topic=entry.topic.value,
                page_says=entry.page_text,
                page_citation=entry.page_citation.label,
                page_confidence=entry.page_confidence.value,
                law_says=entry.law_text,
                law_citation=entry.law_citation.label,
                law_confidence=entry.law_confidence.value,
                followed=entry.followed.value,
            )
            for entry in assessment.divergences
        ],
    )


def _document(entry: ApplicableItem) -> CheckDocument:
    item = entry.item
    return CheckDocument(
        code=item.document_code,
        title=item.title,
        why=item.why,
        reason=entry.reason,
        basis=item.legal_basis.label,
        confidence=item.confidence.value,
        note=item.note,
        is_optional=item.is_optional,
        is_from_answers=item.is_from_answers,
        is_refused_when_absent=item.refused_when_absent,
        accepted_types=[kind.label for kind in item.accepted_types],
        max_mb=item.max_mb,
        max_pages=item.max_pages,
    )


def _sureness(on: date) -> dict[str, str]:
    """How sure each provision is that a finding may cite: the least sure of the rules read in it that day."""
    found: dict[str, Confidence] = {}
    for entry in rules(on):
        cited = entry.citation.label
        found[cited] = min(found.get(cited, entry.confidence), entry.confidence, key=_LEAST_SURE_FIRST.index)
    return {cited: confidence.value for cited, confidence in found.items()}
