"""Databases for tests: one migrated template, cloned for each worker and for each test that commits.

History is append-only in the database itself, also against TRUNCATE, so a test database cannot be flushed. A test
either runs in a transaction that is rolled back, or it gets a database of its own that is dropped.
"""

import atexit
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path

from django.db import connections

from portal.env import database_settings
from stack import embedded, state
from stack.postgres import PostgresServer

TEMPLATE = "portal_template"
# What a migrated database is made from. Anything else may change without a new template.
_SOURCES = ("**/migrations/*.py", "**/models/**/*.py", "**/models.py", "**/apps.py", "**/packaged/**/*")
_APPS = ("portal", "requests_app", "documents", "eligibility")
_KEPT_TEMPLATES = 3
_numbers = count(1)


def migrate(url: str) -> None:
    """Bring a database to the newest migration, through the same entry point as production."""
    result = subprocess.run(
        [sys.executable, "-m", "stack", "migrate"],
        env=os.environ | {"PORTAL_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "portal.settings"},
        cwd=state.CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        raise RuntimeError(f"migrate failed:\n{result.stdout[-2000:]}\n{result.stderr[-6000:]}")


def template_key() -> str:
    """A name for the state of everything that a migrated database is made from."""
    digest = hashlib.sha256()
    files = {path for app in _APPS for glob in _SOURCES for path in (state.CHECKOUT / app).glob(glob)}
    files |= {state.CHECKOUT / "portal" / "settings.py", *(state.CHECKOUT / "requirements").glob("*.txt")}
    for path in sorted(path for path in files if path.is_file()):
        if path.suffix == ".pyc":
            continue
        digest.update(str(path.relative_to(state.CHECKOUT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _copy_of_template(target: Path) -> None:
    """Put a stopped, migrated cluster at `target`; made once and kept until its sources change."""
    folder = state.state_folder() / "test-templates"
    folder.mkdir(mode=0o711, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = folder / template_key()
        if not kept.exists():
            _make_template(folder, kept)
        os.utime(kept)
        subprocess.run(["cp", "-a", "--reflink=auto", kept, target], check=True)


def _make_template(folder: Path, kept: Path) -> None:
    making = folder / "making"
    shutil.rmtree(making, ignore_errors=True)
    server = embedded.server(making, is_throw_away=True)
    server.initialise()
    server.start()
    try:
        migrate(server.create(TEMPLATE))
    finally:
        server.stop()
    making.rename(kept)
    older = sorted(
        (path for path in folder.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime
    )
    for path in older[:-_KEPT_TEMPLATES]:
        shutil.rmtree(path, ignore_errors=True)


def _remove_what_killed_runs_left(parent: Path) -> None:
    for folder in parent.glob("portal-gd-run-*"):
        if not Path("/proc", folder.name.split("-")[3]).exists():
            shutil.rmtree(folder, ignore_errors=True)


@cache
def embedded_server() -> PostgresServer:
    """The embedded server of this test process, started at the first call and ended with the process."""
    parent = state.state_folder() if state.is_root() else Path(tempfile.gettempdir())
    _remove_what_killed_runs_left(parent)
    folder = Path(tempfile.mkdtemp(prefix=f"portal-gd-run-{os.getpid()}-", dir=parent))
    folder.chmod(0o711)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _copy_of_template(folder / "cluster")
    server = embedded.server(folder / "cluster", is_throw_away=True)
    server.start()
    atexit.register(server.stop)
    return server


@contextmanager
def clone(server: PostgresServer) -> Iterator[str]:
    """A fresh copy of the migrated template, dropped at the end. Gives its address."""
    name = f"clone_{os.getpid()}_{next(_numbers)}"
    try:
        yield server.create(name, template=TEMPLATE)
    finally:
        server.drop(name)


@contextmanager
def pointing_at(url: str) -> Iterator[None]:
    """Django's default connection goes to `url`, in this thread and in every thread started meanwhile.

    What was connected before is set aside, not closed: it may sit in a transaction of another fixture.
    """
    entry = connections.settings["default"]
    before, outer = dict(entry), connections["default"]
    entry.update(database_settings(url))
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = outer
        entry.clear()
        entry.update(before)
