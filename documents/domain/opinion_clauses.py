"""The standing clauses of an opinion: packaged wording, each with its source and how sure we are of it."""

import tomllib
from collections.abc import Collection
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from documents.domain.sheet_parts import Clause
from eligibility.domain.citation import Confidence


class OpinionPart(StrEnum):
    """The part of the opinion that a clause belongs to; the values are fields of `OpinionSheet` where they meet."""

    VALIDITY = "validity"
    RESPONSIBILITIES = "responsibilities"
    OPERATIONAL_RELATIONSHIP = "operational_relationship"
    INSPECTION = "inspection"
    WORKS = "works"
    COMPLAINT_RIGHTS = "complaint_rights"


class StandingClause(BaseModel):
    """One dated wording; `text` may hold names in braces."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    part: OpinionPart
    code: str
    text: str
    citation: str
    confidence: Confidence
    valid_from: date


def standing_clauses(
    part: OpinionPart, *, on: date, without: Collection[str] = (), **values: str
) -> tuple[Clause, ...]:
    """Return the clauses of one part in force on a day, in packaged order, newest wording of each code.

    `without` leaves out some codes. `validity.published` needs `days` and `last_day`; a missing value raises
    KeyError. Nothing in force: an empty tuple.
    """
    newest: dict[str, StandingClause] = {}
    for clause in _packaged():
        if clause.part is part and clause.valid_from <= on and clause.code not in without:
            known = newest.get(clause.code)
            if known is None or known.valid_from < clause.valid_from:
                newest[clause.code] = clause
    return tuple(
        Clause(text=clause.text.format_map(values), citation=clause.citation, note=clause.confidence.label)
        for clause in newest.values()
    )


@cache
def _packaged() -> tuple[StandingClause, ...]:
    content = files("documents").joinpath("packaged/opinion_clauses.toml").read_text(encoding="utf-8")
    return tuple(StandingClause.model_validate(entry) for entry in tomllib.loads(content)["clause"])
