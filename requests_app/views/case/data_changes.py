"""What a correction changed in the typed answers: screen, question, before and after, as people read them."""

from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from requests_app.forms.drafts import FORMS
from requests_app.models import AccessRequest
from requests_app.services.filing.texts import answers_texts
from requests_app.services.review.data_corrections import SECTIONS
from requests_app.views.filing.door import shown_answers

Texts = Mapping[str, Mapping[str, str]]


class Change(NamedTuple):
    """One answer; empty where there was or is none."""

    screen: str
    label: str
    before: str
    after: str


def changes_between(before: Texts, after: Texts) -> list[Change]:
    """Every answer that reads differently, in the order of the screens."""
    found = []
    for section in SECTIONS:
        was = _read(section, before.get(section, {}))
        now = _read(section, after.get(section, {}))
        title = FORMS[section].title
        found += [
            Change(title, label, was.get(label, ""), now.get(label, ""))
            for label in dict.fromkeys([*was, *now])
            if was.get(label, "") != now.get(label, "")
        ]
    return found


def changes_by_round(access_request: AccessRequest) -> list[dict[str, object]]:
    """What each later set of answers changed against the one before, newest first. One statement."""
    rows = list(access_request.filed_answers.order_by("number"))
    found = [
        {
            "number": after.number,
            "at": after.created_at,
            "changes": changes_between(answers_texts(before), answers_texts(after)),
        }
        for before, after in pairwise(rows)
    ]
    return found[::-1]


def _read(section: str, texts: Mapping[str, str]) -> dict[str, str]:
    return {row["label"]: row["value"] for row in shown_answers(section, texts)}
