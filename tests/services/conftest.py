"""The services lane: the portal's own processes against real servers, started once and ended after."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from pytest_django import DjangoDbBlocker, Settings

from stack import state
from stack.postgres import PostgresServer
from tests import database
from tests.services.real_stack import RealStack, s3_storage
from tests.services.servers import MailServer, RedisServer, S3Server, distribution_postgres


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The distribution's PostgreSQL with a migrated template in it."""
    # Root's server runs under another account, which must be able to reach its data.
    parent = state.state_folder() if state.is_root() else None
    with TemporaryDirectory(prefix="test-services-", dir=parent) as folder:
        Path(folder).chmod(0o711)
        server = distribution_postgres(Path(folder) / "cluster")
        server.initialise()
        server.start()
        try:
            database.migrate(server.create(database.TEMPLATE))
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    server = S3Server(tmp_path_factory.mktemp("s3"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def real_database(postgres_server: PostgresServer, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A database of this test alone on the distribution's PostgreSQL; Django in this process uses it too."""
    with django_db_blocker.unblock(), database.clone(postgres_server) as url, database.pointing_at(url):
        yield url


@pytest.fixture
def real_stack(
    real_database: str,
    redis_server: RedisServer,
    s3_server: S3Server,
    mail_server: MailServer,
    settings: Settings,
    tmp_path: Path,
) -> Iterator[RealStack]:
    """The real servers, empty, and the portal's processes to start and kill. None of them runs yet."""
    redis_server.empty()
    stack = RealStack(real_database, redis_server, s3_server, mail_server, tmp_path)
    stack.make_bucket()
    settings.STORAGES = {**settings.STORAGES, "default": s3_storage(stack.environ)}
    settings.PUBLIC_URL = stack.url
    # Whoever this process creates must be able to sign in at the web process.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    yield stack
    stack.stop()
    redis_server.ensure_running()
