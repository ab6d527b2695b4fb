"""The guidance is whole: every question, every concept, every rule it leans on, in sentences that people can read."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from pydantic import BaseModel, ValidationError

from eligibility.domain.choices import Topic
from eligibility.domain.guidance.articles import (
    articles,
    articles_of,
    bases_of,
    divergences_of,
    found_articles,
    found_terms,
    terms,
)
from eligibility.domain.guidance.bill_fields import bill_fields, low_voltage_fields
from eligibility.domain.guidance.bill_sample import oddities, sample_bill
from eligibility.domain.guidance.entries import Article, Kind, Subject
from eligibility.domain.guidance.filling import PLACEHOLDER, fill, filled
from eligibility.domain.guidance.finding import is_found, words_of
from eligibility.domain.operator import load_profile
from eligibility.domain.rulebook import UnknownRule, rule, rulebook, use_amendments
from tests.unit.guide_references import QUESTIONS_OF_THE_PAGE, SECTIONS_OF_THE_GUIDE

TODAY = date(2026, 11, 22)
PROFILE = load_profile()
LONGEST_SENTENCE = 35
GROUNDED = (*articles().values(), *bill_fields().values(), *low_voltage_fields())
ENTRIES: tuple[BaseModel, ...] = (*GROUNDED, *terms(), *sample_bill(), *oddities())
# Codes, addresses and search words are not read as sentences.
NOT_PROSE = {"slug", "keywords", "rules", "citation", "url", "article", "related", "links", "cells", "block"}


def prose(entry: BaseModel) -> Iterator[str]:
    for name in type(entry).model_fields:
        if name not in NOT_PROSE:
            yield from _texts(getattr(entry, name))


def _texts(value: object) -> Iterator[str]:
    if type(value) is str:
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, BaseModel):
        yield from prose(value)


@pytest.mark.parametrize(("key", "slug"), QUESTIONS_OF_THE_PAGE.items())
def test_every_question_of_the_page_is_answered(key: str, slug: str) -> None:
    article = articles()[slug]
    assert article.kind in {Kind.question, Kind.how}, key
    assert article.short
    assert bases_of(article, TODAY), f"{key}: no rule stands behind it"


@pytest.mark.parametrize(("key", "slug"), SECTIONS_OF_THE_GUIDE.items())
def test_every_section_of_the_guide_is_told(key: str, slug: str) -> None:
    assert articles()[slug].kind is Kind.concept, key
    assert bases_of(articles()[slug], TODAY), f"{key}: no rule stands behind it"


def test_every_subject_where_page_and_law_differ_is_told_in_some_answer() -> None:
    told = {topic for article in articles().values() for topic in article.divergences}
    assert told == set(Topic)


def test_an_answer_shows_both_texts_while_they_differ() -> None:
    (found,) = divergences_of(articles()["suspensao-do-fornecimento"], TODAY, profile=PROFILE)
    assert found.page_text != found.law_text
    assert found.law_citation.provision == "art. 353, § 1º, II"


@pytest.mark.parametrize("code", sorted({code for entry in GROUNDED for code in entry.rules}))
def test_every_rule_is_in_force(code: str) -> None:
    assert rule(code, TODAY).citation.norm


def test_every_basis_says_its_norm_and_how_far_it_was_checked() -> None:
    bases = [basis for entry in GROUNDED for basis in bases_of(entry, TODAY)]
    assert len(bases) > len(articles())
    assert all(basis.citation.norm and basis.confidence.label for basis in bases)


def test_an_unknown_rule_stops_the_answer() -> None:
    broken = articles()["consumidor-livre"].model_copy(update={"rules": ("no.such_rule",)})
    with pytest.raises(UnknownRule):
        bases_of(broken, TODAY)


def test_slugs_stand_once() -> None:
    for slugs in (
        [article.slug for article in articles().values()],
        [term.slug for term in terms()],
        [field.slug for field in bill_fields().values()],
        [field.slug for field in low_voltage_fields()],
    ):
        assert len(slugs) == len(set(slugs))


def test_what_an_article_points_to_exists() -> None:
    for article in articles().values():
        assert set(article.related) <= set(articles()) - {article.slug}, article.slug
        assert set(article.fields) <= set(bill_fields()), article.slug
    assert {term.article for term in terms()} - {""} <= set(articles())
    assert {field.article for field in bill_fields().values()} - {""} <= set(articles())


def test_an_unknown_subject_of_divergence_is_refused() -> None:
    row = articles()["consumidor-livre"].model_dump() | {"divergences": ["no_such_topic"]}
    with pytest.raises(ValidationError, match="divergences"):
        Article.model_validate(row)


def test_the_glossary_is_in_alphabetical_order() -> None:
    slugs = [term.slug for term in terms()]
    assert slugs == sorted(slugs)


def test_every_subject_has_an_article() -> None:
    assert {article.subject for article in articles().values()} == set(Subject)
    assert all(articles_of(kind) for kind in Kind)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: str(getattr(entry, "slug", "sample")))
def test_sentences_are_short_and_end(entry: BaseModel) -> None:
    for text in prose(filled(entry, on=TODAY, profile=PROFILE)):
        assert "{" not in text, text
        assert "  " not in text, text
        assert not re.search(r"\dh\d* horas", text), text
        for sentence in re.split(r"(?<=[.!?])\s+", text):
            assert len(sentence.split()) <= LONGEST_SENTENCE, sentence
    for name in ("short", "meaning", "use", "where"):
        if text := getattr(entry, name, ""):
            assert text.endswith((".", "?")), text


def test_the_number_comes_from_the_rulebook_of_the_day() -> None:
    article = articles()["validade-dos-creditos"]
    assert PLACEHOLDER.search(article.title)
    shorter = (
        rulebook()
        .entries_of("credits.validity")[-1]
        .model_copy(update={"value": 48, "valid_from": date(2026, 11, 1)})
    )
    use_amendments([shorter])
    try:
        assert filled(article, on=TODAY, profile=PROFILE).title == "O crédito dura 48 meses"
        assert filled(article, on=date(2026, 10, 31), profile=PROFILE).title == "O crédito dura 60 meses"
    finally:
        use_amendments(())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{credits.validity} meses", "60 meses"),
        ("{bill.group_b.max_kva} kVA", "112,5 kVA"),
        ("{guarantee.percent:lower_percent}%", "2,5%"),
        ("{reverse_flow.compatible.availability_kwh:2} kWh", "100 kWh"),
        ("{category.mini.max_kw_dispatchable} kW", "5.000 kW"),
        ("das {operator.peak_begins} às {operator.peak_ends}", "das 17h às 20h"),
    ],
)
def test_placeholders_read_as_people_write(text: str, expected: str) -> None:
    assert fill(text, on=TODAY, profile=PROFILE) == expected


@pytest.mark.parametrize("text", ["{opinion.loses_validity}", "{modality.shared}", "{guarantee.from:on}"])
def test_a_placeholder_of_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(TypeError):
        fill(text, on=TODAY, profile=PROFILE)


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("GARANTIA", "garantia-formas"),
        ("creditos outra unidade", "outras-unidades"),
        ("bandeira", "bandeira-e-geracao"),
        ("número da instalação", "numero-da-instalacao"),
        ("subestação vistoria", "projeto-da-subestacao"),
    ],
)
def test_a_question_is_found_by_its_words(query: str, slug: str) -> None:
    assert slug in {article.slug for article in found_articles(query, Kind.question)}
    assert len(found_articles(query, Kind.question)) < len(articles_of(Kind.question))


def test_an_empty_search_finds_everything_and_nonsense_nothing() -> None:
    assert found_articles("  ", Kind.concept) == articles_of(Kind.concept)
    assert found_articles("xyzzy", Kind.concept) == ()
    assert found_terms("vistoria")[0].slug == "vistoria"


def test_words_are_compared_without_accents_plurals_or_little_words() -> None:
    assert words_of("Os Créditos da unidade") == ("credito", "unidade")
    assert is_found("demandas", ["Demanda contratada"])
    assert is_found("de", ["nada de mais"])
    assert not is_found("7", ["17 e 70"])
