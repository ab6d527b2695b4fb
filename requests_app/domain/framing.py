"""What a person was last told about the framing of a draft, and in words what is different now (T-13)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from documents.domain.project_check import ProjectCheck
from eligibility.domain.classification import Category, explain_change
from eligibility.domain.rulebook import Rule, rule
from eligibility.domain.tariff_class import TariffCode
from requests_app.domain.dates import count_days

_OPINION = "opinion."
_PARTS = 5
LONGEST_TEXT = 4_000


@dataclass(frozen=True)
class Framing:
    """Category, rule codes of the opinion's terms, tariff class, whether a guarantee is due, files to send."""

    category: Category
    terms: tuple[str, ...]
    tariff: TariffCode | None
    is_guarantee_due: bool
    documents: tuple[str, ...]

    def written(self) -> str:
        """A line for a hidden field: codes only, no answer of the draft."""
        guarantee = "1" if self.is_guarantee_due else "0"
        parts = (self.category, " ".join(self.terms), self.tariff or "", guarantee, " ".join(self.documents))
        return "|".join(parts)


def framing_of(check: ProjectCheck) -> Framing | None:
    """The framing of a check; None while there is no category."""
    found = check.assessment
    if found.category is None:
        return None
    return Framing(
        category=found.category,
        terms=tuple(term.rule for term in found.terms if term.rule.startswith(_OPINION)),
        tariff=found.tariff.code if found.tariff else None,
        is_guarantee_due=found.guarantee is not None and found.guarantee.is_due,
        documents=tuple(e.item.document_code for e in check.uploads if not e.item.is_optional),
    )


def read_framing(text: str) -> Framing | None:
    """What `written` wrote; None for anything else, since the line comes back from a browser."""
    parts = text[:LONGEST_TEXT].split("|")
    if len(parts) != _PARTS:
        return None
    try:
        return Framing(
            category=Category(parts[0]),
            terms=tuple(parts[1].split()),
            tariff=TariffCode(parts[2]) if parts[2] else None,
            is_guarantee_due=parts[3] == "1",
            documents=tuple(parts[4].split()),
        )
    except ValueError:
        return None


def has_changed(before: Framing | None, now: Framing | None) -> bool:
    """Whether there is something to tell: documents alone come and go with every answer."""
    if before is None or now is None:
        return False
    is_other_tariff = before.tariff is not None and now.tariff is not None and before.tariff != now.tariff
    return (
        (before.category, before.terms, before.is_guarantee_due)
        != (now.category, now.terms, now.is_guarantee_due)
    ) or is_other_tariff


def change_text(
    before: Framing | None, now: Framing | None, check: ProjectCheck, titles: Mapping[str, str], on: date
) -> str:
    """What changed and why, in sentences; "" when nothing did.

    `check` is the one of `now`; `titles` names document codes, also those of the list left behind.
    """
    if before is None or now is None or not has_changed(before, now) or not _is_known(before, on):
        return ""
    said = [*_category(before, now, check, on), *_terms(before, now, on), *_tariff(before, now, check)]
    said += [*_guarantee(before, now, check), *_documents(before, now, titles)]
    return " ".join(said)


def _category(before: Framing, now: Framing, check: ProjectCheck, on: date) -> list[str]:
    found = check.assessment.classification
    if found is None or before.category is now.category:
        return []
    then = found.model_copy(update={"category": before.category, "opinion_rules": before.terms})
    names = f"Mudou de {_small(before.category.label)} para {_small(now.category.label)}."
    return [names, explain_change(then, found, on) or ""]


def _terms(before: Framing, now: Framing, on: date) -> list[str]:
    if before.category is not now.category or before.terms == now.terms:
        return []
    then, today = _days(before.terms, on), _days(now.terms, on)
    return [f"O prazo da resposta passa de {then} para {today}."] if then and today else []


def _days(codes: Sequence[str], on: date) -> str:
    rules = [found for code in codes if (found := _rule(code, on)) is not None]
    if len(rules) != 2:
        return " ou ".join(count_days(found.as_int()) for found in rules)
    without, with_works = (count_days(found.as_int()) for found in rules)
    return f"{without} sem obra, ou {with_works} com obra,"


def _is_known(before: Framing, on: date) -> bool:
    """Codes that came back from a browser may be anything."""
    return all(_rule(code, on) is not None for code in before.terms)


def _rule(code: str, on: date) -> Rule | None:
    try:
        return rule(code, on)
    except LookupError:
        return None


def _tariff(before: Framing, now: Framing, check: ProjectCheck) -> list[str]:
    found = check.assessment.tariff
    if before.tariff is None or now.tariff is None or before.tariff is now.tariff or found is None:
        return []
    return [
        f"A classe tarifária passa de {before.tariff.label} para {now.tariff.label}: {_small(found.why)} Regra: {found.citation.label}."
    ]


def _guarantee(before: Framing, now: Framing, check: ProjectCheck) -> list[str]:
    if before.is_guarantee_due and not now.is_guarantee_due:
        return ["A garantia de fiel cumprimento deixa de ser pedida."]
    found = check.assessment.guarantee
    if now.is_guarantee_due and not before.is_guarantee_due and found is not None:
        basis = f"Regra: {found.citation.label}."
        return [f"Passa a ser pedida a garantia de fiel cumprimento. {found.why} {basis}"]
    return []


def _documents(before: Framing, now: Framing, titles: Mapping[str, str]) -> list[str]:
    entering = [titles[code] for code in now.documents if code not in before.documents and code in titles]
    leaving = [titles[code] for code in before.documents if code not in now.documents and code in titles]
    said = []
    if entering:
        said.append(f"Documentos que entram: {'; '.join(entering)}.")
    if leaving:
        said.append(f"Documentos que saem: {'; '.join(leaving)}.")
    if not said:
        said.append("A lista de documentos não muda.")
    return said


def _small(text: str) -> str:
    """The text as it goes on inside a sentence: names such as `Lei` keep their capital."""
    return text if text[:1].isdigit() or text[1:2].isupper() else text[:1].lower() + text[1:]
