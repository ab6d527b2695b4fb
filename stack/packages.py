"""What the system must bring: how each thing is recognised, and the distribution's package that has it."""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from stack import state


@dataclass(frozen=True)
class Need:
    """One thing of the system. `packages` are tried in order: names differ between distributions."""

    packages: tuple[str, ...]
    is_there: Callable[[], bool]


def _library(name: str) -> Callable[[], bool]:
    def is_there() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return is_there


def _program(*names: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(name) for name in names)


def _fonts() -> bool:
    return any(Path("/usr/share/fonts").rglob("*.[to]tf"))


def postgres_folder() -> Path | None:
    """The newest PostgreSQL server of the distribution, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


def compose_command() -> list[str] | None:
    """How this machine spells Compose, or None. Only its `config` is used: no engine is needed."""
    for words in (["docker-compose"], ["docker", "compose"]):
        program = shutil.which(words[0])
        if program is None:
            continue
        if subprocess.run([*words, "version"], capture_output=True, check=False).returncode == 0:
            return words
    return None


def chromium() -> str | None:
    """The browser of the distribution, or None."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


RUN = (
    Need(("libpango-1.0-0",), _library("libpango-1.0.so.0")),
    Need(("libpangoft2-1.0-0",), _library("libpangoft2-1.0.so.0")),
    Need(("libharfbuzz0b",), _library("libharfbuzz.so.0")),
    Need(("libharfbuzz-subset0",), _library("libharfbuzz-subset.so.0")),
    Need(("libfontconfig1",), _library("libfontconfig.so.1")),
    Need(("libglib2.0-0", "libglib2.0-0t64"), _library("libgobject-2.0.so.0")),
    Need(("libmagic1", "libmagic1t64"), _library("libmagic.so.1")),
    Need(("fonts-dejavu-core",), _fonts),
)
# The check reads the compose file as Compose does.
CHECK = (*RUN, Need(("docker-compose", "docker-compose-v2"), lambda: compose_command() is not None))
TEST = (
    *CHECK,
    Need(("chromium", "chromium-browser"), lambda: chromium() is not None),
    Need(("postgresql",), lambda: postgres_folder() is not None),
    Need(("redis-server",), _program("redis-server")),
)


class Missing(SystemExit):
    """Something of the system is missing and may not be installed from here; the message says what to type."""


def ensure(needs: Iterable[Need]) -> None:
    """Install what is missing, as root or by a sudo that asks nothing. Raises Missing with the line to type."""
    missing = [need for need in needs if not need.is_there()]
    if missing:
        install([_name_here(need) for need in missing])
        missing = [need for need in missing if not need.is_there()]
    if missing:
        raise Missing("Ainda falta no sistema: " + " ".join(need.packages[0] for need in missing))


def install(names: list[str]) -> None:
    """Install packages of the distribution without starting their services."""
    line = "apt-get install -y --no-install-recommends " + " ".join(names)
    if shutil.which("apt-get") is None:
        raise Missing(f"Faltam pacotes do sistema. Em Debian ou Ubuntu: sudo {line}")
    if not (state.is_root() or _sudo_asks_nothing()):
        raise Missing(f"Faltam pacotes do sistema. Digite e tente de novo:\n\n    sudo {line}\n")
    print(f"Instalando pacotes do sistema: {' '.join(names)}", file=sys.stderr, flush=True)
    if _apt(*line.split()) != 0 and (_apt("apt-get", "update") != 0 or _apt(*line.split()) != 0):
        raise Missing(f"A instalação falhou. Digite e veja o motivo:\n\n    sudo {line}\n")


def _name_here(need: Need) -> str:
    if len(need.packages) > 1:
        for name in need.packages:
            shown = subprocess.run(["apt-cache", "policy", name], capture_output=True, text=True, check=False)
            if "Candidate:" in shown.stdout and "Candidate: (none)" not in shown.stdout:
                return name
    return need.packages[0]


def _sudo_asks_nothing() -> bool:
    return shutil.which("sudo") is not None and (
        subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    )


def _apt(*command: str, environ: Mapping[str, str] = os.environ) -> int:
    # RUNLEVEL=1 keeps packages from starting the servers they bring: ours run on private ports.
    settings = {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1", "LC_ALL": "C.UTF-8"}
    prefix = [] if state.is_root() else ["sudo", "-n", "env", *(f"{k}={v}" for k, v in settings.items())]
    done = subprocess.run([*prefix, *command], env={**environ, **settings}, stdout=sys.stderr, check=False)
    return done.returncode
