"""Real servers for the services lane: the distribution's Redis and PostgreSQL, an S3 service, a mail server."""

import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import redis
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

from stack import packages, processes, state
from stack.postgres import PostgresServer

S3_KEY, S3_SECRET = "portal-test", "portal-test-secret"


def distribution_postgres(data_folder: Path) -> PostgresServer:
    """The newest PostgreSQL of the distribution on a data folder. Fails when it is not installed."""
    binaries = packages.postgres_folder()
    assert binaries is not None, "the package postgresql is missing: `make test` installs it"
    return PostgresServer(binaries, data_folder, state.database_owner(), is_throw_away=True)


def _wait(process: subprocess.Popen[bytes], is_up: Any, what: str, seconds: float = 20) -> None:
    give_up_at = time.monotonic() + seconds
    while not is_up():
        assert process.poll() is None, f"{what} ended with {process.returncode}"
        assert time.monotonic() < give_up_at, f"{what} did not answer"
        time.sleep(0.05)


@dataclass
class RedisServer:
    """Redis on a private port, keeping nothing on disk: stopping it loses what waited in it."""

    folder: Path
    port: int = field(default_factory=processes.free_port)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start, or start again on the same port; waits until it answers."""
        program = shutil.which("redis-server")
        assert program is not None, "the package redis-server is missing: `make test` installs it"
        settings = {"port": str(self.port), "bind": "127.0.0.1", "dir": str(self.folder), "save": ""}
        arguments = [part for name, value in settings.items() for part in (f"--{name}", value)]
        self._process = processes.spawn([program, *arguments], log=self.folder / "redis.log")
        _wait(self._process, self._answers, "redis-server")

    def _answers(self) -> bool:
        try:
            with redis.Redis(port=self.port) as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False

    def ensure_running(self) -> None:
        """Start it if a test has left it stopped."""
        if self._process is None or self._process.poll() is not None:
            self.start()

    def empty(self) -> None:
        with redis.Redis(port=self.port) as client:
            client.flushall()

    def stop(self) -> None:
        """Stop it at once, as if the machine had gone."""
        if self._process is not None:
            processes.stop(self._process, signal.SIGKILL)
            self._process = None


@dataclass
class S3Server:
    """An S3 service on a private port (moto), in memory."""

    folder: Path
    port: int = field(default_factory=processes.free_port)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]
        self._process = processes.spawn(command, log=self.folder / "s3.log")
        _wait(self._process, self._answers, "the S3 server", seconds=60)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/moto-api/data.json", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> None:
        if self._process is not None:
            processes.stop(self._process)
            self._process = None


class _Keep(Message):
    def __init__(self, kept: list[EmailMessage]) -> None:
        super().__init__(EmailMessage)
        self._kept = kept

    def handle_message(self, message: Any) -> None:
        self._kept.append(message)


class MailServer:
    """An SMTP server on a private port; `messages` holds what arrived, in order."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self._controller = Controller(_Keep(self.messages), hostname="127.0.0.1", port=processes.free_port())

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._controller.port}"

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()
