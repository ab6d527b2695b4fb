"""G-16: a session lives for an hour after its last use, and reading pages does not write it every time."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import make_technician

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("America/Sao_Paulo"))


def _writes(client: Client, method: str, path: str, at: datetime) -> int:
    """How many statements of one request wrote the session."""
    with time_machine.travel(at, tick=False), CaptureQueriesContext(connection) as asked:
        assert getattr(client, method)(path).status_code in (200, 204)
    verbs = ('UPDATE "django_session"', 'INSERT INTO "django_session"')
    return sum(query["sql"].startswith(verbs) for query in asked.captured_queries)


@pytest.fixture
def signed_in() -> Client:
    client = Client()
    with time_machine.travel(NOON, tick=False):
        client.force_login(make_technician())
        client.get("/solicitacoes")
    return client


def test_pages_read_within_a_minute_write_nothing_and_the_next_one_renews(signed_in: Client) -> None:
    assert _writes(signed_in, "get", "/solicitacoes", NOON + timedelta(seconds=59)) == 0
    assert _writes(signed_in, "get", "/solicitacoes", NOON + timedelta(seconds=60)) == 1
    assert Session.objects.get().expire_date == NOON + timedelta(hours=1, seconds=60)


def test_used_every_half_hour_a_session_lives_on_and_left_alone_it_ends(signed_in: Client) -> None:
    for halves in (1, 2, 3):
        with time_machine.travel(NOON + halves * timedelta(minutes=30), tick=False):
            assert signed_in.get("/solicitacoes").status_code == 200
    with time_machine.travel(NOON + timedelta(hours=2, minutes=31), tick=False):
        assert signed_in.get("/solicitacoes").status_code == 302


def test_the_page_says_when_the_session_really_ends(signed_in: Client) -> None:
    with time_machine.travel(NOON + timedelta(seconds=30), tick=False):
        page = signed_in.get("/solicitacoes").content.decode()
    ends = Session.objects.get().expire_date
    assert f'data-session-expires-at="{int(ends.timestamp())}"' in page


def test_going_on_renews_at_once(signed_in: Client) -> None:
    assert _writes(signed_in, "post", "/sessao/continuar", NOON + timedelta(seconds=5)) == 1
    assert Session.objects.get().expire_date == NOON + timedelta(hours=1, seconds=5)


def test_a_stranger_gets_no_session_by_reading() -> None:
    client = Client()
    client.cookies["portal_sessao"] = "abcdefghijklmnopqrstuvwxyz012345"
    assert client.get("/ajuda").status_code == 200
    assert not Session.objects.exists()
