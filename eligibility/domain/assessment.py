"""One answer for any project facts: category, terms, findings, guarantee, tariff class, page against law."""

from collections.abc import Iterator
from datetime import date

from pydantic import BaseModel, ConfigDict

from eligibility.domain.choices import Topic
from eligibility.domain.citation import Citation, Confidence
from eligibility.domain.classification import Category, Classification, classify
from eligibility.domain.divergences import Divergence, divergences_for, followed
from eligibility.domain.facts import ProjectFacts
from eligibility.domain.findings import Finding, Refused, Section, block
from eligibility.domain.guarantee import Guarantee, guarantee_of
from eligibility.domain.operator import OperatorProfile
from eligibility.domain.precheck import project_findings
from eligibility.domain.rulebook import rule, rulebook
from eligibility.domain.tariff_class import TariffClass, tariff_class
from eligibility.domain.voltages import is_high_voltage

DOCUMENT_CHECK = "documents.check"
_FIRST_LAW = "category.micro.max_kw"


class TermRow(BaseModel):
    """One term of the utility: `days` in `unit`, `calendar_days` or `business_days`."""

    model_config = ConfigDict(frozen=True)

    rule: str
    days: int
    unit: str
    text: str
    citation: Citation
    confidence: Confidence


class Assessment(BaseModel):
    """All that the rules of the filing day say about a project; `findings` have the blocking ones first.

    Category, classification and tariff are None while the power or a source is missing or beyond every limit,
    `guarantee` is None where none is asked.
    """

    model_config = ConfigDict(frozen=True)

    category: Category | None
    classification: Classification | None
    terms: tuple[TermRow, ...]
    findings: tuple[Finding, ...]
    guarantee: Guarantee | None
    tariff: TariffClass | None
    divergences: tuple[Divergence, ...]

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """Findings that stop the filing."""
        return tuple(finding for finding in self.findings if finding.is_blocking)


def assess(facts: ProjectFacts, *, profile: OperatorProfile) -> Assessment:
    """Apply the law of `facts.filed_on` and the operator's choices. Total: no admissible facts make it raise.

    A filing older than every rule is answered by the first one, with a blocking finding that says so. The
    order of modules, inverters, transformers and of the two sources does not change it.
    """
    begins = rulebook().first_day(_FIRST_LAW)
    if facts.filed_on < begins:
        earliest = assess(facts.model_copy(update={"filed_on": begins}), profile=profile)
        early = _before_every_rule(facts.filed_on, begins)
        return earliest.model_copy(update={"findings": (early, *earliest.findings)})
    on = facts.filed_on
    found = classification_of(facts, profile=profile)
    category = found.category if found else None
    guarantee = guarantee_of(facts, category, profile=profile)
    return Assessment(
        category=category,
        classification=found,
        terms=tuple(_terms(found, on)),
        findings=project_findings(facts, category, guarantee, profile=profile),
        guarantee=guarantee,
        tariff=tariff_class(facts, category) if category else None,
        divergences=divergences_for(facts, profile),
    )


def classification_of(facts: ProjectFacts, *, profile: OperatorProfile) -> Classification | None:
    """The category of the facts; None while power or source is missing, or when the power fits nowhere."""
    power = facts.installed_power_kw
    if power is None or not facts.sources:
        return None
    try:
        return classify(
            power,
            facts.sources,
            facts.filed_on,
            is_dispatchable=facts.is_dispatchable,
            is_high_voltage=is_high_voltage(facts.voltage, facts.filed_on),
            mini_limit=followed(Topic.mini_limit, profile),
        )
    except Refused:
        return None


def _terms(found: Classification | None, on: date) -> Iterator[TermRow]:
    for code in (DOCUMENT_CHECK, *(found.opinion_rules if found else ())):
        entry = rule(code, on)
        yield TermRow(
            rule=entry.code,
            days=entry.as_int(),
            unit=entry.unit,
            text=entry.text,
            citation=entry.citation,
            confidence=entry.confidence,
        )


def _before_every_rule(on: date, begins: date) -> Finding:
    message = (
        f"As regras deste portal valem para pedidos a partir de {begins:%d/%m/%Y}. Este é de {on:%d/%m/%Y}. "
        "A resposta usa a regra mais antiga. O analista confere pela regra da época."
    )
    citation = rule(_FIRST_LAW, begins).citation
    return block("filing.before_rules", message, "filed_on", Section.declarations, citation)
