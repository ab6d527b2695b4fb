"""Findings about who signs for the project: registration, profession, limit of technicians, attribution."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from eligibility.domain.facts import ProfessionalFacts, ProjectFacts
from eligibility.domain.findings import Finding, Section, advise, block
from eligibility.domain.numbers_pt import format_kw
from eligibility.domain.rulebook import rule
from eligibility.domain.vocabulary import Profession, RegistrationStatus

_HERE = Section.profile


def findings(facts: ProjectFacts) -> Iterator[Finding]:
    """Whether this professional may file this project; nothing while nobody is named."""
    if facts.professional is not None:
        yield from _registration(facts.professional, facts.filed_on)
        yield from _profession(facts.professional, facts.installed_power_kw, facts.filed_on)


def _registration(person: ProfessionalFacts, on: date) -> Iterator[Finding]:
    citation = rule("professional.registration", on).citation
    match person.registration:
        case RegistrationStatus.suspended:
            message = (
                "O seu registro no conselho está suspenso no portal. Fale com a distribuidora para resolver."
            )
            yield block("professional.suspended", message, "professional", _HERE, citation)
        case RegistrationStatus.unverified:
            message = (
                "O seu registro no conselho ainda não foi conferido. Envie a certidão no seu cadastro. "
                "O pedido pode seguir."
            )
            yield advise("professional.unverified", message, "professional", _HERE, citation)
        case RegistrationStatus.expired:
            message = (
                "A conferência do seu registro venceu. Envie uma certidão nova no seu cadastro. "
                "O pedido pode seguir."
            )
            yield advise("professional.expired", message, "professional", _HERE, citation)
        case RegistrationStatus.verified:
            return


def _profession(person: ProfessionalFacts, power_kw: Decimal | None, on: date) -> Iterator[Finding]:
    match person.profession:
        case Profession.electrotechnics_technician:
            limit = rule("professional.technician.max_kva", on)
            if power_kw is not None and power_kw > limit.as_decimal():
                message = (
                    f"Técnicos em eletrotécnica assinam instalações de até {format_kw(limit.as_decimal())} kVA e a "
                    f"geração tem {format_kw(power_kw)} kW. Este pedido precisa de um engenheiro."
                )
                yield block("professional.technician_limit", message, "professional", _HERE, limit.citation)
        case Profession.other_engineer:
            yield from _other_engineer(person, on)
        case Profession.other:
            message = (
                "O pedido é assinado por engenheiro eletricista, engenheiro de energia, outro engenheiro com a "
                "atribuição da norma, ou técnico em eletrotécnica. Confira a profissão no seu cadastro."
            )
            citation = rule("professional.engineers", on).citation
            yield block("professional.not_eligible", message, "professional", _HERE, citation)
        case Profession.electrical_engineer | Profession.energy_engineer:
            return


def _other_engineer(person: ProfessionalFacts, on: date) -> Iterator[Finding]:
    entry = rule("professional.attribution", on)
    if not person.has_attribution:
        message = f"{entry.text} Informe a atribuição no seu cadastro."
        yield block("professional.attribution_missing", message, "professional", _HERE, entry.citation)
    elif not person.has_council_decision:
        message = "Anexe a decisão do conselho que reconhece a sua atribuição."
        yield block("professional.decision_missing", message, "professional", _HERE, entry.citation)
