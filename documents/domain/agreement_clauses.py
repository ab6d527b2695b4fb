"""The standing clauses of the contracts and agreements: packaged wording, each with its source and how sure we are."""

import tomllib
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field

from documents.domain.agreement_kinds import AgreementKind
from documents.domain.agreement_sheets import AgreementChapter
from documents.domain.sheet_parts import Clause
from eligibility.domain.citation import Confidence


class _Chapter(StrEnum):
    OBJECT = "object"
    SWITCHING = "switching"
    SAFETY = "safety"
    CONTACT = "contact"
    DISTURBANCE = "disturbance"
    DEMAND = "demand"
    ENERGY = "energy"
    DUTIES = "duties"
    TERM = "term"


_TITLES = {
    _Chapter.OBJECT: "Do que trata",
    _Chapter.SWITCHING: "Quem manobra o quê",
    _Chapter.SAFETY: "Segurança",
    _Chapter.CONTACT: "Como avisar",
    _Chapter.DISTURBANCE: "Defeitos, perturbações e danos",
    _Chapter.DEMAND: "Demanda e medição",
    _Chapter.ENERGY: "Energia e faturamento",
    _Chapter.DUTIES: "O que não muda sem consultar",
    _Chapter.TERM: "Prazo e fim",
}


class _AgreementClause(BaseModel):
    """One dated wording; `text` may hold names in braces."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kinds: tuple[AgreementKind, ...] = Field(min_length=1)
    chapter: _Chapter
    code: str
    text: str
    citation: str
    confidence: Confidence
    valid_from: date


def agreement_chapters(kind: AgreementKind, *, on: date, **values: str) -> tuple[AgreementChapter, ...]:
    """The chapters of one paper with the clauses in force on a day, newest wording of each code.

    The texts need `opinion` and `phone`; a missing value raises KeyError.
    """
    newest: dict[str, _AgreementClause] = {}
    for clause in _packaged():
        if kind in clause.kinds and clause.valid_from <= on:
            known = newest.get(clause.code)
            if known is None or known.valid_from < clause.valid_from:
                newest[clause.code] = clause
    chapters = []
    for chapter, title in _TITLES.items():
        clauses = tuple(
            Clause(
                text=clause.text.format_map(values),
                citation=clause.citation,
                note="" if clause.confidence.is_certain else clause.confidence.label,
            )
            for clause in newest.values()
            if clause.chapter is chapter
        )
        if clauses:
            chapters.append(AgreementChapter(title=title, clauses=clauses))
    return tuple(chapters)


def model_notice() -> Clause:
    """Whose words the paper is made of, said on every one of them."""
    return Clause(
        text=(
            "Este texto é o modelo deste portal. O modelo oficial da ANEEL não foi conferido e, onde for "
            "diferente, é o oficial que vale."
        ),
        note=Confidence.unverified.label,
    )


@cache
def _packaged() -> tuple[_AgreementClause, ...]:
    content = files("documents").joinpath("packaged/agreement_clauses.toml").read_text(encoding="utf-8")
    return tuple(_AgreementClause.model_validate(entry) for entry in tomllib.loads(content)["clause"])
