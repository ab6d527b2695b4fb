"""Answer a page as a person does: by the words beside each question, never by a name in the HTML."""

import re
from collections.abc import Mapping

from playwright.sync_api import Locator, Page

from tests.journey.walk import JourneyFailed

Answers = Mapping[str, str | bool]
"""The words of a question → what is typed, the words of the option, or whether a box is ticked."""


def answer_all(page: Page, answers: Answers) -> None:
    """In the order given: a later question may only appear after an earlier answer."""
    for question, value in answers.items():
        answer(page, question, value)


def answer(page: Page, question: str, value: str | bool) -> None:
    """One question that is seen now; fails when nothing on the page is called so."""
    main = page.locator("main")
    whole = re.compile(rf"^\s*{re.escape(question)}( \(opcional\))?\s*$")
    group = main.get_by_role("group", name=whole)
    if isinstance(value, str) and group.count():
        group.get_by_role("radio", name=_beginning(value)).check()
        return
    control = _seen(main.get_by_label(whole))
    if control.count() == 0:
        control = _seen(main.get_by_label(_beginning(question)))
    if control.count() != 1:
        raise JourneyFailed(f"{page.url}: {control.count()} perguntas “{question}” à vista")
    if isinstance(value, bool):
        control.set_checked(value)
    elif control.evaluate("e => e.localName") == "select":
        control.select_option(label=value)
    else:
        control.fill(value)


def follow(page: Page, words: str) -> None:
    """The link of the main part that says so, until its page is there."""
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name=_beginning(words)).first.click()


def _beginning(words: str) -> re.Pattern[str]:
    """The words at the start, alone or with an explanation after them."""
    return re.compile(rf"^\s*{re.escape(words)}(\s|$)")


def _seen(found: Locator) -> Locator:
    return found.locator("visible=true")
