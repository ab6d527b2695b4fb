"""`make run`: serves, survives a dead worker and a kill -9, and leaves nothing behind when it is stopped."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import pytest

from stack import processes, state
from tests.services.real_stack import wait_until


class Demonstration:
    """One `make run` on a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, processes.free_port()
        self.output = folder / "terminal"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> psutil.Process:
        """Start it and wait for its address on the terminal."""
        before = len(self.terminal())
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "stack.run", str(self.folder)],
                cwd=state.CHECKOUT,
                env=os.environ | {"PORT": str(self.port)},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_until(lambda: "Portal no ar" in self.terminal()[before:] or self.has_ended(), self.terminal, 300)
        assert not self.has_ended(), self.terminal()
        return psutil.Process(self.process.pid)

    def terminal(self) -> str:
        return self.output.read_text() if self.output.exists() else ""

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def answers(self) -> bool:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=10) as answer:
            return bool(answer.status == 200)


@pytest.fixture
def demonstration() -> Iterator[Demonstration]:
    parent = state.state_folder() if state.is_root() else None
    with TemporaryDirectory(prefix="test-run-", dir=parent, ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        started = Demonstration(Path(folder))
        yield started
        if started.process is not None and not started.has_ended():
            started.process.terminate()
            started.process.wait(60)


def _family(head: psutil.Process) -> list[psutil.Process]:
    return [head, *head.children(recursive=True)]


def _wait_for_the_end_of(family: list[psutil.Process]) -> None:
    def is_over() -> bool:
        return not any(member.is_running() and member.status() != psutil.STATUS_ZOMBIE for member in family)

    wait_until(is_over, lambda: family)


def test_it_serves_replaces_a_dead_worker_and_leaves_nothing_behind(demonstration: Demonstration) -> None:
    head = demonstration.start()
    assert demonstration.answers()
    for account in ("tecnico@", "analista@", "supervisor@", "admin@"):
        assert account in demonstration.terminal()

    worker = next(child for child in head.children() if "worker" in child.cmdline())
    crew = _family(worker)
    worker.kill()
    wait_until(lambda: "worker caiu" in demonstration.terminal(), demonstration.terminal)
    _wait_for_the_end_of(crew)

    # Killed outright, it takes its processes along, and the next start goes on with the same data.
    for with_signal, status in ((signal.SIGKILL, -9), (signal.SIGTERM, 0), (signal.SIGINT, 0)):
        family = _family(head)
        assert len(family) > 5, "web, worker, beat and database run below it"
        assert demonstration.process is not None
        demonstration.process.send_signal(with_signal)
        assert demonstration.process.wait(60) == status
        _wait_for_the_end_of(family)
        if with_signal != signal.SIGINT:
            head = demonstration.start()
            assert demonstration.answers()


def test_a_taken_port_is_said_in_one_line(demonstration: Demonstration) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", demonstration.port))
        taken.listen()
        done = subprocess.run(
            [sys.executable, "-m", "stack.run", str(demonstration.folder)],
            cwd=state.CHECKOUT,
            env=os.environ | {"PORT": str(demonstration.port)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert f"A porta {demonstration.port} não está livre" in done.stderr
    assert "Traceback" not in done.stderr
