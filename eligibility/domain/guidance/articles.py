"""Loading the packaged articles and words once, checked whole; and the ground of an article on a day."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from eligibility.domain.citation import Citation, Confidence
from eligibility.domain.divergences import Divergence, divergences
from eligibility.domain.guidance.entries import Article, Entry, Grounded, Kind, Term
from eligibility.domain.guidance.finding import is_found
from eligibility.domain.operator import OperatorProfile
from eligibility.domain.rulebook import rule

_FILES = {
    Kind.how: ("how.toml",),
    Kind.question: ("questions_request.toml", "questions_credits.toml", "questions_after.toml"),
    Kind.concept: ("concepts_demand.toml", "concepts_metering.toml"),
}


class Basis(Entry):
    """What an answer stands on, ready to be shown: the provision, since when, and how far it was checked."""

    text: str
    citation: Citation
    confidence: Confidence
    since: date | None


@cache
def articles() -> Mapping[str, Article]:
    """Every article by its slug, in the order of the files; ValueError when a slug stands twice."""
    found = [
        Article.model_validate({"kind": kind, **row})
        for kind, names in _FILES.items()
        for name in names
        for row in _table(name)["article"]
    ]
    _refuse_twice(article.slug for article in found)
    return {article.slug: article for article in found}


def articles_of(kind: Kind) -> tuple[Article, ...]:
    """The articles of one kind, in the order of the files."""
    return tuple(article for article in articles().values() if article.kind is kind)


@cache
def terms() -> tuple[Term, ...]:
    """The glossary in the order of its file; ValueError when a slug stands twice."""
    found = tuple(Term.model_validate(row) for row in _table("glossary.toml")["term"])
    _refuse_twice(term.slug for term in found)
    return found


def found_articles(query: str, *kinds: Kind) -> tuple[Article, ...]:
    """The articles of these kinds that hold every word of the query; all of them for an empty one."""
    return tuple(
        article
        for article in articles().values()
        if article.kind in kinds
        and is_found(query, (*article.texts, article.keywords, article.subject.label))
    )


def found_terms(query: str) -> tuple[Term, ...]:
    """The words of the glossary that hold every word of the query."""
    return tuple(term for term in terms() if is_found(query, (term.term, term.meaning, term.keywords)))


def bases_of(entry: Grounded, on: date) -> tuple[Basis, ...]:
    """The rules of the rulebook in force on that day, then the entry's own grounds.

    Raises UnknownRule or NoRuleOnDate for a code that does not hold on that day.
    """
    ruled = [rule(code, on) for code in entry.rules]
    return (
        *(
            Basis(
                text=found.text,
                citation=found.citation,
                confidence=found.confidence,
                since=found.valid_from,
            )
            for found in ruled
        ),
        *(Basis.model_validate(ground.model_dump()) for ground in entry.grounds),
    )


def divergences_of(article: Article, on: date, *, profile: OperatorProfile) -> tuple[Divergence, ...]:
    """Where the utility's page and the law differ on the article's subjects, on that day."""
    return tuple(each for each in divergences(on, profile=profile) if each.topic in article.divergences)


def _table(name: str) -> dict[str, list[dict[str, object]]]:
    return tomllib.loads((files(__package__) / name).read_text("utf-8"))


def _refuse_twice(slugs: Iterable[str]) -> None:
    twice = [slug for slug, count in Counter(slugs).items() if count > 1]
    if twice:
        raise ValueError(f"slugs that stand twice: {', '.join(twice)}")
