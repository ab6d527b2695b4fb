"""The whole life of a request as dated stories, written by hand from the law: each is walked through the services."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from pytest_django import Settings

from eligibility.domain.findings import Refused
from eligibility.domain.operator import DEFAULT_PROFILE
from eligibility.profile import current_profile
from portal.outbox.models import Message
from requests_app.domain.lifecycle import State
from requests_app.models import Holiday
from tests.golden.stories import Step, Story, stories
from tests.golden.story_checks import MAIL_ROWS, check, mails_since, mark
from tests.life_case import Case, new_case
from tests.life_steps import STEPS, bring_to, do

ZONE = ZoneInfo("America/Sao_Paulo")
STORIES = stories()
_EARLY, _WORKING, _SWEEPING = time(8, 0), time(10, 0), time(6, 0)


def _moment(on: date, at: time | None, usual: time) -> datetime:
    return datetime.combine(on, at or usual, tzinfo=ZONE)


def _refused(case: Case, step: Step, now: datetime) -> str:
    try:
        do(case, step.do, now, **step.given)
    except PermissionDenied:
        return "forbidden"
    except Refused as refused:
        return "any" if step.refused == "any" else refused.code
    return ""


def _walk(case: Case, step: Step) -> None:
    now = _moment(step.on, step.at, _SWEEPING if step.do == "sweep" else _WORKING)
    before, last = mark(), Message.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    with time_machine.travel(now, tick=False):
        if step.do != "look":
            assert _refused(case, step, now) == step.refused
        if step.refused:
            assert mark() == before, "a refused step wrote something"
        mails = mails_since(case, last)
        twice = [key for key, times in Counter((m.template, m.recipient) for m in mails).items() if times > 1]
        assert twice == []
        check(case, step, mails)


@pytest.fixture
def operator(settings: Settings, tmp_path: Path) -> Iterator[Callable[[dict[str, str]], None]]:
    """Runs the portal as an operator with these choices, until the end of the test."""

    def choose(choices: dict[str, str]) -> None:
        packaged = files("eligibility.domain") / "operator_profiles" / f"{DEFAULT_PROFILE}.toml"
        lines = [f'{topic} = "{whose}"' for topic, whose in choices.items()]
        profile = tmp_path / "operator.toml"
        text = packaged.read_text("utf-8")
        assert "[choices]" in text
        profile.write_text(text.replace("[choices]", "\n".join(["[choices]", *lines])), "utf-8")
        settings.OPERATOR_PROFILE = str(profile)
        current_profile.cache_clear()

    yield choose
    current_profile.cache_clear()


@pytest.mark.django_db
@pytest.mark.parametrize("story", STORIES, ids=lambda story: f"{story.file}: {story.name}")
def test_a_story_of_the_law_is_a_story_of_the_portal(
    story: Story, operator: Callable[[dict[str, str]], None], caplog: pytest.LogCaptureFixture
) -> None:
    if story.choices:
        operator(story.choices)
    for day in story.holidays:
        Holiday.objects.create(on=day.on, name=day.name, scope=day.scope, place=day.place)
    case = new_case(story.kind, declared=story.declarations, opinion=story.opinion)
    if story.begin_at:
        assert story.on is not None
        morning = _moment(story.on, None, _EARLY)
        with time_machine.travel(morning, tick=False):
            bring_to(case, story.begin_at, morning, has_project=story.has_project)
    for step in story.steps:
        _walk(case, step)
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def test_there_are_at_least_80_stories_with_unique_names_and_a_source_each() -> None:
    assert len(STORIES) >= 80
    assert [name for name, count in Counter(story.name for story in STORIES).items() if count > 1] == []
    assert [story.name for story in STORIES if len(story.source) < 20] == []
    assert [story.name for story in STORIES if not story.steps] == []


def test_the_stories_reach_every_state_and_use_every_step() -> None:
    steps = [step for story in STORIES for step in story.steps]
    assert {step.do for step in steps} - {"look"} == set(STEPS) - {"start_check", "accept_documents"}
    reached = {step.state for step in steps} - {""}
    assert reached == {state.value for state in State} - {"draft"}


def test_every_row_of_the_mails_that_stories_know_is_asked_somewhere() -> None:
    asked = {row for story in STORIES for step in story.steps for row in step.mails or ()}
    assert asked == set(MAIL_ROWS) - {7}
