"""The whole portal on this machine: embedded database, web and worker, started together and ended together."""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from stack import embedded, entrypoints, processes, state

_DATABASE = "portal"
_PATIENCE_SECONDS = 90


class DidNotStart(RuntimeError):
    """A process of the portal ended or never answered; the message carries the end of its log."""


@dataclass
class LocalPortal:
    """A running portal: its address, its folder, its environment, the demonstration's accounts as text, its processes."""

    url: str
    folder: Path
    environ: dict[str, str]
    accounts: str = ""
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str) -> None:
        """Start (or start again) the process `name`: web, worker or beat."""
        command = entrypoints.command(name, self.environ)
        self.children[name] = processes.spawn(command, log=self.log(name), environ=self.environ)

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def dead(self) -> list[str]:
        """The names of processes that have ended by themselves."""
        return [name for name, process in self.children.items() if process.poll() is not None]

    def stop(self) -> None:
        """Stop what was started: all are asked at once, so the slowest sets the time."""
        for process in self.children.values():
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.children.values():
            processes.stop(process, grace_seconds=15)


def environment(folder: Path, database_url: str, port: int) -> dict[str, str]:
    """The variables of a demonstration on 127.0.0.1. PORTAL_* of the caller are left out."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    return own | {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "PYTHONUNBUFFERED": "1",
        "PORTAL_MODE": "demo",
        "PORTAL_SECRET_KEY": _secret_key(folder),
        "PORTAL_DATABASE_URL": database_url,
        "PORTAL_BROKER_URL": f"filesystem://{folder / 'broker'}",
        "PORTAL_CACHE_URL": "db",
        "PORTAL_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PORTAL_ALLOWED_HOSTS": "127.0.0.1,localhost",
        "PORTAL_MEDIA_ROOT": str(folder / "media"),
        "PORTAL_STATIC_ROOT": str(folder / "static"),
        "PORTAL_STORAGE": "local",
        "PORTAL_BIND": f"127.0.0.1:{port}",
        "PORTAL_BEAT_FILE": str(folder / "beat"),
    }


@contextmanager
def running(folder: Path, port: int) -> Iterator[LocalPortal]:
    """Set up and start everything in `folder`, wait until /readyz answers 200, and stop it all at the end.

    Raises DidNotStart, or postgres.ServerFailed.
    """
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    with ExitStack() as stack:
        server = embedded.server(folder / "postgres")
        server.initialise()
        stack.callback(server.stop)
        server.start()
        url = server.url(_DATABASE) if server.has(_DATABASE) else server.create(_DATABASE)
        portal = LocalPortal(f"http://127.0.0.1:{port}", folder, environment(folder, url, port))
        # Nothing that waits in the folder broker is lost with it: what must happen is a row in the outbox.
        shutil.rmtree(folder / "broker", ignore_errors=True)
        portal.accounts = prepare(portal.environ)
        stack.callback(portal.stop)
        for name in entrypoints.PROCESSES:
            portal.start(name)
        _wait_until_ready(portal)
        yield portal


def prepare(environ: Mapping[str, str]) -> str:
    """Migrate, collect the static files and fill in the demonstration. Raises DidNotStart.

    Gives what the last step wrote: the demonstration's accounts.
    """
    written = ""
    for command in (
        [sys.executable, "-m", "stack", "migrate"],
        [sys.executable, "-m", "stack", "static"],
        [sys.executable, "manage.py", "seed_demo"],
    ):
        child = subprocess.run(
            command,
            env=dict(environ),
            cwd=state.CHECKOUT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=processes.die_with_parent,
            check=False,
        )
        if child.returncode != 0:
            raise DidNotStart(f"{' '.join(command[1:])}:\n{child.stdout[-4000:]}")
        written = child.stdout
    return written.strip()


def _wait_until_ready(portal: LocalPortal) -> None:
    give_up_at = time.monotonic() + _PATIENCE_SECONDS
    while not _is_ready(portal.url):
        dead = portal.dead()
        if dead or time.monotonic() > give_up_at:
            name = dead[0] if dead else "web"
            log = portal.log(name)
            end = log.read_text(errors="replace").splitlines()[-25:] if log.exists() else []
            raise DidNotStart(f"{name} não respondeu. O fim do registro {log}:\n" + "\n".join(end))
        time.sleep(0.2)


def _is_ready(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _secret_key(folder: Path) -> str:
    """The key of this demonstration, made once and kept readable to its owner only."""
    path = folder / "secret-key"
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text()
