"""The portal's own processes (web, worker, beat) against real servers, to start, watch and kill in tests."""

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3

from documents.storage import s3_options
from portal.env import load
from stack import entrypoints, processes
from tests.services.servers import S3_KEY, S3_SECRET, MailServer, RedisServer, S3Server


def wait_until(is_so: Callable[[], bool], what: Callable[[], object], seconds: float = 60) -> None:
    """Look ten times a second until it is so; when the time is over it fails with what `what` gives then."""
    give_up_at = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < give_up_at, f"waited {seconds:.0f} s in vain: {what()}"
        time.sleep(0.1)


def s3_storage(environ: Mapping[str, str]) -> dict[str, Any]:
    """Django's STORAGES entry for the bucket that the environment names."""
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": s3_options(load(environ))}


class RealStack:
    """Processes by name, as production runs them. Each test gets its own database, bucket and mailbox."""

    def __init__(
        self, database_url: str, redis: RedisServer, s3: S3Server, mail: MailServer, folder: Path
    ) -> None:
        port = processes.free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.redis, self.s3, self.mail, self.folder = redis, s3, mail, folder
        self.environ = {name: text for name, text in os.environ.items() if not name.startswith("PORTAL_")} | {
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "PYTHONUNBUFFERED": "1",
            "PORTAL_MODE": "production",
            "PORTAL_SECRET_KEY": "only-for-the-services-lane-" + "x" * 40,
            "PORTAL_DATABASE_URL": database_url,
            "PORTAL_BROKER_URL": f"{redis.url}/0",
            "PORTAL_CACHE_URL": f"{redis.url}/1",
            "PORTAL_PUBLIC_URL": self.url,
            "PORTAL_BIND": f"127.0.0.1:{port}",
            "PORTAL_STORAGE": "s3",
            "PORTAL_S3_BUCKET": f"portal-{uuid4().hex}",
            "PORTAL_S3_ENDPOINT": s3.url,
            "PORTAL_S3_ACCESS_KEY": S3_KEY,
            "PORTAL_S3_SECRET_KEY": S3_SECRET,
            "PORTAL_S3_REGION": "us-east-1",
            "PORTAL_SMTP_URL": mail.url,
            "PORTAL_STATIC_ROOT": str(folder / "static"),
            "PORTAL_BEAT_FILE": str(folder / "beat"),
        }
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._earlier_output: dict[str, int] = {}

    def make_bucket(self) -> None:
        client = boto3.client(
            "s3",
            endpoint_url=self.s3.url,
            aws_access_key_id=S3_KEY,
            aws_secret_access_key=S3_SECRET,
            region_name="us-east-1",
        )
        client.create_bucket(Bucket=self.environ["PORTAL_S3_BUCKET"])

    def start(self, *names: str, **more_environ: str) -> None:
        """Start web, worker or beat, with variables added; waits until web and worker are ready."""
        for name in names:
            environ = self.environ | more_environ
            command = entrypoints.command(name, environ)
            self._earlier_output[name] = len(self.output(name))
            self._children[name] = processes.spawn(command, log=self.log(name), environ=environ)
        for name in names:
            if name == "web":
                wait_until(self._web_answers, lambda: self.output("web"))
            if name == "worker":
                wait_until(self._worker_is_ready, lambda: self.output("worker"))

    def pid(self, name: str) -> int:
        return self._children[name].pid

    def is_running(self, name: str) -> bool:
        return name in self._children and self._children[name].poll() is None

    def kill(self, name: str) -> None:
        """kill -9 the process and its whole family, as when the machine goes."""
        child = self._children.pop(name)
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()

    def stop(self) -> None:
        """Stop whatever still runs."""
        for child in self._children.values():
            if child.poll() is None:
                child.terminate()
        for child in self._children.values():
            processes.stop(child, grace_seconds=10)
        self._children.clear()

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def output(self, name: str) -> str:
        """What the process has written so far."""
        path = self.log(name)
        return path.read_text(errors="replace") if path.exists() else ""

    def _worker_is_ready(self) -> bool:
        assert self.is_running("worker"), self.output("worker")
        return " ready." in self.output("worker")[self._earlier_output["worker"] :]

    def _web_answers(self) -> bool:
        assert self.is_running("web"), self.output("web")
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False
