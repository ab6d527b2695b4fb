"""The virtual environment: made once, filled from a lock whose every file is checked by hash."""

import fcntl
import hashlib
import importlib.util
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from stack import packages, processes
from stack.state import CHECKOUT

VENV = CHECKOUT / ".venv"
PYTHON = VENV / "bin" / "python"
# Apart from the packages themselves: `uv pip sync` removes whatever its lock does not name.
_TOOL = VENV / "tool"
_UV = _TOOL / "bin" / "uv"
_STAMP = VENV / "installed-lock"
_REQUIREMENTS = CHECKOUT / "requirements"


def ensure(kind: str) -> None:
    """Make .venv hold the packages of `requirements/<kind>.txt` (run or dev) and nothing stale.

    dev contains run, so a tree that has dev is left as it is when only run is asked for.
    """
    with (CHECKOUT / ".bootstrap.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _make_venv()
        installed = _STAMP.read_text().split() if _STAMP.exists() else []
        if installed[:1] == ["dev"]:
            kind = "dev"
        wanted = [kind, _fingerprint(kind)]
        if installed != wanted:
            _STAMP.unlink(missing_ok=True)
            _fill(_REQUIREMENTS / f"{kind}.txt")
            _STAMP.write_text(" ".join(wanted))


def _fingerprint(kind: str) -> str:
    return hashlib.sha256((_REQUIREMENTS / f"{kind}.txt").read_bytes()).hexdigest()


def _make_venv() -> None:
    check = "import pip" if not _UV.exists() else "import sys"
    if PYTHON.exists() and _run([str(PYTHON), "-c", check], is_quiet=True) == 0:
        return
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        packages.install([f"python3.{sys.version_info.minor}-venv"])
    print("Criando o ambiente em .venv", file=sys.stderr, flush=True)
    if _run([sys.executable, "-m", "venv", "--clear", str(VENV)]) != 0:
        raise SystemExit(f"Não foi possível criar {VENV}. Veja a mensagem acima.")


def _fill(lock: Path) -> None:
    print(f"Instalando os pacotes de {lock.relative_to(CHECKOUT)}", file=sys.stderr, flush=True)
    if not _UV.exists() and _pip(_REQUIREMENTS / "bootstrap.txt", "--target", str(_TOOL)) != 0:
        raise SystemExit("Não foi possível instalar o uv. Há rede até o índice de pacotes?")
    # The system's certificates, as everything else here uses them. uv reads no pip configuration: where only pip
    # knows the way to the packages, pip installs the same lock.
    sync = [str(_UV), "pip", "sync", "--quiet", "--system-certs", "--require-hashes", "--compile-bytecode"]
    if _run([*sync, "--python", str(PYTHON), str(lock)]) != 0 and _pip(lock) != 0:
        raise SystemExit(f"Não foi possível instalar {lock.name}. Veja a mensagem acima.")


def _pip(lock: Path, *options: str) -> int:
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    return _run([*command, "--require-hashes", "--requirement", str(lock), *options])


def _run(command: Sequence[str], *, is_quiet: bool = False) -> int:
    output = subprocess.DEVNULL if is_quiet else sys.stderr
    return subprocess.run(
        list(command),
        stdout=output,
        stderr=output,
        cwd=CHECKOUT,
        env={key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "VIRTUAL_ENV"}},
        preexec_fn=lambda: processes.die_with_parent(signal.SIGTERM),
        check=False,
    ).returncode
