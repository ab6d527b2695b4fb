"""The golden situations: project facts and the answer expected of them, read from TOML written by hand."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from eligibility.domain.facts import ProjectFacts

_HERE = Path(__file__).parent
NONE = "none"


@dataclass(frozen=True)
class Base:
    """A named starting point: its facts, and the documents of a request that changes nothing in it."""

    facts: dict[str, Any]
    documents: frozenset[str]


@dataclass(frozen=True)
class Situation:
    """One row. `category`, `tariff`, `start_limit` and `guarantee` are words of the file; "none" is none."""

    file: str
    name: str
    source: str
    answers: dict[str, Any]
    category: str
    terms: tuple[str, ...]
    documents: frozenset[str]
    blocking: frozenset[str]
    advisories: frozenset[str]
    tariff: str
    start_limit: str
    guarantee: str

    @property
    def facts(self) -> ProjectFacts:
        """The facts as the rules take them."""
        return ProjectFacts.model_validate(self.answers)

    @property
    def body(self) -> dict[str, Any]:
        """The facts as JSON values, what the API takes."""
        body: dict[str, Any] = _plain(self.answers)
        return body

    @property
    def finding_codes(self) -> frozenset[str]:
        """Every finding of the row, of either severity."""
        return self.blocking | self.advisories


def situations() -> tuple[Situation, ...]:
    """Every row of every file, in the order of the files' names."""
    return tuple(row for path in sorted((_HERE / "situations").glob("*.toml")) for row in _read(path))


@cache
def base(name: str) -> Base:
    """A base with all that it extends; LookupError when it is not in `bases.toml`."""
    written = _toml(_HERE / "bases.toml")["bases"][name]
    start = base(written["extends"]).facts if "extends" in written else {}
    kept = {key: value for key, value in start.items() if key not in written.get("without", ())}
    return Base(facts=kept | written["facts"], documents=frozenset(written["documents"]))


def expected_lists() -> dict[str, Any]:
    """The table `checklists` of `bases.toml`: the documents of each category and how each may be brought."""
    lists: dict[str, Any] = _toml(_HERE / "bases.toml")["checklists"]
    return lists


def expected_citations() -> dict[str, dict[str, list[str]]]:
    """Per kind of answer and code, the parts that must stand in its citation."""
    return _toml(_HERE / "citations.toml")


def expected_findings() -> frozenset[str]:
    """Every finding code that some row must hold, whole: `unit.class_missing`."""
    written = _toml(_HERE / "findings.toml")
    return frozenset(f"{group}.{word}" for group, words in written.items() for word in words)


_KEYS = frozenset(
    [
        *("name", "source", "base", "without", "facts", "category", "terms", "tariff", "start_limit"),
        *("guarantee", "documents", "documents_plus", "documents_minus", "blocking", "advisories"),
    ]
)


def _read(path: Path) -> Iterator[Situation]:
    for row in _toml(path)["situation"]:
        if unknown := row.keys() - _KEYS:
            raise ValueError(f"{path.name}: {row['name']}: {sorted(unknown)}")
        start = base(row["base"])
        gone = row.get("without", ())
        if strange := set(gone) - start.facts.keys():
            raise ValueError(f"{path.name}: {row['name']}: the base does not answer {sorted(strange)}")
        kept = {key: value for key, value in start.facts.items() if key not in gone}
        yield Situation(
            file=path.stem,
            name=row["name"],
            source=row["source"],
            answers=kept | row.get("facts", {}),
            category=row["category"],
            terms=tuple(row["terms"]),
            documents=_documents(row, start.documents),
            blocking=frozenset(row.get("blocking", ())),
            advisories=frozenset(row.get("advisories", ())),
            tariff=row["tariff"],
            start_limit=row.get("start_limit", NONE),
            guarantee=row["guarantee"],
        )


def _documents(row: dict[str, Any], start: frozenset[str]) -> frozenset[str]:
    """The row's own list, or the base's with what the row adds and takes away, each of which must be news."""
    if "documents" in row:
        return frozenset(row["documents"])
    added, gone = set(row.get("documents_plus", ())), set(row.get("documents_minus", ()))
    if added & start or gone - start:
        raise ValueError(f"{row['name']}: {sorted(added & start)} already there, {sorted(gone - start)} not")
    return (start | added) - gone


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list():
            return [_plain(item) for item in value]
        case Decimal():
            return float(value)
        case date():
            return value.isoformat()
        case _:
            return value


@cache
def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
