"""The portal's own web and worker processes for a while, and people who are signed in to them."""

import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.test import Client

from portal.accounts.models import User
from stack import local, processes


@contextmanager
def folder_of_its_own() -> Iterator[Path]:
    """A temporary folder for one set of processes."""
    with TemporaryDirectory(prefix="portal-gd-bench-") as name:
        yield Path(name)


@contextmanager
def portal(folder: Path, database_url: str, *names: str, **more_environ: str) -> Iterator[local.LocalPortal]:
    """Web (and worker) started by the commands of production, static files collected, ready to answer."""
    port = processes.free_port()
    environ = local.environment(folder, database_url, port) | {
        "PORTAL_MODE": "production",
        "PORTAL_SECRET_KEY": settings.SECRET_KEY,
        # Nobody listens there: what would be mailed waits in the outbox.
        "PORTAL_SMTP_URL": "smtp://127.0.0.1:9",
        **more_environ,
    }
    subprocess.run([sys.executable, "-m", "stack", "static"], env=environ, check=True)
    served = local.LocalPortal(f"http://127.0.0.1:{port}", folder, environ)
    try:
        for name in names:
            served.start(name)
        wait_until(lambda: answers(f"{served.url}/healthz"), f"{served.url} does not answer")
        if "worker" in names:
            log = served.log("worker")
            wait_until(lambda: " ready." in log.read_text(errors="replace"), "the worker is not ready")
        yield served
    finally:
        served.stop()


def answers(url: str) -> bool:
    """Whether the address answers 200 now."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def wait_until(is_so: Callable[[], bool], otherwise: str, seconds: float = 120) -> None:
    """Look ten times a second. Raises TimeoutError with the words given."""
    give_up_at = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > give_up_at:
            raise TimeoutError(otherwise)
        time.sleep(0.1)


def session_of(user: User) -> str:
    """The value of the session cookie of a browser in which this person is signed in."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def cookie_of(user: User) -> str:
    """The Cookie header of that browser."""
    return f"{settings.SESSION_COOKIE_NAME}={session_of(user)}"
