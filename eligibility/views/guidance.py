"""The guidance for anybody: how it works, questions, concepts, glossary, and the bill field by field."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from eligibility.domain.guidance.articles import (
    articles,
    articles_of,
    bases_of,
    divergences_of,
    found_articles,
    found_terms,
)
from eligibility.domain.guidance.entries import Article, Kind, Subject
from eligibility.domain.guidance.filling import Text, filled
from eligibility.forms.guidance_search import GuidanceSearchForm
from eligibility.profile import current_profile
from portal.http import public

_LISTS = {
    Kind.question: ("questions", "Perguntas frequentes"),
    Kind.concept: ("concepts", "Conceitos da fatura"),
}
_PAGES = {Kind.question: "question", Kind.concept: "concept"}


@public
@require_safe
def how_it_works(request: HttpRequest) -> HttpResponse:
    """The way of a request and the way of the energy, with the rule of each."""
    steps = [_told(article) for article in articles_of(Kind.how)]
    return render(request, "guidance/how.html", {"steps": steps})


@public
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Every question by subject, and what the page of how it works answers; or those that hold the words of `?q=`."""
    return _list(request, "guidance/questions.html", Kind.question, Kind.how)


@public
@require_safe
def question(request: HttpRequest, slug: str) -> HttpResponse:
    """One question with its answer, the rule in force, and what the utility's page says otherwise."""
    return _article(request, Kind.question, slug, "guidance/question.html")


@public
@require_safe
def concepts(request: HttpRequest) -> HttpResponse:
    """Every concept of the bill by subject, or those that hold the words of `?q=`."""
    return _list(request, "guidance/concepts.html", Kind.concept)


@public
@require_safe
def concept(request: HttpRequest, slug: str) -> HttpResponse:
    """One concept of the bill, with the rule in force."""
    return _article(request, Kind.concept, slug, "guidance/concept.html")


@public
@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """The words of the portal and of the bill, or those that `?q=` asks for."""
    form = _search(request)
    rows = [
        {"term": _now(term), "url": address_of(articles()[term.article]) if term.article else ""}
        for term in found_terms(form.query)
    ]
    return _answer(request, "guidance/glossary.html", {"form": form, "rows": rows})


def address_of(article: Article) -> str:
    """Where the article stands: a page of its own, or its place on the page of how it works."""
    if article.kind is Kind.how:
        return f"{reverse('how_it_works')}#{article.slug}"
    return reverse(_PAGES[article.kind], args=[article.slug])


def _list(request: HttpRequest, template: str, *kinds: Kind) -> HttpResponse:
    form = _search(request)
    found = [_now(article) for article in found_articles(form.query, *kinds)]
    context = {"form": form, "count": len(found), "groups": _by_subject(found)}
    return _answer(request, template, context)


def _article(request: HttpRequest, kind: Kind, slug: str, template: str) -> HttpResponse:
    article = articles().get(slug)
    if article is None or article.kind is not kind:
        raise Http404
    name, label = _LISTS[kind]
    context = {
        **_told(article),
        "related": [
            {"title": _now(each).title, "url": address_of(each)}
            for each in (articles()[other] for other in article.related)
        ],
        "crumbs": [("Ferramentas e guias", reverse("tools")), (label, reverse(name))],
    }
    return render(request, template, context)


def _told(article: Article) -> dict[str, Any]:
    """The article with today's numbers, what it stands on, and where page and law differ."""
    today = timezone.localdate()
    return {
        "article": _now(article),
        "bases": bases_of(article, today),
        "divergences": divergences_of(article, today, profile=current_profile()),
    }


def _by_subject(found: Sequence[Article]) -> list[dict[str, Any]]:
    return [
        {
            "subject": subject,
            "rows": [
                {"article": article, "url": address_of(article)}
                for article in found
                if article.subject is subject
            ],
        }
        for subject in Subject
        if any(article.subject is subject for article in found)
    ]


def _now(entry: Text) -> Text:
    return filled(entry, on=timezone.localdate(), profile=current_profile())


def _search(request: HttpRequest) -> GuidanceSearchForm:
    return GuidanceSearchForm(request.GET if "q" in request.GET else None)


def _answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, status=422 if context["form"].errors else 200)
