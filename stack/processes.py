"""Child processes that never outlive the one that started them."""

import ctypes
import os
import pwd
import signal
import socket
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

_LIBC = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1


def die_with_parent(with_signal: signal.Signals = signal.SIGTERM) -> None:
    """Ask the kernel to send this process a signal when its parent ends, even by kill -9."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, int(with_signal), 0, 0, 0)


def spawn(
    command: Sequence[str],
    *,
    log: Path,
    environ: Mapping[str, str] | None = None,
    owner: pwd.struct_passwd | None = None,
    death_signal: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a command in its own session (Ctrl-C is ours to pass on), its output appended to `log`.

    It must be called from the main thread: the kernel ties the child to the thread that made it.
    """
    parent = os.getpid()

    def tie() -> None:
        die_with_parent(death_signal)
        if os.getppid() != parent:
            os._exit(1)

    as_other = owner is not None and owner.pw_uid != os.geteuid()
    with log.open("ab") as output:
        return subprocess.Popen(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(environ) if environ is not None else None,
            start_new_session=True,
            preexec_fn=tie,
            cwd="/" if as_other else None,
            user=owner.pw_uid if owner and as_other else None,
            group=owner.pw_gid if owner and as_other else None,
            extra_groups=[] if as_other else None,
        )


def stop(
    process: subprocess.Popen[bytes], with_signal: signal.Signals = signal.SIGTERM, grace_seconds: float = 10
) -> None:
    """End a process we started: ask first, and after the grace kill it with everything in its session."""
    if process.poll() is None:
        process.send_signal(with_signal)
        try:
            process.wait(grace_seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
