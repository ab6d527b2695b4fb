"""How far the processes of a family grow, sampled from /proc: long-lived ones and the confined children they start."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

# A child lives for tenths of a second and must be seen near its end; processes keep their own record.
CHILD_SECONDS, PROCESS_SECONDS = 0.003, 0.02
_CONFINED = b"documents.confined"


class Family:
    """A process and all its descendants. Children that parse one file are known by what they do, others by number.

    `learn()` ends the idle phase: from then on `growth_mb()` tells how far each has risen above what it held
    idle. A long-lived process is held against its memory at that moment, a child against one that has only
    imported what it needs.
    """

    def __init__(self, *roots: int) -> None:
        self._roots = roots
        self._peaks: dict[str, int] = {}
        self._idle: dict[str, int] = {}
        self._lock = threading.Lock()
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Family":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def learn(self) -> None:
        """What is held now is idle; peaks count from here."""
        with self._lock:
            self._peaks, self._idle = {}, {}
            for pid in self._pids():
                if _work_of(pid) is None:
                    # The kernel forgets the peak so far, which start-up made.
                    Path(f"/proc/{pid}/clear_refs").write_text("5")
                    self._idle[str(pid)] = _peak_kb(pid)

    def growth_mb(self) -> dict[str, float]:
        """Megabytes above idle: of the worst long-lived process, and of each kind of confined child."""
        with self._lock:
            grown: dict[str, float] = {}
            for kind, peak in self._peaks.items():
                is_child = not kind.isdecimal()
                name = kind if is_child else "process"
                idle = _imported_kb(kind) if is_child else self._idle[kind]
                grown[name] = max(grown.get(name, float("-inf")), (peak - idle) * 1024 / 1e6)
            return grown

    def _watch(self) -> None:
        while not self._is_over.is_set():
            has_child = False
            with self._lock:
                for pid in self._pids():
                    work = _work_of(pid)
                    has_child = has_child or work is not None
                    kind = work or str(pid)
                    peak = _peak_kb(pid)
                    if kind.isdecimal():
                        # A fork that has not become anything yet shows its parent's memory.
                        self._idle.setdefault(kind, peak)
                    self._peaks[kind] = max(self._peaks.get(kind, 0), peak)
            time.sleep(CHILD_SECONDS if has_child else PROCESS_SECONDS)

    def _pids(self) -> list[int]:
        found, new = list(self._roots), list(self._roots)
        while new:
            new = [child for parent in new for child in _children(parent)]
            found += new
        return found


@cache
def _imported_kb(work: str) -> int:
    """What a confined child holds when its imports are done and it has not looked at a file."""
    program = (
        "import sys, importlib as i; i.import_module('documents.confined'); i.import_module(sys.argv[1]);"
        "print(*(l.split()[1] for l in open('/proc/self/status') if l.startswith('VmRSS:')))"
    )
    module = f"documents.{work.partition(':')[0]}"
    done = subprocess.run(
        [sys.executable, "-c", program, module], stdout=subprocess.PIPE, text=True, check=True
    )
    return int(done.stdout)


def _children(pid: int) -> Iterator[int]:
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            yield from map(int, (task / "children").read_text().split())
    except (FileNotFoundError, ProcessLookupError):
        return


def _work_of(pid: int) -> str | None:
    """What a confined child does ("page_drawing:draw"), or None for any other process."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (FileNotFoundError, ProcessLookupError):
        return None
    return words[words.index(_CONFINED) + 1].decode() if _CONFINED in words else None


def _peak_kb(pid: int) -> int:
    """The highest resident size so far in kB; 0 when the process is gone."""
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    except (FileNotFoundError, ProcessLookupError):
        pass
    return 0
