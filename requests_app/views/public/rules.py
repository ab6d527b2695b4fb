"""The rules in force for anybody: an index of topics, and one page per topic with source and certainty."""

from collections import defaultdict
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from eligibility.domain.rulebook import Rule, rules
from portal.http import public
from requests_app.domain.rule_words import TOPICS, anchor_of, topic_of, value_text


@public
@require_safe
def rules_in_force(request: HttpRequest) -> HttpResponse:
    """Every topic with how many rules it has, and each rule in one line that leads to the whole of it.

    The anchors of the rules stand here too: links from before the topics had pages still find their rule.
    """
    by_topic = _by_topic()
    topics = [
        {
            "title": title,
            "url": reverse("rules_of_topic", args=[topic]),
            "count": len(by_topic[topic]),
            "rules": [{"text": found.text, "anchor": anchor_of(found.code)} for found in by_topic[topic]],
        }
        for topic, title in TOPICS.items()
        if by_topic[topic]
    ]
    return render(request, "requests_app/public/rules.html", {"topics": topics})


@public
@require_safe
def rules_of_topic(request: HttpRequest, topic: str) -> HttpResponse:
    """The rules of one topic that hold today, with source and how far each was checked."""
    by_topic = _by_topic()
    if topic not in TOPICS or not by_topic[topic]:
        raise Http404
    context = {
        "title": TOPICS[topic],
        "rules": [_row(found) for found in by_topic[topic]],
        "others": [
            {"title": title, "url": reverse("rules_of_topic", args=[each])}
            for each, title in TOPICS.items()
            if each != topic and by_topic[each]
        ],
        "crumbs": [("Prazos e regras", reverse("rules_in_force"))],
    }
    return render(request, "requests_app/public/rules_of_topic.html", context)


def _by_topic() -> dict[str, list[Rule]]:
    found: dict[str, list[Rule]] = defaultdict(list)
    for rule in sorted(rules(timezone.localdate()), key=lambda each: each.code):
        found[topic_of(rule.code)].append(rule)
    return found


def _row(found: Rule) -> dict[str, Any]:
    return {"rule": found, "value": value_text(found), "anchor": anchor_of(found.code)}
