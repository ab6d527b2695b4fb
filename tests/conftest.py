"""Fixtures for every lane: databases that roll back, databases that commit, and a portal that answers HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker, Settings
from pytest_django.live_server_helper import LiveServer

from tests import database

_TESTS = Path(__file__).parent
# How long an example takes says how busy the machine is, and no test is about that.
settings.register_profile("portal", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("portal")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Real services are started once, so their tests share a worker; and no test asks Django to flush."""
    for item in items:
        if _TESTS / "services" in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("services"))
        marker = item.get_closest_marker("django_db")
        if marker is not None and (marker.kwargs.get("transaction") or marker.args):
            raise pytest.UsageError(
                f"{item.nodeid}: use the fixture committing_db, history cannot be truncated"
            )


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database of this worker: a clone of the migrated template on the embedded PostgreSQL."""
    from eligibility.services.amendments import load_amendments

    with (
        django_db_blocker.unblock(),
        database.clone(database.embedded_server()) as url,
        database.pointing_at(url),
    ):
        # Otherwise the first page of a worker would count one statement more than the others.
        load_amendments()
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    # A pure test may run before anything has loaded the settings: then there is no cache to empty.
    if django_settings.configured:
        cache.clear()


@pytest.fixture
def committing_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A database of this test alone, where commits are real and on_commit runs. Gives its address."""
    with (
        django_db_blocker.unblock(),
        database.clone(database.embedded_server()) as url,
        database.pointing_at(url),
    ):
        yield url


@pytest.fixture
def portal_url(committing_db: str, settings: Settings) -> Iterator[str]:
    """The portal answering HTTP from a thread of this test, on a database of its own. Gives its address."""
    server = LiveServer("127.0.0.1:0")
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
    settings.PUBLIC_URL = server.url
    settings.CSRF_TRUSTED_ORIGINS = [server.url]
    yield server.url
    server.stop()
