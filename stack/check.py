"""`make check`: everything that can be said about the code without running the portal."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping

from stack import bootstrap
from stack.state import CHECKOUT

_BIN = bootstrap.VENV / "bin"
_SECURE = {
    "DJANGO_SETTINGS_MODULE": "portal.settings",
    "PORTAL_MODE": "production",
    "PORTAL_SECRET_KEY": "a production key has fifty characters or more, all of them different #0123456789",
    "PORTAL_DATABASE_URL": "postgresql://portal@/portal?host=/nonexistent",
    "PORTAL_BROKER_URL": "redis://127.0.0.1:1/0",
    "PORTAL_PUBLIC_URL": "https://portal.exemplo",
    "PORTAL_ALLOWED_HOSTS": "portal.exemplo",
    "PORTAL_SMTP_URL": "smtp://127.0.0.1:1",
}
_TESTED = {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONWARNINGS": "ignore::RuntimeWarning"}
_OTHER_PYTHONS = ("python3.12", "python3.13")


def main() -> int:
    """Run every check, also after one has failed. Gives 1 when any failed."""
    python = str(bootstrap.PYTHON)
    manage = [python, "manage.py"]
    checks: list[tuple[str, list[str], Mapping[str, str]]] = [
        ("format", [str(_BIN / "ruff"), "format", "--check", "--quiet", "."], {}),
        ("lint", [str(_BIN / "ruff"), "check", "--quiet", "."], {}),
        ("types", [str(_BIN / "mypy")], {}),
        ("imports", [str(_BIN / "lint-imports")], {}),
        ("templates", [str(_BIN / "djlint"), "templates", "--lint", "--quiet"], {}),
        ("migrations", [*manage, "makemigrations", "--check", "--dry-run"], _TESTED),
        ("django", [*manage, "check", "--fail-level", "WARNING"], _TESTED),
        ("deployment", [*manage, "check", "--deploy", "--fail-level", "WARNING"], _SECURE),
        ("architecture", [python, "-m", "pytest", "tests/architecture", "-q"], {}),
    ]
    failed = [name for name, command, more in checks if not _passes(name, command, more)]
    failed += [name for name in _OTHER_PYTHONS if not _passes_on(name)]
    print("check: " + (f"falhou em {', '.join(failed)}" if failed else "tudo em ordem"))
    return 1 if failed else 0


def _passes(name: str, command: list[str], more_environ: Mapping[str, str]) -> bool:
    started_at = time.monotonic()
    environ = {key: value for key, value in os.environ.items() if not key.startswith("PORTAL_")}
    done = subprocess.run(
        command,
        cwd=CHECKOUT,
        env={**environ, **more_environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    verdict = "ok" if done.returncode == 0 else "FALHOU"
    print(f"{name:<14} {verdict:<7} {time.monotonic() - started_at:5.1f} s", flush=True)
    if done.returncode != 0:
        print(done.stdout, flush=True)
    return done.returncode == 0


def _passes_on(name: str) -> bool:
    """Install the run lock for a newer Python and load the whole project with it, where there is one."""
    program = shutil.which(name)
    answers = (
        program and subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0
    )
    if not program or not answers:
        print(f"{name:<14} não instalado")
        return True
    venv = CHECKOUT / "build" / name
    uv = str(bootstrap.VENV / "tool" / "bin" / "uv")
    python = str(venv / "bin" / "python")
    lock = ["--quiet", "--require-hashes", "--python", python, "requirements/run.txt"]
    return (
        _passes(f"{name} venv", [uv, "venv", "--quiet", "--clear", "--python", program, str(venv)], {})
        and _passes(f"{name} lock", [uv, "pip", "sync", "--system-certs", *lock], {})
        and _passes(name, [python, "manage.py", "check", "--fail-level", "WARNING"], _TESTED)
    )


if __name__ == "__main__":
    sys.exit(main())
