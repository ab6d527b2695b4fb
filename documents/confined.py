"""Runs parsers on strangers' files in a child process: bounded memory and time, no secrets, crash survived.

The child gets the file as its standard input, an empty environment and limits set after its imports, and
answers with one line of JSON and then bytes: never with pickles, since what it parsed is not to be trusted.
"""

import json
import os
import resource
import subprocess
import sys
from contextlib import ExitStack
from importlib import import_module
from io import UnsupportedOperation
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, cast

ROOT = Path(__file__).resolve().parent.parent
# No process that touches an upload may grow by more than 64 MB: this much data, and the code it loads late.
MEMORY_BYTES = 60_000_000
CPU_SECONDS = 10
WALL_SECONDS = 30
BLOCK_BYTES = 1024 * 1024
KEPT_VARIABLES = ("PATH", "LD_LIBRARY_PATH", "LANG", "TZ")

Source = Path | IO[bytes]
Answer = tuple[dict[str, Any], bytes]


class ConfinementError(Exception):
    """The child died or was stopped: out of memory, out of time, or crashed by the file."""


def run(work: str, source: Source, *, cpu_seconds: int = CPU_SECONDS, **options: Any) -> Answer:
    """Call `work` ("module:function") of this package on the file, with JSON-ready options.

    The function takes an open binary file and the options and returns a dictionary and bytes. Its exceptions
    are its own affair: one that escapes it counts as a crash. Raises ConfinementError.
    """
    with ExitStack() as stack:
        file = stack.enter_context(source.open("rb")) if isinstance(source, Path) else _on_disk(source, stack)
        os.lseek(file.fileno(), 0, os.SEEK_SET)
        try:
            done = subprocess.run(  # noqa: S603  (our own module, arguments as a list, no shell)
                [sys.executable, "-m", "documents.confined", work, str(cpu_seconds), json.dumps(options)],
                stdin=file.fileno(),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=ROOT,
                env={name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ},
                timeout=WALL_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise ConfinementError("time") from error
        finally:
            if not isinstance(source, Path):
                source.seek(0)
    head, newline, content = done.stdout.partition(b"\n")
    if done.returncode != 0 or not newline:
        raise ConfinementError(f"exit {done.returncode}")
    facts: dict[str, Any] = json.loads(head)
    return facts, content


def _on_disk(source: IO[bytes], stack: ExitStack) -> IO[bytes]:
    """Return something with a file descriptor: the file itself, or a temporary copy made in blocks."""
    try:
        source.fileno()
    except (AttributeError, UnsupportedOperation):
        copy = stack.enter_context(cast("IO[bytes]", TemporaryFile()))  # noqa: SIM115  (the caller's stack closes it)
        source.seek(0)
        while block := source.read(BLOCK_BYTES):
            copy.write(block)
        copy.flush()
        return copy
    source.flush()
    return source


def _limit_this_process(cpu_seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    status = Path("/proc/self/status")
    # Elsewhere than on Linux (a developer's machine) only time is bounded.
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmData:"))
        allowed = int(line.split()[1]) * 1024 + MEMORY_BYTES
        resource.setrlimit(resource.RLIMIT_DATA, (allowed, allowed))


def main(arguments: list[str]) -> None:
    """Be the child: import, accept the limits, work, answer."""
    place, cpu_seconds, options = arguments
    module, function = place.split(":")
    work = getattr(import_module(f"documents.{module}"), function)
    _limit_this_process(int(cpu_seconds))
    facts, content = work(os.fdopen(0, "rb", closefd=False), **json.loads(options))
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + content)
    sys.stdout.buffer.flush()
    # PDFium's own clean-up at exit may trip over a hostile document; the answer is already out.
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
